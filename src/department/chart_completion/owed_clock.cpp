// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/owed_clock.hpp"

#include <algorithm>

namespace charta::chart_completion {
namespace {

using std::chrono::milliseconds;

/// The time between `from` and `now` that lies in at least one stop: an overlap counts once.
milliseconds time_stopped(std::vector<ClockStop> stops, Instant from, Instant now) {
  std::sort(stops.begin(), stops.end(), [](const auto& one, const auto& other) { return one.from < other.from; });
  milliseconds total(0);
  Instant reached = from;
  for (const auto& stop : stops) {
    const Instant begins = std::max(stop.from, reached), ends = std::min(stop.until.value_or(now), now);
    if (ends <= begins) continue;
    total += ends - begins;
    reached = ends;
  }
  return total;
}

}  // namespace

ClockReading read_clock(const OwedClock& clock, Instant now) {
  ClockReading reading;
  for (const auto& stop : clock.stops)
    if (stop.from <= now && (!stop.until || *stop.until > now)) {
      reading.is_stopped = true;
      reading.reason = stop.reason;
    }
  reading.stopped = time_stopped(clock.stops, clock.from, now);
  reading.owed = std::max(now - clock.from, milliseconds(0)) - reading.stopped;
  if (!clock.due_at) return reading;
  // What stood before the due time moves it; what stands behind a due time that has passed does not take the lateness back.
  milliseconds moved(0);
  for (bool settles = false; !settles;) {
    const auto until = std::min(clock.due_at->plus(moved), now);
    const auto again = time_stopped(clock.stops, clock.from, until);
    settles = again == moved;
    moved = again;
  }
  reading.due_at = clock.due_at->plus(moved);
  reading.is_delinquent = now > *reading.due_at;
  return reading;
}

}  // namespace charta::chart_completion
