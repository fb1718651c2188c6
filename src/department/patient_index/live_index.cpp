// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/live_index.hpp"

#include "department/matching/comparison.hpp"

#include <algorithm>
#include <mutex>

namespace charta::patient_index {
namespace {

using matching::Band;
using matching::EncodedPerson;

constexpr std::uint32_t nobody = UINT32_MAX;

struct Search {
  matching::Seen seen;
  std::vector<std::uint32_t> found;
};

/// Marks are as long as the index: one for each thread, not one for each search.
Search& this_threads_search() {
  static thread_local Search search;
  search.found.clear();
  return search;
}

}  // namespace

LiveIndex::LiveIndex(MatchingRules rules, matching::CandidateLimits limits)
    : rules_(std::move(rules)), encoder_(rules_.vocabulary), index_(limits), scorer_(rules_.model, frequencies_) {}

void LiveIndex::take_out(Known& known) {
  frequencies_.remove(people_[known.place]);
  patients_[known.place] = PatientId();
  --current_;
}

void LiveIndex::put(PatientId patient, std::int64_t version, const matching::PlainPerson& plain) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(patient);
  if (found != known_.end() && found->second.version >= version) return;
  const EncodedPerson person = encoder_.encode(plain);
  if (found != known_.end() && is_current(found->second.place)) {
    if (people_[found->second.place] == person) {  // most updates tell nothing that is compared
      found->second.version = version;
      return;
    }
    take_out(found->second);
  }
  const std::uint32_t place = index_.add(matching::blocking_keys(encoder_, person));
  people_.push_back(person);
  patients_.push_back(patient);
  frequencies_.add(person);
  known_[patient] = {place, version};
  ++current_;
}

void LiveIndex::reserve(std::size_t records) {
  const std::lock_guard lock(mutex_);
  index_.reserve(records);
  people_.reserve(records);
  patients_.reserve(records);
  known_.reserve(records);
}

void LiveIndex::remove(PatientId patient, std::int64_t version) {
  const std::lock_guard lock(mutex_);
  const auto found = known_.find(patient);
  if (found == known_.end() || found->second.version >= version) return;
  if (patients_[found->second.place].is_set()) take_out(found->second);
  found->second.version = version;
}

std::int64_t LiveIndex::version_of(PatientId patient) const {
  const std::shared_lock lock(mutex_);
  const auto found = known_.find(patient);
  return found == known_.end() ? 0 : found->second.version;
}

std::size_t LiveIndex::size() const {
  const std::shared_lock lock(mutex_);
  return current_;
}

std::size_t LiveIndex::places() const {
  const std::shared_lock lock(mutex_);
  return people_.size();
}

std::size_t LiveIndex::place_after(PatientId patient) const {
  const std::shared_lock lock(mutex_);
  if (!patient.is_set()) return 0;
  const auto found = std::find_if(patients_.begin(), patients_.end(), [&](PatientId one) { return one > patient; });
  return static_cast<std::size_t>(found - patients_.begin());
}

PatientId LiveIndex::last_before(std::size_t place) const {
  const std::shared_lock lock(mutex_);
  for (std::size_t i = std::min(place, patients_.size()); i > 0; --i)
    if (patients_[i - 1].is_set()) return patients_[i - 1];
  return {};
}

double LiveIndex::prior() const {
  const double records = std::max<double>(2.0, static_cast<double>(current_));
  return rules_.model.prior_bits(records, records * (records - 1) / 2);
}

double LiveIndex::prior_bits() const {
  const std::shared_lock lock(mutex_);
  return prior();
}

const EncodedPerson* LiveIndex::person_of(PatientId patient) const {
  const auto found = known_.find(patient);
  if (found == known_.end() || !is_current(found->second.place)) return nullptr;
  return &people_[found->second.place];
}

Match LiveIndex::match_of(const EncodedPerson& person, std::uint32_t place, double prior, Date today) const {
  const EncodedPerson& other = people_[place];
  Match match{patients_[place], matching::compare(encoder_, person, other), 0, {}};
  match.bits = prior + scorer_.bits(match.pattern, person);
  if (matching::probability_of(match.bits) < rules_.policy.review_from) {
    match.decision.probability = matching::probability_of(match.bits);
    return match;
  }
  auto guards = matching::guards_of(match.pattern, person, other, {today}, rules_.policy);
  match.decision = matching::decide(match.bits, std::move(guards), rules_.policy);
  return match;
}

