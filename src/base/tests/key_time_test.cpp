// SPDX-License-Identifier: Apache-2.0
#include "base/key_time.hpp"

#include "base/id.hpp"

#include <gtest/gtest.h>

namespace charta {
namespace {

TEST(KeyTime, IsTheTimeAtWhichTheKeyWasMade) {
  const Instant noon = Instant::parse("2026-03-01T12:00:00.250Z").value();
  ManualClock clock{noon};
  TimeOrderedKeys keys(clock, 63);
  const auto key = keys.next_key();
  EXPECT_EQ(instant_of_key(key), noon);
  EXPECT_GE(key, first_key_at(noon));
  EXPECT_LT(key, first_key_at(noon.plus(std::chrono::milliseconds(1))));
}

TEST(KeyTime, BeginsWithTheYear2020) {
  EXPECT_EQ(first_key_at(Instant::parse("1999-01-01T00:00:00Z").value()), 0);
  EXPECT_EQ(instant_of_key(0), Instant::parse("2020-01-01T00:00:00Z").value());
}

}  // namespace
}  // namespace charta
