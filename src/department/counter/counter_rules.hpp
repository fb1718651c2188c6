// SPDX-License-Identifier: Apache-2.0
// data/rules/paper-charts/counter.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace charta::counter {

struct CounterRules {
  std::int64_t clock_goes_back_seconds = 120, live_seconds = 120;
  std::map<std::string, std::string, std::less<>> drop_reasons;  ///< code -> sentence
  std::string rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<CounterRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::counter
