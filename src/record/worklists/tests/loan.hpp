// SPDX-License-Identifier: Apache-2.0
// A small machine for the tests of worklists: the loan of a paper volume.
#pragma once
#include "record/worklists/worklist_service.hpp"

namespace charta::worklists::testing {

inline constexpr Transition loan_steps[] = {
    {"requested", "approve", "approved", "", access::Permission::work_worklists},
    {"requested", "refuse", "refused", "", access::Permission::waive_work, true},
    {"approved", "deliver", "delivered", "on-shelf", access::Permission::work_worklists},
    {"approved", "refuse", "refused", "", access::Permission::waive_work, true},
};
inline constexpr std::string_view loan_ends[] = {"refused", "delivered"};
inline constexpr std::string_view loan_cancelled[] = {"refused"};
inline constexpr StateMachine loan{"requisition", "Requisitions", "requested", loan_steps, loan_ends, loan_cancelled};

inline access::Actor person(std::int64_t user, std::initializer_list<access::Permission> permissions) {
  access::Actor actor;
  actor.kind = access::Actor::Kind::person;
  actor.author.user = UserId(user);
  for (const access::Permission permission : permissions) actor.permissions.set(static_cast<std::size_t>(permission));
  actor.visibility = {access::all_facilities, access::full_clearance, {}};
  return actor;
}

inline access::Actor technician(std::int64_t user) {
  return person(user, {access::Permission::read_worklists, access::Permission::work_worklists});
}
inline access::Actor supervisor(std::int64_t user) {
  return person(user, {access::Permission::read_worklists, access::Permission::work_worklists, access::Permission::assign_work,
                       access::Permission::waive_work});
}

}  // namespace charta::worklists::testing
