// SPDX-License-Identifier: Apache-2.0
// The Medicare Code Editor over the starter tables: each edit beside the claim that passes it.
#include "department/coding/code_sets/tests/test_library.hpp"

namespace charta::code_sets {
namespace {

using editor::CodeEditor;
using grouper::Claim;
using grouper::key_of;

class Editor : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::LibraryFolder();
    library_ = new CodeLibrary(folder_->open());
    ASSERT_TRUE(testing::import(*library_, {testing::starter()}, "43.0"));
  }
  static void TearDownTestSuite() {
    delete library_;
    delete folder_;
  }

  /// "EDIT@place" for each finding; p: principal, d1: first secondary, x1: first procedure, claim.
  static std::vector<std::string> edits(const Claim& claim, const char* day = "2025-11-15", int stay = 10) {
    const CodeEditor& code_editor = **library_->code_editor(*Date::parse(day));
    std::vector<CodeEditor::Finding> findings;
    code_editor.edit(claim, *Date::parse(day), stay, findings);
    std::vector<std::string> found;
    for (const auto& finding : findings) {
      const std::string place = finding.is_procedure  ? "x" + std::to_string(finding.place + 1)
                                : finding.place == -1 ? "p"
                                : finding.place == -2 ? "claim"
                                                      : "d" + std::to_string(finding.place + 1);
      found.push_back(code_editor.rules()[finding.rule].edit + "@" + place);
    }
    return found;
  }
  static Claim claim(const char* principal, std::vector<const char*> secondary = {}, std::vector<const char*> procedures = {},
                     int age = 60, char sex = 'F') {
    Claim made;
    made.principal.code = key_of(principal);
    for (const auto* code : secondary) made.secondary.push_back({key_of(code), 'Y'});
    for (const auto* code : procedures) made.procedures.push_back(key_of(code));
    made.age = age;
    made.sex = sex;
    made.discharge_status = 1;
    return made;
  }

  static testing::LibraryFolder* folder_;
  static CodeLibrary* library_;
};
testing::LibraryFolder* Editor::folder_ = nullptr;
CodeLibrary* Editor::library_ = nullptr;

using Found = std::vector<std::string>;

TEST_F(Editor, LeavesAGoodClaimAlone) {
  EXPECT_EQ(edits(claim("J189")), Found{});
}

TEST_F(Editor, KnowsACodeOnItsDaysOnly) {
  EXPECT_EQ(edits(claim("J189", {"A99999"})), Found{"INVALID_CODE@d1"});
  EXPECT_EQ(edits(claim("J189", {"E0837"})), Found{"INVALID_CODE@d1"});
  EXPECT_EQ(edits(claim("J189", {"E0837"}), "2016-09-30"), Found{});
  EXPECT_EQ(edits(claim("J189", {}, {"0000000"})), Found{"INVALID_CODE@x1"});
  EXPECT_EQ(edits(claim("")), Found{"INVALID_CODE@p"}) << "no principal diagnosis";
  EXPECT_EQ(edits(claim("J189", {""}, {""})), Found{}) << "a place that was left blank";
}

TEST_F(Editor, JudgesThePrincipalDiagnosis) {
  EXPECT_EQ(edits(claim("W19XXXA")), Found{"E_CODE_AS_PDX@p"});
  EXPECT_EQ(edits(claim("D638")), Found{"MANIFESTATION_AS_PDX@p"});
  EXPECT_EQ(edits(claim("E119")), Found{"QUESTIONABLE_ADMISSION@p"});
  EXPECT_EQ(edits(claim("J189", {"W19XXXA", "D638", "E119"})), Found{});
  EXPECT_EQ(edits(claim("J189", {"J189"})), Found{"DUPLICATE_OF_PDX@d1"});
}

TEST_F(Editor, TakesSomePrincipalDiagnosesWithASecondaryOnly) {
  EXPECT_EQ(edits(claim("Z5189")), Found{"REQUIRES_SDX@p"});
  EXPECT_EQ(edits(claim("Z5189", {"J189"})), Found{});
}

