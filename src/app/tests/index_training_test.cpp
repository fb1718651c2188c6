// SPDX-License-Identifier: Apache-2.0
// `charta index train` on the hospital's own records, beside the hospital that has them open.
#include "app/commands.hpp"
#include "app/tests/hospital_fixture.hpp"
#include "department/matching/model.hpp"
#include "record/rules/rule_pack.hpp"
#include "store/durable_file.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace charta::app {
namespace {

using matching::Field;
using matching::Level;
using ::testing::HasSubstr;

/// A town in which a tenth of the people were registered twice, each time with another telephone: people here change theirs
/// often.
class IndexTraining : public testing::HospitalTest {
 protected:
  static constexpr int people = 600, twice = 60;

  void SetUp() override {
    HospitalTest::SetUp();
    if (!IsSkipped()) rule_file_ = folder_.path() + "/trained.json";
  }
  void register_town(int count) {
    std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (int i = 0; i < count; ++i) add(bundle, i, 0);
    for (int i = 0; i < count / (people / twice); ++i) add(bundle, i * 7, 1);
    bundle.back() = ']';
    const auto done = hospital_->resources->bundle(system_, bundle + "}", "");
    ASSERT_TRUE(done) << done.error().message;
  }
  int train(std::vector<std::string> more) {
    std::vector<std::string> words{"index", "train", "--data", folder_.path()};
    if (!hospital_->configuration.database_url.empty())
      words.insert(words.end(), {"--database", hospital_->configuration.database_url});
    words.insert(words.end(), more.begin(), more.end());
    return run_command_line(words);
  }
  matching::Model trained() const {
    const auto book = rules::RuleBook::from_text(store::read_file(rule_file_).value());
    EXPECT_TRUE(book) << book.error().message;
    return matching::Model::parse(book->rules().at(0).parameters).value();
  }
  std::string rule_file_;

 private:
  static std::string name_of(int person, int salt, const char* end) {
    static constexpr const char* parts[] = {"ba",  "ced", "dor", "fal", "gin", "hem", "jur", "kol",
                                            "lis", "mar", "nev", "pol", "rut", "sen", "tam", "vik"};
    std::string name;
    for (int part = 0, rest = person * 2654435 + salt * 40503; part < 3; ++part, rest /= 16)
      name += parts[(rest & 0x7fffffff) % 16];
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name + end;
  }
  void add(std::string& bundle, int person, int visit) {
    const std::string born = Date::parse("1931-02-03")->plus_days(person * 41 % 29000).text();
    const std::string number = std::to_string(++registered_);
    bundle += R"({"request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient","name":[{"family":")" +
              name_of(person, 1, "er") + R"(","given":[")" + name_of(person, 2, visit == 0 ? "a" : "") + R"("]}],"gender":")" +
              (person % 2 == 0 ? "female" : "male") + R"(","birthDate":")" + born +
              R"(","telecom":[{"system":"phone","value":"440-555-)" + std::to_string(1000 + registered_ * 13 % 9000) +
              R"("}],"identifier":[{"system":"urn:oid:1.2.3","value":"T)" + number +
              R"(","type":{"coding":[{"code":"MR"}]}}]}},)";
  }
  int registered_ = 0;
};

CHARTA_ON_BOTH_ENGINES(IndexTraining);

TEST_P(IndexTraining, TheWeightsOfTheSiteAreWrittenAsADatedRuleThatReadsBack) {
  register_town(people);
  ASSERT_EQ(train({"--rule", rule_file_}), 0);
  const auto book = rules::RuleBook::from_text(store::read_file(rule_file_).value());
  ASSERT_TRUE(book) << book.error().message;
  const auto& rule = book->rules().at(0);
  const auto* before = hospital_->rules.in_force("patient-index/matching-model", SystemClock().now().utc_date()).value();
  EXPECT_EQ(rule.id, before->id);
  EXPECT_EQ(rule.version, before->version + 1);
  EXPECT_EQ(rule.effective_from, SystemClock().now().utc_date());
  EXPECT_FALSE(rule.verified);
  EXPECT_THAT(rule.citation, HasSubstr("660 records of this site's own index"));
  EXPECT_EQ(trained().records, people + twice);
}

TEST_P(IndexTraining, WhatTheRecordsHereShowGoesIntoTheWeights) {
  register_town(people);
  ASSERT_EQ(train({"--rule", rule_file_}), 0);
  const auto after = trained();
  const auto& before = hospital_->identity->rules().model;
  EXPECT_GT(after.bits(Field::phone, Level::differs), before.bits(Field::phone, Level::differs))
      << "telephones change often here: another one says little";
  EXPECT_GT(after.bits(Field::surname, Level::exact), 4);
  EXPECT_LT(after.bits(Field::birth_date, Level::differs), -2);
  EXPECT_NEAR(after.matches_per_record, static_cast<double>(twice) / (people + twice), 0.03);
}

TEST_P(IndexTraining, FewRecordsTeachNothingAndNothingIsWritten) {
  register_town(50);
  EXPECT_NE(train({"--rule", rule_file_}), 0);
  EXPECT_FALSE(std::filesystem::exists(rule_file_));
}

TEST_P(IndexTraining, WhereTheRuleIsToGoMustBeSaid) {
  EXPECT_NE(train({}), 0);
}

TEST_P(IndexTraining, AFileThatCannotBeWrittenIsSaid) {
  register_town(people);
  EXPECT_NE(train({"--rule", folder_.path() + "/no/such/folder/rule.json"}), 0);
}

}  // namespace
}  // namespace charta::app
