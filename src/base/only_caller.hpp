// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <cstdint>

namespace charta {

/// Whether one caller has had the server to itself for a while. Its brief work is then done on the thread that heard it: waking a
/// second thread, and the first one again for the answer, takes longer than the work. With others calling, threads that wait for
/// the same commit are worth their waking.
class OnlyCaller {
 public:
  static constexpr std::int64_t quiet_ms = 50;  ///< a tuning figure: some tens of commits

  /// `caller` called at `now_ms` of a steady clock; true when nobody else has for `quiet_ms`. From any thread.
  bool heard(std::uint64_t caller, std::int64_t now_ms) {
    if (caller_.load(std::memory_order_relaxed) == caller) return now_ms - since_.load(std::memory_order_relaxed) >= quiet_ms;
    since_.store(now_ms, std::memory_order_relaxed);
    caller_.store(caller, std::memory_order_relaxed);
    return false;
  }

 private:
  std::atomic<std::uint64_t> caller_{0};
  std::atomic<std::int64_t> since_{0};
};

}  // namespace charta
