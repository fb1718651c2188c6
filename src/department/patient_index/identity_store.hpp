// SPDX-License-Identifier: Apache-2.0
// The SQL of the tables identity_pair and identity_pass, and the reading of all records at a start.
#pragma once
#include "department/patient_index/identity_pair.hpp"
#include "department/patient_index/patient_index_store.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::patient_index {

/// A pass over the whole index.
struct IdentityPass {
  std::int64_t key = 0;
  Instant started_at;
  std::optional<Instant> ended_at;
  std::int64_t place = 0;  ///< records gone through
  PatientId reached;       ///< the last one
  std::int64_t records = 0, compared = 0, pairs = 0, bounded = 0;
};

class IdentityStore {
 public:
  Result<std::optional<IdentityPair>> pair(store::Reader& reader, PatientId low, PatientId high) const;
  Result<std::optional<IdentityPair>> pair_of_item(store::Reader& reader, WorkItemId item) const;
  /// Pairs about which a person is asked, of one record.
  Result<std::vector<IdentityPair>> open_pairs(store::Reader& reader, PatientId patient) const;
  /// All of them, after the pair (low, high), in their order.
  Result<std::vector<IdentityPair>> open_pairs_after(store::Reader& reader, PatientId low, PatientId high,
                                                     std::int64_t limit) const;
  Result<void> save(store::UnitOfWork& work, const IdentityPair& pair) const;
  Result<std::int64_t> decided_since(store::Reader& reader, PairVerdict verdict, Instant since) const;

  Result<std::optional<IdentityPass>> latest_pass(store::Reader& reader) const;
  Result<void> save(store::UnitOfWork& work, const IdentityPass& pass) const;

  /// Rows of records after `after` in the order of their keys, deleted ones left out: what the index is filled with at a start.
  struct PersonRow {
    PatientId patient;
    std::int64_t version = 0;
    std::string who;
    std::optional<Date> birth_date, death_date;
  };
  Result<std::vector<PersonRow>> rows_after(store::Reader& reader, PatientId after, std::int64_t limit) const;
  Result<std::int64_t> count_persons(store::Reader& reader) const;
};

}  // namespace charta::patient_index
