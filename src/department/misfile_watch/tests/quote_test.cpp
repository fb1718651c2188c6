// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/quote.hpp"

#include <gtest/gtest.h>

namespace charta::misfile_watch {
namespace {

/// Words of ten dots a letter, lines of forty, as a machine reads them.
ReadPage page_of(int number, const std::vector<std::string>& lines) {
  ReadPage page{number, {}, {}};
  for (int line = 0; line < static_cast<int>(lines.size()); ++line) {
    int left = 0;
    std::string word;
    for (const char c : lines[static_cast<std::size_t>(line)] + " ") {
      if (c != ' ') {
        word += c;
        continue;
      }
      const int width = 10 * static_cast<int>(word.size());
      page.words.push_back({word, {left, 40 * line, width, 30}, 95, line});
      left += width + 10;
      word.clear();
    }
  }
  return page;
}

Sign sign_at(int page, page_reading::Box box) {
  Sign sign;
  sign.page = page;
  sign.box = box;
  return sign;
}

std::string marked(const Quote& quote) {
  return quote.line.substr(0, quote.from) + "[" + quote.line.substr(quote.from, quote.length) + "]" +
         quote.line.substr(quote.from + quote.length);
}

TEST(Quote, IsTheLineOfTheSignWithItsWordsMarked) {
  const std::vector<ReadPage> pages{page_of(1, {"Progress note", "Patient Name: Ferreira, Tomas MRN: 200977"})};
  EXPECT_EQ(marked(quote_of(pages, sign_at(1, {150, 40, 150, 30}))), "Patient Name: [Ferreira, Tomas] MRN: 200977");
  EXPECT_EQ(marked(quote_of(pages, sign_at(1, {370, 35, 60, 40}))), "Patient Name: Ferreira, Tomas MRN: [200977]");
  EXPECT_EQ(marked(quote_of(pages, sign_at(1, {0, 0, 80, 30}))), "[Progress] note");
}

TEST(Quote, IsOfThePageThatTheSignNames) {
  const std::vector<ReadPage> pages{page_of(1, {"first"}), page_of(2, {"second"})};
  EXPECT_EQ(quote_of(pages, sign_at(2, {0, 0, 60, 30})).line, "second");
}

TEST(Quote, CountsBytesAndNotLetters) {
  const std::vector<ReadPage> pages{page_of(1, {"Müller 17"})};
  const auto quote = quote_of(pages, sign_at(1, {0, 0, 75, 30}));
  EXPECT_EQ(marked(quote), "[Müller] 17");
  EXPECT_EQ(quote.length, 7U);
}

TEST(Quote, IsEmptyWhereNothingStandsNow) {
  const std::vector<ReadPage> pages{page_of(1, {"first"})};
  EXPECT_TRUE(quote_of(pages, sign_at(1, {0, 400, 60, 30})).line.empty());
  EXPECT_TRUE(quote_of(pages, sign_at(3, {0, 0, 60, 30})).line.empty());
}

}  // namespace
}  // namespace charta::misfile_watch
