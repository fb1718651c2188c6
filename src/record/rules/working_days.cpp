// SPDX-License-Identifier: Apache-2.0
#include "record/rules/rule_pack.hpp"

#include <algorithm>

namespace charta::rules {

Result<WorkingDays> WorkingDays::from_rule(const Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  WorkingDays calendar;
  for (const json::Value weekday : document.root()["weekend"]) {
    const auto number = weekday.integer();
    if (!number || *number < 0 || *number > 6)
      return fail(ErrorKind::invalid, rule.id + ": weekend: a weekday is 0 (Sunday) to 6", "weekend");
    calendar.weekend_mask_ |= 1U << static_cast<unsigned>(*number);
  }
  if (calendar.weekend_mask_ == 0x7FU) return fail(ErrorKind::invalid, rule.id + ": weekend: no day is left to work", "weekend");
  for (const json::Value closed : document.root()["closed"]) {
    const auto day = Date::parse(closed["day"].text());
    if (!day) return fail(ErrorKind::invalid, rule.id + ": closed: a day is written 2026-01-31", "closed");
    calendar.closed_.push_back(*day);
  }
  std::sort(calendar.closed_.begin(), calendar.closed_.end());
  return calendar;
}

bool WorkingDays::is_working_day(Date day) const {
  const unsigned weekday = std::chrono::weekday(day.days()).c_encoding();
  if ((weekend_mask_ >> weekday & 1U) != 0) return false;
  return !std::binary_search(closed_.begin(), closed_.end(), day);
}

Date WorkingDays::plus(Date day, int working_days) const {
  const int direction = working_days < 0 ? -1 : 1;
  for (int left = working_days * direction; left > 0;) {
    day = day.plus_days(direction);
    if (is_working_day(day)) --left;
  }
  return day;
}

Date WorkingDays::next_working_day(Date day) const {
  while (!is_working_day(day)) day = day.plus_days(1);
  return day;
}

}  // namespace charta::rules
