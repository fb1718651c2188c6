// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/code.hpp"

#include <gtest/gtest.h>

namespace charta::grouper {
namespace {

TEST(CodeKey, IsTheSameHoweverTheCodeIsWritten) {
  EXPECT_EQ(key_of("s72.011a"), key_of("S72011A"));
  EXPECT_EQ(key_of(" J18.9 "), key_of("J189"));
  EXPECT_EQ(text_of(key_of("s72.011a")), "S72011A");
}

TEST(CodeKey, IsNoneForWhatCannotBeACode) {
  for (const auto text : {"", ".", "ABCDEFGHI", "A-1", "Ä12", "A\n"}) EXPECT_EQ(key_of(text), 0U) << text;
}

TEST(CodeKey, OrdersAsTheCodesDo) {
  EXPECT_LT(key_of("A000"), key_of("A0100"));
  EXPECT_LT(key_of("A00"), key_of("A000"));
  EXPECT_LT(key_of("S069XAA"), key_of("S49109A"));
}

TEST(CodeIndex, FindsEachCodeAndNoOther) {
  std::vector<CodeKey> keys;
  for (int n = 0; n < 5000; ++n) keys.push_back(key_of("A" + std::to_string(10000 + n)));
  CodeIndex index;
  EXPECT_EQ(index.find(key_of("A10000")), CodeIndex::none);
  index.build(keys);
  for (std::uint32_t n = 0; n < keys.size(); ++n) ASSERT_EQ(index.find(keys[n]), n);
  EXPECT_EQ(index.find(key_of("B10000")), CodeIndex::none);
  EXPECT_EQ(index.find(0), CodeIndex::none);
}

}  // namespace
}  // namespace charta::grouper
