// SPDX-License-Identifier: Apache-2.0
#include "app/background.hpp"

#include <gtest/gtest.h>

namespace charta::app {
namespace {

using namespace std::chrono_literals;

void wait_until(const std::function<bool()>& holds) {
  for (int i = 0; i < 500 && !holds(); ++i) std::this_thread::sleep_for(5ms);
}

TEST(Background, RepeatsEachActAtItsPace) {
  std::atomic<int> turns{0};
  Background background;
  background.every("count", 1ms, [&]() -> Result<void> {
    ++turns;
    return {};
  });
  wait_until([&] { return turns >= 5; });
  EXPECT_GE(turns, 5);
}

TEST(Background, AFailingActIsTriedAgain) {
  std::atomic<int> turns{0};
  Background background;
  background.every("fails first", 1ms, [&]() -> Result<void> {
    if (++turns < 3) return fail(ErrorKind::unavailable, "not now");
    return {};
  });
  wait_until([&] { return turns >= 5; });
  EXPECT_GE(turns, 5);
}

TEST(Background, StopsAtOnceAndForGood) {
  std::atomic<int> turns{0};
  Background background;
  background.every("hourly", std::chrono::hours(1), [&]() -> Result<void> {
    ++turns;
    return {};
  });
  const auto before = std::chrono::steady_clock::now();
  background.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
  EXPECT_EQ(turns, 0);
}

}  // namespace
}  // namespace charta::app
