// SPDX-License-Identifier: Apache-2.0
// Every answer of the official grouper and code editor, member by member, over the claims for which they are known.
#include "department/coding/code_sets/claim_json.hpp"
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
  grouper::Workspace workspace;
  grouper::Grouping grouping;
  std::vector<editor::CodeEditor::Finding> findings;
  int count = 0, wrong = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto document = json::Document::parse(std::string_view(text).substr(at, end - at)).value();
    at = end + 1;
    const auto line = read_claim(document.root()).value();
    const auto* published = library.drg_tables(line.discharge_date).value();
    const auto* code_editor = library.code_editor(line.discharge_date).value();
    grouper::group(*published, line.claim, workspace, grouping);
    code_editor->edit(line.claim, line.discharge_date, line.length_of_stay, findings);
    std::string out;
    json::Writer writer(out);
    writer.begin_object();
    write_answer(writer, line, *published, grouping, code_editor, findings);
    writer.end_object();
    const auto answer = json::Document::parse(out).value();
    const auto different = differences(document.root()["expected"], answer.root());
    ++count;
    if (!different.empty() && ++wrong <= 5) ADD_FAILURE() << line.id << "\n" << different;
  }
  EXPECT_EQ(count, 5883);
  EXPECT_EQ(wrong, 0);
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
