// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/quality.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::document_imaging {
namespace {

std::vector<Checked> right(int count) {
  return std::vector<Checked>(static_cast<std::size_t>(count));
}

TEST(Sample, EverythingOfABeginnerIsLookedAt) {
  EXPECT_EQ(sample_for({}, {}).percent, 100);
  EXPECT_EQ(sample_for(right(49), {}).percent, 100);
  EXPECT_EQ(sample_for(right(50), {}).percent, 30);
}

TEST(Sample, ALongRowOfRightOnesEarnsASmallerOne) {
  EXPECT_EQ(sample_for(right(199), {}).percent, 30);
  EXPECT_EQ(sample_for(right(200), {}).percent, 10);
}

TEST(Sample, AnErrorTakesTheSmallerOneBack) {
  auto history = right(300);
  history.push_back({false, false});
  EXPECT_EQ(sample_for(history, {}).percent, 30);
}

TEST(Sample, AfterAWrongPatientAllAreLookedAtForAWhile) {
  auto history = right(300);
  history.push_back({false, true});
  EXPECT_EQ(sample_for(history, {}).percent, 100);
  history.insert(history.end(), 199, Checked{});
  EXPECT_EQ(sample_for(history, {}).percent, 100);
  history.push_back({});
  EXPECT_LT(sample_for(history, {}).percent, 100);
}

TEST(Drawn, IsAsManyAsSaidAndAtLeastOne) {
  std::vector<DocumentId> documents;
  for (int i = 1; i <= 10; ++i) documents.emplace_back(i);
  EXPECT_EQ(drawn(documents, 30).size(), 3U);
  EXPECT_EQ(drawn(documents, 1).size(), 1U);
  EXPECT_EQ(drawn(documents, 100).size(), 10U);
  EXPECT_TRUE(drawn({}, 100).empty());
}

TEST(Drawn, IsTheSameWhateverTheOrder) {
  std::vector<DocumentId> documents;
  for (int i = 1; i <= 10; ++i) documents.emplace_back(i);
  const auto first = drawn(documents, 30);
  std::reverse(documents.begin(), documents.end());
  EXPECT_EQ(drawn(documents, 30), first);
}

}  // namespace
}  // namespace charta::document_imaging
