// SPDX-License-Identifier: Apache-2.0
// What the manuals of CMS say in words that a program can read: lists of the code editor's edits, the list of MS-DRGs, and the
// lists of complications, which are compared with the tables.
#include "department/coding/code_sets/manual_files.hpp"

#include "base/text.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/edit_list_file.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

#include <fmt/format.h>

#include <fstream>

namespace charta::code_sets {
namespace {

using grouper::key_of;

const std::string heading =
    "MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n";
const std::string edit_list =
    heading +
    "37\t10\t4\tA\tNewborn_Only\tD\tZ381\tOf a newborn\n37\t10\t9\t_\tPrincipal_Unacceptable\tD\tZ992\tNot first\n"
    "37\t10\t11\tA\tNoncovered_Always\tP\tX000001\tNot paid\n";
const std::string diagnoses =
    "00001 W010XXA 1 A fall                                                       A fall\n"
    "00002 Z381    1 Of a newborn                                                 Of a newborn\n"
    "00003 Z992    1 Not first                                                    Not first\n";
const std::string procedures = "00001 X000001 1 Not paid                                                     Not paid\n";

class Manuals : public ::testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(source_.path());
    const auto path = source_.path() + "/" + name;
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    return path;
  }
  std::vector<std::string> codes_of_2020() {
    return {write("icd10cm_order_2020.txt", diagnoses), write("icd10pcs_order_2020.txt", procedures)};
  }
  testing::LibraryFolder folder_, source_;
};

TEST_F(Manuals, AListOfEditsBecomesTheCodeEditorOfItsYear) {
  auto library = folder_.open();
  auto paths = codes_of_2020();
  paths.push_back(write("edits_v37.txt", edit_list));
  const auto done = testing::import(library, paths);
  ASSERT_TRUE(done) << done.error().message;
  const auto day = *Date::parse("2020-02-01");
  ASSERT_NE(library.find("mce", "37.0"), nullptr);
  const auto* editor = library.code_editor(day).value();
  grouper::Claim claim;
  claim.age = 40, claim.sex = 'F', claim.discharge_status = 1;
  claim.principal = {key_of("Z992"), 'Y'};
  claim.secondary = {{key_of("Z381"), 'Y'}, {key_of("A000"), 'Y'}};
  claim.procedures = {key_of("X000001")};
  std::vector<editor::CodeEditor::Finding> findings;
  editor->edit(claim, day, 3, findings);
  std::vector<std::string> names;
  for (const auto& finding : findings) names.push_back(editor->rules()[finding.rule].edit);
  EXPECT_EQ(names, (std::vector<std::string>{"INVALID_CODE", "AGE_CONFLICT", "UNACCEPTABLE_PDX", "NON_COVERED"}));
  const auto unchecked = editor->not_checked(day);
  EXPECT_NE(std::find(unchecked.begin(), unchecked.end(), "LIMITED_COVERAGE (LCOV)"), unchecked.end())
      << "no code of it is listed";
  EXPECT_EQ(std::find(unchecked.begin(), unchecked.end(), "E_CODE_AS_PDX (ECODEPDX)"), unchecked.end());
}

TEST_F(Manuals, AListOfEditsAloneSaysWhatItNeeds) {
  auto library = folder_.open();
  const auto alone = testing::import(library, {write("edits_v37.txt", edit_list)});
  ASSERT_FALSE(alone);
  EXPECT_NE(alone.error().message.find("import it together with the order files of FY2020"), std::string::npos)
      << alone.error().message;
  auto paths = codes_of_2020();
  paths.push_back(write("edits_v37.txt", edit_list + "37\t10\t4\tA\tNewborn_Only\tD\tZ3899\tOf another year\n"));
  EXPECT_NE(testing::import(library, paths).error().message.find("the list names Z3899, which is no code of that year"),
            std::string::npos);
  EXPECT_EQ(library.entries().size(), 0U);
}

TEST_F(Manuals, AListOfEditsSaysWhereItIsBroken) {
  const std::pair<const char*, const char*> cases[] = {
      {"36\t10\t4\tA\tNewborn_Only\tD\tZ381\t\n37\t10\t4\tA\tNewborn_Only\tD\tZ382\t\n", "line 3: it is of another version"},
      {"32\t9\t4\tA\tNewborn_Only\tD\tV300\t\n", "line 2: version '32' for ICD-9 is not read"},
      {"37\t10\t4\tA\tMoon_Only\tD\tZ381\t\n", "line 2: the edit type 'Moon_Only' is unknown"},
      {"37\t10\t4\tA\tNewborn_Only\tX\tZ381\t\n", "line 2: 'X' is neither D nor P"},
      {"37\t10\t4\tA\n", "line 2: it has 4 columns"},
      {"", "no codes below the heading: the file is cut short"}};
  for (const auto& [rows, because] : cases) {
    const auto read = read_edit_list(heading + rows);
    ASSERT_FALSE(read) << because;
    EXPECT_NE(read.error().message.find(because), std::string::npos) << read.error().message;
  }
}

