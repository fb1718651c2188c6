// SPDX-License-Identifier: Apache-2.0
// Who asks for which volume, by when, and how far it has come; beside it the queues of loans past due and of missing volumes.
// Pure. Source: VistA Record Tracking (requests, pull lists, not-fillable reasons).
#pragma once
#include "department/paper_charts/volume.hpp"

#include <string>
#include <vector>

namespace charta::paper_charts {

/// One volume asked for. What was asked for at once has the same `request`.
struct Requisition {
  RequisitionId id;
  WorkItemId item;
  std::int64_t request = 0;
  PatientId patient;
  VolumeId volume;
  PlaceId deliver_to;
  std::string requester;        ///< who is on the telephone, as said
  std::string origin = "desk";  ///< desk, interface, appointment, arrival
  std::string purpose, clinic;  ///< clinic: of an appointment, as the schedule names it
  worklists::Priority priority = worklists::Priority::routine;
  Instant requested_at, needed_at;  ///< needed_at: promised
  UserId requested_by;
  ResourceId cause;  ///< the appointment or the encounter
  std::string state, reason;
  std::optional<Instant> pulled_at, delivered_at, closed_at;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

/// requested -> approved -> on-pull-list -> pulled -> in-transit -> delivered (handed on any number of times) -> returned.
const worklists::StateMachine& requisition_machine();
/// overdue -> reminded -> recalled -> returned, or excused.
const worklists::StateMachine& loan_machine();
/// reported -> searching -> found, or escalated -> declared-lost -> reconstructed -> found-later -> amalgamated.
/// Source: NHS and VA practice on missing health records; 45 CFR 164.402 for what a lost record starts.
const worklists::StateMachine& missing_machine();

/// open -> placed, when the place is known now; dismissed: nobody there needs paper; cancelled with its cause.
const worklists::StateMachine& destination_machine();

/// A line of a pull list.
struct PullLine {
  Requisition requisition;
  Volume volume;
  std::string place, place_kind, deliver_to;
  std::int64_t walk = 0;
};
/// The walk: what is urgent now first, then shelf after shelf, what is charged out last, by who has it.
void sort_for_walking(std::vector<PullLine>& lines);

/// The figures of the file room between two instants.
struct RetrievalFigures {
  std::int64_t asked = 0, filled = 0, filled_in_time = 0, not_filled = 0;
  std::int64_t stat = 0, stat_minutes_median = 0, routine = 0, routine_minutes_median = 0;
};
RetrievalFigures figures_of(const std::vector<Requisition>& requisitions);

}  // namespace charta::paper_charts
