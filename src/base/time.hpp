// SPDX-License-Identifier: Apache-2.0
// Days, instants and partial dates. Time zones are converted here and nowhere else (ICU: g++ 12 has no std::chrono zones).
#pragma once
#include "base/result.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace charta {

/// A calendar day without a zone: birth, discharge, due on.
class Date {
 public:
  constexpr Date() = default;
  constexpr Date(std::chrono::year_month_day day) : days_(std::chrono::sys_days(day)) {}
  constexpr explicit Date(std::chrono::sys_days day) : days_(day) {}

  /// "2025-03-01" or "20250301"; anything else, or a day that does not exist, is empty.
  static std::optional<Date> parse(std::string_view text);
  std::string text() const;  ///< "2025-03-01"
  constexpr std::chrono::sys_days days() const { return days_; }
  constexpr std::chrono::year_month_day calendar() const { return {days_}; }
  constexpr Date plus_days(int count) const { return Date(days_ + std::chrono::days(count)); }

  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::chrono::sys_days days_{};
};

/// A point in time, UTC, to the millisecond.
class Instant {
 public:
  constexpr Instant() = default;
  constexpr explicit Instant(std::int64_t milliseconds_since_1970) : milliseconds_(milliseconds_since_1970) {}

  /// RFC 3339 / FHIR instant, zone required: "2025-03-01T12:30:00.250Z", "…+02:00".
  static std::optional<Instant> parse(std::string_view text);
  std::string text() const;  ///< "2025-03-01T12:30:00.250Z"
  constexpr std::int64_t milliseconds() const { return milliseconds_; }
  constexpr Instant plus(std::chrono::milliseconds span) const { return Instant(milliseconds_ + span.count()); }
  Date utc_date() const;

  constexpr auto operator<=>(const Instant&) const = default;
  friend constexpr std::chrono::milliseconds operator-(Instant a, Instant b) {
    return std::chrono::milliseconds(a.milliseconds_ - b.milliseconds_);
  }

 private:
  std::int64_t milliseconds_ = 0;
};

/// An IANA zone, "America/New_York". A wall time that a change of clocks skips is moved forward by the gap; one that it repeats
/// takes the first (daylight saving) reading.
class TimeZone {
 public:
  /// Errors: `unknown_code` (ICU does not know the name).
  static Result<TimeZone> open(std::string name);
  static TimeZone utc();
  const std::string& name() const { return name_; }
  Instant to_instant(Date day, std::chrono::milliseconds since_midnight) const;
  /// Milliseconds to add to UTC at that instant.
  std::int64_t offset_ms(Instant at) const;
  Date local_date(Instant at) const;
  std::string local_text(Instant at) const;  ///< "2025-03-01 07:30"

 private:
  explicit TimeZone(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

/// How much of a date or time was given.
enum class Precision { year, month, day, hour, minute, second, millisecond };

/// A date or time as a sender wrote it: its text, its precision and, when a zone was written, its offset.
/// FHIR "2025", "2025-03", "2025-03-01", "2025-03-01T12:30:00+02:00"; HL7 v2 "2025", "20250301", "20250301123000.123-0500".
class LocalTime {
 public:
  static std::optional<LocalTime> parse_fhir(std::string_view text);
  static std::optional<LocalTime> parse_hl7(std::string_view text);

  const std::string& as_received() const { return text_; }
  Precision precision() const { return precision_; }
  bool has_offset() const { return offset_minutes_.has_value(); }
  Date date() const { return day_; }  ///< the first day of a partial date
  std::chrono::milliseconds since_midnight() const { return since_midnight_; }

  /// The half-open span of UTC that the text may mean, in `zone` when no offset was written.
  struct Span {
    Instant from;
    Instant until;
  };
  Span span(const TimeZone& zone) const;
  Instant earliest(const TimeZone& zone) const { return span(zone).from; }
  /// FHIR dateTime: partial dates stay partial; times get the written offset, else that of `zone`.
  std::string fhir_text(const TimeZone& zone) const;

 private:
  std::string text_;
  Precision precision_ = Precision::day;
  Date day_;
  std::chrono::milliseconds since_midnight_{0};
  std::optional<int> offset_minutes_;
};

}  // namespace charta
