// SPDX-License-Identifier: Apache-2.0
// Pages of a production set: whatever a page is, it is the same in the set, with its stamp below.
#include "base/text.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "formats/pdf/print.hpp"
#include "formats/pdf/writer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace charta::page_reader {
namespace {

struct PageShape {
  std::string entries = "/MediaBox [0 0 612 792]";
  std::string content = "BT /F1 12 Tf 72 700 Td (words) Tj ET";
  std::string of_tree{};  ///< inherited
};

/// A page whose font is its own or its parent's.
std::string file_of(const PageShape& shape) {
  pdf::Writer writer;
  const auto tree = writer.reserve();
  const auto font = writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
  const auto resources = fmt::format("/Resources << /Font << /F1 {} >> >>", pdf::reference(font));
  const auto content = writer.add_stream("", shape.content);
  const bool inherits = !shape.of_tree.empty();
  const auto page = writer.add(fmt::format("<< /Type /Page /Parent {} {} {} /Contents {} >>", pdf::reference(tree), shape.entries,
                                           inherits ? "" : resources, pdf::reference(content)));
  writer.put(tree, fmt::format("<< /Type /Pages /Kids [{}] /Count 1 {} {} >>", pdf::reference(page), shape.of_tree,
                               inherits ? resources : ""));
  return std::move(writer).finish(writer.add(fmt::format("<< /Type /Catalog /Pages {} >>", pdf::reference(tree))));
}

class SetPages : public testing::Test {
 protected:
  void expect_same_in_a_set(const std::string& file, const std::string& what) {
    SCOPED_TRACE(what);
    const auto alone = reader_.sheets_of(file, false);
    ASSERT_TRUE(alone) << alone.error().message;
    std::vector<std::string> stamps;
    for (std::size_t at = 0; at < alone->digests.size(); ++at) stamps.push_back("STAMP-" + std::to_string(at + 1));
    const auto set = reader_.stamped({{alone->pdf.empty() ? file : alone->pdf, stamps}});
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(reader_.sheets_of(*set, true).value().digests, alone->digests);
    EXPECT_NE(reader_.sheets_of(*set, false).value().digests, alone->digests) << "with its stamp the page is another";
    const auto words = reader_.text_of_pdf(*set).value();
    for (const auto& stamp : stamps) EXPECT_NE(words.find(stamp), std::string::npos);
  }
  ReaderProcesses reader_{CHARTA_PAGE_READER_PROGRAM, 1};
};

TEST_F(SetPages, AreTheSameHoweverTheyAreTurnedCutOrLeftOpen) {
  expect_same_in_a_set(file_of({}), "plain");
  for (const int turned : {90, 180, 270, -90})
    expect_same_in_a_set(file_of({fmt::format("/MediaBox [0 0 612 792] /Rotate {}", turned)}),
                         fmt::format("turned by {}", turned));
  expect_same_in_a_set(file_of({"/MediaBox [0 0 612 792] /CropBox [100 100 500 700]"}), "cut");
  expect_same_in_a_set(file_of({"/MediaBox [612 792 0 0]"}), "corners the other way round");
  expect_same_in_a_set(file_of({"/MediaBox [0 0 612 792]", "q q 2 0 0 2 0 0 cm BT /F1 12 Tf 72 200 Td (words) Tj ET"}),
                       "q left open");
  expect_same_in_a_set(file_of({"/MediaBox [0 0 612 792]", "Q Q BT /F1 12 Tf 72 200 Td (words) Tj ET"}), "more Q than q");
  expect_same_in_a_set(file_of({"", "BT /F1 12 Tf 72 200 Td (words) Tj ET", "/MediaBox [0 0 300 300] /Rotate 90"}), "inherited");
  expect_same_in_a_set(file_of({"/MediaBox [0 0 20 20]"}), "smaller than its stamp");
}

TEST_F(SetPages, AreAnotherWhenAnythingOnThemIsAnother) {
  const auto digest = [&](const PageShape& shape) { return reader_.sheets_of(file_of(shape), false).value().digests.at(0); };
  const auto plain = digest({});
  EXPECT_EQ(digest({}), plain);
  EXPECT_NE(digest({"/MediaBox [0 0 612 792]", "BT /F1 12 Tf 72 700 Td (other) Tj ET"}), plain);
  EXPECT_NE(digest({"/MediaBox [0 0 612 791]"}), plain);
  EXPECT_NE(digest({"/MediaBox [0 0 612 792] /Rotate 90"}), plain);
}

TEST_F(SetPages, ASetThatIsStampedAgainIsStillTheSetThatWasStamped) {
  const auto once = reader_.stamped({{file_of({}), {"FIRST"}}}).value();
  expect_same_in_a_set(once, "a set as a document of its own");
}

TEST_F(SetPages, OfOneFileThatSharesItsPiecesAreEachTheSame) {
  std::vector<pdf::Canvas> canvases(3);
  for (auto& canvas : canvases) canvas.text(72, 700, 12, pdf::Font::typed, "the same font on each page");
  expect_same_in_a_set(pdf::printed(canvases, {}, "three pages"), "three pages");
}

TEST_F(SetPages, OfAFileThatWouldNeedMendingAreRefused) {
  auto damaged = file_of({});
  damaged.replace(damaged.find("startxref"), 9, "startxxxx");
  EXPECT_NE(reader_.sheets_of(damaged, false).error().message.find("damaged"), std::string::npos);
  EXPECT_FALSE(reader_.sheets_of("%PDF-1.7 and nothing more", false));
  EXPECT_EQ(reader_.sheets_of("PK\x03\x04 a word processor's file", false).error().message,
            "The file is no PDF, TIFF, PNG or JPEG.");
  EXPECT_FALSE(reader_.stamped({{file_of({}), {"one", "two"}}})) << "more stamps than pages";
  EXPECT_FALSE(reader_.stamped({{"nothing", {"one"}}}));
}

TEST_F(SetPages, OfRealScansAreTheSame) {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "CHARTA_TEST_DATA is not set";
  int tried = 0;
  for (const char* kind : {"/ocr/ocrmypdf", "/ocr/tesseract"}) {
    for (const auto& entry : std::filesystem::directory_iterator(std::string(folder) + kind)) {
      const auto ending = entry.path().extension();
      if (ending != ".pdf" && ending != ".tif" && ending != ".png") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << in.rdbuf();
      const auto sheets = reader_.sheets_of(bytes.str(), false);
      if (!sheets) {
        EXPECT_NE(sheets.error().kind, ErrorKind::unavailable) << entry.path() << ": " << sheets.error().message;
        continue;
      }
      expect_same_in_a_set(bytes.str(), entry.path().filename().string());
      ++tried;
    }
  }
  EXPECT_GT(tried, 10);
}

}  // namespace
}  // namespace charta::page_reader
