// SPDX-License-Identifier: Apache-2.0
// What notes speak of: by the shipped words alone, and by their own cases.
#include "department/coding/suggestions/suggest.hpp"

#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::suggestions {
namespace {

const rules::RuleBook& rule_book() {
  static const rules::RuleBook all = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return all;
}
const Suggester& suggester() {
  static const Suggester one(SuggestionRules::read(rule_book(), *Date::parse("2026-03-01"), "US").value());
  return one;
}
std::vector<std::string> codes_in(const std::string& words, bool is_inpatient = true, bool is_of_discharge = true) {
  static const Dictionary dictionary(suggester().rules());
  const std::vector<Note> notes = {{words, "18842-5", is_of_discharge}};
  std::vector<std::string> codes;
  for (const auto& one : suggester().suggest(notes, dictionary, is_inpatient)) codes.push_back(one.code);
  std::sort(codes.begin(), codes.end());
  return codes;
}
using Codes = std::vector<std::string>;

TEST(NoteReading, TellsAssertionsAsItsOwnCasesSay) {
  const auto* rule = rule_book().in_force("coding/suggestion-language", *Date::parse("2026-03-01")).value();
  const auto cases = json::Document::parse(rule->tests).value();
  for (const auto one : cases.root()) {
    const auto clauses = clauses_of(one["given"]["words"].text(), suggester().rules());
    ASSERT_EQ(clauses.size(), 1u);
    std::size_t at = 0;
    while (at < clauses[0].tokens.size() && clauses[0].tokens[at].word != one["given"]["of"].text()) ++at;
    EXPECT_EQ(assertion_code(assertion_of(clauses[0], at, at, suggester().rules())), one["expect"]["assertion"].text())
        << one["name"].text();
  }
}

TEST(SuggestionWords, PassTheirOwnCases) {
  const auto* rule = rule_book().in_force("coding/suggestion-words", *Date::parse("2026-03-01")).value();
  const auto cases = json::Document::parse(rule->tests).value();
  for (const auto one : cases.root()) {
    const auto codes = codes_in(std::string(one["given"]["words"].text()));
    EXPECT_NE(std::find(codes.begin(), codes.end(), one["expect"]["code"].text()), codes.end()) << one["name"].text();
  }
}

TEST(Suggestions, FollowHowANoteSpeaks) {
  EXPECT_EQ(codes_in("No pneumonia, pleural effusion or pneumothorax."), Codes{}) << "one denial for a list";
  EXPECT_EQ(codes_in("No fever but pneumonia on the film."), Codes{"J189"}) << "a denial ends with but";
  EXPECT_EQ(codes_in("Mother had a stroke."), Codes{});
  EXPECT_EQ(codes_in("FAMILY HISTORY: stroke, diabetes."), Codes{});
  EXPECT_EQ(codes_in("PAST MEDICAL HISTORY: hypertension, pneumonia."), Codes{"I10"}) << "what lasts still counts";
  EXPECT_EQ(codes_in("History of breast cancer."), Codes{"Z853"});
  EXPECT_EQ(codes_in("Return if shortness of breath."), Codes{});
  EXPECT_EQ(codes_in("Pneumonia was ruled out."), Codes{});
}

TEST(Suggestions, TakeEachLineAsItIsSaid) {
  for (const auto& group : testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/as_it_is_said.case"))
    for (const auto& line : group.lines) {
      const auto codes = codes_in(line.words.at(0));
      const auto stands = [&](const std::string& code) { return std::find(codes.begin(), codes.end(), code) != codes.end(); };
      for (const auto& code : line.all("has")) EXPECT_TRUE(stands(code)) << line.words[0] << " lost " << code;
      for (const auto& code : line.all("not")) EXPECT_FALSE(stands(code)) << line.words[0] << " proposed " << code;
    }
}

TEST(Suggestions, TakeDoubtForInpatientsAtDischargeAlone) {
  const std::string words = "FINAL DIAGNOSES: Probable pneumonia.";
  EXPECT_EQ(codes_in(words), Codes{"J189"}) << "Guidelines, Section II.H";
  EXPECT_EQ(codes_in(words, true, false), Codes{}) << "not by a progress note";
  EXPECT_EQ(codes_in(words, false, false), Codes{}) << "Guidelines, Section IV.H";
}

TEST(Suggestions, PreferWhatIsSaidMostExactly) {
  EXPECT_EQ(codes_in("Acute on chronic systolic heart failure. Heart failure improved."), Codes{"I5023"});
  EXPECT_EQ(codes_in("Systolic acute heart failure"), Codes{"I5021"}) << "in any order";
  EXPECT_EQ(codes_in("Hypertension. CKD stage 3. Acute systolic heart failure."), (Codes{"I130", "I5021", "N1830"}));
  EXPECT_EQ(codes_in("Type II diabetes with stage 3 chronic kidney disease."), (Codes{"E1122", "N1830"}));
  EXPECT_EQ(codes_in("Cough and fever. Pneumonia."), Codes{"J189"}) << "a symptom that is explained falls";
}

TEST(Suggestions, QuoteTheWordsOfTheirPage) {
  static const Dictionary dictionary(suggester().rules());
  const std::vector<Note> notes = {{"Progress note\fIMPRESSION:\n1. Acute blood\nloss anemia", "", false},
                                   {"nothing here", "", false}};
  const auto all = suggester().suggest(notes, dictionary, true);
  for (const auto& one : all) EXPECT_NE(notes[one.note].words.find(one.quote), std::string::npos);
  const std::vector<Note> plain = {{"Progress note\fIMPRESSION:\n1. Acute blood loss anemia", "", false}};
  const auto found = suggester().suggest(plain, dictionary, true);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].page, 2u);
  EXPECT_EQ(found[0].quote, "Acute blood loss anemia");
  EXPECT_EQ(found[0].section, "IMPRESSION");
}

TEST(Suggestions, ComeFromTheIndexAndTheTitlesThatAreLoaded) {
  encoder::CodeTexts titles, index;
  titles.add(grouper::key_of("K58.0"), true, "Irritable bowel syndrome with diarrhea");
  titles.add(grouper::key_of("D86.9"), true, "Sarcoidosis, unspecified");
  titles.add(grouper::key_of("D86"), false, "Sarcoidosis");
  index.add(grouper::key_of("D86.9"), false, "Sarcoidosis");
  index.add(grouper::key_of("D86"), false, "Disease, sarcoid");
  Dictionary dictionary(suggester().rules());
  dictionary.add_titles(titles);
  dictionary.add_index(index);
  const std::vector<Note> notes = {{"Sarcoidosis. Irritable bowel syndrome with diarrhea. Sarcoid disease.", "", false}};
  Codes codes;
  for (const auto& one : suggester().suggest(notes, dictionary, true)) codes.push_back(one.code);
  EXPECT_EQ(codes, (Codes{"K580", "D869"})) << "no code that is not billable";
}

TEST(Suggestions, SurviveAnyBytes) {
  const std::string all[] = {std::string("\xFF\xFE no \x00 pneumonia", 16), std::string(5000, ':'), std::string(3000, '\n'),
                             std::string("\f\f\f"), std::string("IMPRESSION:")};
  for (const auto& words : all) codes_in(words);
}

}  // namespace
}  // namespace charta::suggestions
