// SPDX-License-Identifier: Apache-2.0
#include "department/matching/training.hpp"

#include <algorithm>
#include <cmath>

namespace charta::matching {
namespace {

constexpr int most_rounds = 200;
constexpr std::size_t random_pairs = 1'000'000;

/// Sums by field and level, where the field stands alone and where it is brought along.
using LevelSums = std::array<std::array<std::array<double, level_count>, field_count>, 2>;

/// The bits of a model, looked up.
class BitTable {
 public:
  explicit BitTable(const Model& model) {
    for (std::size_t i = 0; i < field_count; ++i)
      for (std::size_t level = 0; level < level_count; ++level)
        for (std::size_t beside = 0; beside < 2; ++beside)
          bits_[beside][i][level] = model.bits(static_cast<Field>(i), static_cast<Level>(level),
                                               beside == 1 && can_be_brought_along(static_cast<Field>(i)));
  }
  double probability(Pattern pattern, double prior) const {
    const std::uint32_t beside = brought_along(pattern);
    double bits = prior;
    for (std::size_t i = 0; i < field_count; ++i) bits += bits_[beside >> i & 1U][i][index_of(pattern.at(static_cast<Field>(i)))];
    return probability_of(bits);
  }

 private:
  LevelSums bits_{};
};

void add(LevelSums& sums, Pattern pattern, double weight) {
  const std::uint32_t beside = brought_along(pattern);
  for (std::size_t i = 0; i < field_count; ++i) sums[beside >> i & 1U][i][index_of(pattern.at(static_cast<Field>(i)))] += weight;
}

/// Shares of the levels where something was said, with the imagined pairs of the start.
std::array<double, level_count> shares(const std::array<double, level_count>& sums, const std::array<double, level_count>& start,
                                       double weight) {
  double all = weight;
  for (std::size_t level = 1; level < level_count; ++level) all += sums[level];
  std::array<double, level_count> result{};
  for (std::size_t level = 1; level < level_count; ++level) result[level] = (sums[level] + weight * start[level]) / all;
  return result;
}

/// A small, fixed generator: the same records give the same model.
class Dice {
 public:
  std::size_t below(std::size_t end) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33) % end);
  }

 private:
  std::uint64_t state_ = 20260115;
};

PatternCounts all_pairs(const Population& population) {
  PatternCounts counts;
  for (std::size_t a = 0; a < population.people.size(); ++a)
    for (std::size_t b = a + 1; b < population.people.size(); ++b)
      if (population.may_pair(a, b)) counts[compare(*population.encoder, population.people[a], population.people[b]).bits()] += 1;
  return counts;
}

PatternCounts random_sample(const Population& population) {
  const std::size_t count = population.people.size();
  if (population.pairs() <= static_cast<double>(random_pairs)) return all_pairs(population);
  PatternCounts counts;
  Dice dice;
  const double each = population.pairs() / static_cast<double>(random_pairs);
  for (std::size_t taken = 0; taken < random_pairs;) {
    const std::size_t a = dice.below(count), b = dice.below(count);
    if (a == b || !population.may_pair(a, b)) continue;
    counts[compare(*population.encoder, population.people[a], population.people[b]).bits()] += each;
    ++taken;
  }
  return counts;
}

PatternCounts candidate_sample(const Population& population, const CandidateIndex& index, std::span<const BlockingKeys> keys,
                               std::size_t most_records) {
  PatternCounts counts;
  Seen seen;
  std::vector<std::uint32_t> found;
  const std::size_t step = std::max<std::size_t>(1, population.people.size() / most_records);
  for (std::size_t record = step - 1; record < population.people.size(); record += step) {
    found.clear();
    index.find_earlier(static_cast<std::uint32_t>(record), keys[record], seen, found);
    for (const auto other : found)
      if (population.may_pair(record, other))
        counts[compare(*population.encoder, population.people[record], population.people[other]).bits()] +=
            static_cast<double>(step);
  }
  return counts;
}

