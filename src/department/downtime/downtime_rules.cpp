// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/downtime_rules.hpp"

#include "formats/json/json.hpp"

namespace charta::downtime {
namespace {

constexpr std::int64_t most_of_anything = 10'000'000;

Result<std::int64_t> positive(json::Value parameters, std::string_view name) {
  const auto value = parameters[name].integer();
  if (!value || *value < 1 || *value > most_of_anything)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number from 1 on", std::string(name));
  return *value;
}

}  // namespace

Result<PackRules> PackRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("downtime/pack", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  PackRules rules;
  rules.rule = rule->reference();
  std::int64_t iterations = 0, letters = 0, different = 0;
  for (const auto& [name, value] :
       {std::pair("refresh_minutes", &rules.refresh_minutes), std::pair("warn_minutes", &rules.warn_minutes),
        std::pair("discharged_days", &rules.discharged_days), std::pair("expected_days", &rules.expected_days),
        std::pair("pull_hours", &rules.pull_hours), std::pair("people_most", &rules.people_most),
        std::pair("key_iterations", &iterations), std::pair("passphrase_letters_least", &letters),
        std::pair("passphrase_letters_different", &different)}) {
    CHARTA_TRY(*value, positive(document.root(), name));
  }
  rules.key_iterations = static_cast<int>(iterations);
  rules.passphrase = {static_cast<int>(letters), static_cast<int>(different)};
  return rules;
}

}  // namespace charta::downtime
