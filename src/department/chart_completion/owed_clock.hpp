// SPDX-License-Identifier: Apache-2.0
// A fair clock: it counts only the time in which somebody could have done what they owe. Pure.
#pragma once
#include "base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::chart_completion {

/// A time in which the clock stood: the department held the chart, the document was in transcription, somebody was excused.
struct ClockStop {
  Instant from;
  std::optional<Instant> until;  ///< unset: it still stands
  std::string reason;
};

struct OwedClock {
  Instant from;                   ///< since when it can be done
  std::optional<Instant> due_at;  ///< as the rule says it, without stops
  std::vector<ClockStop> stops;   ///< in any order; they may overlap
};

struct ClockReading {
  bool is_stopped = false;
  std::string reason;                    ///< why it stands
  std::chrono::milliseconds owed{0};     ///< time that counted
  std::chrono::milliseconds stopped{0};  ///< time that did not
  std::optional<Instant> due_at;         ///< moved by what did not count; while it stands, as if it went on now
  bool is_delinquent = false;            ///< past that time

  std::int64_t days_owed() const { return owed / std::chrono::hours(24); }
};

ClockReading read_clock(const OwedClock& clock, Instant now);

}  // namespace charta::chart_completion
