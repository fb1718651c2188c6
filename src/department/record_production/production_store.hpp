// SPDX-License-Identifier: Apache-2.0
// The SQL of production sets: the only file that names production and production_document.
#pragma once
#include "department/record_production/production.hpp"
#include "store/store.hpp"

namespace charta::record_production {

class ProductionStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Production& production) const;
  /// Of a set that waits. Answers whether it still did: what is made, or has failed, is never changed.
  Result<bool> made(store::UnitOfWork& work, const Production& production, const std::vector<SetDocument>& documents) const;
  Result<bool> failed(store::UnitOfWork& work, ProductionId id, const std::string& problem) const;
  Result<std::optional<Production>> find(store::Reader& reader, ProductionId id) const;
  Result<std::vector<Production>> of_patient(store::Reader& reader, PatientId patient) const;  ///< the newest first
  Result<std::vector<SetDocument>> documents(store::Reader& reader, ProductionId id) const;
};

}  // namespace charta::record_production
