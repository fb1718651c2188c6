// SPDX-License-Identifier: Apache-2.0
#include "department/matching/model.hpp"
#include "department/matching/tests/rules_for_tests.hpp"

#include "department/matching/training.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace charta::matching {
namespace {

Pattern pattern_of(std::initializer_list<std::pair<Field, Level>> levels) {
  Pattern pattern;
  for (const auto& [field, level] : levels) pattern.set(field, level);
  return pattern;
}

TEST(Model, IsTheSameAfterPrintingAndReading) {
  Model model = starter_model();
  model.trained_on = "2026-01-15";
  model.records = 1234;
  const auto read = Model::parse(model.print());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->print(), model.print());
  EXPECT_EQ(read->trained_on, "2026-01-15");
  EXPECT_EQ(read->records, 1234);
}

TEST(Model, NamesTheMemberThatIsMissingOrNoShare) {
  std::string text = starter_model().print();
  const auto missing = Model::parse(R"({"id":"x","matches_per_record":0.1,"fields":{}})");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().location, "surname.shared_when_rare");
  text.replace(text.find("\"differs\":0.04"), 14, "\"differs\":1.04");
  const auto wrong = Model::parse(text);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().location, "surname.m");
}

TEST(Model, SharesOfTheStarterModelAddUpToOne) {
  const Model model = starter_model();
  for (std::size_t i = 0; i < field_count; ++i) {
    double m = 0, u = 0;
    for (std::size_t level = 1; level < level_count; ++level)
      m += model.fields[i].alone.m[level], u += model.fields[i].alone.u[level];
    EXPECT_NEAR(m, 1.0, 0.006) << name_of(static_cast<Field>(i));
    EXPECT_NEAR(u, 1.0, 0.006) << name_of(static_cast<Field>(i));
  }
}

TEST(Model, TellsNothingOfWhatIsMissing) {
  const Model model = starter_model();
  for (std::size_t i = 0; i < field_count; ++i) EXPECT_EQ(model.bits(static_cast<Field>(i), Level::missing), 0.0);
  EXPECT_GT(model.bits(Field::birth_date, Level::exact), 10.0);
  EXPECT_LT(model.bits(Field::birth_date, Level::differs), -4.0);
}

TEST(Frequencies, MakeAgreementOnARareNameTellMore) {
  Encoder encoder;
  Frequencies frequencies;
  EncodedPerson common, rare;
  for (int i = 0; i < 1000; ++i) {
    Person person;
    person[Field::surname] = i < 990 ? "Smith" : "Winterbourne";
    const auto encoded = encoder.encode(person);
    frequencies.add(encoded);
    (i < 990 ? common : rare) = encoded;
  }
  const Model model = starter_model();
  const Scorer scorer(model, frequencies);
  const Pattern agrees = pattern_of({{Field::surname, Level::exact}});
  EXPECT_LT(scorer.bits(agrees, common), 0.5);
  EXPECT_NEAR(scorer.bits(agrees, rare) - scorer.bits(agrees, common), std::log2(989.0 / 9.0), 0.05);
  frequencies.remove(rare);
  EXPECT_EQ(frequencies.count(Field::surname, rare[Field::surname]), 9U);
}

TEST(Scorer, ExplainsEveryScoreAsTheSumOfItsNamedParts) {
  const Model model = starter_model();
  const Frequencies none;
  const Scorer scorer(model, none);
  std::mt19937_64 dice(11);
  for (int i = 0; i < 2000; ++i) {
    Pattern pattern;
    for (std::size_t field = 0; field < field_count; ++field)
      pattern.set(static_cast<Field>(field), static_cast<Level>(dice() % level_count));
    const auto explanation = scorer.explain(pattern, {});
    double sum = 0;
    for (const auto& part : explanation.contributions) sum += part.bits;
    ASSERT_NEAR(sum, explanation.bits, 1e-9);
    ASSERT_NEAR(scorer.bits(pattern, {}), explanation.bits, 1e-9);
  }
}

