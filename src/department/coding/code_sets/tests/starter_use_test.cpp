// SPDX-License-Identifier: Apache-2.0
// The starter set in use: tests/cases/starter_grouping.case, tests/cases/starter_words.case, and claims made by chance, which
// group in every member as by the official tables, where those are present.
#include "base/text.hpp"
#include "department/coding/code_sets/tests/starter_library.hpp"
#include "department/coding/grouper/grouper.hpp"
#include "tests/support/case_table.hpp"

#include <random>

namespace charta::code_sets {
namespace {

using grouper::Claim;
using grouper::DrgTables;
using grouper::Grouping;
using grouper::key_of;
using grouper::text_of;
using testing::official_library;
using testing::starter_day;
using testing::starter_library;

const DrgTables& starter_tables() {
  return *starter_library().drg_tables(starter_day).value();
}

Claim starter_claim(const charta::testing::CaseLine& line) {
  Claim claim;
  const auto number = [&](const char* name, int standard) { return line.has(name) ? std::stoi(line.value(name)) : standard; };
  claim.principal = {key_of(line.value("pdx")), 'Y'};
  for (const auto& text : line.all("sdx")) claim.secondary.push_back({key_of(text.substr(0, text.find(':'))), text.back()});
  for (const auto& text : line.all("px")) claim.procedures.push_back(key_of(text));
  claim.age = number("age", 60), claim.discharge_status = number("status", 1);
  claim.sex = line.has("sex") ? line.value("sex").front() : 'F';
  return claim;
}

void expect_cases(const DrgTables& tables) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/starter_grouping.case");
  ASSERT_GE(cases.size(), 100U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    ASSERT_EQ(one.lines.size(), 2U);
    const auto grouping = grouper::group(tables, starter_claim(one.lines[0]));
    EXPECT_EQ(std::to_string(grouping.final.drg), one.lines[1].value("drg"));
    EXPECT_EQ(std::to_string(grouping.final.mdc), one.lines[1].value("mdc"));
  }
}

TEST(StarterUse, GroupsEveryCaseOfTheTable) {
  expect_cases(starter_tables());
}

TEST(StarterUse, TheOfficialTablesGroupTheCasesTheSame) {
  if (official_library() == nullptr) GTEST_SKIP() << "the official tables are not here";
  expect_cases(*official_library()->drg_tables(starter_day).value());
}

/// A claim of the set's own codes.
class ChanceClaims {
 public:
  explicit ChanceClaims(const DrgTables& tables) : tables_(tables) {}
  Claim next() {
    Claim claim;
    claim.principal = {one_of(tables_.diagnosis_keys), 'Y'};
    for (auto more = below(7); more > 0; --more) claim.secondary.push_back({one_of(tables_.diagnosis_keys), "YYYNUW1"[below(7)]});
    for (auto more = std::max(below(6), std::size_t{1}) - 1; more > 0; --more)
      claim.procedures.push_back(one_of(tables_.procedure_keys));
    claim.sex = "FM"[below(2)];
    claim.discharge_status = std::array{1, 1, 3, 20, 2, 7}[below(6)];
    claim.age = 60;
    return claim;
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }
  grouper::CodeKey one_of(const std::vector<grouper::CodeKey>& keys) { return keys[below(keys.size())]; }

  const DrgTables& tables_;
  std::mt19937 random_{20260201};
};

std::string said(const Claim& claim) {
  std::string text = text_of(claim.principal.code) + ", status " + std::to_string(claim.discharge_status) + ":";
  for (const auto& one : claim.secondary) text += " " + text_of(one.code) + ":" + one.poa;
  for (const auto code : claim.procedures) text += " " + text_of(code);
  return text;
}

std::vector<int> members_of(const Grouping& grouping) {
  std::vector<int> all;
  for (const auto* one : {&grouping.initial, &grouping.final})
    for (const int number : {one->mdc, one->drg, one->base_drg, static_cast<int>(one->code), static_cast<int>(one->severity)})
      all.push_back(number);
  all.push_back(static_cast<int>(grouping.hac_status));
  for (const auto& use : grouping.secondary)
    for (const int number : {static_cast<int>(use.initial), static_cast<int>(use.final), use.carries_initial ? 1 : 0,
                             use.carries_final ? 1 : 0, use.is_hac ? 1 : 0})
      all.push_back(number);
  for (const auto& use : grouping.procedures)
    for (const bool mark : {use.is_operating_room, use.carries_initial, use.carries_final}) all.push_back(mark ? 1 : 0);
  return all;
}

TEST(StarterUse, ClaimsByChanceGroupInEveryMemberAsByTheOfficialTables) {
  if (official_library() == nullptr) GTEST_SKIP() << "the official tables are not here";
  const auto& official = *official_library()->drg_tables(starter_day).value();
  ChanceClaims claims(starter_tables());
  int others = 0;
  for (int n = 0; n < 20000 && others < 5; ++n) {
    const auto claim = claims.next();
    if (members_of(grouper::group(starter_tables(), claim)) == members_of(grouper::group(official, claim))) continue;
    ADD_FAILURE() << said(claim);
    ++others;
  }
}

TEST(StarterUse, EveryPrincipalDiagnosisGroupsAsByTheOfficialTablesAtEachLevel) {
  if (official_library() == nullptr) GTEST_SKIP() << "the official tables are not here";
  const auto& official = *official_library()->drg_tables(starter_day).value();
  for (const auto principal : starter_tables().diagnosis_keys)
    for (const auto* level : {"I10", "N179", "J9601"})
      for (const int status : {1, 20}) {
        Claim claim;
        claim.principal = {principal, 'Y'};
        claim.secondary = {{key_of(level), 'Y'}};
        claim.age = 60, claim.sex = 'F', claim.discharge_status = status;
        EXPECT_EQ(members_of(grouper::group(starter_tables(), claim)), members_of(grouper::group(official, claim)))
            << said(claim);
      }
}

TEST(StarterUse, WordsFindTheirCodeAmongTheFirstTen) {
  const auto* encoder = starter_library().encoder(starter_day).value();
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/starter_words.case");
  ASSERT_EQ(cases.size(), 1U);
  ASSERT_GE(cases[0].lines.size(), 100U);
  for (const auto& line : cases[0].lines) {
    const auto hits = encoder->search({line.words.at(0), 10, nullptr});
    std::string found;
    for (const auto& hit : hits) found += text_of(hit.code) + " ";
    EXPECT_NE(found.find(line.value("code") + " "), std::string::npos) << line.words[0] << " found " << found;
  }
}

/// Guidelines, I.C.1.d.1.a.ii: the term has no default code, the provider must be asked.
TEST(StarterUse, UrosepsisHasNoCode) {
  const auto index = starter_library().texts("icd10cm-index", starter_day).value();
  for (std::size_t n = 0; n < index.size(); ++n)
    EXPECT_EQ(lower_ascii(index.text(n)).find("urosepsis"), std::string::npos) << index.text(n);
}

}  // namespace
}  // namespace charta::code_sets
