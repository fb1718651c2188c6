// SPDX-License-Identifier: Apache-2.0
#include "formats/cover_sheet/cover_sheet.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::cover_sheet {
namespace {

CoverSheet patient_sheet() {
  return {Kind::patient, "urn:oid:1.2.840.99", "1002003", "V77", "11488-4", "000042"};
}

void expect_same(const CoverSheet& a, const CoverSheet& b) {
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_EQ(a.assigner, b.assigner);
  EXPECT_EQ(a.mrn, b.mrn);
  EXPECT_EQ(a.encounter, b.encounter);
  EXPECT_EQ(a.document_type, b.document_type);
  EXPECT_EQ(a.serial, b.serial);
}

TEST(CoverSheet, SaysWhatStandsOnItAndNothingElse) {
  const auto payload = payload_of(patient_sheet()).value();
  EXPECT_TRUE(payload.starts_with("CHS1P|urn:oid:1.2.840.99|1002003|V77|11488-4|000042|"));
  EXPECT_EQ(payload.size(), std::string_view("CHS1P|urn:oid:1.2.840.99|1002003|V77|11488-4|000042|").size() + 2);
}

TEST(CoverSheet, OfEveryKindIsReadBack) {
  for (const auto& sheet :
       {patient_sheet(), CoverSheet{Kind::patient, "H", "1", "", "", ""},
        CoverSheet{Kind::document_type, "", "", "", "18842-5", "7"}, CoverSheet{Kind::patch, "", "", "", "", "9"},
        CoverSheet{Kind::patch, "", "", "", "11506-3", ""}, CoverSheet{Kind::sticker, "H", "1002003", "V77", "", "000043"}}) {
    const auto read = sheet_of(payload_of(sheet).value()).value();
    ASSERT_TRUE(read);
    expect_same(*read, sheet);
  }
}

TEST(CoverSheet, IsNotMadeOfWhatCannotBePrintedOrWouldSayTooMuch) {
  struct Case {
    CoverSheet sheet;
    std::string_view why;
  };
  for (const auto& [sheet, why] :
       {Case{{Kind::patient, "H", "1|2", "", "", ""}, "ASCII"}, Case{{Kind::patient, "H", "1\n", "", "", ""}, "ASCII"},
        Case{{Kind::patient, "H", "\xC3\xA9", "", "", ""}, "ASCII"}, Case{{Kind::patient, "H", "", "", "", ""}, "record number"},
        Case{{Kind::patient, "", "1", "", "", ""}, "who assigned"}, Case{{Kind::sticker, "", "", "", "", ""}, "record number"},
        Case{{Kind::patch, "H", "1", "", "", ""}, "carries no record number"},
        Case{{Kind::patch, "", "", "V1", "", ""}, "belongs to a patient"},
        Case{{Kind::document_type, "", "", "", "", ""}, "carries the type"},
        Case{{Kind::patch, "", "", "", std::string(200, '1'), ""}, "do not fit"}}) {
    const auto payload = payload_of(sheet);
    ASSERT_FALSE(payload) << why;
    EXPECT_EQ(payload.error().kind, ErrorKind::invalid);
    EXPECT_NE(payload.error().message.find(why), std::string::npos) << payload.error().message;
  }
}

TEST(CoverSheet, LeavesOtherSymbolsAlone) {
  for (const auto* text : {"", "1002003", "PATCH T", "https://example.org", "CHS"}) EXPECT_FALSE(sheet_of(text).value()) << text;
}

TEST(CoverSheet, StopsWhenItsCheckOrItsFieldsAreWrong) {
  for (const auto* text : {"CHS1", "CHS1P", "CHS1P|H|1||||", "CHS1P|H|1||||00|", "CHS2"}) {
    const auto read = sheet_of(text);
    EXPECT_TRUE(!read || !read.value()) << text;
    EXPECT_EQ(read.has_error(), std::string_view(text).starts_with("CHS1")) << text;
  }
}

// Every one of these is told, none by chance: the weights of two places differ, and a prime divides no product of two
// differences.
TEST(CoverSheet, EveryWrongCharacterIsTold) {
  const auto payload = payload_of(patient_sheet()).value();
  for (std::size_t at = 4; at < payload.size(); ++at)
    for (int c = ' '; c <= '~'; ++c) {
      auto wrong = payload;
      wrong[at] = static_cast<char>(c);
      EXPECT_EQ(sheet_of(wrong).has_value(), wrong == payload) << wrong;
    }
}

TEST(CoverSheet, EverySwapOfTwoCharactersIsTold) {
  const auto payload = payload_of(patient_sheet()).value();
  for (std::size_t one = 4; one < payload.size(); ++one)
    for (std::size_t other = one + 1; other < payload.size(); ++other) {
      auto wrong = payload;
      std::swap(wrong[one], wrong[other]);
      EXPECT_EQ(sheet_of(wrong).has_value(), wrong == payload) << wrong;
    }
}

TEST(CoverSheet, TwoWrongDigitsOfARecordNumberAreTold) {
  const auto payload = payload_of(patient_sheet()).value();
  const auto first = payload.find("1002003");
  for (auto one = first; one < first + 7; ++one)
    for (auto other = one + 1; other < first + 7; ++other)
      for (int digits = 0; digits < 100; ++digits) {
        auto wrong = payload;
        wrong[one] = static_cast<char>('0' + digits / 10);
        wrong[other] = static_cast<char>('0' + digits % 10);
        EXPECT_EQ(sheet_of(wrong).has_value(), wrong == payload) << wrong;
      }
}

TEST(CoverSheet, ACharacterLostOrDoubledIsTold) {
  const auto payload = payload_of(patient_sheet()).value();
  for (std::size_t at = 4; at < payload.size(); ++at) {
    EXPECT_FALSE(sheet_of(payload.substr(0, at) + payload.substr(at + 1))) << at;
    EXPECT_FALSE(sheet_of(payload.substr(0, at) + payload[at] + payload.substr(at))) << at;
  }
}

TEST(CoverSheet, ChecksOfNeighbouringNumbersSpread) {
  std::set<std::string> checks;
  auto sheet = patient_sheet();
  for (int number = 0; number < 1000; ++number) {
    sheet.mrn = std::to_string(1'002'000 + number);
    const auto payload = payload_of(sheet).value();
    checks.insert(payload.substr(payload.size() - 2));
  }
  EXPECT_GT(checks.size(), 500U);
}

}  // namespace
}  // namespace charta::cover_sheet
