// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/hunt.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <cmath>

namespace charta::paper_charts {
namespace {

Result<double> part_of_one(json::Value object, std::string_view name) {
  const auto percent = object[name].integer();
  if (!percent || *percent < 0 || *percent > 100)
    return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a percentage", std::string(name));
  return static_cast<double>(*percent) / 100.0;
}

Result<HuntWeights::Shares> read_shares(json::Value object) {
  HuntWeights::Shares shares;
  double sum = 0;
  for (const auto& [name, share] :
       {std::pair("borrower", &shares.borrower), std::pair("previous", &shares.previous), std::pair("cart", &shares.cart),
        std::pair("own_slot", &shares.own_slot), std::pair("either_side", &shares.either_side),
        std::pair("transposed", &shares.transposed), std::pair("adjacent", &shares.adjacent),
        std::pair("namesake", &shares.namesake), std::pair("batch", &shares.batch)}) {
    CHARTA_TRY(*share, part_of_one(object, name));
    sum += *share;
  }
  if (sum > 1.0 + 1e-9) return fail(ErrorKind::invalid, "the shares are more than a hundred percent together", "lent, in_file");
  return shares;
}

/// Gathers shares by spot. What a clue that leads nowhere would have had goes to the others.
class Gathering {
 public:
  void add(std::string_view clue, double share, const std::vector<Spot>& spots, const std::vector<double>& weights) {
    double sum = 0;
    for (const double one : weights) sum += one;
    if (spots.empty() || sum <= 0) return;
    for (std::size_t i = 0; i < spots.size(); ++i) put(spots[i], share * weights[i] / sum, clue);
  }
  void add(std::string_view clue, double share, const std::vector<Spot>& spots) {
    add(clue, share, spots, std::vector<double>(spots.size(), 1.0));
  }
  void add(std::string_view clue, double share, const std::optional<Spot>& spot) {
    if (spot) put(*spot, share, clue);
  }

  std::vector<Suggestion> suggestions;

 private:
  void put(const Spot& spot, double probability, std::string_view clue) {
    if (probability <= 0) return;
    const auto [found, is_new] = places_.emplace(spot.id, suggestions.size());
    if (is_new) suggestions.push_back({spot, 0, {}, 0});
    Suggestion& one = suggestions[found->second];
    one.probability += probability;
    if (std::find(one.because.begin(), one.because.end(), clue) == one.because.end()) one.because.emplace_back(clue);
  }
  std::map<std::string, std::size_t, std::less<>> places_;
};

}  // namespace

Result<HuntWeights> HuntWeights::read(const rules::Rule& rule) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  HuntWeights weights;
  weights.rule = rule.reference();
  CHARTA_TRY(weights.lent, read_shares(root["lent"]));
  CHARTA_TRY(weights.in_file, read_shares(root["in_file"]));
  CHARTA_TRY(weights.found_when_there, part_of_one(root, "found_when_there_percent"));
  CHARTA_TRY(weights.decay, part_of_one(root, "decay_percent"));
  for (const auto& [name, weight] : {std::pair("within_pair", &weights.within_pair),
                                     std::pair("across_pairs", &weights.across_pairs), std::pair("pairs", &weights.pairs)}) {
    const auto value = root["slips"][name].integer();
    if (!value || *value < 0 || *value > 1000)
      return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a weight from 0 to 1000", std::string(name));
    *weight = static_cast<int>(*value);
  }
  return weights;
}

int slip_weight(std::string_view number, std::string_view other, const HuntWeights& weights) {
  const std::string one = digits_of(number), two = digits_of(other);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < std::min(one.size(), two.size()); ++i)
    if (one[i] != two[i]) places.push_back(i);
  if (one.size() != two.size() || places.empty()) return 0;
  if (places.size() == 2 && places[1] == places[0] + 1) {
    const bool is_pair = (one.size() - places[1]) % 2 == 1;  // counted from the end, as the pairs are
    return is_pair ? weights.within_pair : weights.across_pairs;
  }
  return weights.pairs;
}

HuntPlan plan_hunt(const HuntFacts& facts, const HuntWeights& weights, const std::map<std::string, int, std::less<>>& in_vain) {
  const auto& shares = facts.was_lent ? weights.lent : weights.in_file;
  Gathering all;
  all.add("borrower", shares.borrower, facts.borrower);
  std::vector<double> decayed;
  for (std::size_t i = 0; i < facts.previous.size(); ++i) decayed.push_back(std::pow(weights.decay, static_cast<double>(i)));
  all.add("previous", shares.previous, facts.previous, decayed);
  all.add("cart", shares.cart, facts.carts);
  all.add("own_slot", shares.own_slot, facts.own_slot);
  all.add("either_side", shares.either_side, facts.either_side);
  std::vector<double> slips(facts.transposed_weights.begin(), facts.transposed_weights.end());
  slips.resize(facts.transposed.size(), 1.0);
  all.add("transposed", shares.transposed, facts.transposed, slips);
  all.add("adjacent", shares.adjacent, facts.adjacent);
  all.add("namesake", shares.namesake, facts.namesakes);
  all.add("batch", shares.batch, facts.batch);

  HuntPlan plan;
  const double all_shares = shares.borrower + shares.previous + shares.cart + shares.own_slot + shares.either_side +
                            shares.transposed + shares.adjacent + shares.namesake + shares.batch;
  plan.elsewhere = std::max(0.01, 1.0 - all_shares);
  double sum = plan.elsewhere;
  for (auto& one : all.suggestions) {
    const auto looked = in_vain.find(one.spot.id);
    one.looked = looked == in_vain.end() ? 0 : looked->second;
    one.probability *= std::pow(1.0 - weights.found_when_there, one.looked);
    sum += one.probability;
  }
  for (auto& one : all.suggestions) one.probability /= sum;
  plan.elsewhere /= sum;
  plan.suggestions = std::move(all.suggestions);
  std::stable_sort(plan.suggestions.begin(), plan.suggestions.end(),
                   [](const Suggestion& a, const Suggestion& b) { return a.probability > b.probability; });
  return plan;
}

}  // namespace charta::paper_charts
