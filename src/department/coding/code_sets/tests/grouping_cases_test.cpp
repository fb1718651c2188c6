// SPDX-License-Identifier: Apache-2.0
// tests/cases/grouping.case: discharges and their DRGs by the starter tables.
#include "department/coding/code_sets/tests/test_library.hpp"
#include "department/coding/grouper/trace.hpp"
#include "tests/support/case_table.hpp"

namespace charta::code_sets {
namespace {

using grouper::Claim;
using grouper::Grouping;
using grouper::key_of;

class StarterLibrary : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::LibraryFolder();
    library_ = new CodeLibrary(folder_->open());
    const auto done = testing::import(*library_, {testing::starter()}, "43.0");
    ASSERT_TRUE(done) << done.error().message;
  }
  static void TearDownTestSuite() {
    delete library_;
    delete folder_;
  }
  static const grouper::DrgTables& tables() { return **library_->drg_tables(*Date::parse("2025-11-15")); }

  static testing::LibraryFolder* folder_;
  static CodeLibrary* library_;
};
testing::LibraryFolder* StarterLibrary::folder_ = nullptr;
CodeLibrary* StarterLibrary::library_ = nullptr;

Claim claim_of(const charta::testing::CaseLine& line) {
  Claim claim;
  claim.principal.code = key_of(line.value("pdx") == "none" ? "" : line.value("pdx"));
  for (const auto& text : line.all("sdx")) {
    const auto colon = text.find(':');
    claim.secondary.push_back({key_of(text.substr(0, colon)), colon == std::string::npos ? ' ' : text[colon + 1]});
  }
  for (const auto& text : line.all("px")) claim.procedures.push_back(key_of(text));
  claim.age = 60;
  claim.sex = line.has("sex") ? line.value("sex").front() : 'F';
  claim.discharge_status = line.has("status") ? std::stoi(line.value("status")) : 1;
  return claim;
}

void expect_line(const charta::testing::CaseLine& line, const Grouping& grouping) {
  const auto number = [&](const char* name, int found) {
    if (line.has(name)) {
      EXPECT_EQ(found, std::stoi(line.value(name))) << name;
    }
  };
  number("drg", grouping.final.drg);
  number("initial_drg", grouping.initial.drg);
  number("mdc", grouping.final.mdc);
  if (line.has("severity")) {
    EXPECT_EQ(grouper::name_of(grouping.final.severity), line.value("severity"));
  }
  if (line.has("code")) {
    EXPECT_EQ(grouper::name_of(grouping.final.code), line.value("code"));
  }
  if (line.has("hac")) {
    EXPECT_EQ(grouper::name_of(grouping.hac_status), line.value("hac"));
  }
  if (line.has("use")) {
    ASSERT_FALSE(grouping.secondary.empty());
    EXPECT_EQ(grouper::name_of(grouping.secondary.front().final), line.value("use"));
  }
}

TEST_F(StarterLibrary, GroupsEveryCaseOfTheTable) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/grouping.case");
  ASSERT_GT(cases.size(), 20U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    Grouping grouping;
    for (const auto& line : one.lines) {
      if (line.verb == "claim") grouping = grouper::group(tables(), claim_of(line));
      if (line.verb == "expect") expect_line(line, grouping);
    }
  }
}

TEST_F(StarterLibrary, KeepsNoMemoryOfTheClaimBefore) {
  grouper::Workspace workspace;
  Grouping grouping;
  Claim pneumonia;
  pneumonia.principal.code = key_of("J189");
  pneumonia.discharge_status = 1;
  Claim with_more = pneumonia;
  with_more.secondary.push_back({key_of("J9601"), 'Y'});
  with_more.procedures.push_back(key_of("5A1955Z"));
  grouper::group(tables(), with_more, workspace, grouping);
  EXPECT_EQ(grouping.final.drg, 207);
  grouper::group(tables(), pneumonia, workspace, grouping);
  EXPECT_EQ(grouping.final.drg, 195);
  EXPECT_TRUE(grouping.secondary.empty());
  EXPECT_TRUE(grouping.procedures.empty());
}

TEST_F(StarterLibrary, SaysWhyInPlainWords) {
  Claim claim;
  claim.principal.code = key_of("J189");
  claim.discharge_status = 1;
  claim.secondary = {{key_of("J440"), 'Y'}, {key_of("J9601"), 'Y'}, {key_of("S72011A"), 'N'}};
  const auto grouping = grouper::group(tables(), claim);
  std::string all;
  for (const auto& sentence : grouper::explain(tables(), claim, grouping)) all += sentence + "\n";
  EXPECT_NE(all.find("The principal diagnosis J18.9 belongs to MDC 04 Respiratory."), std::string::npos) << all;
  EXPECT_NE(all.find("J44.0 is a CC and does not count beside the principal diagnosis J18.9: PDX collection 1 contains J44.0."),
            std::string::npos)
      << all;
  EXPECT_NE(all.find("J96.01 counts as an MCC and carries the severity."), std::string::npos) << all;
  EXPECT_NE(
      all.find(
          "S72.011A is an MCC, and present on admission is N: hospital-acquired condition 5 (Falls and trauma) takes it away."),
      std::string::npos)
      << all;
  EXPECT_NE(all.find("MS-DRG 193 Simple pneumonia with MCC, weight 1.3335, geometric mean stay 4.1 days."), std::string::npos)
      << all;
}

TEST_F(StarterLibrary, NamesTheOneCodeThatCarriesTheDrg) {
  Claim claim;
  claim.principal.code = key_of("J189");
  claim.discharge_status = 1;
  claim.secondary = {{key_of("N179"), 'Y'}, {key_of("J9601"), 'Y'}};
  const auto grouping = grouper::group(tables(), claim);
  const auto changes = grouper::what_if_each_code_were_missing(tables(), claim, grouping);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].code, key_of("J9601"));
  EXPECT_EQ(changes[0].drg, 194);
}

TEST_F(StarterLibrary, TakesTwoHundredDiagnoses) {
  Claim claim;
  claim.principal.code = key_of("J189");
  claim.discharge_status = 1;
  claim.secondary.assign(199, {key_of("E119"), 'Y'});
  claim.secondary.push_back({key_of("N179"), 'Y'});
  EXPECT_EQ(grouper::group(tables(), claim).final.drg, 194);
}

TEST_F(StarterLibrary, SaysWhichVersionADayWithoutTablesNeeds) {
  const auto missing = library_->drg_tables(*Date::parse("2026-10-01"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_NE(missing.error().message.find("MS-DRG tables v44.0"), std::string::npos) << missing.error().message;
}

}  // namespace
}  // namespace charta::code_sets
