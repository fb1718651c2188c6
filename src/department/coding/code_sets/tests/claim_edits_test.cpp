// SPDX-License-Identifier: Apache-2.0
// tests/cases/claim_edits.case: what a coder is told of codes, by the small books.
#include "department/coding/claim_edits/claim_edits.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/tests/book_fixture.hpp"
#include "tests/support/case_table.hpp"

namespace charta::code_sets {
namespace {

using claim_edits::CodedClaim;
using grouper::key_of;

class ClaimEdits : public testing::SmallShelf {
 protected:
  void SetUp() override {
    SmallShelf::SetUp();
    for (const auto& rule : testing::rule_book().rules()) {
      if (rule.id != "coding/claim-edits") continue;
      pack_ = std::make_unique<json::Document>(json::Document::parse(rule.parameters).value());
      cases_ = std::make_unique<json::Document>(json::Document::parse(rule.tests).value());
    }
    ASSERT_NE(pack_, nullptr);
    auto read = claim_edits::EditRules::read(pack_->root());
    ASSERT_TRUE(read) << read.error().message;
    rules_ = std::move(*read);
  }
  std::unique_ptr<json::Document> pack_, cases_;
  claim_edits::EditRules rules_;
};

/// "A0428*3+XE@2026-01-16", "G0009+XE!"
claim_edits::CodedService service_of(std::string text, Date day) {
  claim_edits::CodedService service;
  service.day = day;
  if (text.ends_with('!')) {
    service.is_documented = false;
    text.pop_back();
  }
  const auto behind = [&](char mark) {
    const auto at = text.find(mark);
    if (at == std::string::npos) return std::string();
    auto rest = text.substr(at + 1);
    text.resize(at);
    return rest;
  };
  if (const auto on = behind('@'); !on.empty()) service.day = testing::day(on);
  if (const auto modifier = behind('+'); !modifier.empty()) service.modifiers.push_back(key_of(modifier));
  if (const auto units = behind('*'); !units.empty()) service.units = std::stoi(units);
  service.code = key_of(text);
  return service;
}

CodedClaim coded_claim(const charta::testing::CaseLine& line) {
  CodedClaim claim;
  claim.discharge = testing::day(line.has("on") ? line.value("on") : "2026-01-15");
  claim.is_inpatient = std::find(line.words.begin(), line.words.end(), "outpatient") == line.words.end();
  for (const auto& text : line.all("dx")) {
    const auto colon = text.find(':');
    claim.diagnoses.push_back({key_of(text.substr(0, colon)), colon == std::string::npos ? ' ' : text[colon + 1]});
  }
  for (const auto& text : line.all("px")) claim.procedures.push_back(key_of(text));
  for (const auto& text : line.all("service")) claim.services.push_back(service_of(text, claim.discharge));
  return claim;
}

TEST_F(ClaimEdits, SayWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/claim_edits.case");
  ASSERT_GE(cases.size(), 60U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    const auto claim = coded_claim(one.lines.front());
    auto books = shelf_->claim_books(std::max(claim.discharge, testing::day("2026-01-01"))).value();
    const auto findings = claim_edits::check(claim, books.books, rules_);
    std::size_t place = 0;
    for (const auto& line : one.lines) {
      if (line.verb != "expect" || line.words.front() == "nothing") continue;
      const bool is_certain = line.words.front() != "maybe";
      ASSERT_LT(place, findings.size()) << "nothing more is found";
      const auto& found = findings[place++];
      EXPECT_EQ(found.edit->id, line.words.back());
      EXPECT_EQ(found.is_certain, is_certain);
      EXPECT_NE(found.words.find(line.value("says")), std::string::npos) << found.words;
    }
    EXPECT_EQ(place, findings.size()) << findings.back().words;
  }
}

TEST_F(ClaimEdits, SayInFullTheRuleItsDatesAndWhatWouldResolveIt) {
  CodedClaim claim;
  claim.discharge = testing::day("2026-01-15");
  claim.diagnoses = {{key_of("E109"), 'Y'}, {key_of("E119"), 'Y'}};
  const auto books = shelf_->claim_books(claim.discharge).value();
  const auto findings = claim_edits::check(claim, books.books, rules_);
  ASSERT_EQ(findings.size(), 1U);
  const auto words = findings.front().in_full();
  for (const std::string_view part :
       {"E10.9 and E11.9", "Excludes1 at E10", "In force from 2015-10-01", "Remove one of them", "I.A.12.a"})
    EXPECT_NE(words.find(part), std::string::npos) << part << " in: " << words;
}

TEST_F(ClaimEdits, SayWhatTheyCouldNotCheckAndCheckTheRest) {
  CodedClaim claim;
  claim.discharge = testing::day("2026-01-15");
  claim.diagnoses = {{key_of("W010XXA"), ' '}};
  claim.procedures = {key_of("0DTJ0ZZ")};
  claim.services = {{key_of("A0428"), 9, claim.discharge, {}}};
  const claim_edits::Books none;
  const auto findings = claim_edits::check(claim, none, rules_);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().edit->id, "external-cause-first");
  EXPECT_EQ(claim_edits::not_checked(claim, none).size(), 7U);
  const auto books = shelf_->claim_books(claim.discharge).value();
  EXPECT_EQ(claim_edits::not_checked(claim, books.books).size(), 0U);
}

TEST_F(ClaimEdits, JudgeLicensedCodesByTheListOfTheSiteAndSayWhereThereIsNone) {
  CodedClaim claim;
  claim.discharge = testing::day("2026-01-15");
  claim.is_inpatient = false;
  claim.services = {{key_of("99998"), 1, claim.discharge, {}}, {key_of("99997"), 1, claim.discharge, {}}};
  auto books = shelf_->claim_books(claim.discharge).value();
  EXPECT_TRUE(claim_edits::check(claim, books.books, rules_).empty());
  ASSERT_EQ(claim_edits::not_checked(claim, books.books).size(), 1U);
  EXPECT_NE(claim_edits::not_checked(claim, books.books).front().find("licensed list"), std::string::npos);
  code_books::ServiceCodes list;
  list.codes = {{key_of("99998"), code_books::always_before, code_books::no_end, code_books::always_before, 0, 0, 0, 0, 0}};
  books.books.licensed = &list;
  EXPECT_TRUE(claim_edits::not_checked(claim, books.books).empty());
  const auto findings = claim_edits::check(claim, books.books, rules_);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().words, "99997 stands in no list of services of that day");
}

