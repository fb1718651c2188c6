// SPDX-License-Identifier: Apache-2.0
// The whole index compared with itself, in stretches: told, resumable, and counted by the published formula.
#include "department/patient_index/identity_service.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

namespace charta::patient_index {
namespace {

constexpr std::size_t places_at_once = 2000;  // records between two savings
constexpr std::size_t pairs_in_a_unit = 50;   // small units: arrivals go between them

/// Sets of records that pairs join, however long the chain.
class Sets {
 public:
  void join(PatientId a, PatientId b) { parent_[root(a)] = root(b); }
  DuplicateFigures figures() {
    std::unordered_map<PatientId, std::int64_t> sizes;
    std::vector<PatientId> all;
    for (const auto& [patient, parent] : parent_) all.push_back(patient);
    for (const PatientId patient : all) ++sizes[root(patient)];
    DuplicateFigures figures;
    figures.in_sets = static_cast<std::int64_t>(all.size());
    figures.sets = static_cast<std::int64_t>(sizes.size());
    for (const auto& [patient, size] : sizes) figures.largest_set = std::max(figures.largest_set, size);
    return figures;
  }

 private:
  PatientId root(PatientId patient) {
    auto found = parent_.try_emplace(patient, patient).first;
    while (found->second != found->first) {
      auto above = parent_.find(found->second);
      found->second = above->second;
      found = parent_.find(found->second);
    }
    return found->first;
  }
  std::unordered_map<PatientId, PatientId> parent_;
};

}  // namespace

Result<void> IdentityService::consider_all(store::UnitOfWork& work, std::span<const LiveIndex::Pair> pairs) {
  for (const auto& pair : pairs) CHARTA_TRY_DO(consider(work, pair.earlier, pair.later.patient, pair.later));
  return {};
}

Result<IdentityPass> IdentityService::find_duplicates(const Progress& progress) {
  for (std::size_t left = 1; left > 0;) {
    CHARTA_TRY(left, catch_up());
  }
  CHARTA_TRY(const auto latest, store_.read([&](store::Reader& reader) { return rows_.latest_pass(reader); }));
  IdentityPass pass;
  if (latest && !latest->ended_at) {
    pass = *latest;
  } else {
    pass.key = keys_.next_key();
    pass.started_at = clock_.now();
  }
  const std::size_t places = live_.places();
  pass.records = static_cast<std::int64_t>(live_.size());
  const auto most = static_cast<std::size_t>(live_.rules().policy.pairs_a_record);
  for (std::size_t place = live_.place_after(pass.reached); place < places; place += places_at_once) {
    const auto found = live_.pairs_of(place, places_at_once, today(), most);
    for (std::size_t i = 0; i < found.pairs.size(); i += pairs_in_a_unit) {
      const std::span some = std::span(found.pairs).subspan(i, std::min(pairs_in_a_unit, found.pairs.size() - i));
      CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return consider_all(work, some); }));
    }
    const std::size_t done = std::min(place + places_at_once, places);
    pass.place = static_cast<std::int64_t>(done);
    pass.reached = std::max(pass.reached, live_.last_before(done));
    pass.compared += static_cast<std::int64_t>(found.compared);
    pass.pairs += static_cast<std::int64_t>(found.pairs.size());
    pass.bounded += static_cast<std::int64_t>(found.bounded);
    CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.save(work, pass); }));
    if (!progress.tell(static_cast<std::int64_t>(done), static_cast<std::int64_t>(places))) return pass;
  }
  pass.ended_at = clock_.now();
  CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) { return rows_.save(work, pass); }));
  return pass;
}

Result<DuplicateFigures> IdentityService::figures(store::Reader& reader) const {
  constexpr std::int64_t at_once = 5000;
  Sets sets;
  std::int64_t pairs = 0;
  PatientId low, high;
  while (true) {
    CHARTA_TRY(const auto page, rows_.open_pairs_after(reader, low, high, at_once));
    for (const IdentityPair& pair : page) sets.join(pair.low, pair.high);
    pairs += static_cast<std::int64_t>(page.size());
    if (static_cast<std::int64_t>(page.size()) < at_once) break;
    low = page.back().low;
    high = page.back().high;
  }
  DuplicateFigures figures = sets.figures();
  figures.pairs = pairs;
  if (ready_) {  // everybody is known here: no need to read through a table of millions
    figures.records = static_cast<std::int64_t>(live_.size());
  } else {
    CHARTA_TRY(figures.records, rows_.count_persons(reader));
  }
  return figures;
}

Result<void> IdentityService::each_open_pair(FunctionRef<void(const IdentityPair&, const PatientHit&, const PatientHit&)> take) {
  constexpr std::int64_t at_once = 500;
  PatientId low, high;
  while (true) {
    bool last = false;
    const auto told = store_.read([&](store::Reader& reader) -> Result<void> {
      CHARTA_TRY(const auto page, rows_.open_pairs_after(reader, low, high, at_once));
      for (const IdentityPair& pair : page) {
        CHARTA_TRY(const auto first, index_.hit(reader, pair.low));
        CHARTA_TRY(const auto second, index_.hit(reader, pair.high));
        if (first && second) take(pair, *first, *second);
      }
      last = static_cast<std::int64_t>(page.size()) < at_once;
      if (last) return {};
      low = page.back().low;
      high = page.back().high;
      return {};
    });
    if (!told || last) return told;
  }
}

}  // namespace charta::patient_index
