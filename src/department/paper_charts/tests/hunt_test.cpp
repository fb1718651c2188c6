// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/hunt.hpp"

#include "department/paper_charts/tests/hunt_simulation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace charta::paper_charts {
namespace {

HuntWeights shipped_weights() {
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules/paper-charts");
  EXPECT_TRUE(book) << book.error().message;
  const auto* rule = *book->in_force("paper-charts/hunt", *Date::parse("2026-03-01"));
  return *HuntWeights::read(*rule);
}

Spot spot(const std::string& id) {
  return {id, id, {}, {}};
}

HuntFacts facts_of_a_loan() {
  HuntFacts facts;
  facts.was_lent = true;
  facts.borrower = spot("place:ward");
  facts.previous = {spot("place:clinic"), spot("place:physician")};
  facts.carts = {spot("place:cart")};
  facts.own_slot = spot("slot:123456");
  facts.transposed = {spot("slot:123465"), spot("slot:132456")};
  facts.transposed_weights = {5, 1};
  return facts;
}

double sum_of(const HuntPlan& plan) {
  double sum = plan.elsewhere;
  for (const auto& one : plan.suggestions) sum += one.probability;
  return sum;
}

TEST(Hunt, BeginsWithWhoeverAnswersForIt) {
  const auto plan = plan_hunt(facts_of_a_loan(), shipped_weights(), {});
  EXPECT_EQ(plan.suggestions.front().spot.id, "place:ward");
  EXPECT_EQ(plan.suggestions.front().because, std::vector<std::string>{"borrower"});
}

TEST(Hunt, OfWhatWasCheckedInBeginsAtItsOwnPlace) {
  auto facts = facts_of_a_loan();
  facts.was_lent = false;
  facts.borrower.reset();
  EXPECT_EQ(plan_hunt(facts, shipped_weights(), {}).suggestions.front().spot.id, "slot:123456");
}

TEST(Hunt, IsAProbability) {
  EXPECT_NEAR(sum_of(plan_hunt(facts_of_a_loan(), shipped_weights(), {})), 1.0, 1e-9);
  EXPECT_NEAR(sum_of(plan_hunt(facts_of_a_loan(), shipped_weights(), {{"place:ward", 3}, {"place:cart", 1}})), 1.0, 1e-9);
  EXPECT_NEAR(plan_hunt({}, shipped_weights(), {}).elsewhere, 1.0, 1e-9) << "of nothing nothing is known";
}

// Bayes: P(there | looked in vain) is P(there) (1 - d) over what is left.
TEST(Hunt, ALookThatFoundNothingLeavesOnlyTheChanceThatItWasOverlooked) {
  const auto weights = shipped_weights();
  const auto before = plan_hunt(facts_of_a_loan(), weights, {});
  const auto after = plan_hunt(facts_of_a_loan(), weights, {{"place:ward", 1}});
  const auto of = [](const HuntPlan& plan, const std::string& id) {
    for (const auto& one : plan.suggestions)
      if (one.spot.id == id) return one.probability;
    return 0.0;
  };
  const double prior = of(before, "place:ward"), missed = 1 - weights.found_when_there;
  EXPECT_NEAR(of(after, "place:ward"), prior * missed / (1 - prior * weights.found_when_there), 1e-9);
  EXPECT_GT(of(after, "place:cart"), of(before, "place:cart"));
  EXPECT_GT(after.elsewhere, before.elsewhere);
  EXPECT_NE(after.suggestions.front().spot.id, "place:ward");
}

TEST(Hunt, ComesBackToAPlaceWhenEverythingElseWasLookedThrough) {
  const auto weights = shipped_weights();
  std::map<std::string, int, std::less<>> in_vain;
  bool came_back = false;
  for (int look = 0; look < 40 && !came_back; ++look) {
    const auto first = plan_hunt(facts_of_a_loan(), weights, in_vain).suggestions.front();
    came_back = first.looked > 0;
    ++in_vain[first.spot.id];
  }
  EXPECT_TRUE(came_back);
}

TEST(Hunt, TwoCluesThatLeadToOnePlaceAreOneSuggestion) {
  auto facts = facts_of_a_loan();
  facts.namesakes = {spot("slot:123465")};
  const auto plan = plan_hunt(facts, shipped_weights(), {});
  int times = 0;
  for (const auto& one : plan.suggestions)
    if (one.spot.id == "slot:123465") {
      ++times;
      EXPECT_EQ(one.because, (std::vector<std::string>{"transposed", "namesake"}));
    }
  EXPECT_EQ(times, 1);
}

TEST(Hunt, ASlipWithinAPairIsLikelierThanOneAcrossPairs) {
  const auto weights = shipped_weights();
  EXPECT_GT(slip_weight("123456", "123465", weights), slip_weight("123456", "123546", weights));
  EXPECT_GT(slip_weight("123456", "125634", weights), 0) << "whole pairs";
  EXPECT_EQ(slip_weight("123456", "123456", weights), 0);
  EXPECT_EQ(slip_weight("123456", "12345", weights), 0);
  EXPECT_EQ(slip_weight("1234567", "1234576", weights), weights.within_pair) << "pairs are counted from the end";
}

TEST(Hunt, APreviousPlaceCountsLessTheLongerAgoItWas) {
  const auto plan = plan_hunt(facts_of_a_loan(), shipped_weights(), {});
  std::size_t clinic = 0, physician = 0;
  for (std::size_t i = 0; i < plan.suggestions.size(); ++i) {
    if (plan.suggestions[i].spot.id == "place:clinic") clinic = i;
    if (plan.suggestions[i].spot.id == "place:physician") physician = i;
  }
  EXPECT_LT(clinic, physician);
}

TEST(Hunt, TheRuleRefusesSharesOfMoreThanAHundred) {
  rules::Rule rule;
  rule.parameters = R"({"found_when_there_percent": 90, "decay_percent": 40,
    "lent": {"borrower": 90, "previous": 20, "cart": 0, "own_slot": 0, "either_side": 0, "transposed": 0, "adjacent": 0,
             "namesake": 0, "batch": 0},
    "in_file": {}, "slips": {"within_pair": 5, "across_pairs": 1, "pairs": 2}})";
  const auto read = HuntWeights::read(rule);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::invalid);
}

// The promise of the hunt: the right place is among the first five suggestions in 80 of 100 hunts, and half the looks of a walk.
TEST(Hunt, OnSimulatedMisfilesKeepsItsPromise) {
  const auto figures = simulate_hunts(7, 2'000, shipped_weights());
  EXPECT_GE(figures.share_in_first_five(), 0.80);
  EXPECT_LE(figures.looks, figures.walk_looks / 2);
}

TEST(Hunt, ASimulationCanFail) {
  auto weights = shipped_weights();
  weights.lent = weights.in_file = {};
  weights.lent.namesake = weights.in_file.namesake = 0.9;
  weights.lent.batch = weights.in_file.batch = 0.1;
  EXPECT_LT(simulate_hunts(7, 500, weights).share_in_first_five(), 0.5) << "wrong weights are seen";
}

}  // namespace
}  // namespace charta::paper_charts
