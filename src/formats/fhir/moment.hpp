// SPDX-License-Identifier: Apache-2.0
// FHIR dates and times as spans of UTC, read without allocating: the index and the validation read millions of them.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace charta::fhir {

/// The half-open span that a date, dateTime or instant may mean; a time without zone counts as UTC.
struct Moment {
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;
  bool has_time = false;
  bool has_zone = false;
  bool has_seconds = false;
};

/// "2025", "2025-03", "2025-03-01", "2025-03-01T12:30[:00[.250]][Z|+02:00]"; empty for anything else and for days that do not
/// exist. Seconds may be missing and a zone too: searches send both. Source: FHIR R4 datatypes, date and dateTime; search, date.
std::optional<Moment> read_moment(std::string_view text);

}  // namespace charta::fhir
