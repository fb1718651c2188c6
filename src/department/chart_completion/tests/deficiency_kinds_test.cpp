// SPDX-License-Identifier: Apache-2.0
// The vocabulary of kinds, asked as the shipped rule's own cases ask it.
#include "department/chart_completion/requirement.hpp"
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::chart_completion {
namespace {

const rules::RuleBook& kinds_book() {
  static const auto all = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return all;
}
const Date kinds_day = *Date::parse("2026-03-01");
const DeficiencyKinds& kinds() {
  static const auto all = read_kinds(kinds_book(), kinds_day, "US").value();
  return all;
}

TEST(DeficiencyKinds, AreEightySixWithNumbersOfTheirOwn) {
  std::set<int> numbers;
  for (const auto& one : kinds()) numbers.insert(one.number);
  EXPECT_EQ(kinds().size(), 86U);
  EXPECT_EQ(numbers.size(), 86U);
  EXPECT_EQ(*numbers.rbegin(), 87);
  EXPECT_FALSE(numbers.contains(8)) << "file 393.3 has none";
}

TEST(DeficiencyKinds, PassTheirOwnCases) {
  const auto* rule = kinds_book().in_force("deficiencies/kinds", kinds_day, "US").value();
  const auto cases = json::Document::parse(rule->tests).value();
  int count = 0;
  for (const auto one : cases.root()) {
    const auto given = one["given"];
    const auto* kind = kind_of(kinds(), given["lack"].text(), given["rule"].text(), given["type"].text());
    EXPECT_EQ(kind == nullptr ? 0 : kind->number, one["expect"]["number"].integer()) << one["name"].text();
    ++count;
  }
  EXPECT_GE(count, 4);
}

TEST(DeficiencyKinds, NameOnlyRulesThatThereAre) {
  std::set<std::string, std::less<>> known;
  for (const auto& one : read_requirements(kinds_book(), kinds_day, "US").value()) known.insert(one.id);
  int named = 0;
  for (const auto& kind : kinds())
    for (const auto& rule : kind.rules) {
      EXPECT_TRUE(known.contains(rule)) << kind.number << " names " << rule;
      ++named;
    }
  EXPECT_GE(named, 5);
  EXPECT_NE(kind_of(kinds(), "missing-document", "required-documents/history-and-physical@1", ""), nullptr)
      << "a rule with its version is the same rule";
}

}  // namespace
}  // namespace charta::chart_completion
