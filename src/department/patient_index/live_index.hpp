// SPDX-License-Identifier: Apache-2.0
// Every patient record in memory, ready to be compared: who may be the same person as somebody, in microseconds.
#pragma once
#include "base/function_ref.hpp"
#include "base/id.hpp"
#include "department/matching/candidate_index.hpp"
#include "department/matching/model.hpp"
#include "department/matching/policy.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace charta::patient_index {

/// How far another record agrees with somebody.
struct Match {
  PatientId patient;
  matching::Pattern pattern;
  double bits = 0;  ///< log2 odds of being one person: the prior and all contributions
  matching::Decision decision;
};

/// What `data/rules/patient-index` says.
struct MatchingRules {
  matching::Vocabulary vocabulary;
  matching::Model model = matching::starter_model();
  matching::Policy policy;
};

/// Many readers, one writer at a time. A record of which something compared has changed takes a new place; its old one stays, unseen,
/// until the next start.
class LiveIndex {
 public:
  explicit LiveIndex(MatchingRules rules, matching::CandidateLimits limits = {});

  const MatchingRules& rules() const { return rules_; }
  /// Adds a record, or puts its newer version in its place; an older version than is known changes nothing.
  void put(PatientId patient, std::int64_t version, const matching::PlainPerson& person);
  void remove(PatientId patient, std::int64_t version);
  void reserve(std::size_t records);  ///< room for so many, made once
  std::int64_t version_of(PatientId patient) const;  ///< 0: not known
  std::size_t size() const;                          ///< records that can be found
  std::size_t places() const;                        ///< numbers given so far: what a pass goes through
  /// The first place of a record younger than `patient`: records are read in the order of their keys.
  std::size_t place_after(PatientId patient) const;
  PatientId last_before(std::size_t place) const;  ///< the youngest record at a place before this one

  /// Best first, from the band `review` on, at most `limit`. `bounded`: which keys were too common to follow whole.
  std::vector<Match> find(const matching::Person& person, Date today, std::size_t limit, matching::Bounded* bounded = nullptr);
  std::vector<Match> find(PatientId patient, Date today, std::size_t limit, matching::Bounded* bounded = nullptr) const;
  /// Two records as they stand; nothing when one is not known.
  std::optional<Match> compare(PatientId a, PatientId b, Date today) const;
  matching::Explanation explain(PatientId a, PatientId b) const;
  matching::Explanation explain(const matching::Person& person, PatientId patient);
  double prior_bits() const;

  struct Pair {
    PatientId earlier;  ///< whose place is the lower
    Match later;
  };
  struct Stretch {
    std::vector<Pair> pairs;
    std::uint64_t compared = 0, bounded = 0;
  };
  /// All pairs of the records at places [from, from + count) with those before them, from the band `review` on; at most
  /// `most_a_record` for each, the rest counted as bounded.
  Stretch pairs_of(std::size_t from, std::size_t count, Date today, std::size_t most_a_record) const;

 private:
  struct Known {
    std::uint32_t place = 0;
    std::int64_t version = 0;
  };
  bool is_current(std::uint32_t place) const { return patients_[place].is_set(); }
  Match match_of(const matching::EncodedPerson& person, std::uint32_t place, double prior, Date today) const;
  std::vector<Match> best_of(const matching::EncodedPerson& person, const std::vector<std::uint32_t>& places, std::uint32_t self,
                             Date today, std::size_t limit) const;
  const matching::EncodedPerson* person_of(PatientId patient) const;
  double prior() const;
  void take_out(Known& known);

  mutable std::shared_mutex mutex_;
  MatchingRules rules_;
  matching::Encoder encoder_;
  matching::CandidateIndex index_;
  matching::Frequencies frequencies_;
  matching::Scorer scorer_;
  std::vector<matching::EncodedPerson> people_;  ///< by place
  std::vector<PatientId> patients_;              ///< by place; unset: no longer current
  std::unordered_map<PatientId, Known> known_;
  std::size_t current_ = 0;
};

}  // namespace charta::patient_index
