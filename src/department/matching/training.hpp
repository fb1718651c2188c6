// SPDX-License-Identifier: Apache-2.0
// Weights from the records themselves: expectation-maximisation without a single labelled pair.
#pragma once
#include "department/matching/candidate_index.hpp"
#include "department/matching/model.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace charta::matching {

/// The people of one or of several lists, encoded together.
struct Population {
  const Encoder* encoder = nullptr;
  std::vector<EncodedPerson> people;
  std::vector<std::uint8_t> list;  ///< which list each came from; empty: all from one
  bool across_lists_only = false;  ///< each list is without duplicates: only pairs of two lists are compared
  bool may_pair(std::size_t a, std::size_t b) const { return !across_lists_only || list.empty() || list[a] != list[b]; }
  double pairs() const;  ///< how many pairs there are to decide
};

/// Patterns with how many pairs show them.
using PatternCounts = std::unordered_map<std::uint64_t, double>;

struct TrainingInput {
  PatternCounts candidates;  ///< of pairs that share a blocking key: nearly every pair of one person is here
  PatternCounts random;      ///< of pairs taken anywhere, scaled to all pairs: nearly all of them of two people
  double pairs = 0, records = 0;
};

/// Expectation-maximisation: `m` from the candidates, each counted by the probability that it is one person; `u` from the pairs
/// taken anywhere, each counted by the probability that it is two; the share of matches from both. Blocking does not bias it,
/// because no single key decides which matches are seen. `start` gives the first guess and, as `weight` imagined pairs a field,
/// keeps what the records say nothing of.
Model estimate(const TrainingInput& input, const Model& start, double weight = 8.0);

/// Counts patterns and estimates, then how often values that hardly anybody has are shared by chance. Records beyond
/// `most_records` are sampled evenly. Deterministic.
Model train(const Population& population, const CandidateIndex& index, std::span<const BlockingKeys> keys,
            const Frequencies& frequencies, const Model& start, std::size_t most_records = 100'000);

}  // namespace charta::matching
