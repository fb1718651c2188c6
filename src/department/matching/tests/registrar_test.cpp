// SPDX-License-Identifier: Apache-2.0
#include "department/matching/policy.hpp"
#include "department/matching/tests/rules_for_tests.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::matching {
namespace {

Person person_of(const testing::CaseLine& line) {
  Person person;
  for (const auto& [key, value] : line.values) {
    if (key == "former")
      person.other_surnames.push_back(value);
    else if (key == "alias")
      person.other_given_names.push_back(value);
    else
      person[*field_named(key)] = value;
  }
  return person;
}

std::vector<std::string> reasons_of(const std::vector<Guard>& guards, const Explanation& explanation) {
  std::vector<std::string> reasons;
  for (const Guard guard : guards) reasons.emplace_back(code_of(guard));
  for (const auto& part : explanation.contributions)
    reasons.push_back(std::string(name_of(part.field)) + ":" + std::string(name_of(part.level)));
  return reasons;
}

TEST(Registrar, FindsEveryCaseOfTheTableInItsBandWithItsReason) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/registrar.case");
  ASSERT_GE(cases.size(), 60U);
  const Policy policy = shipped_policy();
  const Model model = starter_model();
  const Frequencies none;
  const Scorer scorer(model, none);
  constexpr double records = 100'000;
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    Encoder encoder(shipped_vocabulary());
    EncodedPerson first, second;
    Circumstances circumstances{*Date::parse("2026-01-15")};
    for (const auto& line : one.lines) {
      if (line.verb == "first") first = encoder.encode(person_of(line));
      if (line.verb == "second") second = encoder.encode(person_of(line));
      if (line.verb == "circumstances") {
        circumstances.visit_after_death = line.words.at(0) == "visit_after_death";
        circumstances.two_inpatient_stays = line.words.at(0) == "two_inpatient_stays";
      }
      if (line.verb != "expect") continue;
      const Pattern pattern = compare(encoder, first, second);
      EXPECT_EQ(pattern, compare(encoder, second, first)) << "the order of the two makes a difference";
      const auto explanation = scorer.explain(pattern, first);
      EXPECT_NEAR(explanation.bits, scorer.bits(pattern, first), 1e-9) << "the parts are not the score";
      const auto decision = decide(model.prior_bits(records, records * (records - 1) / 2) + explanation.bits,
                                   guards_of(pattern, first, second, circumstances, policy), policy);
      const auto reasons = reasons_of(decision.guards, explanation);
      std::string all;
      for (const auto& part : explanation.contributions)
        all += std::string(name_of(part.field)) + ":" + std::string(name_of(part.level)) + " " + std::to_string(part.bits) + "\n";
      EXPECT_EQ(name_of(decision.band), line.words.at(0)) << decision.probability << "\n" << all;
      EXPECT_NE(std::find(reasons.begin(), reasons.end(), line.value("because")), reasons.end())
          << "not among the reasons: " << line.value("because") << "\n"
          << all;
    }
  }
}

}  // namespace
}  // namespace charta::matching