/// The two records of each value that exactly two records have.
std::vector<std::pair<std::uint32_t, std::uint32_t>> rare_pairs(const Population& population, const Frequencies& frequencies,
                                                                Field field) {
  std::unordered_map<std::uint32_t, std::uint32_t> first;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint32_t i = 0; i < population.people.size(); ++i) {
    const auto value = population.people[i][field];
    if (value == 0 || frequencies.count(field, value) != 2) continue;
    const auto [known, is_new] = first.emplace(value, i);
    if (!is_new) pairs.emplace_back(known->second, i);
  }
  return pairs;
}

/// Of records whose value at most one other record has: how many other people have it. What the pairs of one person share is not
/// counted.
double shared_when_rare(const Population& population, const Frequencies& frequencies, const Model& model, Field field,
                        double prior) {
  const auto pairs = rare_pairs(population, frequencies, field);
  const BitTable table(model);
  double by_chance = 0, rare = 0;
  for (const auto& [a, b] : pairs) {
    Pattern pattern = compare(*population.encoder, population.people[a], population.people[b]);
    pattern.set(field, Level::missing);  // judged by the other fields
    by_chance += population.may_pair(a, b) ? 1.0 - table.probability(pattern, prior) : 1.0;
  }
  for (const auto& person : population.people) rare += person[field] != 0 && frequencies.count(field, person[field]) <= 2 ? 1 : 0;
  return std::clamp((2.0 * by_chance + 0.5) / (rare + 1.0), 1e-4, 1.0);
}

}  // namespace

double Population::pairs() const {
  const double all = static_cast<double>(people.size()) * (static_cast<double>(people.size()) - 1.0) / 2.0;
  if (!across_lists_only || list.empty()) return all;
  std::array<double, 256> sizes{};
  for (const auto one : list) sizes[one] += 1;
  double inside = 0;
  for (const double size : sizes) inside += size * (size - 1) / 2;
  return all - inside;
}

Model estimate(const TrainingInput& input, const Model& start, double weight) {
  Model model = start;
  const std::vector<std::pair<std::uint64_t, double>> candidates(input.candidates.begin(), input.candidates.end()),
      random(input.random.begin(), input.random.end());
  for (int round = 0; round < most_rounds; ++round) {
    const double prior = model.prior_bits(input.records, input.pairs);
    const BitTable table(model);
    LevelSums same{}, blocked{}, anywhere{};
    double matches = 0;
    for (const auto& [bits, count] : candidates) {
      const double chance = table.probability(Pattern(bits), prior);
      add(same, Pattern(bits), count * chance);
      add(blocked, Pattern(bits), count * (1.0 - chance));
      matches += count * chance;
    }
    for (const auto& [bits, count] : random)
      add(anywhere, Pattern(bits), count * (1.0 - table.probability(Pattern(bits), prior)));
    for (std::size_t i = 0; i < field_count; ++i) {
      auto& field = model.fields[i];
      const auto& first = start.fields[i];
      field.alone = {shares(same[0][i], first.alone.m, weight), shares(anywhere[0][i], first.alone.u, weight)};
      const bool by_key = is_brought_along_by_key(static_cast<Field>(i));
      field.beside = {shares(same[1][i], first.beside.m, weight),
                      shares(by_key ? blocked[1][i] : anywhere[1][i], first.beside.u, weight)};
    }
    const double before = model.matches_per_record;
    model.matches_per_record = std::max(matches, 0.5) / std::max(input.records, 1.0);
    if (std::abs(model.matches_per_record - before) < 1e-6 * before) break;
  }
  return model;
}

Model train(const Population& population, const CandidateIndex& index, std::span<const BlockingKeys> keys,
            const Frequencies& frequencies, const Model& start, std::size_t most_records) {
  TrainingInput input{candidate_sample(population, index, keys, most_records), random_sample(population), population.pairs(),
                      static_cast<double>(population.people.size())};
  Model model = estimate(input, start);
  model.records = static_cast<std::int64_t>(population.people.size());
  const double prior = model.prior_bits(input.records, input.pairs);
  for (std::size_t i = 0; i < field_count; ++i)
    if (frequencies.said(static_cast<Field>(i)) > 0)
      model.fields[i].shared_when_rare = shared_when_rare(population, frequencies, model, static_cast<Field>(i), prior);
  return model;
}

}  // namespace charta::matching
