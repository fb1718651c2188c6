// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/filing_order.hpp"

#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::paper_charts {
namespace {

std::vector<std::string> keys_of(FilingOrder order, const std::vector<std::string>& numbers) {
  std::vector<std::string> keys;
  for (const auto& one : numbers) keys.push_back(filing_key(order, one));
  return keys;
}

void check_line(const charta::testing::CaseLine& line) {
  if (line.verb == "order") {
    const auto order = parse_filing_order(line.words.front());
    ASSERT_TRUE(order);
    const auto keys = keys_of(*order, {line.words.begin() + 1, line.words.end()});
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end()) << "two numbers share a key";
    return;
  }
  if (line.verb == "slips" || line.verb == "adjacent") {
    auto found = line.verb == "slips" ? transposed(line.value("number")) : adjacent(line.value("number"));
    auto expected = line.words;
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected);
    return;
  }
  const auto order = parse_filing_order(line.verb);
  ASSERT_TRUE(order) << line.verb;
  EXPECT_EQ(filing_key(*order, line.value("number"), line.value("name")), line.value("key"));
}

TEST(FilingOrder, FollowsTheTableOfCases) {
  const auto cases =
      charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/paper_charts/tests/cases/filing_order.case");
  ASSERT_GT(cases.size(), 8U);
  for (const auto& one : cases)
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      check_line(line);
    }
}

TEST(FilingOrder, EveryCodeReadsBackAsItself) {
  for (const auto order :
       {FilingOrder::terminal_digit, FilingOrder::middle_digit, FilingOrder::straight, FilingOrder::alphabetic})
    EXPECT_EQ(parse_filing_order(filing_order_code(order)), order);
  EXPECT_FALSE(parse_filing_order("by-colour"));
}

TEST(FilingOrder, TheSectionIsThePrimaryPartOfTheKey) {
  EXPECT_EQ(section_of(filing_key(FilingOrder::terminal_digit, "12-34-56")), "56");
  EXPECT_EQ(section_of(filing_key(FilingOrder::middle_digit, "12-34-56")), "34");
  EXPECT_EQ(section_of(filing_key(FilingOrder::straight, "123456")), "0000000000000012");
}

// Terminal digit spreads new numbers over the whole room: that is why it is used.
TEST(FilingOrder, ConsecutiveNumbersStandInHundredSections) {
  std::vector<std::string> sections;
  for (int number = 200'000; number < 200'100; ++number) {
    const auto section = section_of(filing_key(FilingOrder::terminal_digit, std::to_string(number)));
    EXPECT_EQ(std::count(sections.begin(), sections.end(), section), 0);
    sections.push_back(section);
  }
}

TEST(FilingOrder, ASlipIsItsOwnSlip) {
  for (const auto& slip : transposed("837261")) {
    const auto back = transposed(slip);
    EXPECT_NE(std::find(back.begin(), back.end(), "837261"), back.end()) << slip;
  }
}

TEST(FilingOrder, ANumberIsSpacedAsItIsPrintedOnTheFolder) {
  EXPECT_EQ(spaced("123456"), "12-34-56");
  EXPECT_EQ(spaced("1234567"), "123-45-67");
  EXPECT_EQ(spaced("42"), "00-00-42");
  EXPECT_EQ(spaced("ZETA"), "ZETA");
}

TEST(FilingOrder, WhatHasNoDigitsHasNoSlipsAndNoNeighbours) {
  EXPECT_TRUE(transposed("").empty());
  EXPECT_TRUE(adjacent("ZETA").empty());
  EXPECT_TRUE(transposed("7").empty());
  EXPECT_TRUE(adjacent(std::string(30, '9')).empty());
}

}  // namespace
}  // namespace charta::paper_charts
