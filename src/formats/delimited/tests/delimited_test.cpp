// SPDX-License-Identifier: Apache-2.0
#include "formats/delimited/delimited.hpp"

#include <gtest/gtest.h>

namespace charta::delimited {
namespace {

using Row = std::vector<std::string_view>;

TEST(DelimitedRow, KeepsEmptyFieldsAndQuotedSeparators) {
  Reader reader("a,,\"b,c\",\"say \"\"so\"\"\"\n");
  EXPECT_EQ(reader.next().value().value(), (Row{"a", "", "b,c", "say \"so\""}));
  EXPECT_FALSE(reader.next().value());
}

TEST(DelimitedRow, EndsAtLineFeedWithOrWithoutCarriageReturn) {
  Reader reader(
      "\xEF\xBB\xBF"
      "a,b\r\n\r\nc,\"d\"\r\ne,f");
  EXPECT_EQ(reader.next().value().value(), (Row{"a", "b"}));
  EXPECT_EQ(reader.next().value().value(), (Row{"c", "d"}));
  EXPECT_EQ(reader.line(), 3);
  EXPECT_EQ(reader.next().value().value(), (Row{"e", "f"}));
}

TEST(DelimitedRow, EndsWithAnEmptyFieldAfterALastSeparator) {
  Reader reader("a,");
  EXPECT_EQ(reader.next().value().value(), (Row{"a", ""}));
}

TEST(DelimitedRow, RefusesAQuoteThatNeverEnds) {
  Reader reader("a\n\"b,c");
  EXPECT_TRUE(reader.next());
  const auto refused = reader.next();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "line 2: a quoted field never ends");
}

TEST(DelimitedRow, RefusesTextAfterAClosingQuote) {
  EXPECT_FALSE(Reader("\"a\"b,c").next());
}

TEST(DelimitedRow, TakesTabsAsWell) {
  EXPECT_EQ(Reader("a\tb,c\n", '\t').next().value().value(), (Row{"a", "b,c"}));
}

TEST(DelimitedTable, FindsColumnsByNameInAnyCase) {
  auto table = Table::open("Code, Title\nA00,Cholera\n").value();
  ASSERT_TRUE(table.next().value());
  EXPECT_EQ(table[table.column("code").value()], "A00");
  EXPECT_EQ(table[table.column("title").value()], "Cholera");
  EXPECT_FALSE(table.next().value());
}

TEST(DelimitedTable, SaysWhichColumnIsMissingAndWhichRowIsCutShort) {
  auto table = Table::open("code,title\nA00\n").value();
  EXPECT_EQ(table.column("weight").error().message, "the heading has no column 'weight'");
  EXPECT_EQ(table.next().error().message, "line 2 has 1 fields where the heading has 2");
  EXPECT_FALSE(Table::open(""));
}

}  // namespace
}  // namespace charta::delimited
