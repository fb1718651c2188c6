// SPDX-License-Identifier: Apache-2.0
#include "app/background.hpp"

#include "base/log.hpp"

namespace charta::app {

void Background::every(std::string name, std::chrono::milliseconds pace, std::function<Result<void>()> act) {
  threads_.emplace_back([this, name = std::move(name), pace, act = std::move(act)] { repeat(name, pace, act); });
}

void Background::repeat(const std::string& name, std::chrono::milliseconds pace, const std::function<Result<void>()>& act) {
  std::string last_problem;
  while (wait(pace)) {
    const auto done = act();
    const std::string problem = done ? "" : done.error().message;
    if (!problem.empty() && problem != last_problem) log::warning("background.failed", {{"act", name}, {"problem", problem}});
    if (problem.empty() && !last_problem.empty()) log::info("background.recovered", {{"act", name}});
    last_problem = problem;
  }
}

bool Background::wait(std::chrono::milliseconds span) {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, span, [this] { return stopping_; });
}

void Background::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  stopping_ = false;
}

}  // namespace charta::app
