// SPDX-License-Identifier: Apache-2.0
// Misfiles with known truth: where volumes that cannot be found turn out to be, in a room of 20,000 folders. For the test of the
// plan and for its benchmark. The shares of the truth are an assumption of their own, stated here, and not those of the rule.
#pragma once
#include "department/paper_charts/hunt.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace charta::paper_charts {

/// What really happens to volumes that are missing, in percent; the rest of a hundred is somewhere nobody would think of.
struct MisfileTruth {
  int lent = 60;  ///< that by the record somebody has it
  struct Shares {
    int borrower, previous, cart, own_slot, either_side, transposed, namesake, batch;
  };
  Shares when_lent{55, 13, 12, 9, 1, 4, 1, 2}, when_in_file{0, 19, 21, 28, 2, 13, 2, 11};
  double newest_previous = 0.6;  ///< each time it is the newest of the remaining previous places
  double within_pair = 0.75;     ///< of the slips: two digits of one pair
};

struct SimulatedHunt {
  HuntFacts facts;
  std::string truth;  ///< the spot; empty: somewhere nobody would think of
  int shelf = 0;      ///< where it is on the shelves, counted from its own; for the walk
  bool is_on_shelf = false;
};

class MisfileSimulation {
 public:
  explicit MisfileSimulation(std::uint64_t seed, MisfileTruth truth = {}) : random_(seed), truth_(truth) {}

  SimulatedHunt next(const HuntWeights& weights) {
    SimulatedHunt hunt;
    const std::string number = std::to_string(100'000 + below(20'000) * 43 % 900'000);
    auto& facts = hunt.facts;
    facts.was_lent = below(100) < truth_.lent;
    facts.own_slot = slot(number);
    if (facts.was_lent) facts.borrower = office(below(400));
    for (int i = 0, count = 1 + below(4); i < count; ++i) facts.previous.push_back(office(400 + below(400)));
    facts.carts = {{"place:cart", "cart", {}, {}}};
    facts.either_side = {{"place:shelf-before", "", {}, {}}, {"place:shelf-behind", "", {}, {}}};
    for (const auto& other : transposed(number)) {
      facts.transposed.push_back(slot(other));
      facts.transposed_weights.push_back(slip_weight(number, other, weights));
    }
    for (const auto& other : adjacent(number)) facts.adjacent.push_back(slot(other));
    for (int i = 0, count = below(3); i < count; ++i) facts.namesakes.push_back(slot(std::to_string(100'000 + below(900'000))));
    facts.batch = {slot(std::to_string(100'000 + below(900'000))), slot(std::to_string(100'000 + below(900'000)))};
    choose(hunt, number);
    return hunt;
  }

  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  double part() { return static_cast<double>(random_() % 1'000'000) / 1'000'000.0; }

 private:
  static Spot slot(const std::string& number) { return {"slot:" + number, number, {}, number}; }
  static Spot office(int number) { return {"place:" + std::to_string(number), "", {}, {}}; }
  /// How many shelves lie between two numbers of a room of 125 shelves in terminal-digit order.
  static int shelves_between(const std::string& one, const std::string& other) {
    const auto rank = [](const std::string& number) {
      const auto parts = parts_of(number);
      return std::stoi(parts->last) * 100 + std::stoi(parts->middle);
    };
    return std::abs(rank(one) - rank(other)) / 80;
  }

  void at_slot(SimulatedHunt& hunt, const std::string& number, const Spot& spot) {
    hunt.truth = spot.id;
    hunt.is_on_shelf = true;
    hunt.shelf = shelves_between(number, spot.number);
  }

  void choose(SimulatedHunt& hunt, const std::string& number) {
    const auto& shares = hunt.facts.was_lent ? truth_.when_lent : truth_.when_in_file;
    int drawn = below(100);
    const auto is = [&](int share) {
      const bool hit = drawn < share;
      drawn -= share;
      return hit;
    };
    auto& facts = hunt.facts;
    if (is(shares.borrower)) {
      hunt.truth = facts.borrower->id;
    } else if (is(shares.previous)) {
      std::size_t i = 0;
      while (i + 1 < facts.previous.size() && part() > truth_.newest_previous) ++i;
      hunt.truth = facts.previous[i].id;
    } else if (is(shares.cart)) {
      hunt.truth = "place:cart";
    } else if (is(shares.own_slot)) {
      at_slot(hunt, number, *facts.own_slot);
    } else if (is(shares.either_side)) {
      hunt.truth = facts.either_side[static_cast<std::size_t>(below(2))].id;
      hunt.is_on_shelf = true;
      hunt.shelf = 1;
    } else if (is(shares.transposed)) {
      if (!facts.transposed.empty()) at_slot(hunt, number, slip(number));
    } else if (is(shares.namesake)) {
      if (!facts.namesakes.empty()) at_slot(hunt, number, facts.namesakes.front());
    } else if (is(shares.batch)) {
      at_slot(hunt, number, facts.batch[static_cast<std::size_t>(below(2))]);
    }
  }

  Spot slip(const std::string& number) {
    HuntWeights only;
    only.within_pair = 1;
    only.across_pairs = only.pairs = 0;
    std::vector<std::string> in_pair, others;
    for (const auto& one : transposed(number)) (slip_weight(number, one, only) > 0 ? in_pair : others).push_back(one);
    const auto& from = !in_pair.empty() && (others.empty() || part() < truth_.within_pair) ? in_pair : others;
    return slot(from[static_cast<std::size_t>(below(static_cast<int>(from.size())))]);
  }

  std::mt19937_64 random_;
  MisfileTruth truth_;
};

