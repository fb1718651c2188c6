// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/worklists/work_item.hpp"

#include <string_view>

namespace charta::expected_records {

/// A step of an item as these services take it, by event and coded reason.
inline worklists::Act act_of(std::string_view event, std::string_view reason = {}) {
  worklists::Act act;
  act.event = event;
  act.reason_code = reason;
  return act;
}

}  // namespace charta::expected_records
