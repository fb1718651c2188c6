// SPDX-License-Identifier: Apache-2.0
// How often every stored byte is read back, and how gently: rule pack operations/fixity. Pure.
#pragma once
#include "base/time.hpp"
#include "record/rules/rule_pack.hpp"

#include <string>

namespace charta::fixity {

struct FixityRules {
  std::int64_t cycle_days = 90;
  std::int64_t bytes_a_second = 20'000'000;
  std::string rule;

  /// Errors: `not_found` (no pack is in force), `invalid`, naming the parameter.
  static Result<FixityRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

/// How many shelves should have been read `since` a start, of so many a cycle.
std::int64_t shelves_due(Instant start, Instant now, std::int64_t cycle_days);

}  // namespace charta::fixity
