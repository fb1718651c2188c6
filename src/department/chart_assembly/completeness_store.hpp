// SPDX-License-Identifier: Apache-2.0
// The SQL of completeness: the only file that names chart_completeness.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::chart_assembly {

struct CompletenessRow {
  ResourceId encounter;
  PatientId patient;
  WorkItemId item;  ///< the newest
  std::string state;
  Instant changed_at;
  UserId changed_by;  ///< unset: it moved by itself
  std::string reason;
  std::int64_t documents = 0;  ///< how many it held when it was last looked at
};

class CompletenessStore {
 public:
  Result<void> save(store::UnitOfWork& work, const CompletenessRow& row) const;
  Result<std::optional<CompletenessRow>> find(store::Reader& reader, ResourceId encounter) const;
  Result<std::vector<CompletenessRow>> of_patient(store::Reader& reader, PatientId patient) const;
};

}  // namespace charta::chart_assembly
