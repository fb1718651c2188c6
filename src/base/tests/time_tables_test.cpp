// SPDX-License-Identifier: Apache-2.0
// Dates and times as senders write them, in every zone and over every change of clocks, as tables (tests/cases/times.case).
#include "base/time.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

namespace charta {
namespace {

using testing::CaseLine;

std::string precision_name(Precision precision) {
  const char* names[] = {"year", "month", "day", "hour", "minute", "second", "millisecond"};
  return names[static_cast<std::size_t>(precision)];
}

TimeZone zone_of(const CaseLine& line) {
  return line.has("zone") ? TimeZone::open(line.value("zone")).value() : TimeZone::utc();
}

/// hl7 20250301 precision=day zone=… from=… until=… fhir=…; "none" stands for a text that is refused.
void check_written(const CaseLine& line, const std::optional<LocalTime>& read) {
  if (line.has("none")) {
    EXPECT_FALSE(read) << "it was read as " << (read ? read->fhir_text(TimeZone::utc()) : "");
    return;
  }
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_received(), line.words.at(0));
  EXPECT_EQ(precision_name(read->precision()), line.value("precision"));
  const TimeZone zone = zone_of(line);
  const auto span = read->span(zone);
  EXPECT_EQ(span.from, read->earliest(zone));
  const auto expect = [&](const std::string& what, const std::string& is) {
    if (line.has(what)) {
      EXPECT_EQ(is, line.value(what)) << what;
    }
  };
  expect("from", span.from.text());
  expect("until", span.until.text());
  expect("fhir", read->fhir_text(zone));
  EXPECT_LT(span.from, span.until) << "a time means some time";
}

/// wall 2025-03-09 02:30 zone=America/New_York is=2025-03-09T07:30:00.000Z
void check_wall(const CaseLine& line) {
  const Date day = Date::parse(line.words.at(0)).value();
  const std::string& time = line.words.at(1);
  const auto since = std::chrono::hours(std::stoi(time.substr(0, 2))) + std::chrono::minutes(std::stoi(time.substr(3, 2)));
  EXPECT_EQ(zone_of(line).to_instant(day, since).text(), line.value("is"));
}

/// shows 2025-03-09T07:30:00Z zone=America/New_York is="2025-03-09 03:30" offset=-240
void check_shown(const CaseLine& line) {
  const Instant at = Instant::parse(line.words.at(0)).value();
  const TimeZone zone = zone_of(line);
  EXPECT_EQ(zone.local_text(at), line.value("is"));
  EXPECT_EQ(zone.local_date(at).text(), line.value("is").substr(0, 10));
  if (line.has("offset")) {
    EXPECT_EQ(std::to_string(zone.offset_ms(at) / 60'000), line.value("offset"));
  }
}

/// day 2024-02-28 plus=1 is=2024-02-29; "none" for a day that does not exist.
void check_day(const CaseLine& line) {
  const auto day = Date::parse(line.words.at(0));
  if (line.has("none")) {
    EXPECT_FALSE(day);
    return;
  }
  ASSERT_TRUE(day);
  EXPECT_EQ(day->plus_days(std::stoi(line.value("plus"))).text(), line.value("is"));
}

TEST(TimeTables, SayWhatEachTextMeans) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/times.case");
  ASSERT_GT(cases.size(), 10U);
  for (const testing::Case& one : cases)
    for (const CaseLine& line : one.lines) {
      SCOPED_TRACE(one.title + ": " + line.verb + " " + line.words.at(0));
      if (line.verb == "hl7")
        check_written(line, LocalTime::parse_hl7(line.words[0]));
      else if (line.verb == "fhir")
        check_written(line, LocalTime::parse_fhir(line.words[0]));
      else if (line.verb == "wall")
        check_wall(line);
      else if (line.verb == "shows")
        check_shown(line);
      else if (line.verb == "day")
        check_day(line);
      else
        FAIL() << "the table has a word that is not known";
    }
}

/// A day has 23, 24 or 25 hours, and midnight of the next is its end, in any zone and any year.
TEST(TimeTables, EveryDayEndsWhereTheNextBegins) {
  for (const char* name :
       {"America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia", "UTC"}) {
    const TimeZone zone = TimeZone::open(name).value();
    Date day = Date::parse("2010-12-25").value();
    for (int i = 0; i < 800; ++i, day = day.plus_days(1)) {
      const auto text = LocalTime::parse_fhir(day.text()).value();
      const auto next = LocalTime::parse_fhir(day.plus_days(1).text()).value();
      ASSERT_EQ(text.span(zone).until, next.span(zone).from) << name << " " << day.text();
      const auto half_hours = (text.span(zone).until - text.span(zone).from).count() / 1'800'000;
      const bool is_usual = half_hours >= 46 && half_hours <= 50;
      ASSERT_TRUE(is_usual || day.text() == "2011-12-30") << name << " " << day.text();  // the day that Samoa left out
    }
  }
}

/// Instants print and read alike, and their order is the order of their texts: what the ledger and lists rely on.
TEST(TimeTables, InstantsKeepTheirOrderInTheirTexts) {
  std::uint64_t seed = 7;
  Instant before(0);
  std::string before_text = before.text();
  for (int i = 0; i < 2000; ++i) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    const Instant at = before.plus(std::chrono::milliseconds(1 + (seed >> 33U) % 4'000'000'000ULL));
    ASSERT_LT(before_text, at.text());
    ASSERT_EQ(Instant::parse(at.text()), at);
    before = at;
    before_text = at.text();
  }
}

}  // namespace
}  // namespace charta