TEST_F(Editor, ComparesCodesWithTheAgeByTheRangeOfTheDay) {
  EXPECT_EQ(edits(claim("P599", {}, {}, 0)), Found{});
  EXPECT_EQ(edits(claim("P599", {}, {}, 1)), Found{"AGE_CONFLICT@p"});
  EXPECT_EQ(edits(claim("O80", {"Z370"}, {}, 60)), Found{});
  EXPECT_EQ(edits(claim("O80", {}, {}, 60), "2019-09-30"), Found{"AGE_CONFLICT@p"});
  EXPECT_EQ(edits(claim("O80", {}, {}, 65)), Found{"AGE_CONFLICT@p"});
}

TEST_F(Editor, RetiredTheSexEditsWithTheDischargesOfOctober2024) {
  EXPECT_EQ(edits(claim("O80", {}, {}, 30, 'M'), "2024-09-30"), Found{"SEX_CONFLICT@p"});
  EXPECT_EQ(edits(claim("O80", {}, {}, 30, 'M'), "2024-10-01"), Found{});
  EXPECT_EQ(edits(claim("O80", {}, {}, 30, 'U'), "2024-09-30"), (Found{"SEX_CONFLICT@p", "INVALID_SEX@claim"}));
  EXPECT_EQ(edits(claim("O80", {}, {}, 30, 'U'), "2024-10-01"), Found{});
}

TEST_F(Editor, AsksForTheOutcomeOfADelivery) {
  EXPECT_EQ(edits(claim("O80", {}, {"10E0XZZ"}, 30)), Found{"QUESTIONABLE_OBSTETRIC_ADMISSION@x1"});
  EXPECT_EQ(edits(claim("O80", {"Z370"}, {"10E0XZZ"}, 30)), Found{});
  EXPECT_EQ(edits(claim("Z370", {}, {"10E0XZZ"}, 30)), Found{"QUESTIONABLE_OBSTETRIC_ADMISSION@x1"})
      << "an outcome that stands first is no outcome";
}

TEST_F(Editor, KnowsWhenAPancreasTransplantIsCovered) {
  EXPECT_EQ(edits(claim("J189", {}, {"0FYG0Z0"})), Found{"NON_COVERED@x1"});
  EXPECT_EQ(edits(claim("J189", {"E1010"}, {"0FYG0Z0"})), Found{"LIMITED_COVERAGE@x1"});
  EXPECT_EQ(edits(claim("J189", {}, {"0FYG0Z0", "0TY00Z0"})), (Found{"LIMITED_COVERAGE@x1", "LIMITED_COVERAGE@x2"}));
}

TEST_F(Editor, KnowsProceduresThatAreNotCovered) {
  EXPECT_EQ(edits(claim("J189", {}, {"0SR20JZ"}, 60)), Found{});
  EXPECT_EQ(edits(claim("J189", {}, {"0SR20JZ"}, 61)), Found{"NON_COVERED@x1"});
  EXPECT_EQ(edits(claim("Z302", {}, {"0UL70ZZ"})), Found{"NON_COVERED@x1"});
  EXPECT_EQ(edits(claim("J189", {"Z302"}, {"0UL70ZZ"})), Found{"NON_COVERED@x1"});
  EXPECT_EQ(edits(claim("J189", {}, {"0UL70ZZ"})), Found{});
  EXPECT_EQ(edits(claim("J189", {}, {"0SR20JZ"}, -1)), (Found{"NON_COVERED@x1", "INVALID_AGE@claim"}))
      << "an unknown age excuses nothing";
}

TEST_F(Editor, ComparesVentilationWithTheStay) {
  EXPECT_EQ(edits(claim("J189", {}, {"5A1955Z"}), "2025-11-15", 4), Found{"INCONSISTENT_WITH_LENGTH_OF_STAY@x1"});
  EXPECT_EQ(edits(claim("J189", {}, {"5A1955Z"}), "2025-11-15", 5), Found{});
  EXPECT_EQ(edits(claim("J189", {}, {"5A1955Z"}), "2025-11-15", -1), Found{});
}

