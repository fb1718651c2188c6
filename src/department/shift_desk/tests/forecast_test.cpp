// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::shift_desk {
namespace {

using paper_charts::AskedQuarter;

Instant moment(const std::string& text) {
  return *Instant::parse(text);
}

void sort_quarters(std::vector<AskedQuarter>& asked) {
  std::sort(asked.begin(), asked.end(), [](const AskedQuarter& a, const AskedQuarter& b) { return a.from < b.from; });
}

TEST(Forecast, IsTheAverageOfTheSameHourOfTheSameWeekday) {
  const Instant now = moment("2026-03-02T08:10:00Z");
  std::vector<AskedQuarter> asked{{now.plus(-std::chrono::hours(24 * 60)), 1}};
  for (int week = 1; week <= 8; ++week) {
    const Instant then = moment("2026-03-02T09:00:00Z").plus(-std::chrono::hours(24 * 7 * week));
    asked.push_back({then, week % 2 == 0 ? 4 : 2});
    asked.push_back({then.plus(std::chrono::minutes(45)), 1});
    asked.push_back({then.plus(std::chrono::hours(24)), 50});  // another weekday
  }
  sort_quarters(asked);
  const auto hours = forecast(asked, now, TimeZone::utc(), 8, 24);
  ASSERT_EQ(hours.size(), 24U);
  EXPECT_EQ(hours[0].local, "2026-03-02 08:00");
  EXPECT_EQ(hours[0].expected_tenths, 0);
  EXPECT_EQ(hours[1].expected_tenths, 40) << "2 or 4, and one more: 4.0";
  EXPECT_EQ(hours[1].weeks, 8);
}

TEST(Forecast, DoesNotCountWeeksBeforeTheFirstRequestOfAll) {
  const Instant now = moment("2026-03-02T08:00:00Z");
  std::vector<AskedQuarter> asked{{moment("2026-02-16T07:00:00Z"), 1}, {moment("2026-02-23T09:30:00Z"), 6}};
  const auto hours = forecast(asked, now, TimeZone::utc(), 8, 3);
  EXPECT_EQ(hours[1].weeks, 2);
  EXPECT_EQ(hours[1].expected_tenths, 30);
  EXPECT_EQ(forecast({}, now, TimeZone::utc(), 8, 3)[1].weeks, 0) << "nothing is known, and nothing is said";
}

// The clock repeats 01:00 to 02:00 on 1 November 2026: both hours look back at the one that the weeks before had.
TEST(Forecast, GivesEachHourOfANightOf25ItsOwnRow) {
  const auto zone = *TimeZone::open("America/New_York");
  std::vector<AskedQuarter> asked{{moment("2026-09-01T00:00:00Z"), 1}, {moment("2026-10-25T05:15:00Z"), 8}};
  const auto hours = forecast(asked, moment("2026-11-01T04:20:00Z"), zone, 1, 25);
  ASSERT_EQ(hours.size(), 25U);
  EXPECT_EQ(hours[0].local, "2026-11-01 00:00");
  EXPECT_EQ(hours[1].local, "2026-11-01 01:00");
  EXPECT_EQ(hours[2].local, "2026-11-01 01:00");
  EXPECT_EQ(hours[3].local, "2026-11-01 02:00");
  EXPECT_EQ(hours[1].expected_tenths, 80);
  EXPECT_EQ(hours[2].expected_tenths, 80);
  EXPECT_EQ(hours[24].local, "2026-11-01 23:00");
}

TEST(Forecast, OfAnHourThatTheClockSkippedLooksAtTheHourBehindIt) {
  const auto zone = *TimeZone::open("America/New_York");
  const auto hours = forecast({{moment("2026-01-01T00:00:00Z"), 1}}, moment("2026-03-15T06:00:00Z"), zone, 1, 2);
  EXPECT_EQ(hours[0].local, "2026-03-15 02:00");
  EXPECT_EQ(hours[0].weeks, 1) << "02:00 was not there a week before";
}

TEST(Forecast, KnowsZonesOfHalfHours) {
  const auto zone = *TimeZone::open("Asia/Kolkata");
  const auto hours = forecast({{moment("2026-02-22T18:30:00Z"), 5}}, moment("2026-03-01T18:40:00Z"), zone, 1, 1);
  EXPECT_EQ(hours[0].local, "2026-03-02 00:00");
  EXPECT_EQ(hours[0].expected_tenths, 50);
}

}  // namespace
}  // namespace charta::shift_desk
