// SPDX-License-Identifier: Apache-2.0
// The thread behind `--ack stored`: files what was acknowledged as durable and waits, in the order in which it came.
#pragma once
#include "department/intake/intake_service.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace charta::intake {

struct FilingPace {
  std::chrono::milliseconds window{100};
  int busy_from = 20;                        ///< messages within a window from which on filing gives way to them
  std::chrono::milliseconds patience{5000};  ///< how long it gives way at most
  std::int64_t batch = 16;                   ///< messages filed in one commit
};

/// Acknowledgements go first: while messages pour in, filing waits, but never longer than its patience.
class StoredFiling {
 public:
  explicit StoredFiling(IntakeService& intake, FilingPace pace = {});
  ~StoredFiling();
  StoredFiling(const StoredFiling&) = delete;
  StoredFiling& operator=(const StoredFiling&) = delete;

  /// Begins with what an earlier server left. May be called again after stop().
  void start();
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;
  void note_arrival();
  void work();
  void file_while_due();
  bool is_busy(Time now) const;
  bool gives_way();
  void rest_while_busy(std::chrono::steady_clock::duration worked);
  void note_left(const IntakeService::Filed& filed, Time began);

  IntakeService& intake_;
  const FilingPace pace_;
  std::mutex lock_;
  std::condition_variable waked_;
  // Under lock_:
  bool stopping_ = false, has_news_ = true;
  Time last_arrival_{}, window_began_{};
  int in_window_ = 0, in_window_before_ = 0;
  std::optional<Time> waiting_since_{};  ///< of the oldest that waits
  std::thread thread_;
};

}  // namespace charta::intake
