// SPDX-License-Identifier: Apache-2.0
// What a message makes of a chart, ready before the writer is entered.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "department/chart/chart_entry.hpp"
#include "department/chart/chart_store.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "record/happenings/happening.hpp"
#include "record/resources/resource_service.hpp"

namespace charta::chart {

/// Whom something is filed for, and what brought it.
struct FilingTarget {
  PatientId patient;
  std::string patient_id;               ///< FHIR id
  std::vector<PatientId> same_person;   ///< records linked to it
  ResourceId encounter;                 ///< unset: none known
  std::string encounter_id;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
  MessageId source_message;
  Instant received_at;
  std::string mrn_assigner;             ///< of the number that identified the patient
};

/// Whom and what a message is for.
struct FilingContext : FilingTarget {
  const hl7v2::Message& message;
  const hl7v2_fhir::Sender& sender;
};

/// Whether a record is the one that the message is for, or linked with it.
inline bool is_same_person(const FilingTarget& context, PatientId patient) {
  return patient == context.patient || std::find(context.same_person.begin(), context.same_person.end(), patient) != context.same_person.end();
}

struct PreparedItem {
  resources::Prepared prepared;
  std::optional<ChartEntry> entry;      ///< absent: stands in no timeline (an Observation)
  bool replaces = false;                ///< a new version of what stands
  std::vector<ChartKey> keys;           ///< added for a new resource
  std::optional<happenings::Happening> happening;
  std::vector<Digest> blobs;
};

/// A number looked up while preparing, and how many resources answered: looked up again in the unit.
struct LookUp {
  std::string kind, system, value;
  std::size_t found = 0;
};

struct PreparedFiling {
  std::vector<PreparedItem> items;
  std::vector<LookUp> look_ups;
  std::vector<std::string> notes;  ///< in words, for the message browser
};

/// A hold that a person can mend: `location` carries the reason's code.
inline Error hold(std::string code, std::string sentence) { return fail(ErrorKind::business_rule, std::move(sentence), "hold:" + std::move(code)); }
/// What was prepared no longer fits: prepare and try again.
inline Error prepare_again(std::string what) { return fail(ErrorKind::version_conflict, std::move(what), "prepare-again"); }

}  // namespace charta::chart
