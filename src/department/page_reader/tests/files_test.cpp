// SPDX-License-Identifier: Apache-2.0
// Files that are broken, encrypted, too large or made to do harm: each gets its reason, and the reader goes on.
#include "department/page_reader/page_reader_process.hpp"
#include "formats/pdf/print.hpp"
#include "formats/pdf/writer.hpp"
#include "tests/support/paper.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace charta::page_reader {
namespace {

std::string pdf_with_page(std::string_view page_entries, std::string_view tree_entries = "/Count 1") {
  pdf::Writer writer;
  const auto tree = writer.reserve();
  const auto page = writer.add(fmt::format("<< /Type /Page /Parent {} {} >>", pdf::reference(tree), page_entries));
  writer.put(tree, fmt::format("<< /Type /Pages /Kids [{}] {} >>", pdf::reference(page), tree_entries));
  return std::move(writer).finish(writer.add(fmt::format("<< /Type /Catalog /Pages {} >>", pdf::reference(tree))));
}

/// A PNG that says how large it is and ends.
std::string png_that_says(std::uint32_t width, std::uint32_t height) {
  std::string png("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
  for (const auto side : {width, height})
    for (int shift = 24; shift >= 0; shift -= 8) png += static_cast<char>(side >> shift & 0xFFU);
  return png + std::string("\x08\0\0\0\0\0\0\0\0", 9) + std::string("\0\0\0\x0CIDAT and nothing more", 24);
}

class Files : public testing::Test {
 protected:
  Error refusal_of(std::string_view bytes) {
    const auto pages = reader_.pages_of(bytes, "");
    return pages ? fail(ErrorKind::internal, "was taken") : pages.error();
  }
  ReaderProcesses reader_{CHARTA_PAGE_READER_PROGRAM, 1};
};

TEST_F(Files, OfAnotherKindAreRefused) {
  EXPECT_EQ(refusal_of("").message, "The file is empty.");
  EXPECT_EQ(refusal_of("PK\x03\x04 a word processor's file").message, "The file is no PDF, TIFF, PNG or JPEG.");
  EXPECT_EQ(refusal_of("%PDF-1.7 and nothing more").message, "The PDF is broken.");
  EXPECT_EQ(refusal_of(std::string("II*\0nothing", 11)).kind, ErrorKind::invalid);
  EXPECT_EQ(refusal_of("\xFF\xD8\xFF and nothing more").kind, ErrorKind::invalid);
}

TEST_F(Files, OfAMillionPagesAreRefusedByWhatTheySay) {
  const auto refused = refusal_of(pdf_with_page("/MediaBox [0 0 612 792]", "/Count 1000000"));
  EXPECT_EQ(refused.message, "The file has 1,000,000 pages; at most 2,000 are taken at once.");
  EXPECT_EQ(refused.kind, ErrorKind::too_large);
}

TEST_F(Files, ThatAreEncryptedAreRefused) {
  pdf::Writer writer;
  const auto tree = writer.add("<< /Type /Pages /Kids [] /Count 0 >>");
  auto bytes = std::move(writer).finish(writer.add(fmt::format("<< /Type /Catalog /Pages {} >>", pdf::reference(tree))));
  const auto owner = std::string(64, 'A'), user = std::string(64, 'B');
  bytes.insert(bytes.find("/ID ["),
               fmt::format("/Encrypt << /Filter /Standard /V 1 /R 2 /O <{}> /U <{}> /P -4 >> ", owner, user));
  EXPECT_EQ(refusal_of(bytes).message, "The PDF is encrypted.");
}

TEST_F(Files, WithMoreDotsThanAreReadAreRefusedBeforeTheyAreUnpacked) {
  EXPECT_EQ(refusal_of(png_that_says(60'000, 60'000)).message,
            "The image has 60,000 by 60,000 dots; at most 120,000,000 are read.");
}

TEST_F(Files, WithAPageOfManyMetresAreRefused) {
  const auto refused = refusal_of(pdf_with_page("/MediaBox [0 0 14400000 14400000]"));
  EXPECT_EQ(refused.kind, ErrorKind::too_large) << refused.message;
}

TEST_F(Files, LeaveTheReaderAtWorkAfterARefusal) {
  EXPECT_FALSE(reader_.pages_of("%PDF-1.7 broken", ""));
  EXPECT_TRUE(reader_.pages_of(pdf_with_page("/MediaBox [0 0 612 792]"), ""));
}

TEST_F(Files, OfPicturesArePagesWithTheirOwnBytes) {
  const auto sheet = paper::drawn(pdf_with_page("/MediaBox [0 0 72 72]"), 200).at(0);
  const auto image = paper::as_image(sheet);
  const auto pages = reader_.pages_of(image.bytes, "image/tiff").value();
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].bytes, image.bytes);
  EXPECT_EQ(pages[0].media_type, "image/tiff");
  EXPECT_EQ(pages[0].width, 200);
  EXPECT_EQ(pages[0].dpi, 200);
}

TEST_F(Files, OfVectorsAreDrawnAtThreeHundredDots) {
  pdf::Canvas canvas;
  canvas.text(72, 700, 24, pdf::Font::bold, "Drawn");
  const auto pages = reader_.pages_of(pdf::printed({canvas, canvas, canvas}, {}, "Text"), "").value();
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(pages[2].dpi, 300);
  EXPECT_EQ(pages[2].width, 2550);
  EXPECT_EQ(pages[2].height, 3300);
}

// A scan under a stamp is more than its image: what lies on it must not get lost.
TEST_F(Files, WithWritingOverAScanAreDrawnWhole) {
  const auto page_with = [](std::string_view over) {
    pdf::Writer writer;
    const auto tree = writer.reserve();
    const auto image = writer.add_stream(
        "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode",
        pdf::deflated(std::string(64, '\x80')));
    const auto content = writer.add_stream("", fmt::format("q 72 0 0 72 0 0 cm /I Do Q {}", over));
    const auto page = writer.add(
        fmt::format("<< /Type /Page /Parent {} /MediaBox [0 0 72 72] /Contents {} /Resources << /XObject << /I {} >> >> >>",
                    pdf::reference(tree), pdf::reference(content), pdf::reference(image)));
    writer.put(tree, fmt::format("<< /Type /Pages /Kids [{}] /Count 1 >>", pdf::reference(page)));
    return std::move(writer).finish(writer.add(fmt::format("<< /Type /Catalog /Pages {} >>", pdf::reference(tree))));
  };
  const auto width_of = [&](std::string_view over) { return reader_.pages_of(page_with(over), "").value().at(0).width; };
  EXPECT_EQ(width_of(""), 8);
  EXPECT_EQ(width_of("BT 3 Tr ET"), 8);
  EXPECT_EQ(width_of("10 10 20 20 re f"), 300);
  EXPECT_EQ(width_of("10 10 20 20 re S"), 300);
}

}  // namespace
}  // namespace charta::page_reader
