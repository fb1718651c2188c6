// SPDX-License-Identifier: Apache-2.0
// The SQL of STAT calls: the only file that names stat_call and stat_call_attempt.
#pragma once
#include "department/floor_delivery/stat_call.hpp"
#include "store/store.hpp"

namespace charta::floor_delivery {

class StatCallStore {
 public:
  Result<void> add(store::UnitOfWork& work, const StatCall& call) const;
  Result<void> save(store::UnitOfWork& work, const StatCall& call) const;
  Result<void> add_attempt(store::UnitOfWork& work, StatCallId call, const CallAttempt& attempt) const;
  // With their attempts.
  Result<std::optional<StatCall>> find(store::Reader& reader, StatCallId call) const;
  Result<std::optional<StatCall>> of_item(store::Reader& reader, WorkItemId item) const;
  Result<std::vector<StatCall>> open_of_document(store::Reader& reader, ResourceId document) const;
  /// Open or not, while it stood with this patient.
  Result<std::optional<StatCall>> newest_of_document(store::Reader& reader, PatientId patient, ResourceId document) const;
  Result<std::vector<StatCall>> open_of_encounter(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<StatCall>> since(store::Reader& reader, Instant from, std::int64_t limit) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;
  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                    access::SensitivityMask sensitivity) const;

 private:
  Result<void> add_attempts(store::Reader& reader, StatCall& call) const;
};

}  // namespace charta::floor_delivery
