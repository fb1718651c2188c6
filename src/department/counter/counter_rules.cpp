// SPDX-License-Identifier: Apache-2.0
#include "department/counter/counter_rules.hpp"

#include "formats/json/json.hpp"

namespace charta::counter {
namespace {

Result<std::int64_t> seconds_of(json::Value parameters, std::string_view name) {
  const auto value = parameters[name].integer();
  if (!value || *value < 0 || *value > 86'400)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a whole number of seconds, a day at most", std::string(name));
  return *value;
}

}  // namespace

Result<CounterRules> CounterRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("paper-charts/counter", today, jurisdiction));
  CHARTA_TRY(const auto document, json::Document::parse(rule->parameters));
  const auto root = document.root();
  CounterRules all;
  all.rule = rule->reference();
  CHARTA_TRY(all.clock_goes_back_seconds, seconds_of(root, "clock_goes_back_seconds"));
  CHARTA_TRY(all.live_seconds, seconds_of(root, "live_seconds"));
  for (const auto one : root["drop_reasons"]) all.drop_reasons.emplace(std::string(one.key()), std::string(one.text()));
  if (all.drop_reasons.empty()) return fail(ErrorKind::invalid, "name why a scan may be dropped", "drop_reasons");
  return all;
}

}  // namespace charta::counter
