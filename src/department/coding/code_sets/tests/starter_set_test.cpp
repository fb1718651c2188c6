// SPDX-License-Identifier: Apache-2.0
// The project's own starter set: it is imported, it groups, and what it says is what the official tables say, where they are
// present.
#include "department/coding/code_sets/tests/test_library.hpp"
#include "department/coding/grouper/grouper.hpp"
#include "formats/delimited/delimited.hpp"
#include "store/durable_file.hpp"

namespace charta::code_sets {
namespace {

const std::string starter_folder = CHARTA_SOURCE_FOLDER "/data/codes/starter";

/// Columns of a CSV by the first of them.
std::map<std::string, std::vector<std::string>> rows_of(const std::string& path, const std::vector<std::string>& columns) {
  std::map<std::string, std::vector<std::string>> rows;
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

TEST(StarterSet, IsImportedAndGroups) {
  testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(
      testing::import(library,
                      {starter_folder + "/diagnosis.csv", starter_folder + "/procedure.csv", starter_folder + "/clusters.csv",
                       starter_folder + "/formulas.csv", starter_folder + "/drg.csv", starter_folder + "/mdc.csv",
                       starter_folder + "/gender_mdc.csv", starter_folder + "/hac.csv", starter_folder + "/hac_formulas.csv",
                       starter_folder + "/hac_operands.csv", starter_folder + "/pdx_exclusion_groups.csv"},
                      "43.0"));
  const auto* tables = library.drg_tables(*Date::parse("2026-02-01")).value();
  EXPECT_TRUE(tables->unknown_operands.empty()) << tables->unknown_operands.front();
  grouper::Claim claim;
  claim.principal = {grouper::key_of("J18.9"), 'Y'};
  claim.secondary = {{grouper::key_of("J96.01"), 'Y'}};
  claim.discharge_status = 1;
  EXPECT_EQ(grouper::group(*tables, claim).final.drg, 193);
  claim.secondary = {{grouper::key_of("I10"), 'Y'}};
  EXPECT_EQ(grouper::group(*tables, claim).final.drg, 195);
  claim.principal = {grouper::key_of("S72.001A"), 'Y'};
  claim.procedures = {grouper::key_of("0SRR0JZ")};
  EXPECT_EQ(grouper::group(*tables, claim).final.drg, 522);
}

TEST(StarterSet, SaysWhatTheOfficialTablesSay) {
  const auto official = testing::published("drg/tables-v430/diagnosis.csv");
  if (official.empty()) GTEST_SKIP() << "the official tables are not here";
  const auto theirs = rows_of(official, {"code", "mdc", "severity"});
  for (const auto& [code, row] : rows_of(starter_folder + "/diagnosis.csv", {"code", "mdc", "severity"})) {
    const auto found = theirs.find(code);
    ASSERT_NE(found, theirs.end()) << code;
    EXPECT_EQ(row, found->second) << code;
  }
  const auto drgs = rows_of(testing::published("drg/tables-v430/drg.csv"), {"drg"});
  for (const auto& [drg, row] : rows_of(starter_folder + "/drg.csv", {"drg"})) EXPECT_TRUE(drgs.contains(drg)) << drg;
  const auto procedures = rows_of(testing::published("drg/tables-v430/procedure.csv"), {"code_or_cluster", "attributes"});
  for (const auto& [code, row] : rows_of(starter_folder + "/procedure.csv", {"code_or_cluster", "attributes"})) {
    if (code.starts_with("Z@")) continue;  // clusters have numbers of their own
    const auto found = procedures.find(code);
    ASSERT_NE(found, procedures.end()) << code;
    EXPECT_EQ(row[1].find("nonor") != std::string::npos, found->second[1].find("nonor") != std::string::npos) << code;
  }
}

}  // namespace
}  // namespace charta::code_sets