TEST_F(Manuals, TheListOfMsDrgsIsReadByItsColumns) {
  const std::string text =
      "|     Appendix A List of MS-DRGs Version 40.0     |\n\nDRG MDC MS Description\n001     P  A HEART\n193 04  M  A LUNG WITH "
      "MCC\n"
      "999        NOTHING\n";
  const auto list = read_drg_list(text).value();
  EXPECT_EQ(list.version, 400);
  const auto lung = list.drgs.find("193");
  ASSERT_EQ(lung.size(), 1U);
  EXPECT_EQ(list.drgs.texts[lung[0].title], "A LUNG WITH MCC");
  EXPECT_EQ(list.drgs.texts[lung[0].detail], "04");
  EXPECT_EQ(list.drgs.texts[lung[0].more], "medical");
  EXPECT_EQ(read_drg_list(text.substr(0, text.find("999"))).error().message,
            "it ends with DRG 193 instead of 999: the file is cut short");
  EXPECT_EQ(read_drg_list(text + "002     P  A SECOND\n").error().message, "line 7: DRG 2 does not follow DRG 999");
  auto library = folder_.open();
  ASSERT_TRUE(testing::import(library, {write("appendix_A.txt", text)}));
  EXPECT_EQ(library.entries().front().kind + " " + library.entries().front().release, "ms-drg-list 40.0");
}

TEST_F(Manuals, OfVersion37TheCountsAreThoseThatItsManualHas) {
  const auto path = testing::published("mce/MCE_Simple_Code_Edits_v37.txt");
  if (path.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const auto text = store::read_file(path).value();
  const auto list = read_edit_list(text).value();
  EXPECT_EQ(list.version, 37);
  std::map<std::string, int> counts;
  for (const auto& row : list.rows) ++counts[std::string(row.attribute) + (row.is_procedure ? " P" : " D")];
  const std::map<std::string, int> published{{"NEWBORN D", 41},  {"PEDIATRIC D", 114}, {"MATERNITY D", 2372},    {"ADULT D", 771},
                                             {"FEMALE D", 3135}, {"FEMALE P", 2294},   {"MALE D", 529},          {"MALE P", 1916},
                                             {"MANIF D", 395},   {"QADM D", 27},       {"UNACCEPTABLE D", 2406}, {"NCOV_A P", 97},
                                             {"NCOV_F P", 2},    {"LCOV P", 50},       {"WRNGPROC D", 3},        {"LOS P", 1}};
  EXPECT_EQ(counts, published);
}

TEST_F(Manuals, OfVersion40AgreeWithItsTables) {
  const auto tables_folder = testing::published("drg/tables-raw-v400-v431"),
             appendix = testing::published("drg/definitions-manual-samples/v40_appendix_A.txt"),
             others = testing::published("drg/definitions-manual-samples/v40_appendix_F_J.txt.gz");
  if (tables_folder.empty() || appendix.empty() || others.empty()) GTEST_SKIP() << "the publishers' files are not here";
  auto library = folder_.open();
  ASSERT_TRUE(testing::import(library, {tables_folder, appendix}));
  const auto* tables = library.drg_tables(*Date::parse("2022-11-01")).value();
  ASSERT_EQ(tables->version, 400U);
  const auto list = read_drg_list(store::read_file(appendix).value()).value();
  EXPECT_EQ(list.drgs.terms.size(), tables->drg_numbers.size());
  int other_kinds = 0;
  for (const auto& line : tables->lines) {
    if (line.drg == 0 || line.med_surg == grouper::MedSurg::none) continue;
    const auto found = list.drgs.find(fmt::format("{:03}", line.drg));
    ASSERT_EQ(found.size(), 1U) << line.drg;
    const std::string_view kind = line.med_surg == grouper::MedSurg::surgical ? "surgical" : "medical";
    if (list.drgs.texts[found[0].more] != kind) ++other_kinds;
  }
  EXPECT_EQ(other_kinds, 0);
  const auto text = archive::gunzip(store::read_file(others).value()).value();
  std::map<grouper::Severity, int> listed;
  int differ = 0;
  bool is_when_alive = false;
  auto severity = grouper::Severity::none;
  for (const auto line : split(text, '\n')) {
    if (line.find("Appendix G ") != std::string_view::npos) severity = grouper::Severity::cc;
    if (line.find("Appendix H ") != std::string_view::npos) severity = grouper::Severity::mcc;
    if (line.find("Appendix I ") != std::string_view::npos) break;
    if (line.find("Appendix H Part 2") != std::string_view::npos) is_when_alive = true;
    if (severity == grouper::Severity::none || !line.starts_with("  ") || line.size() < 10 || line[2] == ' ') continue;
    const auto* diagnosis = tables->diagnosis(key_of(line.substr(2, line.find(' ', 2) - 2)));
    ASSERT_NE(diagnosis, nullptr) << line;
    if (is_when_alive) {
      EXPECT_TRUE(tables->patterns[diagnosis->pattern].has(static_cast<std::uint16_t>(tables->alive_attribute))) << line;
      continue;
    }
    ++listed[severity];
    if (diagnosis->severity != severity) ++differ;
  }
  std::printf("appendix G: %d CC, appendix H: %d MCC, %d differ from the tables\n", listed[grouper::Severity::cc],
              listed[grouper::Severity::mcc], differ);
  const auto in_tables = [&](grouper::Severity asked) {
    return std::count_if(tables->diagnoses.begin(), tables->diagnoses.end(),
                         [&](const auto& row) { return row.severity == asked; });
  };
  EXPECT_EQ(differ, 0);
  EXPECT_EQ(listed[grouper::Severity::cc], in_tables(grouper::Severity::cc));
  EXPECT_EQ(listed[grouper::Severity::mcc], in_tables(grouper::Severity::mcc));
}

}  // namespace
}  // namespace charta::code_sets
