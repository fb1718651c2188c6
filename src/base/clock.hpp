// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/time.hpp"

#include <atomic>

namespace charta {

/// What time it is. Only app/ owns a SystemClock; rules take `today` as an argument.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that a test or the simulated hospital sets.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start.milliseconds()) {}
  Instant now() const override { return Instant(now_.load()); }
  void set(Instant instant) { now_ = instant.milliseconds(); }
  void advance(std::chrono::milliseconds span) { now_ += span.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

}  // namespace charta
