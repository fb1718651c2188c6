// SPDX-License-Identifier: Apache-2.0
// Whole lists: which records are one person. Every record is compared with every other that shares a key, whichever came first.
#pragma once
#include "department/matching/training.hpp"

#include <functional>

namespace charta::matching {

struct ScoredPair {
  std::uint32_t a = 0, b = 0;  ///< a < b
  float bits = 0;              ///< log2 odds, the prior counted in
};

struct LinkOptions {
  double least_probability = 0.01;  ///< pairs below are not kept
  unsigned threads = 1;
  std::function<void(std::size_t done, std::size_t of)> progress;
};

struct Linkage {
  std::vector<ScoredPair> pairs;  ///< best first
  std::uint64_t compared = 0;
  Bounded bounded;
};

/// Compares and scores; the same result with any number of threads.
Linkage score_pairs(const Population& population, const CandidateIndex& index, std::span<const BlockingKeys> keys,
                    const Scorer& scorer, double prior_bits, const LinkOptions& options);

/// Two lists without duplicates: a record belongs to one record of the other list at most, the best first.
std::vector<ScoredPair> one_to_one(const std::vector<ScoredPair>& pairs, std::size_t records, double least_bits);

/// Groups of records that are one person: two groups become one while their records, all compared with all, agree on average.
/// `bits_of` scores a pair that no key brought together. Returns the number of its group for each record.
std::vector<std::uint32_t> group(const std::vector<ScoredPair>& pairs, std::size_t records, double least_bits,
                                 const std::function<double(std::uint32_t, std::uint32_t)>& bits_of);

}  // namespace charta::matching
