// SPDX-License-Identifier: Apache-2.0
#include "base/time.hpp"

#include "base/clock.hpp"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <array>
#include <map>
#include <memory>

namespace charta {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using Milliseconds = std::chrono::milliseconds;  // inside Instant, `milliseconds` is its accessor
using std::chrono::sys_days;

/// Reads exactly `count` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Date> make_date(int year, int month, int day) {
  const std::chrono::year_month_day calendar{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                             std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !calendar.ok()) return std::nullopt;
  return Date(calendar);
}

/// Fraction digits after a point; returns milliseconds and moves `at` past them.
std::optional<int> fraction_ms(std::string_view text, std::size_t& at) {
  int value = 0;
  int scale = 100;
  const std::size_t start = at;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) value += (text[at] - '0') * scale;
  if (at == start) return std::nullopt;
  return value;
}

/// "Z", "+02:00" or "+0200" up to the end of the text.
std::optional<int> zone_offset(std::string_view text, std::size_t at, bool colon) {
  if (at >= text.size()) return std::nullopt;
  if (text[at] == 'Z') return at + 1 == text.size() ? std::optional(0) : std::nullopt;
  if (text[at] != '+' && text[at] != '-') return std::nullopt;
  const std::size_t expected = colon ? 6 : 5;
  if (text.size() - at != expected || (colon && text[at + 3] != ':')) return std::nullopt;
  const auto hours = digits(text, at + 1, 2);
  const auto minutes = digits(text, at + (colon ? 4 : 3), 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const int total = *hours * 60 + *minutes;
  if (total > 14 * 60) return std::nullopt;
  return text[at] == '-' ? -total : total;
}

/// ICU zones are costly to make; each thread keeps those it has used.
const icu::TimeZone& icu_zone(const std::string& name) {
  thread_local std::map<std::string, std::unique_ptr<icu::TimeZone>> zones;
  auto& zone = zones[name];
  if (!zone) zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  return *zone;
}

milliseconds width_of(Precision precision) {
  switch (precision) {
    case Precision::hour:
      return std::chrono::hours(1);
    case Precision::minute:
      return std::chrono::minutes(1);
    case Precision::second:
      return std::chrono::seconds(1);
    case Precision::millisecond:
      return milliseconds(1);
    default:
      return days(1);
  }
}

Date day_after(Date day, Precision precision) {
  const auto calendar = day.calendar();
  if (precision == Precision::year) return Date((calendar.year() + std::chrono::years(1)) / 1 / 1);
  if (precision == Precision::month) return Date(sys_days((calendar.year() / calendar.month() + std::chrono::months(1)) / 1));
  return day.plus_days(1);
}

/// At least `width` digits, zeros first: every answer prints times, and a format string is read anew each time.
void add_digits(std::string& out, int value, int width) {
  const std::string digits = std::to_string(value < 0 ? -value : value);
  if (value < 0) out += '-';
  if (const int missing = width - static_cast<int>(digits.size()); missing > 0) out.append(static_cast<std::size_t>(missing), '0');
  out += digits;
}

}  // namespace

std::optional<Date> Date::parse(std::string_view text) {
  const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashed && text.size() != 8) return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, dashed ? 5 : 4, 2);
  const auto day = digits(text, dashed ? 8 : 6, 2);
  if (!year || !month || !day) return std::nullopt;
  return make_date(*year, *month, *day);
}

std::string Date::text() const {
  const auto day = calendar();
  std::string out;
  add_digits(out, static_cast<int>(day.year()), 4);
  add_digits(out += '-', static_cast<int>(static_cast<unsigned>(day.month())), 2);
  add_digits(out += '-', static_cast<int>(static_cast<unsigned>(day.day())), 2);
  return out;
}

std::optional<Instant> Instant::parse(std::string_view text) {
  const auto local = LocalTime::parse_fhir(text);
  if (!local || !local->has_offset() || local->precision() < Precision::second) return std::nullopt;
  return local->earliest(TimeZone::utc());
}

