// SPDX-License-Identifier: Apache-2.0
// Somebody works alone: a sign of life is due at a pace, and a missed one is somebody else's work at once. Pure.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/paper_charts/place.hpp"
#include "department/shift_desk/shift_rules.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>

namespace charta::shift_desk {

using LoneWatchId = Id<struct ShiftWatchTag>;
using RoomVisitId = Id<struct ShiftAccessTag>;

/// missed -> reached (somebody spoke to them), or help-sent first; checked-in when the person gave the sign after all.
const worklists::StateMachine& lone_worker_machine();

struct LoneWatch {
  LoneWatchId id;
  UserId person;
  std::string name;  ///< of the account, for whoever is called
  Instant started_at, last_sign, due_at;
  std::optional<Instant> ended_at;
  WorkItemId item;  ///< of the missed sign; unset: none is missed
};

/// The watch after a sign at `now`.
LoneWatch with_sign(LoneWatch watch, Instant now, const ShiftRules& rules);
/// Whether it is time to send somebody: the sign is due and the grace has passed.
bool is_missed(const LoneWatch& watch, Instant now, const ShiftRules& rules);

/// Who entered the file room, and who left it.
struct RoomVisit {
  RoomVisitId id;
  paper_charts::PlaceId room;
  UserId person;        ///< with an account; else
  std::string visitor;  ///< the name as said at the door
  std::string reason;
  Instant entered_at;
  UserId let_in_by;
  std::optional<Instant> left_at;
  std::string room_path;  ///< when it is read
};

}  // namespace charta::shift_desk
