// SPDX-License-Identifier: Apache-2.0
// The SQL of questions to physicians: the only file that names its tables.
#pragma once
#include "department/physician_queries/query.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::physician_queries {

class QueryStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Query& query) const;
  /// Words and quotes of one that was not sent.
  Result<void> rewrite(store::UnitOfWork& work, const Query& query) const;
  /// Everything that changes once it was written: state, times, addressee, answer, outcome.
  Result<void> update(store::UnitOfWork& work, const Query& query) const;
  Result<std::optional<Query>> find(store::Reader& reader, QueryId query) const;
  Result<std::optional<Query>> of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<Query>> of_patient(store::Reader& reader, PatientId patient) const;  ///< the newest first
  /// Without quotes. Of every facility; `most` at the most, the newest first.
  Result<std::vector<Query>> sent_between(store::Reader& reader, Instant from, Instant until, std::int64_t most) const;
  /// Sent and not answered yet.
  Result<std::int64_t> count_open(store::Reader& reader, ResourceId encounter) const;
  /// The questions about an encounter stand with its patient.
  Result<void> move(store::UnitOfWork& work, ResourceId encounter, PatientId patient, int facility,
                    access::SensitivityMask sensitivity) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;

 private:
  Result<void> save_quotes(store::UnitOfWork& work, const Query& query) const;
  Result<void> add_quotes(store::Reader& reader, Query& query) const;
};

}  // namespace charta::physician_queries
