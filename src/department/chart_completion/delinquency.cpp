// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/delinquency.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::chart_completion {

Result<DelinquencyRules> DelinquencyRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("deficiencies/delinquency", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  DelinquencyRules read;
  read.rule = rule->reference();
  read.citation = rule->citation;
  read.verified = rule->verified;
  read.delinquent_after_days = static_cast<int>(root["delinquent_after_days"].integer().value_or(0));
  read.months = static_cast<int>(root["months"].integer().value_or(0));
  for (const auto one : root["stays"]) read.stays.emplace(one.text());
  for (const auto one : root["levels"])
    read.levels.push_back({static_cast<int>(read.levels.size()) + 1, std::string(one["title"].text()),
                           std::string(one["text"].text()), static_cast<int>(one["days"].integer().value_or(0)),
                           one["suspends"].boolean()});
  const bool rises =
      std::is_sorted(read.levels.begin(), read.levels.end(), [](const auto& a, const auto& b) { return a.days < b.days; });
  if (read.delinquent_after_days <= 0 || read.months <= 0 || read.levels.empty() || !rises)
    return fail(ErrorKind::invalid, rule->reference() + ": 'delinquent_after_days', 'months' and 'levels' with rising days",
                rule->id);
  return read;
}

const LetterLevel* DelinquencyRules::find(int level) const {
  return level < 1 || level > static_cast<int>(levels.size()) ? nullptr : &levels[static_cast<std::size_t>(level - 1)];
}

const LetterLevel* level_reached(const DelinquencyRules& rules, std::int64_t days_owed) {
  const LetterLevel* reached = nullptr;
  for (const auto& one : rules.levels)
    if (days_owed >= one.days) reached = &one;
  return reached;
}

std::optional<double> delinquency_rate(std::int64_t delinquent, std::int64_t discharges, int months) {
  if (discharges <= 0 || months <= 0) return std::nullopt;
  return 100.0 * static_cast<double>(delinquent) * months / static_cast<double>(discharges);
}

std::string filled_in(std::string text, const std::vector<std::pair<std::string, std::string>>& places) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const auto place = std::find_if(places.begin(), places.end(), [&](const auto& one) {
      return text.compare(at, one.first.size() + 2, "{" + one.first + "}") == 0;
    });
    if (place == places.end()) {
      made += text[at++];
      continue;
    }
    made += place->second;  // what is filled in is never read for places again
    at += place->first.size() + 2;
  }
  return made;
}

}  // namespace charta::chart_completion
