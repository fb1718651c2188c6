// SPDX-License-Identifier: Apache-2.0
// The project's own starter set: what it says is what the official tables say, row by row, where they are present.
#include "base/text.hpp"
#include "department/coding/code_sets/tests/starter_library.hpp"
#include "department/coding/code_sets/weight_table.hpp"
#include "department/coding/grouper/grouper.hpp"
#include "formats/delimited/delimited.hpp"
#include "store/durable_file.hpp"

#include <set>

namespace charta::code_sets {
namespace {

using testing::official_library;
using testing::published;
using testing::starter_day;
using testing::starter_library;
using testing::starter_set;

using Rows = std::map<std::string, std::vector<std::string>>;

/// Columns of a CSV by the first of them.
Rows rows_of(const std::string& path, const std::vector<std::string>& columns) {
  Rows rows;
  const auto text = store::read_file(path).value();
  auto table = delimited::Table::open(text).value();
  std::vector<std::size_t> places;
  for (const auto& name : columns) places.push_back(table.column(name).value());
  while (table.next().value()) {
    std::vector<std::string> row;
    for (const auto place : places) row.emplace_back(table[place]);
    const auto key = row.front();
    rows.emplace(key, std::move(row));
  }
  return rows;
}

Rows our_rows(const std::string& file, const std::vector<std::string>& columns) {
  return rows_of(starter_set + "/" + file, columns);
}

std::set<std::string> words_in(const std::string& list) {
  std::set<std::string> words;
  for (const auto word : split(list, '|'))
    if (!word.empty()) words.emplace(word);
  return words;
}

void expect_same(const Rows& ours, const Rows& theirs) {
  for (const auto& [code, row] : ours) {
    const auto found = theirs.find(code);
    ASSERT_NE(found, theirs.end()) << code;
    EXPECT_EQ(row, found->second) << code;
  }
}

TEST(StarterSet, IsWholeAndNamesNothingThatItHasNot) {
  auto& library = starter_library();
  const auto* tables = library.drg_tables(starter_day).value();
  EXPECT_TRUE(tables->unknown_operands.empty()) << tables->unknown_operands.front();
  EXPECT_GE(tables->diagnoses.size() + tables->procedures.size(), 1500U);
  EXPECT_GE(tables->diagnoses.size(), 1150U);
  EXPECT_GE(tables->procedures.size(), 250U);
  for (const auto number : tables->drg_numbers)
    if (number != 998) {
      EXPECT_NE(tables->facts_of(number), nullptr) << number << " has no weight";
    }
}

TEST(StarterSet, EveryCodeThatMayBeBilledGroupsAndIsKnownToTheCodeEditor) {
  auto& library = starter_library();
  const auto* tables = library.drg_tables(starter_day).value();
  const auto* editor = library.code_editor(starter_day).value();
  const auto day = static_cast<std::int32_t>(starter_day.days().time_since_epoch().count());
  for (const auto* kind : {"icd10cm", "icd10pcs"}) {
    const auto texts = library.texts(kind, starter_day).value();
    const bool is_procedure = std::string_view(kind) == "icd10pcs";
    for (std::size_t n = 0; n < texts.size(); ++n) {
      if (texts.billable[n] == 0) continue;
      const auto code = texts.codes[n];
      SCOPED_TRACE(grouper::text_of(code));
      EXPECT_TRUE(is_procedure ? tables->procedure_index.find(code) != grouper::CodeIndex::none
                               : tables->diagnosis(code) != nullptr);
      EXPECT_NE((is_procedure ? editor->tables().procedures : editor->tables().diagnoses).on(code, day), nullptr);
    }
  }
}

TEST(StarterSet, EveryDiagnosisLeadsToADrgWithATitleUnlessItCannotBePrincipal) {
  const auto* tables = starter_library().drg_tables(starter_day).value();
  int without = 0;
  for (const auto code : tables->diagnosis_keys) {
    grouper::Claim claim;
    claim.principal = {code, 'Y'};
    claim.age = 60, claim.sex = 'F', claim.discharge_status = 1;
    const auto grouping = grouper::group(*tables, claim);
    if (grouping.final.drg != 999) continue;
    ++without;
    EXPECT_NE(grouping.final.code, grouper::ReturnCode::ok) << grouper::text_of(code);
  }
  EXPECT_LT(without, 200) << "external causes and their like";
}

TEST(StarterSet, HasTheCodesMdcsAndLevelsOfTheOfficialTables) {
  if (official_library() == nullptr) GTEST_SKIP() << "the official tables are not here";
  const std::vector<std::string> columns = {"code", "mdc", "severity"};
  expect_same(our_rows("diagnosis.csv", columns), rows_of(published("drg/tables-v430/diagnosis.csv"), columns));
  const std::vector<std::string> sexes = {"code", "male_mdc", "female_mdc"};
  expect_same(our_rows("gender_mdc.csv", sexes), rows_of(published("drg/tables-v430/gender_mdc.csv"), sexes));
  const auto drgs = rows_of(published("drg/tables-v430/drg.csv"), {"drg"});
  for (const auto& [drg, row] : our_rows("drg.csv", {"drg"})) EXPECT_TRUE(drgs.contains(drg)) << drg;
}

TEST(StarterSet, TellsOperatingRoomProceduresAsTheOfficialTablesDo) {
  if (official_library() == nullptr) GTEST_SKIP() << "the official tables are not here";
  const std::vector<std::string> columns = {"code_or_cluster", "attributes"};
  const auto theirs = rows_of(published("drg/tables-v430/procedure.csv"), columns);
  for (const auto& [code, row] : our_rows("procedure.csv", columns)) {
    if (code.starts_with("Z@")) continue;  // clusters have numbers of their own
    const auto found = theirs.find(code);
    ASSERT_NE(found, theirs.end()) << code;
    for (const auto* mark : {"nonor", "d468", "d477"})
      EXPECT_EQ(words_in(row[1]).contains(mark), words_in(found->second[1]).contains(mark)) << code << " " << mark;
  }
}

TEST(StarterSet, HasTheValidCodesAndBillableMarksOfTheOrderFiles) {
  auto* official = official_library();
  if (official == nullptr) GTEST_SKIP() << "the official tables are not here";
  for (const auto* kind : {"icd10cm", "icd10pcs"}) {
    const auto ours = starter_library().texts(kind, starter_day).value(), theirs = official->texts(kind, starter_day).value();
    std::map<grouper::CodeKey, std::size_t> places;
    for (std::size_t n = 0; n < theirs.size(); ++n) places[theirs.codes[n]] = n;
    for (std::size_t n = 0; n < ours.size(); ++n) {
      const auto found = places.find(ours.codes[n]);
      ASSERT_NE(found, places.end()) << grouper::text_of(ours.codes[n]);
      EXPECT_EQ(ours.billable[n], theirs.billable[found->second]) << grouper::text_of(ours.codes[n]);
    }
  }
}

std::set<std::string> edits_of(const editor::EditTables& tables, const editor::DatedCode& code) {
  std::set<std::string> names;
  for (std::size_t n = 0; n < tables.attributes.size(); ++n)
    if (((code.attributes >> n) & 1U) != 0) names.insert(tables.attributes[n]);
  return names;
}

TEST(StarterSet, HasTheAttributesOfTheMedicareCodeEditor) {
  auto* official = official_library();
  if (official == nullptr) GTEST_SKIP() << "the official tables are not here";
  const auto& ours = starter_library().code_editor(starter_day).value()->tables();
  const auto& theirs = official->code_editor(starter_day).value()->tables();
  const auto day = static_cast<std::int32_t>(starter_day.days().time_since_epoch().count());
  for (const auto kind : {&editor::EditTables::diagnoses, &editor::EditTables::procedures})
    for (const auto code : (ours.*kind).keys) {
      const auto *mine = (ours.*kind).on(code, day), *official_one = (theirs.*kind).on(code, day);
      ASSERT_TRUE(mine != nullptr && official_one != nullptr) << grouper::text_of(code);
      EXPECT_EQ(edits_of(ours, *mine), edits_of(theirs, *official_one)) << grouper::text_of(code);
    }
}

/// The groups that are younger than the newest official table at hand have rounded weights of our own.
TEST(StarterSet, HasTheWeightsOfTheYearThatItNames) {
  const auto official = published("drg/msdrg_v38_fy2021_table5.csv");
  if (official.empty()) GTEST_SKIP() << "the official table is not here";
  const auto table = read_weight_table(store::read_file(starter_set + "/table5_starter.csv").value(), 430).value();
  const auto theirs = read_weight_table(store::read_file(official).value(), 380).value();
  std::size_t younger = 0;
  for (const auto& fact : table.facts) {
    const auto found =
        std::find_if(theirs.facts.begin(), theirs.facts.end(), [&](const auto& other) { return other.drg == fact.drg; });
    if (found == theirs.facts.end() && ++younger > 0) continue;
    EXPECT_EQ(fact.weight, found->weight) << fact.drg;
    EXPECT_EQ(fact.geometric_mean_stay, found->geometric_mean_stay) << fact.drg;
    EXPECT_EQ(fact.arithmetic_mean_stay, found->arithmetic_mean_stay) << fact.drg;
  }
  EXPECT_EQ(younger, 24U) << "the README says how many";
}

}  // namespace
}  // namespace charta::code_sets
