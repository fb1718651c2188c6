// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/moment.hpp"

#include <array>

namespace charta::fhir {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 86'400'000;

/// Reads digits front to back; `good` says whether all that was asked for was there.
struct MomentReader {
  std::string_view rest;
  bool good = true;

  int digits(std::size_t count) {
    if (rest.size() < count) return good = false, 0;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto digit = static_cast<unsigned>(rest[i]) - '0';
      if (digit > 9) return good = false, 0;
      value = value * 10 + static_cast<int>(digit);
    }
    rest.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_from_civil(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

int last_day(int year, int month) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

std::optional<Moment> days(std::int64_t first, std::int64_t after) {
  Moment moment;
  moment.from_ms = first * day_ms;
  moment.until_ms = after * day_ms;
  return moment;
}

/// "Z" or "+02:00" at the end; moves the span to UTC.
bool zone(MomentReader& reader, Moment& moment) {
  if (reader.rest.empty()) return true;
  moment.has_zone = true;
  if (reader.take('Z')) return reader.rest.empty();
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return false;
  const int hours = reader.digits(2);
  if (!reader.take(':')) return false;
  const int minutes = reader.digits(2);
  if (!reader.good || !reader.rest.empty() || hours > 14 || minutes > 59 || (hours == 14 && minutes > 0)) return false;
  const std::int64_t offset = (hours * 60 + minutes) * minute_ms;
  moment.from_ms += west ? offset : -offset;
  moment.until_ms += west ? offset : -offset;
  return true;
}

/// Milliseconds of a fraction and how long the last written digit (at most the third) lasts.
bool fraction(MomentReader& reader, std::int64_t& value, std::int64_t& width) {
  const std::size_t before = reader.rest.size();
  value = 0;
  width = 1000;
  while (!reader.rest.empty() && reader.rest.front() >= '0' && reader.rest.front() <= '9') {
    if (width > 1) {
      width /= 10;
      value += (reader.rest.front() - '0') * width;
    }
    reader.rest.remove_prefix(1);
  }
  return reader.rest.size() < before;
}

std::optional<Moment> time_of_day(MomentReader& reader, std::int64_t day) {
  const int hour = reader.digits(2);
  if (!reader.take(':')) return std::nullopt;
  const int minute = reader.digits(2);
  if (!reader.good || hour > 23 || minute > 59) return std::nullopt;
  Moment moment;
  moment.from_ms = day * day_ms + (hour * 60 + minute) * minute_ms;
  moment.has_time = true;
  std::int64_t width = minute_ms;
  if (reader.take(':')) {
    const int second = reader.digits(2);
    if (!reader.good || second > 60) return std::nullopt;
    std::int64_t part = 0;
    width = 1000;
    if (reader.take('.') && !fraction(reader, part, width)) return std::nullopt;
    moment.from_ms += second * 1000 + part;
    moment.has_seconds = true;
  }
  moment.until_ms = moment.from_ms + width;
  return zone(reader, moment) ? std::optional(moment) : std::nullopt;
}

}  // namespace

std::optional<Moment> read_moment(std::string_view text) {
  MomentReader reader{text};
  const int year = reader.digits(4);
  if (!reader.good || year == 0) return std::nullopt;
  if (reader.rest.empty()) return days(days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1));
  if (!reader.take('-')) return std::nullopt;
  const int month = reader.digits(2);
  if (!reader.good || month < 1 || month > 12) return std::nullopt;
  const std::int64_t first = days_from_civil(year, month, 1);
  if (reader.rest.empty()) return days(first, first + last_day(year, month));
  if (!reader.take('-')) return std::nullopt;
  const int day = reader.digits(2);
  if (!reader.good || day < 1 || day > last_day(year, month)) return std::nullopt;
  if (reader.rest.empty()) return days(first + day - 1, first + day);
  return reader.take('T') ? time_of_day(reader, first + day - 1) : std::nullopt;
}

}  // namespace charta::fhir