std::string Instant::text() const {
  const auto day = std::chrono::floor<days>(std::chrono::sys_time<Milliseconds>(Milliseconds(milliseconds_)));
  const auto rest = Milliseconds(milliseconds_) - day.time_since_epoch();
  const std::chrono::hh_mm_ss<Milliseconds> clock(rest);
  std::string out = Date(day).text();
  add_digits(out += 'T', static_cast<int>(clock.hours().count()), 2);
  add_digits(out += ':', static_cast<int>(clock.minutes().count()), 2);
  add_digits(out += ':', static_cast<int>(clock.seconds().count()), 2);
  add_digits(out += '.', static_cast<int>(clock.subseconds().count()), 3);
  return out += 'Z';
}

Date Instant::utc_date() const {
  return Date(std::chrono::floor<days>(std::chrono::sys_time<Milliseconds>(Milliseconds(milliseconds_))));
}

Result<TimeZone> TimeZone::open(std::string name) {
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  if (*zone == icu::TimeZone::getUnknown())
    return fail(ErrorKind::unknown_code, "time zone '" + name + "' is not known; use an IANA name such as America/New_York");
  return TimeZone(std::move(name));
}

TimeZone TimeZone::utc() {
  return TimeZone("UTC");
}

Instant TimeZone::to_instant(Date day, milliseconds since_midnight) const {
  const std::int64_t local = milliseconds(day.days().time_since_epoch()).count() + since_midnight.count();
  if (name_ == "UTC") return Instant(local);
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  // The offset before the change serves both: a skipped time moves forward by the gap, a repeated one takes its first reading.
  // ICU's plain getOffset would take the second.
  const auto* zone = dynamic_cast<const icu::BasicTimeZone*>(&icu_zone(name_));
  if (zone == nullptr) {
    icu_zone(name_).getOffset(static_cast<UDate>(local), true, raw, saving, status);
  } else {
    zone->getOffsetFromLocal(static_cast<UDate>(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  }
  return Instant(local - raw - saving);
}

std::int64_t TimeZone::offset_ms(Instant at) const {
  if (name_ == "UTC") return 0;
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  icu_zone(name_).getOffset(static_cast<UDate>(at.milliseconds()), false, raw, saving, status);
  return raw + saving;
}

Date TimeZone::local_date(Instant at) const {
  return Instant(at.milliseconds() + offset_ms(at)).utc_date();
}

std::string TimeZone::local_text(Instant at) const {
  std::string text = Instant(at.milliseconds() + offset_ms(at)).text();
  text[10] = ' ';
  return text.substr(0, 16);
}

std::optional<LocalTime> LocalTime::parse_fhir(std::string_view text) {
  LocalTime time;
  time.text_ = text;
  const auto year = digits(text, 0, 4);
  if (!year) return std::nullopt;
  const auto month = text.size() > 4 ? digits(text, 5, 2) : std::optional(1);
  const auto day = text.size() > 7 ? digits(text, 8, 2) : std::optional(1);
  if (!month || !day || (text.size() > 4 && text[4] != '-') || (text.size() > 7 && text[7] != '-')) return std::nullopt;
  const auto date = make_date(*year, *month, *day);
  if (!date) return std::nullopt;
  time.day_ = *date;
  time.precision_ = text.size() == 4 ? Precision::year : text.size() == 7 ? Precision::month : Precision::day;
  if (text.size() <= 10) return text.size() == 4 || text.size() == 7 || text.size() == 10 ? std::optional(time) : std::nullopt;
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  if (text[10] != 'T' || !hour || !minute || text[13] != ':' || *hour > 23 || *minute > 59) return std::nullopt;
  std::size_t at = 16;
  int second = 0;
  int fraction = 0;
  time.precision_ = Precision::minute;
  if (at < text.size() && text[at] == ':') {
    const auto read = digits(text, at + 1, 2);
    if (!read || *read > 60) return std::nullopt;
    second = *read;
    at += 3;
    time.precision_ = Precision::second;
    if (at < text.size() && text[at] == '.') {
      const auto part = fraction_ms(text, ++at);
      if (!part) return std::nullopt;
      fraction = *part;
      time.precision_ = Precision::millisecond;
    }
  }
  time.since_midnight_ =
      std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second) + milliseconds(fraction);
  if (at == text.size()) return time;
  time.offset_minutes_ = zone_offset(text, at, true);
  return time.offset_minutes_ ? std::optional(time) : std::nullopt;
}

std::optional<LocalTime> LocalTime::parse_hl7(std::string_view text) {
  LocalTime time;
  time.text_ = text;
  std::string_view stamp = text;
  if (const auto zone = text.find_first_of("+-"); zone != std::string_view::npos) {
    time.offset_minutes_ = zone_offset(text, zone, false);
    if (!time.offset_minutes_) return std::nullopt;
    stamp = text.substr(0, zone);
  }
  int fraction = 0;
  if (const auto point = stamp.find('.'); point != std::string_view::npos) {
    std::size_t at = point + 1;
    const auto part = fraction_ms(stamp, at);
    if (!part || at != stamp.size() || point != 14) return std::nullopt;
    fraction = *part;
    time.precision_ = Precision::millisecond;
    stamp = stamp.substr(0, point);
  } else {
    switch (stamp.size()) {
      case 4:
        time.precision_ = Precision::year;
        break;
      case 6:
        time.precision_ = Precision::month;
        break;
      case 8:
        time.precision_ = Precision::day;
        break;
      case 10:
        time.precision_ = Precision::hour;
        break;
      case 12:
        time.precision_ = Precision::minute;
        break;
      case 14:
        time.precision_ = Precision::second;
        break;
      default:
        return std::nullopt;
    }
  }
  std::array<int, 6> part{1, 1, 1, 0, 0, 0};
  for (std::size_t i = 0, at = 0; at < stamp.size(); ++i) {
    const std::size_t count = i == 0 ? 4 : 2;
    const auto value = digits(stamp, at, count);
    if (!value) return std::nullopt;
    part[i] = *value;
    at += count;
  }
  const auto date = make_date(part[0], part[1], part[2]);
  if (!date || part[3] > 23 || part[4] > 59 || part[5] > 60) return std::nullopt;
  time.day_ = *date;
  time.since_midnight_ =
      std::chrono::hours(part[3]) + std::chrono::minutes(part[4]) + std::chrono::seconds(part[5]) + milliseconds(fraction);
  return time;
}

LocalTime::Span LocalTime::span(const TimeZone& zone) const {
  const auto at = [&](Date day, milliseconds since) {
    if (!offset_minutes_) return zone.to_instant(day, since);
    return TimeZone::utc().to_instant(day, since).plus(-std::chrono::minutes(*offset_minutes_));
  };
  const Instant from = at(day_, since_midnight_);
  if (precision_ <= Precision::day) return {from, at(day_after(day_, precision_), milliseconds(0))};
  return {from, from.plus(width_of(precision_))};
}

std::string LocalTime::fhir_text(const TimeZone& zone) const {
  const std::string day = day_.text();
  if (precision_ == Precision::year) return day.substr(0, 4);
  if (precision_ == Precision::month) return day.substr(0, 7);
  if (precision_ == Precision::day) return day;
  // The wall time is written as the instant shows it: a leap second is the next day's first, a time that a change of clocks skips
  // is moved.
  const Instant at = earliest(zone);
  const int offset = offset_minutes_ ? *offset_minutes_ : static_cast<int>(zone.offset_ms(at) / 60'000);
  std::string text = at.plus(std::chrono::minutes(offset)).text();
  text.resize(precision_ == Precision::millisecond ? 23 : 19);
  return text + fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
}

Instant SystemClock::now() const {
  return Instant(std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

}  // namespace charta
