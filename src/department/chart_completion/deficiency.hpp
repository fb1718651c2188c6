// SPDX-License-Identifier: Apache-2.0
// Something that somebody owes a record: the row, its declared states, and what a new look at the encounter does to it.
#pragma once
#include "department/chart_completion/analysis.hpp"
#include "department/chart_completion/owed_clock.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace charta::chart_completion {

using DeficiencyId = Id<struct DeficiencyTag>;
using StopId = Id<struct ClockStopTag>;

/// open (the department's own queue) | assigned -> in-progress -> completed; declined -> reassigned; waived; void (its cause is
/// gone). What is lacking again is taken up again under the same row.
const worklists::StateMachine& deficiency_machine();
bool is_owed_state(std::string_view state);

struct Deficiency {
  DeficiencyId id;
  ResourceId encounter;
  std::string encounter_id;  ///< FHIR
  PatientId patient;
  Lack lack = Lack::document;
  std::string key, title, type_code, rule, role, state;
  StaffMember responsible;
  bool is_named_by_person = false;  ///< a new look leaves the responsible person alone
  WorkItemId item;                  ///< the newest
  Instant opened_at, clock_from;
  std::optional<Instant> due_at, closed_at;
  UserId closed_by;         ///< unset: it closed itself
  std::string closed_with;  ///< document, signature, cause-gone, committee
  std::string reason;       ///< of the last step that needed one
  ResourceId document;      ///< that lacks something, or that closed it
  std::string document_type, document_id;
  int times_reopened = 0;
  int facility = 0;
  std::uint32_t sensitivity = 0;  ///< of the encounter and of the document
  bool is_stopped = false;        ///< a stop of its clock is open

  bool is_owed() const { return !closed_at.has_value(); }
};

/// What a look at the encounter changes.
enum class Change { open, reopen, update, begin, fall_back, complete, become_void, none };
struct Step {
  Change change = Change::none;
  const Finding* finding = nullptr;
  const Deficiency* row = nullptr;
};
/// Compares what was found with what is known: an owed finding that is due to be asked opens a row, one that is gone closes it -
/// completed where it was kept, void where its cause is gone.
std::vector<Step> steps_of(const Analysis& analysis, std::span<const Deficiency> known, Instant now);

}  // namespace charta::chart_completion
