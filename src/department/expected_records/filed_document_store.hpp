// SPDX-License-Identifier: Apache-2.0
// The documents that stand in charts, as reconciliation compares them with what was promised.
#pragma once
#include "department/expected_records/expectation.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::expected_records {

struct FiledDocument {
  happenings::DocumentFiled filed;
  ExpectationId expectation;  ///< the first that it fulfilled; unset: nothing promised it
  bool needs_order = false, needs_encounter = false, is_withdrawn = false;
  Instant filed_at;
};

/// Written anew when the same document is filed in a new version; what it fulfilled is kept when the new version says nothing.
Result<void> save_filed_document(store::UnitOfWork& work, const FiledDocument& document);
Result<void> set_fulfilled(store::UnitOfWork& work, ResourceId document, ExpectationId expectation);
Result<void> relabel_filed_documents(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added);
/// The document stands with another record.
Result<void> move_filed_document(store::UnitOfWork& work, const happenings::RecordMoved::Piece& piece, PatientId to);
Result<void> mark_withdrawn(store::UnitOfWork& work, ResourceId document);
Result<std::optional<FiledDocument>> find_filed_document(store::Reader& reader, ResourceId document);
/// Documents that came before their order: not fulfilling anything yet, with one of its numbers.
Result<std::vector<FiledDocument>> find_early(store::Reader& reader, const happenings::OrderKeys& keys);

}  // namespace charta::expected_records