struct HuntFigures {
  int hunts = 0, in_first_five = 0, findable = 0;
  double looks = 0, walk_looks = 0;  ///< expected, of hunts whose place both can find
  double share_in_first_five() const { return static_cast<double>(in_first_five) / hunts; }
};

/// Looks until it is found, each look finding what is there with `found_when_there`; at most `limit` looks.
inline int looks_with_plan(const SimulatedHunt& hunt, const HuntWeights& weights, MisfileSimulation& simulation, int limit) {
  std::map<std::string, int, std::less<>> in_vain;
  for (int looks = 1; looks <= limit; ++looks) {
    const auto plan = plan_hunt(hunt.facts, weights, in_vain);
    const auto& spot = plan.suggestions.front().spot.id;
    if (spot == hunt.truth && simulation.part() < weights.found_when_there) return looks;
    ++in_vain[spot];
  }
  return limit;
}

/// The walk without a plan: the last known place, those before it, the returns cart, then shelf after shelf outwards from its
/// own.
inline int looks_with_walk(const SimulatedHunt& hunt, const HuntWeights& weights, MisfileSimulation& simulation, int limit) {
  constexpr int shelves = 125;
  std::vector<std::string> first;
  if (hunt.facts.borrower) first.push_back(hunt.facts.borrower->id);
  if (!hunt.facts.was_lent) first.push_back(hunt.facts.own_slot->id);
  for (const auto& one : hunt.facts.previous) first.push_back(one.id);
  if (hunt.facts.was_lent) first.push_back(hunt.facts.own_slot->id);
  first.emplace_back("place:cart");
  int looks = 0;
  while (looks < limit) {
    for (const auto& spot : first) {
      ++looks;
      if (spot == hunt.truth && simulation.part() < weights.found_when_there) return std::min(looks, limit);
    }
    for (int distance = 0; distance < shelves; ++distance) {
      looks += distance == 0 ? 1 : 2;
      if (hunt.is_on_shelf && hunt.shelf == distance && simulation.part() < weights.found_when_there)
        return std::min(looks, limit);
    }
  }
  return limit;
}

inline HuntFigures simulate_hunts(std::uint64_t seed, int hunts, const HuntWeights& weights, const MisfileTruth& truth = {}) {
  MisfileSimulation simulation(seed, truth);
  HuntFigures figures;
  constexpr int limit = 500;
  for (int i = 0; i < hunts; ++i) {
    const auto hunt = simulation.next(weights);
    const auto plan = plan_hunt(hunt.facts, weights, {});
    ++figures.hunts;
    for (std::size_t at = 0; at < std::min<std::size_t>(5, plan.suggestions.size()); ++at)
      if (plan.suggestions[at].spot.id == hunt.truth) ++figures.in_first_five;
    if (hunt.truth.empty()) continue;  // neither finds what is where nobody would think of
    ++figures.findable;
    figures.looks += looks_with_plan(hunt, weights, simulation, limit);
    figures.walk_looks += looks_with_walk(hunt, weights, simulation, limit);
  }
  figures.looks /= std::max(1, figures.findable);
  figures.walk_looks /= std::max(1, figures.findable);
  return figures;
}

}  // namespace charta::paper_charts
