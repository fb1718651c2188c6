// SPDX-License-Identifier: Apache-2.0
// A STAT result told by telephone: who called, who answered, what was read back. A call without a read-back stays open. Pure.
// Source: The Joint Commission, NPSG.02.03.01 (unverified here).
#pragma once
#include "department/floor_delivery/delivery.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::floor_delivery {

using StatCallId = Id<struct StatCallTag>;

struct CallAttempt {
  std::int64_t number = 0;
  UserId called_by;
  Instant called_at;
  std::string outcome;  ///< told, no-answer, engaged, wrong-person
  std::string who_answered, telephone, read_back;
  bool is_confirmed = false;  ///< what was read back agrees with the report
};

struct StatCall : CopiedDocument {
  StatCallId id;
  WorkItemId item;
  std::string ward, room, state = "open";
  Instant opened_at, due_at;
  std::optional<Instant> confirmed_at;
  std::vector<CallAttempt> attempts;
};

/// open -call-> called (nobody read it back yet) -confirm-> read-back; excused with a reason by who may waive; withdrawn with its
/// document.
const worklists::StateMachine& stat_call_machine();

/// Errors: `unknown_code` (outcome), `missing` (told: who answered; confirmed: what was read back), `business_rule` (confirmed
/// though nobody was told).
Result<void> check_attempt(const CallAttempt& attempt);

}  // namespace charta::floor_delivery
