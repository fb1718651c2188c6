// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/page_clues.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

namespace charta::document_imaging {
namespace {

using patient_index::Demographics;

ImagingRules shipped() {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  EXPECT_TRUE(book);
  auto all = ImagingRules::read(*book, *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(all) << all.error().message;
  return *all;
}

std::vector<page_reading::Word> words(const std::vector<std::string>& lines, int confidence = 95) {
  std::vector<page_reading::Word> list;
  int number = 0;
  for (const auto& line : lines) {
    int left = 100;
    for (const auto word : split(line, ' ')) {
      if (!word.empty()) list.push_back({std::string(word), {left, 100 + 40 * number, 80, 30}, confidence, number});
      left += 100;
    }
    ++number;
  }
  return list;
}

std::string said(const std::vector<Clue>& clues) {
  static constexpr const char* names[] = {"mrn", "number", "name", "born", "served", "date", "author"};
  std::string text;
  for (const auto& clue : clues)
    text += (text.empty() ? "" : "; ") + std::string(names[static_cast<int>(clue.kind)]) + " " + clue.text;
  return text;
}

std::string read(const std::string& line) {
  return said(clues_of(PageId(1), words({line}), shipped().labels));
}

TEST(PageClues, StandBehindTheirLabels) {
  EXPECT_EQ(read("Patient Name: MARSH, Ada DOB: 04/02/1961 MRN 100042"), "name MARSH, Ada; born 1961-04-02; mrn 100042");
  EXPECT_EQ(read("Medical Record Number 10-00-42"), "mrn 100042");
  EXPECT_EQ(read("DOB:04/02/1961"), "born 1961-04-02");
  EXPECT_EQ(read("Date of Birth April 2, 1961"), "born 1961-04-02");
  EXPECT_EQ(read("Born 2-APR-1961"), "born 1961-04-02");
  EXPECT_EQ(read("Date of service 2026-02-27"), "served 2026-02-27");
  EXPECT_EQ(read("Dictated by Tomas Ferreira"), "author Tomas Ferreira");
}

TEST(PageClues, WithoutALabelAreNumbersAndDaysOnly) {
  EXPECT_EQ(read("seen on 02/27/2026 for 100042"), "date 2026-02-27; number 100042");
  EXPECT_EQ(read("The patient was well"), "") << "a sentence is no name";
  EXPECT_EQ(read("Patient Education Materials"), "") << "nor is a heading";
  EXPECT_EQ(read("Patient MARSH, Ada was seen"), "name MARSH, Ada");
}

TEST(PageClues, AreAsSureAsTheirLeastSureWord) {
  auto line = words({"MRN 100042"});
  line[1].confidence = 41;
  const auto clues = clues_of(PageId(1), line, shipped().labels);
  ASSERT_EQ(clues.size(), 1U);
  EXPECT_EQ(clues[0].confidence, 41);
  EXPECT_EQ(clues[0].box.left, 200);
}

TEST(WrittenDay, IsReadInTheWaysOfPaper) {
  for (const auto* text : {"1961-04-02", "4/2/1961", "04.02.1961", "April 2, 1961", "2 Apr 1961", "2-APR-1961"})
    EXPECT_EQ(written_day(text, false).value_or(Date()).text(), "1961-04-02") << text;
  EXPECT_EQ(written_day("04/02/1961", true).value_or(Date()).text(), "1961-02-04");
  for (const auto* text : {"4/2/61", "13/13/1961", "1961-02-30", "12345", "April", "", "0/0/0000"})
    EXPECT_FALSE(written_day(text, false)) << text;
}

Demographics ada() {
  Demographics person;
  person.names = {{"Marsh", "Ada", "", ""}, {"Quill", "Ada", "", "", patient_index::NameUse::former}};
  person.birth_date = Date::parse("1961-04-02");
  person.identifiers = {{"urn:oid:1.2.3", "100042", "MR"}};
  return person;
}

std::string against(const std::vector<std::string>& lines, int confidence = 95, const std::string& sheet_mrn = "") {
  const auto rules = shipped();
  std::optional<cover_sheet::CoverSheet> sheet;
  if (!sheet_mrn.empty()) {
    sheet.emplace();
    sheet->mrn = sheet_mrn;
    sheet->assigner = "urn:oid:1.2.3";
  }
  std::string text;
  for (const auto& one :
       contradictions(ada(), clues_of(PageId(1), words(lines, confidence), rules.labels), sheet, PageId(1), rules.index))
    text += (text.empty() ? "" : "; ") + one.what + " " + one.says;
  return text;
}

TEST(Contradictions, ArePagesThatSpeakOfSomebodyElse) {
  EXPECT_EQ(against({"Patient: MARSH, Ada", "DOB 04/02/1961 MRN 100042"}), "");
  EXPECT_EQ(against({"MRN 100043"}), "mrn 100043");
  EXPECT_EQ(against({"DOB 04/03/1961"}), "birth_date 1961-04-03");
  EXPECT_EQ(against({"Patient Name: Ferreira, Tomas"}), "name Ferreira, Tomas");
  EXPECT_EQ(against({}, 95, "100043"), "sheet 100043");
  EXPECT_EQ(against({}, 95, "100042"), "");
}

TEST(Contradictions, AFormerNameIsTheirsToo) {
  EXPECT_EQ(against({"Patient Name: QUILL, Ada"}), "");
  EXPECT_EQ(against({"Patient Name: Ada Quill"}), "");
}

TEST(Contradictions, WhatWasReadUnsurelyContradictsNobody) {
  EXPECT_EQ(against({"MRN 100043"}, 40), "");
}

TEST(Contradictions, NumbersWithoutALabelContradictNobody) {
  EXPECT_EQ(against({"Invoice 9912345 of 04/03/1999"}), "");
}

TEST(Likeness, GrowsWithWhatAgrees) {
  const auto rules = shipped();
  const auto sure = [&](const std::vector<std::string>& lines, bool with_sheet) {
    std::optional<cover_sheet::CoverSheet> sheet;
    if (with_sheet) {
      sheet.emplace();
      sheet->mrn = "100042";
      sheet->assigner = "urn:oid:1.2.3";
    }
    return likeness(ada(), clues_of(PageId(1), words(lines), rules.labels), sheet, rules.index).confidence;
  };
  EXPECT_EQ(sure({"nothing of anybody"}, false), 0);
  EXPECT_EQ(sure({"Patient: MARSH, Ada"}, false), 25);
  EXPECT_EQ(sure({"Patient: MARSH, Ada", "DOB 04/02/1961"}, false), 50);
  EXPECT_EQ(sure({"100042 100042 MRN 100042"}, false), 40) << "each kind counts once";
  EXPECT_EQ(sure({"MRN 100042"}, true), 99);
  EXPECT_EQ(sure({"Patient: Tomas Ferreira"}, false), 0);
}

TEST(ImagingRules, AsShippedNameEveryTypesFields) {
  const auto rules = shipped();
  EXPECT_GE(rules.index.types.size(), 10U);
  for (const auto& type : rules.index.types) {
    EXPECT_EQ(type.required.at(0), "patient") << type.code;
    for (const auto& field : type.required)
      EXPECT_TRUE(field == "patient" || field == "encounter" || field == "type" || field == "service_date" || field == "author")
          << field;
  }
  EXPECT_EQ(rules.index.find("11488-4")->required.size(), 5U);
  EXPECT_EQ(rules.index.find("no-such"), nullptr);
  EXPECT_EQ(rules.retention_days, 30);
}

}  // namespace
}  // namespace charta::document_imaging
