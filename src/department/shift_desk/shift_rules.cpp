// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/shift_rules.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::shift_desk {
namespace {

using std::chrono::minutes;

Result<std::int64_t> whole(json::Value parameters, std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = parameters[name].integer();
  if (value && *value >= least && *value <= most) return *value;
  return fail(ErrorKind::invalid,
              "'" + std::string(name) + "' is a whole number from " + std::to_string(least) + " to " + std::to_string(most),
              std::string(name));
}

/// "07:00"
Result<minutes> time_of_day(std::string_view text) {
  const auto hour = parse_integer(text.substr(0, 2)), minute = text.size() == 5 ? parse_integer(text.substr(3)) : std::nullopt;
  if (hour && minute && text[2] == ':' && *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60)
    return minutes(*hour * 60 + *minute);
  return fail(ErrorKind::invalid, "'" + std::string(text) + "' is no time of day; write 07:00", "shift_changes");
}

}  // namespace

Result<ShiftRules> ShiftRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  CHARTA_TRY(const auto* rule, book.in_force("operations/shift-desk", today, jurisdiction));
  CHARTA_TRY(auto rules, parse(rule->parameters));
  rules.rule = rule->reference();
  return rules;
}

Result<ShiftRules> ShiftRules::parse(std::string_view parameters) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters));
  const auto root = document.root();
  ShiftRules rules;
  CHARTA_TRY(const auto near, whole(root, "near_minutes", 1, 1440));
  CHARTA_TRY(const auto arrivals, whole(root, "arrivals_hours", 1, 72));
  CHARTA_TRY(const auto check_in, whole(root, "check_in_minutes", 1, 480));
  CHARTA_TRY(const auto grace, whole(root, "check_in_grace_minutes", 0, 240));
  CHARTA_TRY(const auto weeks, whole(root, "forecast_weeks", 1, 52));
  CHARTA_TRY(const auto hours, whole(root, "forecast_hours", 1, 48));
  rules.near = minutes(near);
  rules.arrivals = std::chrono::hours(arrivals);
  rules.check_in = minutes(check_in);
  rules.grace = minutes(grace);
  rules.forecast_weeks = static_cast<int>(weeks);
  rules.forecast_hours = static_cast<int>(hours);
  for (const auto one : root["arrivals_of"]) rules.arrivals_of.emplace(one.text());
  for (const auto one : root["shift_changes"]) {
    CHARTA_TRY(const auto at, time_of_day(one.text()));
    rules.changes.push_back(at);
  }
  std::sort(rules.changes.begin(), rules.changes.end());
  if (rules.changes.empty()) return fail(ErrorKind::invalid, "name at least one change of shift", "shift_changes");
  return rules;
}

Instant next_change(const ShiftRules& rules, Instant now, const TimeZone& zone) {
  const Date today = zone.local_date(now);
  for (int day = 0; day < 3; ++day)
    for (const auto at : rules.changes)
      if (const auto change = zone.to_instant(today.plus_days(day), at); change > now) return change;
  return now.plus(std::chrono::hours(24));
}

}  // namespace charta::shift_desk