TEST(BroughtAlong, TheSurnameInsideAHouseholdTellsLittle) {
  const Pattern family =
      pattern_of({{Field::surname, Level::exact}, {Field::street, Level::exact}, {Field::street_number, Level::exact}});
  const Pattern alone = pattern_of({{Field::surname, Level::exact}});
  const Model model = starter_model();
  const Frequencies none;
  const Scorer scorer(model, none);
  EXPECT_TRUE(scorer.explain(family, {}).contributions.front().beside);
  EXPECT_FALSE(scorer.explain(alone, {}).contributions.front().beside);
  EXPECT_LT(scorer.explain(family, {}).contributions.front().bits, 1.0);
  EXPECT_GT(scorer.explain(alone, {}).contributions.front().bits, 5.0);
}

TEST(BroughtAlong, TheTownBesideItsPostalCodeTellsLittle) {
  const Pattern both =
      pattern_of({{Field::postal_code, Level::exact}, {Field::city, Level::exact}, {Field::region, Level::exact}});
  EXPECT_EQ(brought_along(both) >> index_of(Field::city) & 1U, 1U);
  EXPECT_EQ(brought_along(both) >> index_of(Field::region) & 1U, 1U);
  EXPECT_EQ(brought_along(both) >> index_of(Field::postal_code) & 1U, 0U);
}

/// Pairs made up by a model: what the estimate must find again.
struct MadeUp {
  std::mt19937_64 dice{17};
  Level level(const std::array<double, level_count>& shares) {
    double left = std::uniform_real_distribution<double>(0, 1)(dice);
    for (std::size_t level = 1; level < level_count; ++level)
      if ((left -= shares[level]) < 0) return static_cast<Level>(level);
    return Level::exact;
  }
  Pattern pair(const Model& truth, bool same) {
    Pattern pattern;
    for (const Field field : {Field::surname, Field::given_name, Field::birth_date, Field::postal_code, Field::middle_name}) {
      const auto& shares = truth.fields[index_of(field)].alone;
      pattern.set(field, level(same ? shares.m : shares.u));
    }
    return pattern;
  }
};

TEST(Training, FindsTheSharesAndTheNumberOfMatchesWithoutALabel) {
  Model truth = starter_model();
  truth.fields[index_of(Field::surname)].alone.m = {0, .20, .05, .05, .10, 0, 0, .60};
  truth.fields[index_of(Field::given_name)].alone.m = {0, .10, .05, .05, .20, .10, 0, .50};
  MadeUp made;
  TrainingInput input;
  input.pairs = 5e7;
  input.records = 10'000;
  for (int i = 0; i < 2000; ++i) input.candidates[made.pair(truth, true).bits()] += 1;
  for (int i = 0; i < 100'000; ++i) {
    const auto bits = made.pair(truth, false).bits();
    input.random[bits] += input.pairs / 100'000;
  }
  for (int i = 0; i < 50'000; ++i) input.candidates[made.pair(truth, false).bits()] += 1;
  const Model found = estimate(input, starter_model());
  EXPECT_NEAR(found.matches_per_record, 0.2, 0.03);
  EXPECT_NEAR(found.fields[index_of(Field::surname)].alone.m[index_of(Level::exact)], .60, .05);
  EXPECT_NEAR(found.fields[index_of(Field::given_name)].alone.m[index_of(Level::close)], .20, .04);
  EXPECT_NEAR(found.fields[index_of(Field::surname)].alone.u[index_of(Level::differs)], .97, .01);
}

TEST(Training, KeepsTheStartWhereTheRecordsSayNothing) {
  const Model start = starter_model();
  const Model found = estimate({{}, {}, 1, 2}, start);
  for (std::size_t i = 0; i < field_count; ++i)
    EXPECT_NEAR(found.fields[i].alone.m[index_of(Level::exact)], start.fields[i].alone.m[index_of(Level::exact)], 1e-9);
}

TEST(Model, TheRulePackHoldsTheStarterModel) {
  const auto shipped = Model::parse(shipped_rule("patient-index/matching-model").parameters);
  ASSERT_TRUE(shipped) << shipped.error().message;
  EXPECT_EQ(shipped->print(), starter_model().print());
  EXPECT_EQ(shipped->trained_on, "") << "a trained model names its day";
}

}  // namespace
}  // namespace charta::matching
