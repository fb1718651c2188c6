// SPDX-License-Identifier: Apache-2.0
// Dust and the dark of the scanner's lid go; what somebody wrote stays, down to the point of 0.5 mg.
#include "department/page_reader/page_reader_process.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace charta::page_reader {
namespace {

using paper::Sheet;

/// Everything on it that a careless hand takes for dust.
pdf::Canvas small_things() {
  pdf::Canvas canvas;
  double y = 740;
  for (const double size : {11.0, 8.0, 6.0}) {
    canvas.text(72, y, size, pdf::Font::regular, "Digoxin 0.5 mg; Warfarin 2.5 mg: i.e. 1.25 ml i.v. at 08:30, pH 7.4, K 3.9");
    canvas.text(72, y - 20, size, pdf::Font::regular,
                "M\xC3\xBCller, J\xC3\xA4ger, \xC3\x96stlund, na\xC3\xAFve; \xC3\xA9 \xC3\xB1 \xC3\xBC");
    canvas.text(72, y - 40, size, pdf::Font::regular, "Dose . . . . . . . . . . . . . . . . . . . . . 0 . 5  mg");
    canvas.text(72, y - 60, size, pdf::Font::regular,
                "Signature ..................................................... - - - - - - - -");
    y -= 110;
  }
  return canvas;
}

Sheet sheet_of_small_things(int dpi) {
  return paper::drawn(pdf::printed({small_things()}, {}, "Small things"), dpi).at(0);
}

void ink(Sheet& sheet, int x, int y, int across, int down, std::uint8_t shade = 0) {
  for (int row = std::max(0, y); row < std::min(sheet.height, y + down); ++row)
    for (int column = std::max(0, x); column < std::min(sheet.width, x + across); ++column)
      sheet.dots[static_cast<std::size_t>(row) * static_cast<std::size_t>(sheet.width) + static_cast<std::size_t>(column)] =
          shade;
}

/// Dust of one and two dots, `count` of them.
Sheet dusty(Sheet sheet, int count, unsigned seed, std::uint8_t shade = 0) {
  std::mt19937 random(seed);
  for (int at = 0; at < count; ++at) {
    const auto size = 1 + static_cast<int>(random() % 2);
    const auto x = static_cast<int>(random() % static_cast<unsigned>(sheet.width));
    const auto y = static_cast<int>(random() % static_cast<unsigned>(sheet.height));
    ink(sheet, x, y, size, size, shade);
  }
  return sheet;
}

std::uint8_t darkest_about(const Sheet& sheet, int x, int y) {
  std::uint8_t darkest = 255;
  for (int row = y - 1; row <= y + 1; ++row)
    for (int column = x - 1; column <= x + 1; ++column) darkest = std::min(darkest, sheet.at(column, row));
  return darkest;
}

/// Black dots of one sheet that have become paper on the other; a drawn page may have moved by a dot.
long ink_lost(const Sheet& before, const Sheet& after) {
  long lost = 0;
  for (int y = 0; y < before.height; ++y)
    for (int x = 0; x < before.width; ++x) lost += before.at(x, y) < 80 && darkest_about(after, x, y) > 200 ? 1 : 0;
  return lost;
}

/// The sheet lay askew: along the top and the left the dark gets wider.
Sheet with_dark_wedges(Sheet sheet, int widest) {
  for (int x = 0; x < sheet.width; ++x) ink(sheet, x, 0, 1, widest - widest * x / sheet.width);
  for (int y = 0; y < sheet.height; ++y) ink(sheet, 0, y, widest - widest * y / sheet.height, 1);
  return sheet;
}

double darkness_of_the_rim(const Sheet& sheet, int rim) {
  long dark = 0, all = 0;
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < sheet.width; ++x)
      if (x < rim || y < rim) ++all, dark += sheet.at(x, y) < 128 ? 1 : 0;
  return static_cast<double>(dark) / static_cast<double>(all);
}

