// SPDX-License-Identifier: Apache-2.0
// Virtual time: what happens next, and what the hospital's clock shows meanwhile.
#pragma once
#include "base/clock.hpp"

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

namespace charta::simulation {

/// A calendar of acts on one thread. True time only goes forward; the hospital's clock may be set wrong against it.
class Agenda {
 public:
  explicit Agenda(Instant start) : clock(start), start_(start) {}

  void in(std::int64_t ms, std::function<void()> act) { acts_.push({now_ms_ + ms, sequence_++, std::move(act)}); }
  bool empty() const { return acts_.empty(); }
  std::int64_t now_ms() const { return now_ms_; }
  std::int64_t next_at() const { return acts_.top().at_ms; }

  /// Does the next act at its time.
  void step() {
    const Planned next = acts_.top();
    acts_.pop();
    if (next.at_ms > now_ms_) now_ms_ = next.at_ms;
    show();
    next.act();
  }
  /// Something took this long: a slow disk, a wait.
  void take(std::int64_t ms) {
    now_ms_ += ms;
    show();
  }
  /// Sets the hospital's clock wrong by so much, from now on.
  void set_clock_off(std::int64_t ms) {
    off_ms_ = ms;
    show();
  }
  std::int64_t clock_off() const { return off_ms_; }

  ManualClock clock;

 private:
  struct Planned {
    std::int64_t at_ms;
    std::uint64_t sequence;
    std::function<void()> act;
    bool operator<(const Planned& other) const { return at_ms != other.at_ms ? at_ms > other.at_ms : sequence > other.sequence; }
  };
  void show() { clock.set(start_.plus(std::chrono::milliseconds(now_ms_ + off_ms_))); }

  Instant start_;
  std::int64_t now_ms_ = 0, off_ms_ = 0;
  std::uint64_t sequence_ = 0;
  std::priority_queue<Planned> acts_;
};

}  // namespace charta::simulation
