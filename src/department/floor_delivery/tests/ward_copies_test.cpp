// SPDX-License-Identifier: Apache-2.0
// A run on paper: what stands on which page, and that nothing of a copy is silently left out.
#include "department/floor_delivery/ward_copies.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::floor_delivery {
namespace {

PrintedCopy copy_to_print(std::int64_t key, const std::string& words) {
  PrintedCopy one;
  one.copy.id = DeliveryId(key);
  one.copy.barcode = copy_barcode(one.copy.id);
  one.copy.title = "Laboratory report";
  one.copy.version = 2;
  one.copy.ward = "3W", one.copy.room = "1 A";
  one.name = "Marsh, Ada  M-1";
  one.content.words = words;
  return one;
}

std::size_t pages_in(const std::string& pdf) {
  std::size_t count = 0;
  for (auto at = pdf.find("/Type /Page "); at != std::string::npos; at = pdf.find("/Type /Page ", at + 1)) ++count;
  return count;
}

TEST(WardCopyPages, OfTypedCopiesAreOneFileBehindTheirSheet) {
  const auto parts =
      copies_as_parts({pdf::Canvas()}, {copy_to_print(1, "potassium 4.1"), copy_to_print(2, "page one\fpage two")});
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 1U) << "no page reader is asked";
  EXPECT_EQ(pages_in(parts->front().pdf), 4U);
  const auto& stamps = parts->front().stamps;
  ASSERT_EQ(stamps.size(), 4U);
  EXPECT_EQ(stamps[0], "run sheet");
  EXPECT_EQ(stamps[1], copy_barcode(DeliveryId(1)) + "   3W 1 A   page 1 of 1");
  EXPECT_EQ(stamps[2], copy_barcode(DeliveryId(2)) + "   3W 1 A   page 1 of 2");
  EXPECT_EQ(stamps[3], copy_barcode(DeliveryId(2)) + "   3W 1 A   page 2 of 2");
}

TEST(WardCopyPages, OfAScanStandAsTheyAreBehindASlipWithTheBarcode) {
  auto scan = copy_to_print(7, "");
  scan.content.sheets = {{"a scan", 3}, {"another", 1}};
  scan.copy.replaces = DeliveryId(3);
  const auto parts = copies_as_parts({pdf::Canvas()}, {copy_to_print(1, "words"), scan, copy_to_print(2, "words")});
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 4U);
  EXPECT_EQ(pages_in((*parts)[0].pdf), 3U) << "the sheet, a typed copy, the slip";
  EXPECT_EQ((*parts)[1].pdf, "a scan") << "untouched";
  EXPECT_EQ((*parts)[1].stamps.size(), 3U);
  EXPECT_EQ((*parts)[2].stamps.size(), 1U);
  const auto& last = (*parts)[2].stamps.back();
  EXPECT_NE(last.find("page 5 of 5"), std::string::npos) << last;
  EXPECT_NE(last.find("give that one back"), std::string::npos) << last;
  EXPECT_EQ(pages_in((*parts)[3].pdf), 1U);
}

TEST(WardCopyPages, ACopyOfWhichNothingCanBePrintedIsItsSlip) {
  auto copy = copy_to_print(7, "");
  copy.content.problem = "Another version stands in the chart now: do not carry this copy.";
  const auto parts = copies_as_parts({}, {copy});
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 1U);
  EXPECT_EQ(pages_in(parts->front().pdf), 1U);
}

TEST(WardCopyPages, EveryPageHasAStampWhateverTheCopiesAre) {
  for (int seed = 0; seed < 64; ++seed) {
    std::vector<PrintedCopy> copies;
    std::size_t sheets = 0;
    for (int at = 0; at < 5; ++at) {
      auto one =
          copy_to_print(100 + at, (seed >> at & 1) != 0 ? std::string(static_cast<std::size_t>(seed) * 97, 'x') + "\fy" : "");
      for (int k = 0; k < (seed + at) % 3; ++k) one.content.sheets.push_back({"pdf", static_cast<std::size_t>(k) + 1});
      for (const auto& sheet : one.content.sheets) sheets += sheet.pages;
      if (at % 2 == 1) one.content.problem = "Part 2: its content is not in the chart.";
      copies.push_back(std::move(one));
    }
    const auto parts = copies_as_parts({pdf::Canvas()}, copies);
    ASSERT_TRUE(parts);
    std::size_t foreign = 0;
    for (const auto& part : *parts) {
      if (part.pdf == "pdf")
        foreign += part.stamps.size();
      else
        EXPECT_EQ(pages_in(part.pdf), part.stamps.size()) << seed;
      EXPECT_TRUE(std::none_of(part.stamps.begin(), part.stamps.end(), [](const std::string& one) { return one.empty(); }));
    }
    EXPECT_EQ(foreign, sheets) << seed;
  }
}

TEST(Badges, AreOneCardWhoseBarcodeIsTheirAccount) {
  const auto card = badge_as_pdf(UserId(42), "Nora Example", "nora");
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(pages_in(*card), 1U);
  EXPECT_NE(card->find("/MediaBox [0 0 243 153]"), std::string::npos);
  EXPECT_EQ(card->find("Nora"), std::string::npos) << "no name in the file's own properties";
}

}  // namespace
}  // namespace charta::floor_delivery
