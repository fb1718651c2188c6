// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/barcode.hpp"

#include "base/id.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace charta::paper_charts {
namespace {

TEST(Barcode, ReadsBackWhatItPrints) {
  for (const auto kind : {Scanned::volume, Scanned::place, Scanned::requisition})
    for (const std::int64_t key : {std::int64_t{1}, std::int64_t{123'456'789}, std::int64_t{0x7fffffffffffffff}}) {
      const auto text = barcode_of(kind, key);
      EXPECT_EQ(text.size(), 15U);
      const auto read = read_barcode(text);
      EXPECT_EQ(read.kind, kind);
      EXPECT_EQ(read.key, key);
    }
}

// ISO/IEC 7064:2003, MOD 37-2: the example of ISBT 128, which prints it on blood: G1234 98 654321 checks to H.
TEST(Barcode, TheCheckCharacterIsThatOfTheStandard) {
  EXPECT_EQ(check_character("G123498654321"), 'H');
  EXPECT_EQ(check_character("lower"), '\0');
}

TEST(Barcode, EveryWrongCharacterIsTold) {
  const auto right = barcode_of(Scanned::volume, 987'654'321);
  constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::size_t place = 1; place + 1 < right.size(); ++place)
    for (const char letter : letters) {
      if (letter == right[place]) continue;
      std::string wrong = right;
      wrong[place] = letter;
      EXPECT_NE(read_barcode(wrong).kind, Scanned::volume) << wrong;
    }
}

TEST(Barcode, EverySwapOfTwoNeighboursIsTold) {
  for (std::int64_t key = 1; key < 400'000'000'000; key = key * 7 + 3) {
    const auto right = barcode_of(Scanned::volume, key);
    for (std::size_t i = 1; i + 2 < right.size(); ++i) {
      std::string wrong = right;
      std::swap(wrong[i], wrong[i + 1]);
      if (wrong != right) {
        EXPECT_NE(read_barcode(wrong).kind, Scanned::volume) << wrong;
      }
    }
  }
}

TEST(Barcode, ADamagedLabelOfOursIsNeverTakenForAnothers) {
  auto text = barcode_of(Scanned::place, 77);
  text.back() = text.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(read_barcode(text).kind, Scanned::damaged);
  EXPECT_EQ(read_barcode(text).key, 0);
}

TEST(Barcode, AnOlderSystemsLabelIsLookedUpAsItStands) {
  const auto read = read_barcode("  hx-100042-01 ");
  EXPECT_EQ(read.kind, Scanned::foreign);
  EXPECT_EQ(read.text, "HX-100042-01");
}

TEST(Barcode, ASheetOfTheScanningDeskIsKnown) {
  EXPECT_EQ(read_barcode("CHS1P|urn:oid:1.2|100|V|11488-4|7|AA").kind, Scanned::separator);
}

TEST(Barcode, IsReadInSmallLettersAndWithBlanksAroundIt) {
  const auto text = barcode_of(Scanned::requisition, 4242);
  std::string small = " " + text + "\r";
  for (auto& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  EXPECT_EQ(read_barcode(small).kind, Scanned::requisition);
  EXPECT_EQ(read_barcode(small).key, 4242);
}

TEST(Barcode, NothingIsNothing) {
  EXPECT_EQ(read_barcode("").kind, Scanned::foreign);
  EXPECT_TRUE(read_barcode("").text.empty());
}

}  // namespace
}  // namespace charta::paper_charts