TEST_F(ClaimEdits, SayThatAListWithoutModifiersJudgesNone) {
  CodedClaim claim;
  claim.discharge = testing::day("2026-01-15");
  claim.is_inpatient = false;
  claim.services = {{key_of("A0428"), 1, claim.discharge, {key_of("QQ")}}};
  auto books = shelf_->claim_books(claim.discharge).value();
  auto bare = *books.books.services;
  std::erase_if(bare.codes, [](const auto& one) { return one.is_modifier != 0; });
  books.books.services = &bare;
  EXPECT_TRUE(claim_edits::check(claim, books.books, rules_).empty());
  ASSERT_EQ(claim_edits::not_checked(claim, books.books).size(), 1U);
}

TEST_F(ClaimEdits, RunTheCasesOfTheirPack) {
  int run = 0;
  for (const auto test : cases_->root()) {
    const auto given = test["given"], expect = test["expect"];
    if (const auto code = given["code"].text(); !code.empty()) {
      EXPECT_EQ(rules_.external_cause_from <= key_of(code) && key_of(code) <= rules_.external_cause_to,
                expect["external_cause"].boolean())
          << code;
      ++run;
    }
    if (const auto modifier = given["modifier"].text(); !modifier.empty()) {
      const auto& list = rules_.parting_modifiers;
      EXPECT_EQ(std::find(list.begin(), list.end(), key_of(modifier)) != list.end(), expect["parts"].boolean()) << modifier;
      ++run;
    }
  }
  EXPECT_EQ(run, 4);
}

TEST_F(ClaimEdits, ARulePackThatLacksAnEditIsRefused) {
  const auto refused = claim_edits::EditRules::read(json::Document::parse(R"({"edits": []})").value().root());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "claim edit 'unknown-code' is missing");
}

TEST_F(ClaimEdits, OfTwoHundredDiagnosesAreQuick) {
  CodedClaim claim;
  claim.discharge = testing::day("2026-01-15");
  for (int n = 0; n < 200; ++n) claim.diagnoses.push_back({key_of(n % 2 == 0 ? "E109" : "E119"), 'Y'});
  const auto books = shelf_->claim_books(claim.discharge).value();
  const auto findings = claim_edits::check(claim, books.books, rules_);
  EXPECT_EQ(findings.size(), 199U);  // each repetition, and the pair once
}

}  // namespace
}  // namespace charta::code_sets
