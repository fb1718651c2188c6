// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/forecast.hpp"

#include <algorithm>

namespace charta::shift_desk {
namespace {

using paper_charts::AskedQuarter;
constexpr std::int64_t hour_ms = 3'600'000;

std::int64_t asked_in(const std::vector<AskedQuarter>& asked, Instant from, Instant until) {
  std::int64_t sum = 0;
  const auto first =
      std::lower_bound(asked.begin(), asked.end(), from, [](const AskedQuarter& one, Instant at) { return one.from < at; });
  for (auto one = first; one != asked.end() && one->from < until; ++one) sum += one->volumes;
  return sum;
}

/// Milliseconds on the wall since 1970, as if it were UTC.
std::int64_t wall(Instant at, const TimeZone& zone) {
  return at.milliseconds() + zone.offset_ms(at);
}

}  // namespace

std::vector<HourForecast> forecast(const std::vector<AskedQuarter>& asked, Instant now, const TimeZone& zone, int weeks,
                                   int hours) {
  std::vector<HourForecast> all;
  const Instant first = now.plus(-std::chrono::milliseconds(wall(now, zone) % hour_ms));
  for (int hour = 0; hour < hours; ++hour) {
    HourForecast one;
    one.from = first.plus(std::chrono::hours(hour));
    one.local = zone.local_text(one.from);
    std::int64_t sum = 0;
    for (int week = 1; week <= weeks; ++week) {
      const Date day = zone.local_date(one.from).plus_days(-7 * week);
      const Instant then = zone.to_instant(day, std::chrono::milliseconds(wall(one.from, zone) % (24 * hour_ms)));
      if (asked.empty() || then.plus(std::chrono::hours(1)) <= asked.front().from) continue;
      sum += asked_in(asked, then, then.plus(std::chrono::hours(1)));
      ++one.weeks;
    }
    if (one.weeks > 0) one.expected_tenths = (sum * 10 + one.weeks / 2) / one.weeks;
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace charta::shift_desk
