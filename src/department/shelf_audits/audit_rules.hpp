// SPDX-License-Identifier: Apache-2.0
// data/rules/paper-charts/audits.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace charta::shelf_audits {

struct AuditRules {
  std::int64_t section_volumes = 100, due_days = 7;
  double z = 1.96;
  std::map<std::string, std::string, std::less<>> dismissals;  ///< code -> sentence
  std::string rule;

  /// Errors: `not_found` (not in force), `invalid`, naming the element.
  static Result<AuditRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::shelf_audits
