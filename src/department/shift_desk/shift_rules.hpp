// SPDX-License-Identifier: Apache-2.0
// What the shift desk takes from rule packs: data/rules/operations/shift-desk.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::shift_desk {

struct ShiftRules {
  std::chrono::minutes near{60};                   ///< a promise so close stands on the board whatever its priority
  std::chrono::hours arrivals{12};                 ///< how far back arrivals are listed
  std::set<std::string, std::less<>> arrivals_of;  ///< encounter classes
  std::chrono::minutes check_in{60}, grace{10};    ///< of somebody who works alone
  std::vector<std::chrono::minutes> changes;       ///< of shift, after local midnight, in order
  int forecast_weeks = 8, forecast_hours = 24;
  std::string rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<ShiftRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  /// The parameters of such a rule, JSON.
  static Result<ShiftRules> parse(std::string_view parameters);
};

/// The next change of shift after `now`, by the clock on the wall.
Instant next_change(const ShiftRules& rules, Instant now, const TimeZone& zone);

}  // namespace charta::shift_desk
