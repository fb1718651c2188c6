// SPDX-License-Identifier: Apache-2.0
#include "department/matching/linkage.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <tuple>

namespace charta::matching {
namespace {

constexpr std::size_t stretch = 2048;  // records a thread takes at a time

struct Work {
  const Population& population;
  const CandidateIndex& index;
  std::span<const BlockingKeys> keys;
  const Scorer& scorer;
  double prior_bits, least_bits;
};

struct Share {
  std::vector<ScoredPair> pairs;
  std::uint64_t compared = 0;
  Bounded bounded;
  Seen seen;
  std::vector<std::uint32_t> found;
};

/// Asks for a record before it is looked at: the next ones stand anywhere in memory.
void fetch_ahead(const EncodedPerson& person) {
  const auto* bytes = reinterpret_cast<const char*>(&person);
  for (std::size_t line = 0; line < sizeof(EncodedPerson); line += 64) __builtin_prefetch(bytes + line);
}

void score_record(const Work& work, std::uint32_t record, Share& share) {
  share.found.clear();
  work.index.find_earlier(record, work.keys[record], share.seen, share.found, &share.bounded);
  const auto& person = work.population.people[record];
  constexpr std::size_t ahead = 6;
  for (std::size_t i = 0; i < share.found.size(); ++i) {
    if (i + ahead < share.found.size()) fetch_ahead(work.population.people[share.found[i + ahead]]);
    const auto other = share.found[i];
    if (!work.population.may_pair(record, other)) continue;
    ++share.compared;
    const Pattern pattern = compare(*work.population.encoder, person, work.population.people[other]);
    const double bits = work.prior_bits + work.scorer.bits(pattern, person);
    if (bits >= work.least_bits) share.pairs.push_back({other, record, static_cast<float>(bits)});
  }
}

bool better(const ScoredPair& x, const ScoredPair& y) {
  if (x.bits != y.bits) return x.bits > y.bits;
  return std::tie(x.a, x.b) < std::tie(y.a, y.b);
}

class Groups {
 public:
  explicit Groups(std::size_t records) : of_(records), members_(records) {
    std::iota(of_.begin(), of_.end(), 0U);
    for (std::uint32_t i = 0; i < records; ++i) members_[i] = {i};
  }
  std::uint32_t of(std::uint32_t record) const { return of_[record]; }
  const std::vector<std::uint32_t>& members(std::uint32_t group) const { return members_[group]; }
  std::vector<std::uint32_t> take() && { return std::move(of_); }
  void unite(std::uint32_t x, std::uint32_t y) {
    if (members_[x].size() < members_[y].size()) std::swap(x, y);
    for (const auto record : members_[y]) of_[record] = x;
    members_[x].insert(members_[x].end(), members_[y].begin(), members_[y].end());
    members_[y] = {};
  }

 private:
  std::vector<std::uint32_t> of_;
  std::vector<std::vector<std::uint32_t>> members_;
};

constexpr std::size_t most_looked_at = 64;  // pairs between two large groups, to judge them by

double average_bits(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y,
                    const std::function<double(std::uint32_t, std::uint32_t)>& bits_of) {
  const std::size_t all = x.size() * y.size(), step = std::max<std::size_t>(1, all / most_looked_at);
  double sum = 0;
  std::size_t looked = 0;
  for (std::size_t i = 0; i < all; i += step, ++looked) sum += std::clamp(bits_of(x[i / y.size()], y[i % y.size()]), -12.0, 12.0);
  return sum / static_cast<double>(looked);
}

}  // namespace

Linkage score_pairs(const Population& population, const CandidateIndex& index, std::span<const BlockingKeys> keys,
                    const Scorer& scorer, double prior_bits, const LinkOptions& options) {
  const Work work{population, index, keys, scorer, prior_bits, odds_bits_of(options.least_probability)};
  const std::size_t count = population.people.size();
  std::vector<Share> shares(std::max(1U, options.threads));
  std::atomic<std::size_t> next{0};
  const auto run = [&](Share& share, bool tells) {
    for (std::size_t from = next.fetch_add(stretch); from < count; from = next.fetch_add(stretch)) {
      for (std::size_t record = from; record < std::min(count, from + stretch); ++record)
        score_record(work, static_cast<std::uint32_t>(record), share);
      if (tells && options.progress) options.progress(std::min(count, from + stretch), count);
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < shares.size(); ++i) threads.emplace_back([&, i] { run(shares[i], false); });
  run(shares[0], true);
  for (auto& thread : threads) thread.join();
  Linkage linkage;
  for (auto& share : shares) {
    linkage.pairs.insert(linkage.pairs.end(), share.pairs.begin(), share.pairs.end());
    linkage.compared += share.compared;
    for (std::size_t i = 0; i < key_count; ++i) linkage.bounded.searches[i] += share.bounded.searches[i];
  }
  std::sort(linkage.pairs.begin(), linkage.pairs.end(), better);
  return linkage;
}

std::vector<ScoredPair> one_to_one(const std::vector<ScoredPair>& pairs, std::size_t records, double least_bits) {
  std::vector<bool> taken(records);
  std::vector<ScoredPair> kept;
  for (const auto& pair : pairs) {
    if (pair.bits < least_bits || taken[pair.a] || taken[pair.b]) continue;
    taken[pair.a] = taken[pair.b] = true;
    kept.push_back(pair);
  }
  return kept;
}

std::vector<std::uint32_t> group(const std::vector<ScoredPair>& pairs, std::size_t records, double least_bits,
                                 const std::function<double(std::uint32_t, std::uint32_t)>& bits_of) {
  Groups groups(records);
  for (const auto& pair : pairs) {
    if (pair.bits < least_bits) break;
    const auto x = groups.of(pair.a), y = groups.of(pair.b);
    if (x == y) continue;
    if (average_bits(groups.members(x), groups.members(y), bits_of) >= least_bits) groups.unite(x, y);
  }
  return std::move(groups).take();
}

}  // namespace charta::matching
