// SPDX-License-Identifier: Apache-2.0
#include "base/only_caller.hpp"

#include <gtest/gtest.h>

namespace charta {
namespace {

constexpr auto quiet = OnlyCaller::quiet_ms;

TEST(OnlyCaller, IsWhoCallsLongEnoughWithNobodyElse) {
  OnlyCaller calls;
  EXPECT_FALSE(calls.heard(7, 1000)) << "the first call may be the first of many callers'";
  EXPECT_FALSE(calls.heard(7, 1000 + quiet - 1));
  EXPECT_TRUE(calls.heard(7, 1000 + quiet));
  EXPECT_TRUE(calls.heard(7, 90000)) << "a pause changes nothing while nobody else calls";
}

TEST(OnlyCaller, IsNobodyWhileTwoTakeTurns) {
  OnlyCaller calls;
  for (std::int64_t at = 0; at < 10 * quiet; ++at) EXPECT_FALSE(calls.heard(static_cast<std::uint64_t>(1 + at % 2), at));
}

TEST(OnlyCaller, IsTheFirstAgainSomeTimeAfterASecondOneCalledOnce) {
  OnlyCaller calls;
  calls.heard(1, 0);
  ASSERT_TRUE(calls.heard(1, quiet));
  EXPECT_FALSE(calls.heard(2, quiet + 1));
  EXPECT_FALSE(calls.heard(1, quiet + 2));
  EXPECT_FALSE(calls.heard(1, 2 * quiet + 1));
  EXPECT_TRUE(calls.heard(1, 2 * quiet + 2));
}

}  // namespace
}  // namespace charta
