// SPDX-License-Identifier: Apache-2.0
#include "department/matching/list_linker.hpp"

#include <algorithm>
#include <istream>
#include <map>

namespace charta::matching {

ListLinker::ListLinker(Vocabulary vocabulary, CandidateLimits limits)
    : encoder_(std::move(vocabulary)), index_(limits), model_(starter_model()) {
  population_.encoder = &encoder_;
}

ListLinker::~ListLinker() = default;

void ListLinker::add(ListedPerson&& listed) {
  auto found = std::find(lists_.begin(), lists_.end(), listed.list);
  if (found == lists_.end()) found = lists_.insert(lists_.end(), listed.list);
  const EncodedPerson person = encoder_.encode(listed.person);
  frequencies_.add(person);
  keys_.push_back(blocking_keys(encoder_, person));
  index_.add(keys_.back());
  population_.people.push_back(person);
  population_.list.push_back(static_cast<std::uint8_t>(found - lists_.begin()));
  ids_.push_back(std::move(listed.id));
}

Result<void> ListLinker::read(std::istream& in, const ColumnMapping& mapping) {
  const std::string file = "file " + std::to_string(lists_.size() + 1);
  const std::size_t before = lists_.size();
  CHARTA_TRY_DO(read_people(in, mapping, [&](ListedPerson&& listed) {
    if (mapping.list_column.empty()) listed.list = file;
    add(std::move(listed));
  }));
  if (lists_.size() - before > 250)
    return fail(ErrorKind::invalid, "the column that names the list has more than 250 values", mapping.list_column);
  if (mapping.each_list_without_duplicates) population_.across_lists_only = true;
  return {};
}

const Model& ListLinker::train(const Model& start) {
  model_ = matching::train(population_, index_, keys_, frequencies_, start);
  return model_;
}

double ListLinker::prior_bits() const {
  return model_.prior_bits(static_cast<double>(size()), population_.pairs());
}

double ListLinker::bits(std::uint32_t a, std::uint32_t b) const {
  const auto& people = population_.people;
  return prior_bits() + scorer_->bits(compare(encoder_, people[a], people[b]), people[a]);
}

Explanation ListLinker::explain(std::uint32_t a, std::uint32_t b) const {
  const auto& people = population_.people;
  return scorer_->explain(compare(encoder_, people[a], people[b]), people[a]);
}

std::vector<Guard> ListLinker::guards(std::uint32_t a, std::uint32_t b, const Circumstances& circumstances,
                                      const Policy& policy) const {
  const auto& people = population_.people;
  return guards_of(compare(encoder_, people[a], people[b]), people[a], people[b], circumstances, policy);
}

void ListLinker::link(const LinkOptions& options) {
  scorer_ = std::make_unique<Scorer>(model_, frequencies_);
  linkage_ = score_pairs(population_, index_, keys_, *scorer_, prior_bits(), options);
  linked_.clear();
  if (population_.across_lists_only) {
    for (const auto& pair : one_to_one(linkage_.pairs, size(), least_bits_))
      linked_.push_back({pair.a, pair.b, pair.bits, probability_of(pair.bits), false});
  } else {
    decide_groups();
  }
}

void ListLinker::decide_groups() {
  const auto groups = group(linkage_.pairs, size(), least_bits_, [this](std::uint32_t a, std::uint32_t b) { return bits(a, b); });
  std::map<std::uint32_t, std::vector<std::uint32_t>> members;
  for (std::uint32_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(i);
  for (const auto& [name, records] : members)
    for (std::size_t i = 0; i < records.size(); ++i)
      for (std::size_t j = i + 1; j < records.size(); ++j) {
        const double of_pair = bits(records[i], records[j]);
        linked_.push_back({records[i], records[j], of_pair, probability_of(of_pair), of_pair < least_bits_});
      }
  std::stable_sort(linked_.begin(), linked_.end(), [](const LinkedPair& x, const LinkedPair& y) { return x.bits > y.bits; });
}

}  // namespace charta::matching
