// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "formats/pdf/archive_parts.hpp"
#include "formats/pdf/page_scan.hpp"
#include "formats/pdf/print.hpp"
#include "formats/pdf/writer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace charta::pdf {
namespace {

TEST(PdfWriter, WritesNumbersWithoutExponents) {
  struct Case {
    double value;
    std::string_view text;
  };
  for (const auto& [value, text] :
       {Case{1, "1"}, Case{0.5, "0.5"}, Case{-0.00001, "0"}, Case{612, "612"}, Case{1e7, "10000000"}, Case{0.12345, "0.1235"}})
    EXPECT_EQ(number(value), text);
}

TEST(PdfWriter, EscapesWhatWouldEndAText) {
  EXPECT_EQ(literal("a(b)\\c"), "(a\\(b\\)\\\\c)");
  EXPECT_EQ(literal("\n"), "(\\012)");
}

TEST(PdfWriter, PutsEachObjectWhereTheTableSays) {
  Writer writer;
  const auto later = writer.reserve();
  writer.add("<< /A 1 >>");
  writer.put(later, "<< /B 2 >>");
  const auto file = std::move(writer).finish(2);
  EXPECT_TRUE(file.starts_with("%PDF-1.7\n"));
  EXPECT_TRUE(file.ends_with("%%EOF\n"));
  const auto table = static_cast<std::size_t>(
      *parse_integer(file.substr(file.rfind("startxref\n") + 10, file.rfind("\n%%EOF") - file.rfind("startxref\n") - 10)));
  EXPECT_EQ(file.substr(table, 5), "xref\n");
  for (int number = 1; number <= 2; ++number) {
    const auto entry = file.substr(table + 9 + 20 * static_cast<std::size_t>(number), 10);
    const auto place = std::stoul(entry);
    EXPECT_EQ(file.substr(place, 7), fmt::format("{} 0 obj", number));
  }
}

TEST(PdfWriter, RefusesAFileWithAHole) {
  Writer writer;
  writer.reserve();
  EXPECT_THROW((void)std::move(writer).finish(1), std::logic_error);
}

TEST(PdfWriter, GivesTheSameBytesForTheSameObjects) {
  Canvas canvas;
  canvas.text(10, 10, 12, Font::bold, "Ólafur (Ó)");
  canvas.bar(0, 0, 10, 10);
  EXPECT_EQ(printed({canvas}, {}, "Sheets"), printed({canvas}, {}, "Sheets"));
}

TEST(PrintedPage, WritesNamesThatItsCodePageDoesNotHaveInLatin) {
  Canvas canvas;
  canvas.text(1, 2, 12, Font::regular, "Иванов");
  canvas.text(1, 2, 12, Font::regular, "Müller");
  EXPECT_NE(canvas.content().find("(IVANOV)"), std::string::npos) << canvas.content();
  EXPECT_NE(canvas.content().find("(M\xFCller)"), std::string::npos);
}

// ISO 19005-2 wants the font embedded; OpenType: the whole file adds up to B1B0AFBA with the adjustment in it.
TEST(EmptyLettersFont, AddsUp) {
  const auto font = empty_letters_font();
  ASSERT_EQ(font.size() % 4, 0U);
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < font.size(); ++at)
    sum += static_cast<std::uint32_t>(static_cast<std::uint8_t>(font[at])) << (24 - 8 * (at % 4));
  EXPECT_EQ(sum, 0xB1B0AFBAU);
}

TEST(SrgbProfile, SaysItsOwnLengthAndKind) {
  const auto profile = srgb_profile();
  const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<std::uint8_t>(profile[at])); };
  EXPECT_EQ(byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3), profile.size());
  EXPECT_EQ(profile.substr(12, 12), "mntrRGB XYZ ");
  EXPECT_EQ(profile.substr(36, 4), "acsp");
}

TEST(PageScan, CarriesTheImageAndItsWords) {
  PageScan page;
  page.image = {"/FlateDecode", "", deflated(std::string(100, '\xFF')), 10, 10, 8, true, 100};
  page.words = {{"Marsh", {1, 2, 5, 3}, 95, 0}, {"", {1, 1, 1, 1}, 95, 0}, {"flat", {1, 1, 0, 0}, 95, 0}};
  const auto file = scanned_pages({page, page});
  EXPECT_NE(file.find("/MediaBox [0 0 7.2 7.2]"), std::string::npos);
  EXPECT_NE(file.find("/Count 2"), std::string::npos);
  EXPECT_NE(file.find("/OutputIntents"), std::string::npos);
  EXPECT_NE(file.find("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>"), std::string::npos);
  EXPECT_NE(file.find("/ToUnicode"), std::string::npos);
}

TEST(Canvas, IsTurnedAboutTheMiddleOfItsPage) {
  Canvas page;
  page.bar(306, 396, 10, 10);
  EXPECT_EQ(page.turned(180).content().substr(0, 22), "q -1 0 0 -1 612 792 cm");
  EXPECT_EQ(page.turned(90).content().substr(0, 21), "q 0 -1 1 0 -90 702 cm") << "clockwise";
  EXPECT_NE(page.turned(2).content().find(page.content()), std::string::npos) << "nothing of it is drawn otherwise";
}

}  // namespace
}  // namespace charta::pdf
