// SPDX-License-Identifier: Apache-2.0
// What is printed; that it is read again stands in department/page_reader/tests/sheets_round_trip_test.cpp.
#include "formats/cover_sheet/sheet_pages.hpp"

#include "formats/cover_sheet/symbol_modules.hpp"

#include <gtest/gtest.h>

namespace charta::cover_sheet {
namespace {

PrintedSheet sheet_for_ada() {
  return {{Kind::patient, "urn:oid:1.2.840.99", "1002003", "V77", "11488-4", "000042"},
          "Marsh, Ada",
          "1961-04-02",
          "Consultation note",
          "4 West"};
}

// ISO/IEC 18004, 7.3.2: a finder pattern of seven modules stands in three corners.
TEST(QrCode, HasItsFinderPatterns) {
  const auto modules = qr_code("CHS1T|||||1|AA").value();
  EXPECT_EQ(modules.width, modules.height);
  for (const auto& [x, y] : {std::pair{0, 0}, std::pair{modules.width - 7, 0}, std::pair{0, modules.height - 7}})
    for (int i = 0; i < 7; ++i) {
      EXPECT_TRUE(modules.is_dark(x + i, y)) << x << ' ' << y;
      EXPECT_TRUE(modules.is_dark(x, y + i)) << x << ' ' << y;
    }
}

// ISO/IEC 15417: start code B is 11010010000, the stop pattern 1100011101011.
TEST(Code128, BeginsWithAStartCodeAndEndsWithTheStopPattern) {
  const auto modules = code_128("CHS1T").value();
  EXPECT_EQ(modules.height, 1);
  EXPECT_EQ(modules.width, 11 * 7 + 13);
  std::string bars;
  for (int x = 0; x < modules.width; ++x) bars += modules.is_dark(x, 0) ? '1' : '0';
  EXPECT_EQ(bars.substr(0, 11), "11010010000");
  EXPECT_EQ(bars.substr(bars.size() - 13), "1100011101011");
}

TEST(Symbols, AreNotMadeOfNothing) {
  EXPECT_FALSE(qr_code(""));
  EXPECT_FALSE(code_128(""));
}

TEST(SheetPages, AreOneFileForAllSheets) {
  const auto file = sheets_as_pdf({sheet_for_ada(), sheet_for_ada()}).value();
  EXPECT_NE(file.find("/Count 2"), std::string::npos);
  EXPECT_EQ(file.find("Marsh"), std::string::npos)
      << "the name stands in the page's packed content alone, not in the file's properties";
}

TEST(SheetPages, OfALongTextHaveTheQrCodesAlone) {
  auto sheet = sheet_for_ada();
  sheet.sheet.assigner = "urn:oid:2.16.840.1.113883.19.5.99999.1";
  EXPECT_FALSE(code_128(payload_of(sheet.sheet).value()));
  EXPECT_TRUE(sheets_as_pdf({sheet}));
}

TEST(SheetPages, RefuseWhatCannotBeASheet) {
  auto sheet = sheet_for_ada();
  sheet.sheet.mrn = "1|2";
  EXPECT_FALSE(sheets_as_pdf({sheet}));
  EXPECT_FALSE(stickers_as_pdf({sheet}));
  EXPECT_FALSE(as_zpl({sheet}));
}

TEST(Stickers, BeginANewPageAfterThirty) {
  auto sticker = sheet_for_ada();
  sticker.sheet.kind = Kind::sticker;
  EXPECT_NE(stickers_as_pdf(std::vector(30, sticker)).value().find("/Count 1"), std::string::npos);
  EXPECT_NE(stickers_as_pdf(std::vector(31, sticker)).value().find("/Count 2"), std::string::npos);
}

TEST(LabelPrinter, IsGivenTheTextOfTheSymbolAndNoControlSignsOfItsOwn) {
  auto sticker = sheet_for_ada();
  sticker.sheet.kind = Kind::sticker;
  sticker.patient_name = "O^Brien~_";
  const auto label = as_zpl({sticker}).value();
  EXPECT_TRUE(label.starts_with("^XA"));
  EXPECT_TRUE(label.ends_with("^XZ\n"));
  EXPECT_NE(label.find("^FH^FDQA," + payload_of(sticker.sheet).value() + "^FS"), std::string::npos) << label;
  EXPECT_NE(label.find("O_5EBrien_7E_5F"), std::string::npos);
}

TEST(LabelPrinter, PrintsSheetsOnLargeLabelsWithTheSeparatorsBars) {
  const auto label = as_zpl({sheet_for_ada()}).value();
  EXPECT_NE(label.find("^GB752,34,34"), std::string::npos);
  EXPECT_NE(label.find("Marsh, Ada"), std::string::npos);
}

}  // namespace
}  // namespace charta::cover_sheet