class Clean : public testing::Test {
 protected:
  page_reading::PageFindings look(const Sheet& sheet) { return reader_.look(paper::as_image(sheet)).value(); }
  bool is_left_as_it_is(const Sheet& sheet) {
    const auto image = paper::as_image(sheet);
    return reader_.look(image).value().straightened.bytes == image.bytes;
  }
  /// The dots that people see, by way of the PDF that is filed.
  Sheet seen(const page_reading::PageFindings& found) {
    const auto pdf = reader_.searchable_pdf({found.straightened}, {{}}).value();
    return paper::drawn(pdf, found.dpi).at(0);
  }
  std::multiset<std::string> words_of(const page_reading::PageImage& page) {
    std::multiset<std::string> words;
    for (const auto& word : reader_.words(page).value()) words.insert(word.text);
    return words;
  }
  ReaderProcesses reader_{CHARTA_PAGE_READER_PROGRAM, 1};
};

/// Of the words of `small_things` that the engine knows the letters of.
std::size_t right_ones(const std::multiset<std::string>& read) {
  std::size_t right = 0;
  for (const auto* word : {"Digoxin", "0.5", "mg;", "Warfarin", "2.5", "mg:", "i.e.", "1.25", "ml", "i.v.", "at", "08:30,", "pH",
                           "7.4,", "K", "3.9", "Dose", "Signature"})
    right += std::min<std::size_t>(read.count(word), 3);
  return right;
}

TEST_F(Clean, LeavesACleanPageByteForByteAsItIs) {
  for (const int dpi : {150, 200, 300, 400}) EXPECT_TRUE(is_left_as_it_is(sheet_of_small_things(dpi))) << dpi;
}

TEST_F(Clean, LeavesAFewSpecksAlone) {
  EXPECT_TRUE(is_left_as_it_is(dusty(sheet_of_small_things(200), 60, 1)));
}

TEST_F(Clean, TakesDustOffAndNoDotOfWhatIsWritten) {
  for (const int dpi : {200, 300}) {
    const auto clean = sheet_of_small_things(dpi);
    const auto dusted = dusty(clean, 800, 7);
    const auto found = look(dusted);
    const auto after = seen(found);
    ASSERT_EQ(after.width, clean.width) << dpi;
    EXPECT_EQ(ink_lost(clean, after), 0) << dpi;
    EXPECT_GT(ink_lost(dusted, after), 800) << dpi;  // of some 2,000 dots; what lies near anything stays
  }
}

/// One bit a dot, as faxes and most scanners bring it; a portable bitmap, which says nothing of its resolution.
page_reading::PageImage in_black_and_white(const Sheet& sheet) {
  std::string bytes = "P4\n" + std::to_string(sheet.width) + ' ' + std::to_string(sheet.height) + '\n';
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < sheet.width; x += 8) {
      unsigned eight = 0;
      for (int bit = 0; bit < 8; ++bit) eight = eight * 2 + (sheet.at(x + bit, y) < 128 ? 1U : 0U);
      bytes += static_cast<char>(eight);
    }
  return {std::move(bytes), "image/x-portable-bitmap", sheet.width, sheet.height, sheet.dpi};
}

TEST_F(Clean, DoesTheSameToAPageOfOneBitADot) {
  const auto clean = sheet_of_small_things(300), dusted = dusty(clean, 800, 7);
  const auto image = in_black_and_white(clean);
  EXPECT_EQ(reader_.look(image).value().straightened.bytes, image.bytes);
  const auto found = reader_.look(in_black_and_white(dusted)).value();
  EXPECT_EQ(found.straightened.media_type, "image/tiff");
  const auto after = seen(found);
  EXPECT_EQ(ink_lost(clean, after), 0);
  EXPECT_GT(ink_lost(dusted, after), 800);
  const auto without_lid = seen(reader_.look(in_black_and_white(with_dark_wedges(clean, 120))).value());
  EXPECT_LT(darkness_of_the_rim(without_lid, 120), 0.01);
}

TEST_F(Clean, LetsAtLeastAsManyWordsBeReadRight) {
  for (const unsigned seed : {11U, 12U}) {
    const auto dusted = dusty(sheet_of_small_things(300), 1500, seed);
    const auto before = words_of(paper::as_image(dusted)), after = words_of(look(dusted).straightened);
    EXPECT_GE(right_ones(after), right_ones(before)) << seed;
    EXPECT_GE(after.count("0.5"), before.count("0.5")) << seed;
  }
}

