// SPDX-License-Identifier: Apache-2.0
// A note that is typed into a form, from the day it is filed until its values stand in the chart. Pure values.
#pragma once
#include "base/id.hpp"
#include "department/data_entry/double_entry.hpp"
#include "department/data_entry/field_checks.hpp"
#include "department/data_entry/reconciliation.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::data_entry {

using EntryId = Id<struct DataEntryTag>;

/// to-enter -> captured -> validated (-> second-entry -> validated) -> verified -> posted; validated -> returned -> validated;
/// not-needed, void.
const worklists::StateMachine& entry_machine();
/// Values that were posted from a note that was withdrawn, replaced or moved since: kept or retracted, by a person.
const worklists::StateMachine& source_machine();

/// What the chart was given, or what of it was changed.
struct Posting {
  std::int64_t number = 0;  ///< from 1
  ResourceId resource;
  std::string type, id;             ///< FHIR
  std::int64_t version = 0;         ///< that was written
  std::int64_t version_before = 0;  ///< 0: made new
  ValueKey value;                   ///< that it says; of a panel, the first; none: what was stopped
  bool is_retracted = false;
};

struct Entry {
  EntryId id;
  WorkItemId item, source_item;
  ResourceId document;
  std::string document_type, document_id;  ///< FHIR
  std::int64_t document_version = 0;       ///< the newest when it was opened, and that was posted from
  std::string content_digest;              ///< of what that version holds
  std::string title;                       ///< of the document
  PatientId patient;
  ResourceId encounter_key;
  std::string encounter;  ///< FHIR id; empty: of no visit
  std::string form, rule;
  std::string state;
  std::int64_t version = 1;
  UserId entered_by, second_by, verified_by;
  std::string verified_as;  ///< second-person, provider
  Instant opened_at;
  std::optional<Instant> visit_at;  ///< its end, or its beginning where it has none
  std::optional<Instant> captured_at, validated_at, second_at, verified_at, posted_at;
  bool is_drawn = false;  ///< for the second, blind entry
  std::int64_t compared = 0, agreed = 0;
  std::int64_t times_returned = 0;
  std::string returned_for, returned_words;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;

  bool is_open_to_typing() const { return state == "to-enter" || state == "captured" || state == "returned"; }
  bool is_closed() const { return state == "posted" || state == "not-needed" || state == "void"; }
};

/// A warning that somebody answered.
struct WarningAnswer {
  std::string key;     ///< Finding::key()
  std::string digest;  ///< of what the value said then
  std::string words;
  UserId by;
  Instant at;
};

struct EntryFigures {
  std::int64_t posted = 0, within_goal = 0, typed_twice = 0, compared = 0, agreed = 0, returned = 0, open = 0;
  std::optional<double> median_hours;  ///< from the visit's end to the posting
  std::optional<double> accuracy;      ///< share of fields that agree in what was typed twice
};
/// Of entries that were posted in a period; `open` is the caller's.
EntryFigures figures_of(const std::vector<Entry>& posted, int lag_goal_hours);

}  // namespace charta::data_entry
