// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/lone_work.hpp"

namespace charta::shift_desk {
namespace {

constexpr auto looking = access::Permission::work_worklists;
constexpr worklists::Transition lone_worker_steps[] = {
    {"missed", "reach", "reached", "", looking},
    {"missed", "send-help", "help-sent", "", looking},
    {"missed", "check-in", "checked-in", "own-sign", looking},
    {"help-sent", "reach", "reached", "", looking},
    {"help-sent", "check-in", "checked-in", "own-sign", looking},
};
constexpr std::string_view lone_worker_final[] = {"reached", "checked-in"};
constexpr worklists::Title lone_worker_titles[] = {
    {"reach", "Reached and well"}, {"help-sent", "Help was sent"}, {"missed", "No sign of life"}};

}  // namespace

const worklists::StateMachine& lone_worker_machine() {
  static constexpr worklists::StateMachine machine{"lone-worker",
                                                   "Signs of life that are missing",
                                                   "missed",
                                                   lone_worker_steps,
                                                   lone_worker_final,
                                                   {},
                                                   access::Permission::read_worklists,
                                                   false,
                                                   lone_worker_titles};
  return machine;
}

LoneWatch with_sign(LoneWatch watch, Instant now, const ShiftRules& rules) {
  watch.last_sign = now;
  watch.due_at = now.plus(rules.check_in);
  watch.item = {};
  return watch;
}

bool is_missed(const LoneWatch& watch, Instant now, const ShiftRules& rules) {
  return !watch.ended_at && !watch.item.is_set() && now >= watch.due_at.plus(rules.grace);
}

}  // namespace charta::shift_desk
