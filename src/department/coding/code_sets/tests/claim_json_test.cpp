// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/claim_json.hpp"

#include "department/coding/code_sets/ms_drg_grouper.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace charta::code_sets {
namespace {

Result<ClaimLine> read(const std::string& text) {
  const auto document = json::Document::parse(text).value();
  return read_claim(document.root());
}

TEST(ClaimLine, IsReadAsItIsWritten) {
  const auto line = read(R"({"id":"a","age":74,"sex":"m","discharge_status":"01","length_of_stay":7,"discharge_date":"20251115",
    "pdx":{"code":"k70.30","poa":"y"},"sdx":[{"code":"E119","poa":"N"},{"code":"N179"},"I10"],"procedures":["3E10X8X",{"code":"5A1955Z"}]})")
                        .value();
  EXPECT_EQ(line.id, "a");
  EXPECT_EQ(line.claim.sex, 'M');
  EXPECT_EQ(line.claim.discharge_status, 1);
  EXPECT_EQ(line.discharge_date.text(), "2025-11-15");
  EXPECT_EQ(grouper::text_of(line.claim.principal.code), "K7030");
  EXPECT_EQ(line.claim.principal.poa, 'Y');
  ASSERT_EQ(line.claim.secondary.size(), 3U);
  EXPECT_EQ(line.claim.secondary[1].poa, ' ');
  EXPECT_EQ(grouper::text_of(line.claim.secondary[2].code), "I10");
  EXPECT_EQ(grouper::text_of(line.claim.procedures[1]), "5A1955Z");
}

TEST(ClaimLine, WithoutAPrincipalDiagnosisIsReadAndLeftToTheGrouper) {
  EXPECT_EQ(read(R"({"discharge_date":"2025-11-15"})").value().claim.principal.code, 0U);
  EXPECT_EQ(read(R"({"discharge_date":"2025-11-15","pdx":null,"sdx":[]})").value().claim.principal.code, 0U);
}

TEST(ClaimLine, IsRefusedWithTheMemberThatIsWrong) {
  const struct {
    const char *text, *location;
    ErrorKind kind;
  } wrong[] = {{"{}", "discharge_date", ErrorKind::missing},
               {R"({"discharge_date":"2025-02-30"})", "discharge_date", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","age":"old"})", "age", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","age":-5})", "age", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","discharge_status":1.5})", "discharge_status", ErrorKind::invalid},
               {R"({"discharge_date":"2025-11-15","length_of_stay":99999999999})", "length_of_stay", ErrorKind::invalid},
               {"[]", "", ErrorKind::invalid}};
  for (const auto& one : wrong) {
    const auto refused = read(one.text);
    ASSERT_FALSE(refused) << one.text;
    EXPECT_EQ(refused.error().location, one.location) << one.text;
    EXPECT_EQ(refused.error().kind, one.kind) << one.text;
  }
}

/// tests/cases/claims.case: what stands behind "claim" is the claim's members, beside a day of discharge.
TEST(ClaimLine, IsReadOrRefusedAsTheCasesSay) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/claims.case");
  ASSERT_GT(cases.size(), 30U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    ASSERT_EQ(one.lines.size(), 2U);
    const auto& expected = one.lines[1];
    const auto line = read(R"({"discharge_date":"2025-11-15",)" + one.lines[0].rest + "}");
    ASSERT_EQ(line.has_value(), expected.verb == "read") << (line ? "" : line.error().message);
    if (!line) {
      EXPECT_EQ(line.error().location, expected.value("at"));
      EXPECT_NE(line.error().message.find(expected.value("says")), std::string::npos) << line.error().message;
      EXPECT_EQ(line.error().message.find("J96"), std::string::npos) << "an error names no code: " << line.error().message;
      continue;
    }
    EXPECT_EQ(line->unreadable_at, expected.all("no_code"));
    EXPECT_EQ(line->claim.unreadable, expected.all("given"));
    EXPECT_EQ(std::to_string(line->claim.secondary.size()), expected.has("secondary") ? expected.value("secondary") : "0");
    EXPECT_EQ(std::to_string(line->claim.procedures.size()), expected.has("procedures") ? expected.value("procedures") : "0");
  }
}

TEST(ClaimLine, EveryClaimWithKnownAnswersIsReadWhole) {
  const auto path = testing::published("drg/cases_sample20.jsonl");
  if (path.empty()) GTEST_SKIP() << "the claims with known answers are not here";
  std::ifstream in(path);
  int read_lines = 0;
  for (std::string text; std::getline(in, text); ++read_lines) {
    const auto line = read(text);
    ASSERT_TRUE(line) << line.error().message;
    EXPECT_TRUE(line->claim.unreadable.empty());
  }
  EXPECT_GT(read_lines, 10);
}

TEST(ClaimLine, WhatIsNoCodeIsInvalidForGrouperAndEditorAndSaysWhatWasGiven) {
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {testing::starter()}, "43.0"));
  const auto answer = [&](const std::string& members) {
    const auto line = read(R"({"age":60,"sex":"F","discharge_status":1,"discharge_date":"2025-11-15",)" + members + "}").value();
    MsDrgGrouper port(library);
    grouper::GroupedClaim grouped;
    EXPECT_TRUE(port.group(line.claim, line.discharge_date, grouped));
    const auto reasons = port.explain(line.claim, line.discharge_date, grouped).value();
    const auto* editor = library.code_editor(line.discharge_date).value();
    std::vector<editor::CodeEditor::Finding> findings;
    editor->edit(line.claim, line.discharge_date, 3, findings);
    std::string text;
    json::Writer out(text);
    out.begin_object();
    write_answer(out, line, grouped, editor, findings);
    write_reasons(out, line, reasons, editor, findings);
    out.end_object();
    return text;
  };
  const auto principal = answer("\"pdx\":\"\u041a7030\"");
  EXPECT_NE(principal.find("INVALID_PDX"), std::string::npos) << principal;
  EXPECT_NE(principal.find(R"("mce":{"INVALID_CODE":1})"), std::string::npos) << principal;
  EXPECT_NE(principal.find("What is given as principal diagnosis cannot be a code: '\u041a7030'."), std::string::npos)
      << principal;
  EXPECT_NE(principal.find("Given is '\u041a7030'."), std::string::npos) << principal;
  const auto others = answer(R"("pdx":"J189","sdx":["J96/01","J96/01"],"procedures":["0SRR0J?"])");
  EXPECT_NE(others.find(R"("mce":{"INVALID_CODE":3})"), std::string::npos) << others;
  EXPECT_NE(others.find(R"({"at":"procedures[0]","given":"0SRR0J?"})"), std::string::npos) << others;
  const auto both = answer(R"("pdx":"K70/30","sdx":["K70/30"])");
  EXPECT_EQ(both.find("DUPLICATE"), std::string::npos) << "what cannot be read is not known to be the same: " << both;
}

TEST(ClaimLine, IsRefusedWithMoreCodesThanAnyClaimHas) {
  std::string text = R"({"discharge_date":"2025-11-15","sdx":["I10")";
  for (int n = 0; n < 1000; ++n) text += ",\"I10\"";
  EXPECT_EQ(read(text + "]}").error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace charta::code_sets
