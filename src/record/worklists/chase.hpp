// SPDX-License-Identifier: Apache-2.0
// What a step of a chase ladder puts before the one it asks: an item in that role's own pool, about the work that is late.
#pragma once
#include "record/worklists/work_item.hpp"

#include <string_view>

namespace charta::worklists {

/// asked -> answered, or withdrawn when the work it asks for is done.
const StateMachine& chase_machine();

/// The item that asks `to` (a role of the ladder) about `late`. `rule`: the ladder's.
NewWorkItem chase_item(const WorkItem& late, std::string_view to, std::string_view rule);

}  // namespace charta::worklists