TEST_F(Clean, KeepsDottedLinesOfSingleDotsOnADustyPage) {
  auto clean = sheet_of_small_things(300);
  for (int at = 0; at < 40; ++at) ink(clean, 300 + 28 * at, 2000, 2, 2), ink(clean, 2000, 1700 + 20 * at, 2, 2);
  const auto after = seen(look(dusty(clean, 800, 3)));
  EXPECT_EQ(ink_lost(clean, after), 0);
}

TEST_F(Clean, KeepsThePointOfATypewriterWithASpaceBeforeIt) {
  auto clean = sheet_of_small_things(300);
  for (int at = 0; at < 10; ++at) {
    const int y = 1600 + 120 * at;
    ink(clean, 600, y, 6, 30), ink(clean, 625, y + 27, 2, 2), ink(clean, 650, y, 6, 30);
  }
  EXPECT_EQ(ink_lost(clean, seen(look(dusty(clean, 800, 4)))), 0);
}

TEST_F(Clean, KeepsPencilAndPhotographs) {
  EXPECT_TRUE(is_left_as_it_is(dusty(sheet_of_small_things(300), 800, 6, 70)));  // grey grains, as of a pencil
  auto photograph = dusty(sheet_of_small_things(300), 800, 5);
  for (int y = 0; y < 1000; ++y) ink(photograph, 300, 1700 + y, 1500, 1, static_cast<std::uint8_t>(90 + y % 100));
  EXPECT_TRUE(is_left_as_it_is(photograph));
}

TEST_F(Clean, KeepsDotsThatLieOnAPartOfThePageAlone) {
  auto chart = sheet_of_small_things(300);
  std::mt19937 random(9);
  for (int at = 0; at < 300; ++at)
    ink(chart, 1300 + static_cast<int>(random() % 1200), 1700 + static_cast<int>(random() % 1500), 2, 2);
  EXPECT_TRUE(is_left_as_it_is(chart));
}

TEST_F(Clean, WhitensTheDarkOfALidAndKeepsEveryWord) {
  const auto clean = sheet_of_small_things(300);
  const auto found = look(with_dark_wedges(clean, 120));
  EXPECT_LT(darkness_of_the_rim(seen(found), 120), 0.01);
  const auto before = words_of(paper::as_image(with_dark_wedges(clean, 120))), after = words_of(found.straightened);
  EXPECT_GE(right_ones(after), right_ones(before));
  EXPECT_GE(after.count("0.5"), before.count("0.5"));
}

TEST_F(Clean, KeepsTheLettersThatTouchTheDark) {
  auto sheet = sheet_of_small_things(300);
  for (int x = 0; x < 1500; ++x) ink(sheet, x, 0, 1, 60);
  for (int letter = 0; letter < 12; ++letter) ink(sheet, 300 + 60 * letter, 60, 6, 40), ink(sheet, 300 + 60 * letter, 80, 30, 6);
  const auto found = look(sheet);
  const auto after = seen(found);
  EXPECT_GT(after.at(800, 20), 200);  // the dark is gone
  for (int letter = 0; letter < 12; ++letter)
    for (const int down : {62, 70, 82, 97}) EXPECT_LT(after.at(302 + 60 * letter, down), 100) << letter << ' ' << down;
}

TEST_F(Clean, KeepsADarkHeadingWithWhiteLettersThatRunsOffThePage) {
  auto sheet = sheet_of_small_things(300);
  ink(sheet, 300, 0, 1200, 150);  // no edge of a lid: not seven tenths of the width
  for (int letter = 0; letter < 12; ++letter)
    ink(sheet, 400 + 60 * letter, 60, 10, 36, 255), ink(sheet, 410 + 60 * letter, 60, 20, 8, 255);
  EXPECT_TRUE(is_left_as_it_is(sheet));
}

TEST_F(Clean, KeepsABarThatRunsOffBothSidesAndAPictureThatReachesIn) {
  auto bar = sheet_of_small_things(300);
  ink(bar, 0, 1500, bar.width, 40);
  EXPECT_TRUE(is_left_as_it_is(bar));
  auto film = sheet_of_small_things(300);
  ink(film, 0, 1600, 1000, 900);
  EXPECT_TRUE(is_left_as_it_is(film));
}

}  // namespace
}  // namespace charta::page_reader
