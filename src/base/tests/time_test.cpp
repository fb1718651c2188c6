// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include "base/clock.hpp"

#include <gtest/gtest.h>

namespace charta {
namespace {

using namespace std::chrono_literals;

TEST(Date, ReadsBothWaysOfWritingADay) {
  EXPECT_EQ(Date::parse("2025-03-01")->text(), "2025-03-01");
  EXPECT_EQ(Date::parse("20250301"), Date::parse("2025-03-01"));
  EXPECT_EQ(Date::parse("0001-01-01")->text(), "0001-01-01");
  EXPECT_EQ(Date::parse("2024-02-29")->text(), "2024-02-29");
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const std::string_view text :
       {"", "2025", "2025-03", "2025-3-01", "2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "20250431", "2025-03-01T",
        "2025/03/01", "03-01-2025", "0000-01-01", "2025-03-0a", " 2025-03-01", "２０２５0301", "+025-03-01"})
    EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, CountsDaysAcrossMonthsAndYears) {
  EXPECT_EQ(Date::parse("2025-02-28")->plus_days(1).text(), "2025-03-01");
  EXPECT_EQ(Date::parse("2024-02-28")->plus_days(1).text(), "2024-02-29");
  EXPECT_EQ(Date::parse("2025-01-01")->plus_days(-1).text(), "2024-12-31");
  EXPECT_LT(*Date::parse("2024-12-31"), *Date::parse("2025-01-01"));
}

TEST(Instant, PrintsUtcToTheMillisecond) {
  EXPECT_EQ(Instant(0).text(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(Instant(1'740'832'200'250).text(), "2025-03-01T12:30:00.250Z");
  EXPECT_EQ(Instant(-1).text(), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Instant(-1).utc_date().text(), "1969-12-31");
}

struct InstantCase {
  const char* text;
  const char* expected;
};

TEST(Instant, ConvertsTheWrittenZone) {
  for (const auto& [text, expected] : {InstantCase{"2025-03-01T12:30:00Z", "2025-03-01T12:30:00.000Z"},
                                       {"2025-03-01T12:30:00.250Z", "2025-03-01T12:30:00.250Z"},
                                       {"2025-03-01T00:30:00+02:00", "2025-02-28T22:30:00.000Z"},
                                       {"2025-12-31T23:00:00-05:30", "2026-01-01T04:30:00.000Z"},
                                       {"2025-03-01T12:30:00.123456789Z", "2025-03-01T12:30:00.123Z"},
                                       {"2025-03-01T12:30:00.5Z", "2025-03-01T12:30:00.500Z"},
                                       {"2025-03-01T12:30:00+14:00", "2025-02-28T22:30:00.000Z"},
                                       {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"}})
    EXPECT_EQ(Instant::parse(text)->text(), expected) << text;
}

// RFC 3339, section 5.6: a time has seconds and an offset.
TEST(Instant, RefusesWhatIsNotExact) {
  for (const std::string_view text :
       {"", "2025-03-01", "2025-03-01T12:30:00", "2025-03-01T12:30Z", "2025-03-01T12:30:00+0200", "2025-03-01 12:30:00Z",
        "2025-03-01T24:00:00Z", "2025-03-01T12:60:00Z", "2025-03-01T12:30:61Z", "2025-03-01T12:30:00.Z", "2025-03-01T12:30:00Zx",
        "2025-03-01T12:30:00+14:01", "2025-03-01T12:30:00+15:00", "2025-03-01T12:30:00+01:60", "2025-02-30T12:30:00Z"})
    EXPECT_FALSE(Instant::parse(text)) << text;
}

TEST(Instant, ReadsWhatItPrints) {
  for (std::int64_t ms = -62'135'596'800'000; ms < 253'402'300'800'000; ms += 7'777'777'777'777)
    EXPECT_EQ(Instant::parse(Instant(ms).text()), Instant(ms));
}

TEST(Instant, SubtractsAndAdds) {
  const Instant start(1000);
  EXPECT_EQ(start.plus(2s), Instant(3000));
  EXPECT_EQ(start.plus(2s) - start, 2000ms);
}

TEST(TimeZone, RefusesAnUnknownName) {
  EXPECT_TRUE(TimeZone::open("America/New_York"));
  const auto unknown = TimeZone::open("Mars/Olympus");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::unknown_code);
}

struct WallCase {
  const char* why;
  const char* day;
  std::chrono::minutes since_midnight;
  const char* expected;
};

// The United States changed clocks on 2025-03-09 and 2025-11-02 at 02:00. Source: 15 U.S.C. 260a.
TEST(TimeZone, TakesWallTimesAcrossTheChangeOfClocks) {
  const TimeZone zone = TimeZone::open("America/New_York").value();
  for (const auto& [why, day, since, expected] :
       {WallCase{"winter", "2025-01-15", 12h, "2025-01-15T17:00:00.000Z"},
        {"summer", "2025-07-15", 12h, "2025-07-15T16:00:00.000Z"},
        {"the last minute before the gap", "2025-03-09", 1h + 59min, "2025-03-09T06:59:00.000Z"},
        {"in the gap: forward by an hour", "2025-03-09", 2h + 30min, "2025-03-09T07:30:00.000Z"},
        {"after the gap", "2025-03-09", 3h + 30min, "2025-03-09T07:30:00.000Z"},
        {"repeated: the first reading", "2025-11-02", 1h + 30min, "2025-11-02T05:30:00.000Z"},
        {"after the repetition", "2025-11-02", 2h, "2025-11-02T07:00:00.000Z"}})
    EXPECT_EQ(zone.to_instant(*Date::parse(day), since).text(), expected) << why;
}

TEST(TimeZone, KnowsZonesOnOddMinutes) {
  const TimeZone kolkata = TimeZone::open("Asia/Kolkata").value();
  EXPECT_EQ(kolkata.to_instant(*Date::parse("2025-03-01"), 0min).text(), "2025-02-28T18:30:00.000Z");
  EXPECT_EQ(kolkata.offset_ms(Instant(0)), 5 * 3'600'000 + 30 * 60'000);
}

TEST(TimeZone, ShowsLocalDaysAndTimes) {
  const TimeZone zone = TimeZone::open("America/New_York").value();
  const Instant late = *Instant::parse("2025-03-01T03:15:00Z");
  EXPECT_EQ(zone.local_date(late).text(), "2025-02-28");
  EXPECT_EQ(zone.local_text(late), "2025-02-28 22:15");
  EXPECT_EQ(TimeZone::utc().local_text(late), "2025-03-01 03:15");
  EXPECT_EQ(TimeZone::utc().offset_ms(late), 0);
}

TEST(TimeZone, WallTimesComeBackOutsideTheChanges) {
  const TimeZone zone = TimeZone::open("Europe/Berlin").value();
  for (int day = 0; day < 365; ++day) {
    const Date date = Date::parse("2025-01-01")->plus_days(day);
    const Instant noon = zone.to_instant(date, 12h);
    EXPECT_EQ(zone.local_text(noon), date.text() + " 12:00");
  }
}

struct PrecisionCase {
  const char* text;
  Precision precision;
  const char* from;
  const char* until;
};

void expect_span(const std::optional<LocalTime>& time, const PrecisionCase& row) {
  ASSERT_TRUE(time) << row.text;
  EXPECT_EQ(time->precision(), row.precision) << row.text;
  EXPECT_EQ(time->as_received(), row.text);
  const auto span = time->span(TimeZone::open("America/New_York").value());
  EXPECT_EQ(span.from.text(), row.from) << row.text;
  EXPECT_EQ(span.until.text(), row.until) << row.text;
}

TEST(LocalTime, OfFhirSpansWhatItMayMean) {
  for (const auto& row :
       {PrecisionCase{"2025", Precision::year, "2025-01-01T05:00:00.000Z", "2026-01-01T05:00:00.000Z"},
        {"2025-03", Precision::month, "2025-03-01T05:00:00.000Z", "2025-04-01T04:00:00.000Z"},
        {"2025-12", Precision::month, "2025-12-01T05:00:00.000Z", "2026-01-01T05:00:00.000Z"},
        {"2025-03-09", Precision::day, "2025-03-09T05:00:00.000Z", "2025-03-10T04:00:00.000Z"},
        {"2025-03-01T12:30", Precision::minute, "2025-03-01T17:30:00.000Z", "2025-03-01T17:31:00.000Z"},
        {"2025-03-01T12:30:15", Precision::second, "2025-03-01T17:30:15.000Z", "2025-03-01T17:30:16.000Z"},
        {"2025-03-01T12:30:15.250", Precision::millisecond, "2025-03-01T17:30:15.250Z", "2025-03-01T17:30:15.251Z"},
        {"2025-03-01T12:30:15+01:00", Precision::second, "2025-03-01T11:30:15.000Z", "2025-03-01T11:30:16.000Z"}})
    expect_span(LocalTime::parse_fhir(row.text), row);
}

TEST(LocalTime, OfHl7SpansWhatItMayMean) {
  for (const auto& row :
       {PrecisionCase{"2025", Precision::year, "2025-01-01T05:00:00.000Z", "2026-01-01T05:00:00.000Z"},
        {"202503", Precision::month, "2025-03-01T05:00:00.000Z", "2025-04-01T04:00:00.000Z"},
        {"20250301", Precision::day, "2025-03-01T05:00:00.000Z", "2025-03-02T05:00:00.000Z"},
        {"2025030112", Precision::hour, "2025-03-01T17:00:00.000Z", "2025-03-01T18:00:00.000Z"},
        {"202503011230", Precision::minute, "2025-03-01T17:30:00.000Z", "2025-03-01T17:31:00.000Z"},
        {"20250301123015", Precision::second, "2025-03-01T17:30:15.000Z", "2025-03-01T17:30:16.000Z"},
        {"20250301123015.1234", Precision::millisecond, "2025-03-01T17:30:15.123Z", "2025-03-01T17:30:15.124Z"},
        {"20250301123015.12-0800", Precision::millisecond, "2025-03-01T20:30:15.120Z", "2025-03-01T20:30:15.121Z"},
        {"20250301+0100", Precision::day, "2025-02-28T23:00:00.000Z", "2025-03-01T23:00:00.000Z"}})
    expect_span(LocalTime::parse_hl7(row.text), row);
}

TEST(LocalTime, RefusesWhatNeitherStandardWrites) {
  for (const std::string_view text : {"",
                                      "25",
                                      "20250",
                                      "2025030",
                                      "202503011",
                                      "20250301123",
                                      "20251301",
                                      "20250230",
                                      "20250301240000",
                                      "20250301126000",
                                      "20250301123061",
                                      "20250301123015.",
                                      "202503011230.5",
                                      "20250301123015+",
                                      "20250301123015+01",
                                      "20250301123015+1500",
                                      "20250301123015+0160",
                                      "2025-03-01",
                                      "yesterday",
                                      "20250301Z",
                                      "2025030112300a"})
    EXPECT_FALSE(LocalTime::parse_hl7(text)) << text;
  for (const std::string_view text : {"", "25", "2025-", "2025-3", "2025-03-", "2025-03-1", "2025-03-01T", "2025-03-01T12",
                                      "2025-03-01T12:3", "2025-03-01T12:30:", "2025-03-01T12:30:0", "2025-03-01T12:30:00.",
                                      "2025-03-01T12:30:00z", "20250301", "2025-03-01T12:30:00+02"})
    EXPECT_FALSE(LocalTime::parse_fhir(text)) << text;
}

TEST(LocalTime, BecomesAFhirDateTimeOfTheSamePrecision) {
  const TimeZone zone = TimeZone::open("America/New_York").value();
  const auto told = [&](std::string_view hl7) { return LocalTime::parse_hl7(hl7)->fhir_text(zone); };
  EXPECT_EQ(told("2025"), "2025");
  EXPECT_EQ(told("202503"), "2025-03");
  EXPECT_EQ(told("20250301"), "2025-03-01");
  EXPECT_EQ(told("2025030112"), "2025-03-01T12:00:00-05:00");
  EXPECT_EQ(told("20250701123015"), "2025-07-01T12:30:15-04:00");
  EXPECT_EQ(told("20250701123015.25+0530"), "2025-07-01T12:30:15.250+05:30");
  EXPECT_EQ(told("20250701123015-0030"), "2025-07-01T12:30:15-00:30");
}

TEST(LocalTime, ALeapSecondIsTheNextDaysFirst) {
  EXPECT_EQ(LocalTime::parse_hl7("20161231235960+0000")->fhir_text(TimeZone::utc()), "2017-01-01T00:00:00+00:00");
  EXPECT_EQ(LocalTime::parse_hl7("20161231225960+0000")->fhir_text(TimeZone::utc()), "2016-12-31T23:00:00+00:00");
}

TEST(LocalTime, WhatItWritesItReadsAgain) {
  const TimeZone zone = TimeZone::open("Australia/Adelaide").value();
  for (const std::string_view text :
       {"2025", "202503", "20250301", "20250301123015", "20250301123015.250", "20250405023000", "20251005023000"}) {
    const LocalTime first = *LocalTime::parse_hl7(text);
    const auto second = LocalTime::parse_fhir(first.fhir_text(zone));
    ASSERT_TRUE(second) << text;
    EXPECT_EQ(second->earliest(zone), first.earliest(zone)) << text;
  }
}

TEST(Clocks, AManualClockStandsUntilItIsSet) {
  ManualClock clock(Instant(1000));
  EXPECT_EQ(clock.now(), Instant(1000));
  clock.advance(5s);
  EXPECT_EQ(clock.now(), Instant(6000));
  clock.set(Instant(42));
  EXPECT_EQ(clock.now(), Instant(42));
}

TEST(Clocks, TheSystemClockTellsThisCentury) {
  const Instant now = SystemClock().now();
  EXPECT_GT(now, *Instant::parse("2024-01-01T00:00:00Z"));
  EXPECT_LT(now, *Instant::parse("2124-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace charta