std::vector<Match> LiveIndex::best_of(const EncodedPerson& person, const std::vector<std::uint32_t>& places, std::uint32_t self,
                                      Date today, std::size_t limit) const {
  std::vector<Match> matches;
  const double base = prior();
  for (const std::uint32_t place : places) {
    if (place == self || !is_current(place)) continue;
    Match match = match_of(person, place, base, today);
    if (match.decision.band != Band::ignore) matches.push_back(std::move(match));
  }
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.bits != b.bits ? a.bits > b.bits : a.patient < b.patient;  // the older record first: keys follow time
  });
  if (matches.size() > limit) matches.resize(limit);
  return matches;
}

std::vector<Match> LiveIndex::find(const matching::Person& description, Date today, std::size_t limit,
                                   matching::Bounded* bounded) {
  const matching::PlainPerson plain = matching::plain(description, rules_.vocabulary);
  EncodedPerson person;
  {
    const std::lock_guard lock(mutex_);
    person = encoder_.encode(plain);
  }
  const std::shared_lock lock(mutex_);
  Search& search = this_threads_search();
  index_.find(matching::blocking_keys(encoder_, person), search.seen, search.found, bounded);
  return best_of(person, search.found, nobody, today, limit);
}

std::vector<Match> LiveIndex::find(PatientId patient, Date today, std::size_t limit, matching::Bounded* bounded) const {
  const std::shared_lock lock(mutex_);
  const EncodedPerson* person = person_of(patient);
  if (person == nullptr) return {};
  Search& search = this_threads_search();
  index_.find(matching::blocking_keys(encoder_, *person), search.seen, search.found, bounded);
  return best_of(*person, search.found, known_.at(patient).place, today, limit);
}

std::optional<Match> LiveIndex::compare(PatientId a, PatientId b, Date today) const {
  const std::shared_lock lock(mutex_);
  const EncodedPerson* person = person_of(a);
  if (person == nullptr || person_of(b) == nullptr) return std::nullopt;
  return match_of(*person, known_.at(b).place, prior(), today);
}

matching::Explanation LiveIndex::explain(PatientId a, PatientId b) const {
  const std::shared_lock lock(mutex_);
  const EncodedPerson* one = person_of(a);
  const EncodedPerson* other = person_of(b);
  if (one == nullptr || other == nullptr) return {};
  return scorer_.explain(matching::compare(encoder_, *one, *other), *one);
}

matching::Explanation LiveIndex::explain(const matching::Person& description, PatientId patient) {
  const std::lock_guard lock(mutex_);
  const EncodedPerson one = encoder_.encode(description);
  const EncodedPerson* other = person_of(patient);
  if (other == nullptr) return {};
  return scorer_.explain(matching::compare(encoder_, one, *other), one);
}

LiveIndex::Stretch LiveIndex::pairs_of(std::size_t from, std::size_t count, Date today, std::size_t most_a_record) const {
  const std::shared_lock lock(mutex_);
  Stretch stretch;
  matching::Bounded cut;
  const std::size_t until = std::min(from + count, people_.size());
  for (std::size_t place = from; place < until; ++place) {
    const auto self = static_cast<std::uint32_t>(place);
    if (!is_current(self)) continue;
    Search& search = this_threads_search();
    index_.find_earlier(self, matching::blocking_keys(encoder_, people_[place]), search.seen, search.found, &cut);
    stretch.compared += search.found.size();
    auto matches = best_of(people_[place], search.found, self, today, SIZE_MAX);
    if (matches.size() > most_a_record) {
      stretch.bounded += matches.size() - most_a_record;
      matches.resize(most_a_record);
    }
    for (Match& match : matches) {
      const PatientId earlier = std::exchange(match.patient, patients_[place]);
      stretch.pairs.push_back({earlier, std::move(match)});
    }
  }
  return stretch;
}

}  // namespace charta::patient_index
