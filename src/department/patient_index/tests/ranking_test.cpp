// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/ranking.hpp"

#include <gtest/gtest.h>

#include "record/rules/rule_pack.hpp"

namespace charta::patient_index {
namespace {

rules::Rule weights_rule() {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return **book->in_force("patient-index/starter-weights", *Date::parse("2026-01-15"));
}

Weights weights() {
  const auto rule = weights_rule();
  return *Weights::parse(rule.parameters, rule.reference());
}

Person person_of(std::int64_t key, std::string family, std::string given, const char* born) {
  Person person;
  person.record.patient = PatientId(key);
  person.record.who.names = {{std::move(family), std::move(given), "", ""}};
  person.record.who.birth_date = Date::parse(born);
  return person;
}

TEST(Ranking, PassesTheRulesOwnCases) {
  const auto rule = weights_rule();
  const auto cases = json::Document::parse(rule.tests);
  ASSERT_TRUE(cases);
  for (const auto one : cases->root()) {
    const auto read = [&](std::string_view who, std::int64_t key) {
      const auto value = one["given"][who];
      return person_of(key, std::string(value["surname"].text()), std::string(value["given"].text()), std::string(value["born"].text()).c_str());
    };
    const auto ranked = rank(read("received", 9).record.who, {read("first", 1), read("second", 2)}, weights(), 2);
    EXPECT_EQ(ranked.front().person.record.patient.key(), one["expect"].text() == "first" ? 1 : 2) << one["name"].text();
  }
}

TEST(Ranking, GivesEachReasonInWordsWithoutTheValue) {
  const auto received = person_of(9, "Marsh", "Ada", "1961-04-02").record.who;
  const auto candidate = weigh(received, person_of(1, "Quill", "Ada", "1961-02-04"), weights());
  ASSERT_EQ(candidate.reasons.size(), 3U);
  EXPECT_EQ(candidate.reasons[0].text, "birth date agrees in part");
  EXPECT_EQ(candidate.reasons[1].text, "surname differs");
  EXPECT_EQ(candidate.reasons[2].text, "given name agrees");
}

TEST(Ranking, LetsAFormerSurnameCountForLess) {
  const auto received = person_of(9, "Marsh", "Ada", "1961-04-02").record.who;
  auto married = person_of(1, "Quill", "Ada", "1961-04-02");
  married.record.who.names.push_back({"Marsh", "Ada", "", "", NameUse::former});
  const auto same = weigh(received, person_of(2, "Marsh", "Ada", "1961-04-02"), weights());
  const auto former = weigh(received, married, weights());
  EXPECT_GT(same.score, former.score);
  EXPECT_GT(former.score, weigh(received, person_of(3, "Quill", "Ada", "1961-04-02"), weights()).score);
}

TEST(Ranking, RefusesWeightsWithAMissingMember) {
  EXPECT_FALSE(Weights::parse(R"({"surname":{"agree":1,"disagree":-1}})", "x"));
  EXPECT_FALSE(Weights::parse("[", "x"));
}

}  // namespace
}  // namespace charta::patient_index
