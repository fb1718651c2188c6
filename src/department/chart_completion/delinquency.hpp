// SPDX-License-Identifier: Apache-2.0
// When something owed makes a record delinquent, who is written to, and the rate a hospital is measured by. Pure.
// Sources: 42 CFR 482.24(c)(4)(viii) (30 days following discharge); Joint Commission RC.01.04.01, medical record delinquency:
// delinquent records divided by average monthly discharges. Both as rule deficiencies/delinquency cites them.
#pragma once
#include "department/chart_completion/requirement.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::chart_completion {

/// A step of the ladder: from so many owed days on, by the fair clock.
struct LetterLevel {
  int level = 0;
  std::string title, text;  ///< text: with {name}, {date}, {days}, {items}
  int days = 0;
  bool suspends = false;
};

struct DelinquencyRules {
  std::vector<LetterLevel> levels;  ///< rising
  Codes stays;                      ///< classes of encounter whose discharges are counted
  int delinquent_after_days = 30, months = 12;
  std::string rule, citation;
  bool verified = false;
  /// Errors: `not_found`, `invalid`.
  static Result<DelinquencyRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const LetterLevel* find(int level) const;
};

/// The highest step reached; null before the first.
const LetterLevel* level_reached(const DelinquencyRules& rules, std::int64_t days_owed);
/// Delinquent records for each hundred average monthly discharges; nothing without a discharge.
std::optional<double> delinquency_rate(std::int64_t delinquent, std::int64_t discharges, int months);
/// The text of a letter with its places filled in.
std::string filled_in(std::string text, const std::vector<std::pair<std::string, std::string>>& places);

}  // namespace charta::chart_completion