TEST_F(Editor, SeesUnspecifiedCodesAndWrongProcedures) {
  EXPECT_EQ(edits(claim("S7290XA", {"Y6551"})), (Found{"WRONG_PROCEDURE_PERFORMED@d1", "UNSPECIFIED@p"}));
}

TEST_F(Editor, RefusesImpossiblePatients) {
  EXPECT_EQ(edits(claim("J189", {}, {}, 125)), Found{"INVALID_AGE@claim"});
  EXPECT_EQ(edits(claim("J189", {}, {}, -1)), Found{"INVALID_AGE@claim"});
  EXPECT_EQ(edits(claim("J189", {}, {}, 60, 'X')), Found{"INVALID_SEX@claim"});
  auto unknown = claim("J189");
  unknown.discharge_status = 99;
  EXPECT_EQ(edits(unknown), Found{"INVALID_DISCHARGE_STATUS@claim"});
}

TEST_F(Editor, SaysInWordsWhatWouldResolveAFinding) {
  const auto day = *Date::parse("2025-11-15");
  const CodeEditor& code_editor = **library_->code_editor(day);
  std::vector<CodeEditor::Finding> findings;
  const auto one = claim("D638");
  code_editor.edit(one, day, 3, findings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(code_editor.in_words(findings[0], one),
            "principal diagnosis D638: a manifestation cannot be the principal diagnosis (edit 6, in force from 2015-10-01). "
            "Sequence the underlying condition first.");
}

TEST_F(Editor, SaysWhatToImportForADayThatItDoesNotCover) {
  const auto missing = library_->code_editor(*Date::parse("2026-10-01"));
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("'charta codes import' takes its tables"), std::string::npos);
}

TEST(EditRules, RunTheCasesOfTheirPack) {
  int run = 0;
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/medicare-code-edits") continue;
    const auto parameters = json::Document::parse(rule.parameters).value(), tests = json::Document::parse(rule.tests).value();
    const auto rules = editor::read_edit_rules(parameters.root()).value();
    for (const auto test : tests.root()) {
      const auto day = *Date::parse(test["given"]["discharge_date"].text());
      bool in_force = false;
      for (const auto& edit : rules)
        if (edit.edit == test["given"]["edit"].text()) in_force = in_force || (edit.from <= day && (!edit.to || day <= *edit.to));
      EXPECT_EQ(in_force, test["expect"]["in_force"].boolean()) << test["name"].text();
      ++run;
    }
  }
  EXPECT_EQ(run, 3);
}

TEST(DrgLogic, RunsTheCasesOfItsPack) {
  int run = 0;
  for (const auto& rule : testing::rule_book().rules()) {
    if (rule.id != "coding/ms-drg-logic") continue;
    const auto parameters = json::Document::parse(rule.parameters).value(), tests = json::Document::parse(rule.tests).value();
    const auto logic = grouper::SpecialLogic::read(parameters.root(), rule.reference()).value();
    for (const auto test : tests.root()) {
      const int version = logic.version_for(*Date::parse(test["given"]["discharge_date"].text()));
      EXPECT_EQ(version, test["expect"]["version"].integer().value()) << test["name"].text();
      EXPECT_LE(logic.first_day_of(version), *Date::parse(test["given"]["discharge_date"].text()));
      ++run;
    }
  }
  EXPECT_EQ(run, 4);
}

TEST(DrgLogic, IsRefusedWhenAPartIsMissing) {
  for (const auto text : {"{}", R"({"valid_discharge_status":[1],"died":["x"]})", "[]"}) {
    const auto document = json::Document::parse(text).value();
    EXPECT_FALSE(grouper::SpecialLogic::read(document.root(), "test@1")) << text;
  }
}

}  // namespace
}  // namespace charta::code_sets
