// SPDX-License-Identifier: Apache-2.0
// The SQL of the shift desk: the only file that names its tables.
#pragma once
#include "department/shift_desk/hand_off.hpp"
#include "department/shift_desk/lone_work.hpp"
#include "record/access/actor.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::shift_desk {

struct HandOff {
  HandOffId id;
  WorkItemId item;
  std::string state = "open";
  Instant opened_at, due_at;
  std::string content, digest;  ///< as frozen; empty while it is open
  std::optional<Instant> frozen_at, taken_at;
  UserId signed_by, taken_by;
  std::string reason;
};

struct HandOffNote {
  std::int64_t key = 0;
  HandOffId hand_off;
  UserId author;
  Instant at;
  std::string text;
};

struct Arrival {
  ResourceId encounter;
  PatientId patient;
  std::string class_code;
  Instant at;
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};

class ShiftStore {
 public:
  // Hand-offs; their content is written once.
  Result<void> add(store::UnitOfWork& work, const HandOff& hand_off) const;
  Result<void> save(store::UnitOfWork& work, const HandOff& hand_off) const;
  Result<std::optional<HandOff>> hand_off(store::Reader& reader, HandOffId id) const;
  Result<std::optional<HandOff>> open_one(store::Reader& reader) const;
  Result<std::vector<HandOff>> newest(store::Reader& reader, std::int64_t limit) const;
  Result<void> add_note(store::UnitOfWork& work, const HandOffNote& note) const;
  Result<std::vector<HandOffNote>> notes(store::Reader& reader, HandOffId hand_off) const;

  // Arrivals.
  Result<void> save_arrival(store::UnitOfWork& work, const Arrival& arrival) const;
  Result<void> remove_arrival(store::UnitOfWork& work, ResourceId encounter) const;
  Result<void> move_arrival(store::UnitOfWork& work, ResourceId encounter, PatientId to, int facility,
                            access::SensitivityMask sensitivity) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
  Result<std::optional<Arrival>> arrival(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<Arrival>> arrivals(store::Reader& reader, Instant since, std::int64_t limit) const;

  // Lone work.
  Result<void> add_watch(store::UnitOfWork& work, const LoneWatch& watch) const;
  Result<void> save_watch(store::UnitOfWork& work, const LoneWatch& watch) const;
  Result<std::optional<LoneWatch>> watch(store::Reader& reader, LoneWatchId id) const;
  Result<std::vector<LoneWatch>> open_watches(store::Reader& reader) const;

  // The file room's door.
  Result<void> add_visit(store::UnitOfWork& work, const RoomVisit& visit) const;
  /// False when it was written that they left, or there is no such visit.
  Result<bool> leave(store::UnitOfWork& work, RoomVisitId visit, Instant at) const;
  Result<std::vector<RoomVisit>> visits(store::Reader& reader, Instant since, std::int64_t limit) const;
};

}  // namespace charta::shift_desk
