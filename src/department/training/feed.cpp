// SPDX-License-Identifier: Apache-2.0
#include "department/training/simulation.hpp"

#include <algorithm>
#include <utility>

namespace charta::training {

Feed::Feed(HospitalSimulation& simulation, Instant simulated_start, Instant started, double acceleration)
    : simulation_(simulation),
      simulated_start_(simulated_start),
      started_(started),
      acceleration_(std::max(acceleration, 1e-6)) {}

bool Feed::fill() {
  if (!waiting_) waiting_ = simulation_.next();
  return waiting_.has_value();
}

Instant Feed::next_at() {
  constexpr std::int64_t never = std::int64_t{1} << 53U;
  if (!fill()) return Instant(never);
  const auto elapsed = static_cast<double>((waiting_->at - simulated_start_).count());
  return started_.plus(std::chrono::milliseconds(static_cast<std::int64_t>(elapsed / acceleration_)));
}

std::optional<SimulatedMessage> Feed::due(Instant now) {
  if (!fill() || next_at() > now) return std::nullopt;
  return std::exchange(waiting_, std::nullopt);
}

}  // namespace charta::training
