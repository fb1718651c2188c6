// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/separation.hpp"

#include "base/text.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace charta::document_imaging {
namespace {

using cover_sheet::CoverSheet;
using cover_sheet::Kind;
using page_reading::Symbol;

const std::vector<std::string> tell_tale{"charta", "cover", "sheet"};

CoverSheet sheet_of_line(const charta::testing::CaseLine& line) {
  static const std::map<std::string, Kind> kinds{
      {"patient", Kind::patient}, {"document_type", Kind::document_type}, {"patch", Kind::patch}, {"sticker", Kind::sticker}};
  CoverSheet sheet;
  sheet.kind = kinds.at(line.value("sheet"));
  sheet.mrn = line.value("mrn");
  if (!sheet.mrn.empty()) sheet.assigner = "urn:oid:1.2.3";
  sheet.encounter = line.value("encounter");
  sheet.document_type = line.value("type");
  sheet.serial = line.has("serial") ? line.value("serial") : sheet.mrn.empty() ? "9" : "";
  return sheet;
}

std::string payload(const CoverSheet& sheet) {
  const auto text = cover_sheet::payload_of(sheet);
  EXPECT_TRUE(text) << text.error().message;
  return text ? *text : std::string();
}

void put_ways(SeenPage& page, const std::string& text, const std::string& by) {
  Symbol one{"QRCode", text, {}, {}}, other{"Code128", text, {}, {"zxing"}};
  bool has_other = false;
  for (const auto way : split(by, ',')) {
    if (way == "zxing" || way == "zbar") one.read_by.emplace_back(way);
    if (way == "qr") one.read_by.emplace_back("zxing");
    if (way == "code128") has_other = true;
    if (way == "printed") page.words.push_back({text, {}, 90, 3});
  }
  if (!one.read_by.empty()) page.symbols.push_back(one);
  if (has_other) page.symbols.push_back(other);
}

SeenPage page_of_line(const charta::testing::CaseLine& line, std::int64_t number) {
  SeenPage page;
  page.id = PageId(number);
  const std::string what = line.words.empty() ? "" : line.words.front();
  page.looks_blank = what == "blank";
  if (what == "unreadable") page.problem = "the image is broken";
  if (what == "printed-like-a-sheet")
    for (const auto* word : {"Charta", "COVER", "sheet"}) page.words.push_back({word, {}, 90, 0});
  page.has_marks = what == "bars-of-a-sheet";
  if (what == "foreign-code") page.symbols.push_back({"QRCode", "https://example.org/", {}, {"zxing", "zbar"}});
  if (what == "bad-check") {
    CoverSheet sheet;
    sheet.kind = Kind::patient;
    sheet.mrn = "1009";
    sheet.assigner = "urn:oid:1.2.3";
    std::string text = payload(sheet);
    text.back() = text.back() == '0' ? '1' : '0';
    page.symbols.push_back({"QRCode", text, {}, {"zxing", "zbar"}});
  }
  if (line.has("sheet")) put_ways(page, payload(sheet_of_line(line)), line.value("by"));
  return page;
}

std::string listed_pages(const std::vector<std::int64_t>& pages) {
  std::string text;
  for (const auto page : pages) text += (text.empty() ? "" : ",") + std::to_string(page);
  return text;
}

std::vector<std::string> lines_of(const Separation& separation) {
  std::vector<std::string> lines;
  for (const auto& piece : separation.pieces) {
    std::vector<std::int64_t> pages;
    for (const auto page : piece.pages) pages.push_back(page.key());
    std::string line = "document " + listed_pages(pages);
    if (piece.sheet) {
      if (!piece.sheet->mrn.empty()) line += " mrn=" + piece.sheet->mrn;
      if (!piece.sheet->document_type.empty()) line += " type=" + piece.sheet->document_type;
      if (!piece.sheet->encounter.empty()) line += " encounter=" + piece.sheet->encounter;
    }
    lines.push_back(line);
  }
  for (const auto& [page, role] : separation.set_aside)
    lines.push_back("aside " + std::to_string(page.key()) + " " + std::string(role_code(role)));
  for (const auto& asked : separation.questions) lines.push_back("asks " + asked.kind + " " + std::to_string(asked.page.key()));
  return lines;
}

TEST(Separation, DoesWhatTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/separation.case");
  ASSERT_GE(cases.size(), 16U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::vector<SeenPage> pages;
    std::vector<std::string> expected, wanted;
    for (const auto& line : one.lines) {
      if (line.verb == "page")
        pages.push_back(page_of_line(line, static_cast<std::int64_t>(pages.size()) + 1));
      else if (line.verb == "expects")
        expected.push_back(line.words.at(0));
      else
        wanted.push_back(line.verb + " " + line.rest);
    }
    EXPECT_EQ(lines_of(separate(pages, expected, cover_sheet::sheet_of, tell_tale)), wanted);
  }
}

/// Any stack, any damage: no document holds pages from both sides of a sheet, and every page is in one place.
TEST(Separation, NeverJoinsPagesOfTwoPatientsWhateverIsDamaged) {
  std::mt19937 random(20260301);
  const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
  for (int round = 0; round < 3000; ++round) {
    std::vector<SeenPage> pages;
    std::map<PageId, int> owner;  // the patient whose page it is
    std::int64_t number = 0;
    const int patients = 1 + static_cast<int>(random() % 6);
    for (int patient = 0; patient < patients; ++patient) {
      CoverSheet sheet;
      sheet.kind = Kind::patient;
      sheet.assigner = "urn:oid:1.2.3";
      sheet.mrn = std::to_string(1000 + patient);
      SeenPage separator;
      separator.id = PageId(++number);
      const std::string text = payload(sheet);
      switch (random() % 6) {
        case 0:
          put_ways(separator, text, "zxing");
          break;
        case 1:
          separator.problem = "broken";
          break;
        case 2:
          put_ways(separator, text.substr(0, text.size() - 1) + "~", "zxing,zbar");
          break;
        case 3:
          for (const auto* word : {"CHARTA", "Cover", "sheet"}) separator.words.push_back({word, {}, 90, 0});
          break;
        default:
          put_ways(separator, text, chance(50) ? "zxing,zbar" : "qr,code128");
      }
      pages.push_back(separator);
      for (auto count = random() % 4; count > 0; --count) {
        SeenPage page;
        page.id = PageId(++number);
        page.looks_blank = chance(15);
        if (chance(5)) page.problem = "broken";
        owner[page.id] = patient;
        pages.push_back(page);
      }
    }
    const auto separation = separate(pages, {}, cover_sheet::sheet_of, tell_tale);
    std::set<PageId> placed;
    for (const auto& piece : separation.pieces) {
      std::set<int> owners;
      for (const auto page : piece.pages) {
        EXPECT_TRUE(placed.insert(page).second) << "a page stands in two places";
        if (owner.contains(page)) owners.insert(owner.at(page));
      }
      ASSERT_LE(owners.size(), 1U) << "round " << round << ": pages of two patients in one document";
      if (!piece.sheet || owners.empty()) continue;
      ASSERT_EQ(piece.sheet->mrn, std::to_string(1000 + *owners.begin())) << "round " << round << ": a sheet of somebody else";
    }
    for (const auto& [page, role] : separation.set_aside) EXPECT_TRUE(placed.insert(page).second);
    ASSERT_EQ(placed.size(), pages.size()) << "round " << round << ": a page was lost";
  }
}

}  // namespace
}  // namespace charta::document_imaging
