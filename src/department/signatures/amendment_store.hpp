// SPDX-License-Identifier: Apache-2.0
// The SQL of what follows a signature: the only file that names document_amendment and document_correction.
#pragma once
#include "department/signatures/amendment.hpp"
#include "department/signatures/correction.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace charta::signatures {

class AmendmentStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Amendment& one) const;
  /// About this document, or by it; the first first.
  Result<std::vector<Amendment>> of_document(store::Reader& reader, ResourceId document) const;

  Result<void> add(store::UnitOfWork& work, const Correction& one) const;
  Result<void> update(store::UnitOfWork& work, const Correction& one) const;
  Result<std::optional<Correction>> find(store::Reader& reader, CorrectionId id) const;
  Result<std::optional<Correction>> of_item(store::Reader& reader, WorkItemId item) const;
  /// The newest of a document, open or not.
  Result<std::optional<Correction>> newest_of(store::Reader& reader, ResourceId document) const;

  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId patient, int facility,
                    std::uint32_t sensitivity) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const;
};

}  // namespace charta::signatures
