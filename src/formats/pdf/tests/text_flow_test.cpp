// SPDX-License-Identifier: Apache-2.0
// Running text on pages: nothing of it is lost, whatever it is.
#include "formats/pdf/text_flow.hpp"

#include <gtest/gtest.h>

namespace charta::pdf {
namespace {

using Lines = std::vector<std::string>;

TEST(TextFlow, BreaksBetweenWords) {
  EXPECT_EQ(wrapped("seen today in the clinic", 10), (Lines{"seen today", "in the ", "clinic"}));
  EXPECT_EQ(wrapped("seen", 10), Lines{"seen"});
  EXPECT_EQ(wrapped("", 10), Lines{""});
  EXPECT_EQ(wrapped("0123456789", 10), Lines{"0123456789"});
}

TEST(TextFlow, BreaksAWordThatIsLongerThanALine) {
  EXPECT_EQ(wrapped("abcdefghijklmno", 6), (Lines{"abcdef", "ghijkl", "mno"}));
  EXPECT_EQ(wrapped("  abcdefghi", 6), (Lines{"  abcd", "efghi"})) << "what is indented does not leave an empty line behind";
}

TEST(TextFlow, CountsLettersAndNotBytes) {
  EXPECT_EQ(wrapped("Jörg Müßig", 10), Lines{"Jörg Müßig"});
  EXPECT_EQ(wrapped("éééééééé", 4), (Lines{"éééé", "éééé"}));
}

TEST(TextFlow, ALetterThatTheFontsDoNotHaveStandsAsItsNumber) {
  EXPECT_EQ(printable("Temp ≥ 38 °C, 5 µg"), "Temp [U+2265] 38 °C, 5 µg");
  EXPECT_EQ(printable("“quoted” – €"), "“quoted” – €") << "these stand in the code page";
  EXPECT_EQ(printable("\xF0\x9F\x98\x80"), "[U+1F600]");
  EXPECT_EQ(printable("Иван"), "[U+0418][U+0432][U+0430][U+043D]");
  EXPECT_EQ(printable("a\x01\x7F\rb"), "ab");
  EXPECT_EQ(printable("M\xFCller"), "Müller") << "bytes that are no UTF-8 are of the code page";
}

TEST(TextFlow, TabsReachToTheNextColumn) {
  EXPECT_EQ(printable("a\tb\nabcdefgh\tc"), "a       b\nabcdefgh        c");
}

TEST(TextFlow, BreaksPagesAtFormFeedsAndWhereTheyAreFull) {
  const auto pages = lines_in_pages("1\n2\n3\fnext", 10, 2);
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(pages[0], (Lines{"1", "2"}));
  EXPECT_EQ(pages[1], Lines{"3"});
  EXPECT_EQ(pages[2], Lines{"next"});
  EXPECT_EQ(lines_in_pages("", 10, 2).size(), 1U) << "a text without words is a page without words";
}

TEST(TextFlow, HeadsEveryPageWithItsDocument) {
  FlowStyle style;
  style.heading = "Progress note", style.detail = "2026-02-25";
  EXPECT_EQ(columns_of(style), 84U);
  std::string text;
  for (int line = 0; line < 200; ++line) text += "line\n";
  const auto pages = laid_out(text, style);
  ASSERT_EQ(pages.size(), (201 + lines_of(style) - 1) / lines_of(style));
  for (const auto& page : pages) EXPECT_NE(page.content().find("Progress note"), std::string::npos);
  EXPECT_NE(pages.back().content().find("page " + std::to_string(pages.size()) + " of"), std::string::npos);
}

}  // namespace
}  // namespace charta::pdf
