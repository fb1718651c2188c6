// SPDX-License-Identifier: Apache-2.0
// Every answer of the official grouper and code editor, member by member, over the claims for which they are known.
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/ms_drg_grouper.hpp"
#include "department/coding/code_sets/tests/test_library.hpp"
#include "formats/archive/archive.hpp"
#include "store/durable_file.hpp"

namespace charta::code_sets {
namespace {

/// The members of `expected` that `answer` has otherwise, as text.
std::string differences(json::Value expected, json::Value answer) {
  std::string found;
  for (const auto member : expected) {
    const auto said = answer[member.key()];
    std::string wanted = json::write(member), got = said ? json::write(said) : "nothing";
    if (member.key() == "mce") {  // counts by name, whatever their order
      bool same = member.size() == said.size();
      for (const auto count : member) same = same && said[count.key()].text() == count.text();
      if (same) continue;
    }
    if (wanted != got) found += std::string(member.key()) + ": expected " + wanted + ", got " + got + "\n";
  }
  return found;
}

TEST(OfficialCases, AreGroupedAndEditedAsTheOfficialProgramsDo) {
  const auto cases = testing::published("drg/cases_give.jsonl.gz"), tables = testing::published("drg/tables-raw-v400-v431"),
             edits = testing::published("mce/mce_v43.1");
  if (cases.empty() || tables.empty() || edits.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  const auto imported = testing::import(library, {tables, edits});
  ASSERT_TRUE(imported) << imported.error().message;
  library = folder.open();  // as the next program would find them
  const auto text = archive::gunzip(store::read_file(cases).value()).value();
  MsDrgGrouper port(library);
  grouper::GroupedClaim grouped;
  std::vector<editor::CodeEditor::Finding> findings;
  int count = 0, wrong = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto document = json::Document::parse(std::string_view(text).substr(at, end - at)).value();
    at = end + 1;
    const auto line = read_claim(document.root()).value();
    const auto* code_editor = library.code_editor(line.discharge_date).value();
    ASSERT_TRUE(port.group(line.claim, line.discharge_date, grouped));
    code_editor->edit(line.claim, line.discharge_date, line.length_of_stay, findings);
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    write_answer(writer, line, grouped, code_editor, findings);
    writer.end_object();
    const auto answer = json::Document::parse(out).value();
    const auto different = differences(document.root()["expected"], answer.root());
    ++count;
    if (!different.empty() && ++wrong <= 5) ADD_FAILURE() << line.id << "\n" << different;
  }
  EXPECT_EQ(count, 5883);
  EXPECT_EQ(wrong, 0);
}

/// Claims that the known answers have none of, by the conditions of the tables themselves.
struct OfficialClaim {
  const char *title, *day, *principal;
  std::vector<const char*> secondary, procedures;
  int drg;
  const char* hac = "NOT_APPLICABLE";
  int initial = 0;
};

class OfficialVersions : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto tables = testing::published("drg/tables-raw-v400-v431");
    if (tables.empty()) GTEST_SKIP() << "the publishers' files are not here";
    auto library = folder_.open();
    const auto done = testing::import(library, {tables});
    ASSERT_TRUE(done) << done.error().message;
    library_.emplace(folder_.open());
  }
  grouper::Grouping group(const OfficialClaim& one) {
    grouper::Claim claim;
    claim.principal = {grouper::key_of(one.principal), 'Y'};
    for (const std::string_view text : one.secondary)
      claim.secondary.push_back(
          {grouper::key_of(text.substr(0, text.find(':'))), text.find(':') == text.npos ? 'Y' : text.back()});
    for (const auto* code : one.procedures) claim.procedures.push_back(grouper::key_of(code));
    claim.age = 60, claim.sex = 'F', claim.discharge_status = 1;
    if (std::string_view(one.principal).starts_with("Z38")) claim.age = 0;
    return grouper::group(*library_->drg_tables(*Date::parse(one.day)).value(), claim);
  }
  testing::LibraryFolder folder_;
  std::optional<CodeLibrary> library_;
};

