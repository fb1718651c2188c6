// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/moment.hpp"

#include "base/time.hpp"

#include <gtest/gtest.h>

namespace charta::fhir {
namespace {

struct MomentCase {
  const char* text;
  const char* from;
  const char* until;
};

TEST(FhirMoment, SpansWhatATextMayMean) {
  for (const auto& [text, from, until] :
       {MomentCase{"2025", "2025-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"},
        {"9999", "9999-01-01T00:00:00.000Z", "10000-01-01T00:00:00.000Z"},
        {"2024-02", "2024-02-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z"},
        {"2025-12", "2025-12-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"},
        {"1900-02", "1900-02-01T00:00:00.000Z", "1900-03-01T00:00:00.000Z"},
        {"2000-02-29", "2000-02-29T00:00:00.000Z", "2000-03-01T00:00:00.000Z"},
        {"2025-03-01T12:30", "2025-03-01T12:30:00.000Z", "2025-03-01T12:31:00.000Z"},
        {"2025-03-01T12:30:15Z", "2025-03-01T12:30:15.000Z", "2025-03-01T12:30:16.000Z"},
        {"2025-03-01T12:30:15.2Z", "2025-03-01T12:30:15.200Z", "2025-03-01T12:30:15.300Z"},
        {"2025-03-01T12:30:15.123456Z", "2025-03-01T12:30:15.123Z", "2025-03-01T12:30:15.124Z"},
        {"2025-03-01T00:30:00+02:00", "2025-02-28T22:30:00.000Z", "2025-02-28T22:30:01.000Z"},
        {"2025-12-31T23:30:00-00:45", "2026-01-01T00:15:00.000Z", "2026-01-01T00:15:01.000Z"}}) {
    const auto moment = read_moment(text);
    ASSERT_TRUE(moment) << text;
    EXPECT_EQ(Instant(moment->from_ms).text(), from) << text;
    EXPECT_EQ(Instant(moment->until_ms).text(), until) << text;
  }
}

TEST(FhirMoment, RefusesWhatIsNone) {
  for (const std::string_view text : {"",
                                      "202",
                                      "20250",
                                      "0000",
                                      "2025-",
                                      "2025-00",
                                      "2025-13",
                                      "2025-3",
                                      "2025-03-00",
                                      "2025-03-32",
                                      "2025-02-29",
                                      "1900-02-29",
                                      "2025-03-01T",
                                      "2025-03-01T24:00",
                                      "2025-03-01T12",
                                      "2025-03-01T12:60",
                                      "2025-03-01T12:30:61Z",
                                      "2025-03-01T12:30:15.Z",
                                      "2025-03-01T12:30:15+2:00",
                                      "2025-03-01T12:30:15+15:00",
                                      "2025-03-01T12:30:15+14:30",
                                      "2025-03-01T12:30:15ZZ",
                                      "2025-03-01 12:30",
                                      "2025-03-01t12:30",
                                      "-2025",
                                      "٢٠٢٥"})
    EXPECT_FALSE(read_moment(text)) << text;
}

TEST(FhirMoment, AgreesWithTheCalendarOnEveryDay) {
  for (Date day = *Date::parse("1899-12-25"); day < *Date::parse("2105-01-10"); day = day.plus_days(13)) {
    const auto moment = read_moment(day.text());
    ASSERT_TRUE(moment) << day.text();
    EXPECT_EQ(Instant(moment->from_ms).utc_date(), day);
    EXPECT_EQ(Instant(moment->until_ms).utc_date(), day.plus_days(1));
  }
}

TEST(FhirMoment, TellsWhatWasWritten) {
  EXPECT_FALSE(read_moment("2025-03-01")->has_time);
  EXPECT_TRUE(read_moment("2025-03-01T12:30Z")->has_zone);
  EXPECT_FALSE(read_moment("2025-03-01T12:30Z")->has_seconds);
  EXPECT_FALSE(read_moment("2025-03-01T12:30:00")->has_zone);
}

}  // namespace
}  // namespace charta::fhir
