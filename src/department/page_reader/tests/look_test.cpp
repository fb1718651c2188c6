// SPDX-License-Identifier: Apache-2.0
// What a look at a page finds, on paper that is drawn here.
#include "department/page_reader/page_reader_process.hpp"
#include "formats/pdf/print.hpp"
#include "tests/support/paper.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace charta::page_reader {
namespace {

pdf::Canvas page_of_text(int lines) {
  pdf::Canvas canvas;
  for (int line = 0; line < lines; ++line)
    canvas.text(72, 720 - 15 * line, 11, pdf::Font::regular,
                "The patient was admitted with chest pain and shortness of breath; pulse 88, pressure 130/80.");
  return canvas;
}

paper::Sheet sheet_of_text(int lines, int dpi = 200) {
  return paper::drawn(pdf::printed({page_of_text(lines)}, {}, "Text"), dpi).at(0);
}

class Look : public testing::Test {
 protected:
  page_reading::PageFindings at(const paper::Sheet& sheet) { return reader_.look(paper::as_image(sheet)).value(); }
  ReaderProcesses reader_{CHARTA_PAGE_READER_PROGRAM, 1};
};

TEST_F(Look, LeavesAStraightPageAsItIs) {
  const auto image = paper::as_image(sheet_of_text(30));
  const auto found = reader_.look(image).value();
  EXPECT_EQ(found.straightened.bytes, image.bytes);
  EXPECT_EQ(found.turned_degrees, 0);
  EXPECT_NEAR(found.skew_degrees, 0, 0.1);
  EXPECT_EQ(found.dpi, 200);
  EXPECT_FALSE(found.blank);
  EXPECT_FALSE(found.sheet_marks);
  EXPECT_TRUE(found.symbols.empty());
}

/// Long words at 300 dpi: between letters there is less white than between the words of the page above.
TEST_F(Look, TakesLinesOfSmallPrintForNoBarsOfASheet) {
  pdf::Canvas canvas;
  for (int line = 0; line < 44; ++line)
    canvas.text(54, 740 - 15 * line, 10.5, pdf::Font::regular,
                line % 2 == 0 ? "catheter was exchanged over a wire and removed; a descending aortogram was"
                              : "was exchanged and advanced through the ascending aorta across the carcass");
  const auto page = paper::drawn(pdf::printed({canvas}, {}, "Text"), 300).at(0);
  EXPECT_FALSE(at(page).sheet_marks);
  EXPECT_FALSE(at(paper::skewed(page, 2)).sheet_marks);
}

TEST_F(Look, StraightensASkewedPage) {
  for (const double skew : {-7.0, -2.3, 1.1, 6.5})
    EXPECT_NEAR(at(paper::skewed(sheet_of_text(30), skew)).skew_degrees, -skew, 0.3) << skew;
}

TEST_F(Look, TurnsAPageUpright) {
  const auto upright = sheet_of_text(40);
  EXPECT_EQ(at(paper::upside_down(upright)).turned_degrees, 180);
  EXPECT_EQ(at(paper::on_its_side(upright)).turned_degrees, 270);
  EXPECT_EQ(at(paper::upside_down(paper::on_its_side(upright))).turned_degrees, 90);
}

TEST_F(Look, TurnsAPageByHandAndLosesNoDot) {
  const auto upright = paper::as_image(sheet_of_text(4, 300));
  const auto quarter = reader_.turned(upright, 90).value();
  EXPECT_EQ(quarter.width, upright.height);
  EXPECT_EQ(quarter.height, upright.width);
  EXPECT_EQ(quarter.dpi, 300);
  const auto back = reader_.turned(quarter, 270).value();
  EXPECT_EQ(reader_.words(back).value()[0].text, "The");
  EXPECT_EQ(reader_.turned(reader_.turned(back, 180).value(), 180).value().bytes, back.bytes);
  EXPECT_FALSE(reader_.turned(upright, 45));
}

TEST_F(Look, TellsABlankPageFromOneWithASingleLine) {
  std::mt19937 random(1);
  EXPECT_TRUE(at(sheet_of_text(0)).blank);
  EXPECT_TRUE(at(paper::speckled(sheet_of_text(0), 0.002, random)).blank);
  EXPECT_FALSE(at(sheet_of_text(1)).blank);
  EXPECT_FALSE(at(sheet_of_text(1, 300)).blank);
}

TEST_F(Look, TakesTheBlackEdgesOff) {
  const auto page = sheet_of_text(30);
  const auto found = at(paper::bordered(page, 30));
  EXPECT_NEAR(found.width, page.width - 60, 4);
  EXPECT_NEAR(found.height, page.height - 60, 4);
}

TEST_F(Look, MakesAThumbnailOf240Dots) {
  const auto found = at(sheet_of_text(30));
  EXPECT_EQ(found.thumbnail.media_type, "image/jpeg");
  EXPECT_NEAR(std::max(found.thumbnail.width, found.thumbnail.height), 240, 1);
}

TEST_F(Look, SaysWhyAPageIsNotLookedAt) {
  const auto broken = reader_.look({"\x89PNG\r\n\x1A\n and nothing more", "image/png", 1, 1, 0});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, ErrorKind::invalid);
}

TEST_F(Look, ReadsWordsWithTheirPlaces) {
  const auto words = reader_.words(paper::as_image(sheet_of_text(2, 300))).value();
  ASSERT_GT(words.size(), 10U);
  EXPECT_EQ(words[0].text, "The");
  EXPECT_NEAR(words[0].box.left, 300, 10);
  EXPECT_EQ(words[0].line, 0);
  EXPECT_EQ(words.back().line, 1);
  EXPECT_GT(words[0].confidence, 80);
}

TEST_F(Look, MakesAPdfWhoseTextCanBeFound) {
  const auto image = paper::as_image(sheet_of_text(2, 300));
  const auto words = reader_.words(image).value();
  const auto pdf = reader_.searchable_pdf({image, image}, {words, {}}).value();
  EXPECT_TRUE(pdf.starts_with("%PDF-1.7"));
  const auto again = reader_.pages_of(pdf, "").value();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].width, image.width);  // the image itself, not a drawing of it
  EXPECT_EQ(again[0].dpi, 300);
  const auto text = paper::text_of(pdf);
  EXPECT_NE(text.find("admitted with chest pain"), std::string::npos) << text;
  EXPECT_FALSE(reader_.searchable_pdf({image}, {}));
}

}  // namespace
}  // namespace charta::page_reader