TEST_F(OfficialVersions, EveryConditionThatDecidesIsKnown) {
  for (const auto* day :
       {"2023-01-15", "2023-05-01", "2024-01-15", "2024-05-01", "2025-01-15", "2025-05-01", "2025-11-15", "2026-05-01"}) {
    const auto tables = library_->drg_tables(*Date::parse(day));
    ASSERT_TRUE(tables) << day << ": " << tables.error().message;
    for (const auto& name : (*tables)->unknown_operands)
      EXPECT_TRUE(name.starts_with("MDC") || name == "ERRORDRG" || name == "5") << (*tables)->version << " " << name;
  }
}

TEST_F(OfficialVersions, GroupWhatTheKnownAnswersHaveNoneOf) {
  const OfficialClaim claims[] = {
      {"two levels fused, by the count of v42", "2025-05-01", "M5116", {}, {"0SG0470", "0SG047J"}, 448},
      {"the same by the count of v43", "2025-11-15", "M5116", {}, {"0SG0470", "0SG047J"}, 448},
      {"two levels, both from behind, with an MCC", "2025-05-01", "M5116", {"I5021"}, {"0SG0470", "0SG3470"}, 447},
      {"any operating room procedure in v40", "2023-01-15", "A419", {}, {"0DTJ0ZZ"}, 855},
      {"a mental disease with an operation in v40", "2023-01-15", "F209", {}, {"0DTJ0ZZ"}, 876},
      {"opioid dependence, nothing else, in v40", "2023-01-15", "F1120", {}, {}, 897},
      {"a catheter marks the infection beside it",
       "2025-11-15",
       "I5021",
       {"T83511A:N", "N390:N"},
       {},
       293,
       "FINAL_DRG_CHANGES",
       292},
      {"a catheter infection that came along marks nothing", "2025-11-15", "I5021", {"T83511A:Y", "N390:N"}, {}, 292},
      {"an infection without a catheter", "2025-11-15", "I5021", {"N390:N"}, {}, 292},
      {"a normal newborn with a code that is none", "2025-11-15", "Z3800", {"ZZZZ9"}, {}, 795},
  };
  for (const auto& one : claims) {
    SCOPED_TRACE(one.title);
    const auto grouping = group(one);
    EXPECT_EQ(grouping.final.drg, one.drg);
    EXPECT_EQ(grouper::name_of(grouping.hac_status), one.hac);
    EXPECT_EQ(grouping.initial.drg, one.initial == 0 ? one.drg : one.initial);
  }
}

TEST_F(OfficialVersions, ObesityAloneStandsOnNoListOfConditions) {
  const auto grouping = group({"", "2025-11-15", "I5021", {"E6601", "N390:Y"}, {}, 292});
  EXPECT_FALSE(grouping.secondary[0].is_hac);
  EXPECT_TRUE(grouping.secondary[1].is_hac);
}

TEST(OfficialTables, OfOneVersionAsCsvAreThoseOfTheRangeCodedFiles) {
  const auto csv = testing::published("drg/tables-v430"), ranges = testing::published("drg/tables-raw-v400-v431");
  if (csv.empty() || ranges.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder one, all;
  auto from_csv = one.open(), from_ranges = all.open();
  ASSERT_TRUE(testing::import(from_csv, {csv}));
  ASSERT_TRUE(testing::import(from_ranges, {ranges}));
  const auto day = *Date::parse("2025-11-15");
  const auto &left = *from_csv.drg_tables(day).value(), &right = *from_ranges.drg_tables(day).value();
  EXPECT_EQ(left.diagnosis_keys, right.diagnosis_keys);
  EXPECT_EQ(left.procedure_keys, right.procedure_keys);
  EXPECT_EQ(left.lines.size(), right.lines.size());
  EXPECT_EQ(left.drg_titles, right.drg_titles);
  EXPECT_LT(right.memory_bytes(), std::size_t{60} << 20U);
}

}  // namespace
}  // namespace charta::code_sets
