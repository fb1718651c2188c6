// SPDX-License-Identifier: Apache-2.0
// What runs without being asked: sealing, the worklists' clock, the outbox, the nightly reconciliation.
#pragma once
#include "base/result.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace charta::app {

/// Acts repeated at a pace, each on a thread of its own; an act that fails is logged and tried again at its next turn.
class Background {
 public:
  ~Background() { stop(); }
  void every(std::string name, std::chrono::milliseconds pace, std::function<Result<void>()> act);
  void stop();

 private:
  void repeat(const std::string& name, std::chrono::milliseconds pace, const std::function<Result<void>()>& act);
  bool wait(std::chrono::milliseconds span);

  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace charta::app
