// SPDX-License-Identifier: Apache-2.0
// How many volumes the coming hours ask for, from the same hours of the same weekday in the weeks before: an average and no more.
// Pure.
#pragma once
#include "department/paper_charts/file_room_reads_store.hpp"

#include <string>
#include <vector>

namespace charta::shift_desk {

struct HourForecast {
  Instant from;
  std::string local;                 ///< "2026-03-01 07:00", by the clock on the wall
  std::int64_t expected_tenths = 0;  ///< volumes, in tenths
  int weeks = 0;                     ///< of how many weeks it is the average; 0: nothing is known
};

/// The whole hours from the one in which `now` lies. Weeks from before the first request of all are not counted. An hour that the
/// clock repeats is expected twice as the weeks before had it once.
std::vector<HourForecast> forecast(const std::vector<paper_charts::AskedQuarter>& asked, Instant now, const TimeZone& zone,
                                   int weeks, int hours);

}  // namespace charta::shift_desk
