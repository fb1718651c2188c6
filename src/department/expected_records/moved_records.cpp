// SPDX-License-Identifier: Apache-2.0
// What a move between patients does to promises: those that went along stay fulfilled, those left behind are open again.
#include "department/expected_records/expected_records_service.hpp"

#include <algorithm>

namespace charta::expected_records {

using happenings::RecordMoved;

Result<void> ExpectedRecordsService::record_moved(store::UnitOfWork& work, const RecordMoved& moved) {
  if (moved.from == moved.to) return {};
  for (const auto& piece : moved.pieces) {
    CHARTA_TRY_DO(move_expectations(work, piece, moved.to));
    CHARTA_TRY_DO(
        worklists_.follow_move(work, piece.resource.key(), moved.from, moved.to, piece.marks.facility, piece.marks.sensitivity));
  }
  for (const auto& piece : moved.pieces) CHARTA_TRY_DO(document_moved(work, moved, piece));
  return {};
}

Result<void> ExpectedRecordsService::document_moved(store::UnitOfWork& work, const RecordMoved& moved,
                                                    const RecordMoved::Piece& piece) {
  CHARTA_TRY(auto document, find_filed_document(work, piece.resource));
  if (!document) return {};
  CHARTA_TRY(const auto promises, find_by_document(work, piece.resource));
  const bool stays =
      std::any_of(promises.begin(), promises.end(), [&](const Expectation& one) { return one.patient == moved.from; });
  if (!stays) return move_filed_document(work, piece, moved.to);
  // It answered an order or a visit of the record that it left by mistake: there the answer is still to come.
  CHARTA_TRY_DO(document_withdrawn(work, {piece.resource, moved.from}));
  auto again = document->filed;
  again.patient = moved.to;
  again.encounter = ResourceId();
  again.marks = piece.marks;
  again.replaces_earlier = true;
  return document_filed(work, again);
}

}  // namespace charta::expected_records
