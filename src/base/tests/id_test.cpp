// SPDX-License-Identifier: Apache-2.0
#include "base/id.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

namespace charta {
namespace {

TEST(PrintedKeys, HaveThirteenCharacters) {
  EXPECT_EQ(print_key(0), "0000000000000");
  EXPECT_EQ(print_key(1), "0000000000001");
  EXPECT_EQ(print_key(31), "000000000000Z");
  EXPECT_EQ(print_key(32), "0000000000010");
  EXPECT_EQ(print_key(INT64_MAX), "7ZZZZZZZZZZZZ");
}

TEST(PrintedKeys, ComeBack) {
  for (std::int64_t key = 1; key > 0 && key < INT64_MAX / 3; key = key * 3 + 1) EXPECT_EQ(parse_key(print_key(key)), key);
  EXPECT_EQ(parse_key(print_key(INT64_MAX)), INT64_MAX);
}

TEST(PrintedKeys, KeepTheOrderOfTheKeys) {
  std::vector<std::int64_t> keys;
  for (std::int64_t key = 1; key > 0 && key < INT64_MAX / 7; key = key * 5 + 3) keys.push_back(key);
  std::vector<std::string> texts;
  for (const std::int64_t key : keys) texts.push_back(print_key(key));
  EXPECT_TRUE(std::is_sorted(texts.begin(), texts.end()));
}

// Source: D. Crockford, "Base 32": I and L are read as 1, O as 0, either case.
TEST(PrintedKeys, AreReadAsPeopleCopyThem) {
  EXPECT_EQ(parse_key("000000000000z"), 31);
  EXPECT_EQ(parse_key("OOOOooooooooI"), 1);
  EXPECT_EQ(parse_key("000000000000l"), 1);
  EXPECT_EQ(parse_key("000000000000L"), 1);
}

TEST(PrintedKeys, WhatIsNoneIsRefused) {
  for (const std::string_view text : {"", "1", "000000000000", "00000000000001", "000000000000U", "000000000000-",
                                      "8000000000000", "ZZZZZZZZZZZZZ", "0000000000000", "00000000000 1", "+000000000001"})
    EXPECT_FALSE(parse_key(text)) << text;
}

TEST(Ids, AreTypedAndZeroIsNone) {
  EXPECT_FALSE(PatientId().is_set());
  EXPECT_TRUE(PatientId(7).is_set());
  EXPECT_EQ(PatientId::parse(PatientId(7).text()), PatientId(7));
  EXPECT_FALSE(PatientId::parse("nonsense"));
  EXPECT_LT(PatientId(7), PatientId(8));
  static_assert(!std::is_convertible_v<PatientId, UserId>);
  static_assert(!std::is_convertible_v<std::int64_t, PatientId>);
}

TEST(Ids, AreKeysOfHashTables) {
  const std::unordered_set<PatientId> seen{PatientId(1), PatientId(2), PatientId(1)};
  EXPECT_EQ(seen.size(), 2U);
}

TEST(TimeOrderedKeys, GrowWithTheClock) {
  ManualClock clock(*Instant::parse("2025-03-01T00:00:00Z"));
  TimeOrderedKeys keys(clock, 1);
  const std::int64_t first = keys.next_key();
  clock.advance(std::chrono::milliseconds(1));
  const std::int64_t second = keys.next_key();
  EXPECT_LT(first, second);
  EXPECT_EQ(second - first, 1LL << 22) << "one millisecond apart";
}

TEST(TimeOrderedKeys, DifferWithinAMillisecondAndWhenTheClockGoesBack) {
  ManualClock clock(*Instant::parse("2025-03-01T00:00:00Z"));
  TimeOrderedKeys keys(clock, 1);
  std::int64_t last = keys.next_key();
  for (int i = 0; i < 100'000; ++i) {  // more than the 65,536 of a millisecond
    if (i == 50'000) clock.advance(std::chrono::milliseconds(-3'600'000));
    const std::int64_t key = keys.next_key();
    ASSERT_GT(key, last) << i;
    last = key;
  }
}

TEST(TimeOrderedKeys, OfTwoNodesNeverMeet) {
  ManualClock clock(*Instant::parse("2025-03-01T00:00:00Z"));
  TimeOrderedKeys one(clock, 1);
  TimeOrderedKeys two(clock, 2);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 70'000; ++i) {
    EXPECT_TRUE(seen.insert(one.next_key()).second);
    EXPECT_TRUE(seen.insert(two.next_key()).second);
  }
}

TEST(TimeOrderedKeys, ArePositiveEvenBeforeTheirEpoch) {
  ManualClock clock(Instant(0));
  TimeOrderedKeys keys(clock, 63);
  EXPECT_GT(keys.next_key(), 0);
  ManualClock far(*Instant::parse("2089-01-01T00:00:00Z"));
  TimeOrderedKeys late(far, 63);
  EXPECT_GT(late.next_key(), 0);
}

TEST(TimeOrderedKeys, OfSeveralThreadsAreAllDifferent) {
  SystemClock clock;
  TimeOrderedKeys keys(clock, 0);
  std::vector<std::vector<std::int64_t>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made)
    threads.emplace_back([&keys, &mine] {
      for (int i = 0; i < 10'000; ++i) mine.push_back(keys.next_key());
    });
  for (auto& thread : threads) thread.join();
  std::set<std::int64_t> all;
  for (const auto& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 40'000U);
}

TEST(CountingKeys, CountFromWhereTheyAreTold) {
  CountingKeys keys(41);
  EXPECT_EQ(keys.next_key(), 41);
  EXPECT_EQ(keys.next<PatientId>(), PatientId(42));
}

}  // namespace
}  // namespace charta
