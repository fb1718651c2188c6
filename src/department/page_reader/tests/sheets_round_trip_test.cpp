// SPDX-License-Identifier: Apache-2.0
// Every kind of sheet that is printed is read again: at both resolutions, turned and skewed.
#include "department/page_reader/page_reader_process.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "tests/support/paper.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::page_reader {
namespace {

using cover_sheet::Kind;
using cover_sheet::PrintedSheet;

PrintedSheet patient_sheet_to_print() {
  return {{Kind::patient, "urn:oid:1.2.840.99", "1002003", "V77", "11488-4", "000042"},
          "Marsh, Ada",
          "1961-04-02",
          "Consultation note",
          "4 West"};
}

/// Those that two readers agree on.
std::vector<std::string> texts_read_twice(const page_reading::PageFindings& found) {
  std::vector<std::string> texts;
  for (const auto& symbol : found.symbols)
    if (symbol.read_by.size() > 1) texts.push_back(symbol.text);
  return texts;
}

struct Laid {
  int dpi = 300, quarters = 0;
  double skew = 0;
};

paper::Sheet laid(const paper::Sheet& sheet, const Laid& how) {
  auto there = paper::skewed(sheet, how.skew);
  for (int at = 0; at < how.quarters; ++at) there = paper::on_its_side(there);
  return there;
}

void expect_read(PageReader& reader, const PrintedSheet& printed, const Laid& how) {
  const auto sheets = paper::drawn(cover_sheet::sheets_as_pdf({printed}).value(), how.dpi);
  ASSERT_EQ(sheets.size(), 1U) << "pdftoppm of poppler-utils is needed";
  const auto found = reader.look(paper::as_image(laid(sheets[0], how))).value();
  const auto texts = texts_read_twice(found);
  const auto where = testing::Message() << how.dpi << " dpi, " << how.quarters << " quarters, skew " << how.skew << ", kind "
                                        << static_cast<int>(printed.sheet.kind);
  EXPECT_TRUE(std::count(texts.begin(), texts.end(), cover_sheet::payload_of(printed.sheet).value()) > 0) << where;
  EXPECT_TRUE(found.sheet_marks) << where;
}

TEST(PrintedSheets, AreReadByTwoReadersHoweverTheyLie) {
  ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  const PrintedSheet sheets[] = {patient_sheet_to_print(),
                                 {{Kind::document_type, "", "", "", "18842-5", "7"}, "", "", "Discharge summary", ""},
                                 {{Kind::patch, "", "", "", "", "000009"}, "", "", "", ""}};
  for (const auto& sheet : sheets)
    for (const auto& how : {Laid{300, 0, 0}, Laid{200, 0, 0}, Laid{300, 2, 3.5}, Laid{200, 2, -7}, Laid{200, 1, 2}})
      expect_read(reader, sheet, how);
}

TEST(PrintedSheets, NameThePatientInPrintAndNeverInASymbol) {
  ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  const auto page = reader.pages_of(cover_sheet::sheets_as_pdf({patient_sheet_to_print()}).value(), "").value().at(0);
  const auto found = reader.look(page).value();
  for (const auto& symbol : found.symbols) {
    EXPECT_EQ(symbol.text.find("Marsh"), std::string::npos);
    EXPECT_EQ(symbol.text.find("1961"), std::string::npos);
  }
  std::string text;
  for (const auto& word : reader.words(found.straightened).value()) text += word.text + ' ';
  EXPECT_NE(text.find("Marsh"), std::string::npos) << text;
  EXPECT_NE(text.find("1961-04-02"), std::string::npos) << text;
}

TEST(PrintedSheets, BeyondReadingAreStillKnownAsSeparators) {
  ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  auto sheet = paper::drawn(cover_sheet::sheets_as_pdf({patient_sheet_to_print()}).value(), 200).at(0);
  // A coffee stain over every symbol: the middle of the sheet is lost.
  for (int y = sheet.height / 2; y < sheet.height * 9 / 10; ++y)
    for (int x = 0; x < sheet.width; ++x)
      if ((x / 7 + y / 5) % 2 == 0)
        sheet.dots[static_cast<std::size_t>(y) * static_cast<std::size_t>(sheet.width) + static_cast<std::size_t>(x)] = 0;
  const auto found = reader.look(paper::as_image(sheet)).value();
  EXPECT_TRUE(texts_read_twice(found).empty());
  EXPECT_TRUE(found.sheet_marks);
}

TEST(Stickers, AreReadFromTheSheetTheyAreOn) {
  ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  std::vector<PrintedSheet> stickers;
  for (int at = 0; at < 3; ++at) {
    stickers.push_back(patient_sheet_to_print());
    stickers.back().sheet.kind = Kind::sticker, stickers.back().sheet.serial = std::to_string(at);
  }
  for (const int dpi : {200, 300}) {
    const auto page = paper::drawn(cover_sheet::stickers_as_pdf(stickers).value(), dpi).at(0);
    const auto found = reader.look(paper::as_image(paper::skewed(page, 2))).value();
    const auto texts = texts_read_twice(found);
    for (const auto& sticker : stickers)
      EXPECT_TRUE(std::count(texts.begin(), texts.end(), cover_sheet::payload_of(sticker.sheet).value()) == 1) << dpi;
    EXPECT_FALSE(found.sheet_marks);
  }
}

}  // namespace
}  // namespace charta::page_reader
