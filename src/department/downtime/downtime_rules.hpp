// SPDX-License-Identifier: Apache-2.0
// What the downtime pack takes from rule packs: data/rules/downtime/pack.
#pragma once
#include "department/downtime/sealing.hpp"
#include "record/rules/rule_pack.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace charta::downtime {

struct PackRules {
  std::int64_t refresh_minutes = 10, warn_minutes = 15;
  std::int64_t discharged_days = 7, expected_days = 3;  ///< who left, who comes
  std::int64_t pull_hours = 24;                         ///< of today's pull list
  std::int64_t people_most = 50'000;
  int key_iterations = 600'000;
  PassphraseRule passphrase;
  std::string rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<PackRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::downtime
