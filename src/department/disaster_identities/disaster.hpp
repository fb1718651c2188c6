// SPDX-License-Identifier: Apache-2.0
// Many people at once whom nobody knows: names and numbers that wait for them, and who they turn out to be. Pure.
// Sources: HL7 v2.8 chapter 3, PID-31 (identity unknown); HL7 table 0203, MRT (temporary medical record number);
// 45 CFR 164.510(b) (family, and disaster relief).
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/patient_index/demographics.hpp"
#include "record/rules/rule_pack.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::disaster_identities {

using DisasterId = Id<struct DisasterTag>;
using InquiryId = Id<struct DisasterInquiryTag>;

struct Disaster {
  DisasterId id;
  std::string letter, what, reason, rule;
  UserId declared_by, ended_by;
  Instant declared_at;
  std::optional<Instant> ended_at;
};

/// What is known of somebody without an identity.
struct Description {
  std::string triage_tag, sex, age, marks, whereabouts;
};

struct Identity {
  PatientId patient;
  DisasterId disaster;
  std::int64_t place = 0;
  std::string number, name, state = "reserved";
  WorkItemId item;
  Description seen;
  PatientId real;  ///< unset: still unknown
  UserId changed_by;
  Instant changed_at;
  std::int64_t version = 1;
};

/// reserved -> in-use -> identified, discharged-unknown or back; what nobody needed is unused. An item stands in the queue from
/// the moment when somebody bears the identity.
const worklists::StateMachine& disaster_machine();

/// The basis on which something may be told.
struct Basis {
  std::string code, sentence, citation;
  bool needs_agreement = true;
};

/// data/rules/disaster-identities.
struct DisasterRules {
  std::string family = "DISASTER";
  int digits = 3;
  std::int64_t block_most = 500, kits_at_once = 100;
  std::vector<Basis> bases;
  std::vector<std::string> agreements;
  std::string names_rule, disclosure_rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<DisasterRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const Basis* basis(std::string_view code) const;
};

/// "A", "B", … "Z", "AA" for the first, second, … event.
std::string letter_of(std::int64_t event_number);
/// DISASTER, A001: one word, so that no two of them agree in part. Nothing when the digits are used up.
std::optional<patient_index::Name> name_of(const DisasterRules& rules, const std::string& letter, std::int64_t place);

/// Errors: `missing`, with the question: a field that nobody filled in.
Result<void> require_said(std::string_view value, std::string_view question, std::string_view location);

}  // namespace charta::disaster_identities
