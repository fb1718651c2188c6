// SPDX-License-Identifier: Apache-2.0
// What an order or a visit should yield, and how far it has come: values and pure rules.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "record/happenings/happening.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::expected_records {

using ExpectationId = Id<struct ExpectationTag>;

/// What promised the document.
enum class Trigger { order, admission, discharge, appointment, manual };
std::string_view trigger_code(Trigger trigger);
std::optional<Trigger> parse_trigger(std::string_view code);

struct Expectation {
  ExpectationId id;
  WorkItemId work_item;
  Trigger trigger = Trigger::order;
  PatientId patient;
  ResourceId order, encounter, appointment;
  happenings::OrderKeys keys;
  std::vector<std::string> accepted_types;  ///< LOINC codes, the expected one first; empty: a document of any type fulfils it
  std::string title, department, class_code, state, rule;
  worklists::Priority priority = worklists::Priority::routine;
  Instant basis_at;  ///< ordered, admitted, discharged, booked: from when the due time counts
  std::optional<Instant> due_at;
  ResourceId document;     ///< the one that fulfilled it, or is suggested
  std::string completion;  ///< of that document, as received
  int facility = 0;
  access::SensitivityMask sensitivity = 0;

  bool is_open() const;
};

/// expected -> performed -> dictated -> transcribed -> preliminary -> authenticated -> received -> filed, forward by any number
/// of steps; a suggestion waits in possible-match for a person; exits cancelled, not-required (reason) and superseded. Source:
/// the states of VistA's incomplete records tracking; HL7 v2 table 0271.
const worklists::StateMachine& expected_record_machine();

/// How far a document has brought its expectation: the state for TXA-17 (table 0271) or OBR-25 (table 0123) as received. "filed"
/// for a final one; empty when the status says nothing about progress. "cancelled" when no result will come (OBR-25 X).
std::string_view state_for_completion(std::string_view completion);
/// The event that leads into `state`.
std::string_view event_into(std::string_view state);
/// Whether `to` lies further on than `from`. A document's status never takes an expectation back.
bool is_further(std::string_view from, std::string_view to);

}  // namespace charta::expected_records
