// SPDX-License-Identifier: Apache-2.0
#include "department/signatures/amendment_store.hpp"

namespace charta::signatures {
namespace {

using store::Row;
using store::Statement;

constexpr Statement insert_amendment{"signatures.insert_amendment", R"sql(
  INSERT INTO document_amendment (amendment, kind, original, original_type, original_id, document, document_id, patient,
    written_by, writer_name, written_at, happened_at, reason)
  VALUES (:amendment, :kind, :original, :original_type, :original_id, :document, :document_id, :patient, :written_by,
    :writer_name, :written_at, :happened_at, :reason))sql"};
constexpr Statement select_amendments{"signatures.select_amendments", R"sql(
  SELECT amendment, kind, original, original_type, original_id, document, document_id, patient, written_by, writer_name,
    written_at, happened_at, reason
    FROM document_amendment WHERE original = :document OR document = :document_too ORDER BY amendment)sql"};
constexpr Statement move_amendments{"signatures.move_amendments", R"sql(
  UPDATE document_amendment SET patient = :patient WHERE document = :document OR original = :document_too)sql"};
constexpr Statement insert_correction{"signatures.insert_correction", R"sql(
  INSERT INTO document_correction (correction, item, document, document_type, document_id, patient, asked_by, asked_key,
    asked_at, words, version, returned_version, state, facility, sensitivity)
  VALUES (:correction, :item, :document, :document_type, :document_id, :patient, :asked_by, :asked_key, :asked_at, :words,
    :version, 0, :state, :facility, :sensitivity))sql"};
constexpr Statement update_correction{"signatures.update_correction", R"sql(
  UPDATE document_correction SET words = :words, version = :version, returned_version = :returned_version, state = :state,
    closed_at = :closed_at WHERE correction = :correction)sql"};
#define CHARTA_CORRECTION_COLUMNS                                                                                  \
  "SELECT correction, item, document, document_type, document_id, patient, asked_by, asked_key, asked_at, words, " \
  "version, returned_version, state, closed_at, facility, sensitivity FROM document_correction "
constexpr Statement select_correction{"signatures.select_correction", CHARTA_CORRECTION_COLUMNS "WHERE correction = :correction"};
constexpr Statement select_correction_of_item{"signatures.select_correction_of_item",
                                              CHARTA_CORRECTION_COLUMNS "WHERE item = :item"};
constexpr Statement select_newest_correction{"signatures.select_newest_correction", CHARTA_CORRECTION_COLUMNS
                                             "WHERE document = :document ORDER BY correction DESC LIMIT 1"};
#undef CHARTA_CORRECTION_COLUMNS
constexpr Statement update_correction_place{"signatures.update_correction_place", R"sql(
  UPDATE document_correction SET patient = :patient, facility = :facility, sensitivity = :sensitivity
   WHERE document = :document)sql"};
constexpr Statement update_correction_labels{"signatures.update_correction_labels", R"sql(
  UPDATE document_correction SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient)sql"};

std::optional<Instant> time_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Amendment amendment_from(const Row& row) {
  Amendment one;
  one.id = row.id<AmendmentId>(0);
  one.kind = parse_amendment(row.text(1)).value_or(AmendmentKind::addendum);
  one.original = row.id<ResourceId>(2);
  one.original_type = row.string(3);
  one.original_id = row.string(4);
  one.document = row.id<ResourceId>(5);
  one.document_id = row.string(6);
  one.patient = row.id<PatientId>(7);
  one.written_by = row.id<UserId>(8);
  one.writer_name = row.string(9);
  one.written_at = row.instant(10);
  one.happened_at = time_or_none(row, 11);
  one.reason = row.string(12);
  return one;
}

Correction correction_from(const Row& row) {
  Correction one;
  one.id = row.id<CorrectionId>(0);
  one.item = row.id<WorkItemId>(1);
  one.document = row.id<ResourceId>(2);
  one.document_type = row.string(3);
  one.document_id = row.string(4);
  one.patient = row.id<PatientId>(5);
  one.asked_by = row.id<UserId>(6);
  one.asked_key = row.string(7);
  one.asked_at = row.instant(8);
  one.words = row.string(9);
  one.version = row.integer(10);
  one.returned_version = row.integer(11);
  one.state = row.string(12);
  one.closed_at = time_or_none(row, 13);
  one.facility = static_cast<int>(row.integer(14));
  one.sensitivity = static_cast<std::uint32_t>(row.integer(15));
  return one;
}

}  // namespace

Result<void> AmendmentStore::add(store::UnitOfWork& work, const Amendment& one) const {
  return work.write(insert_amendment, {{"amendment", one.id.key()},
                                       {"kind", amendment_code(one.kind)},
                                       {"original", one.original.key()},
                                       {"original_type", one.original_type},
                                       {"original_id", one.original_id},
                                       {"document", one.document.key()},
                                       {"document_id", one.document_id},
                                       {"patient", one.patient.key()},
                                       {"written_by", one.written_by.key()},
                                       {"writer_name", one.writer_name},
                                       {"written_at", one.written_at},
                                       {"happened_at", one.happened_at},
                                       {"reason", one.reason}});
}

Result<std::vector<Amendment>> AmendmentStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_amendments, {{"document", document.key()}, {"document_too", document.key()}}, amendment_from);
}

Result<void> AmendmentStore::add(store::UnitOfWork& work, const Correction& one) const {
  return work.write(insert_correction, {{"correction", one.id.key()},
                                        {"item", one.item.key()},
                                        {"document", one.document.key()},
                                        {"document_type", one.document_type},
                                        {"document_id", one.document_id},
                                        {"patient", one.patient.key()},
                                        {"asked_by", one.asked_by.key()},
                                        {"asked_key", one.asked_key},
                                        {"asked_at", one.asked_at},
                                        {"words", one.words},
                                        {"version", one.version},
                                        {"state", one.state},
                                        {"facility", one.facility},
                                        {"sensitivity", static_cast<std::int64_t>(one.sensitivity)}});
}

Result<void> AmendmentStore::update(store::UnitOfWork& work, const Correction& one) const {
  return work.write(update_correction, {{"correction", one.id.key()},
                                        {"words", one.words},
                                        {"version", one.version},
                                        {"returned_version", one.returned_version},
                                        {"state", one.state},
                                        {"closed_at", one.closed_at}});
}

Result<std::optional<Correction>> AmendmentStore::find(store::Reader& reader, CorrectionId id) const {
  return reader.read_one(select_correction, {{"correction", id.key()}}, correction_from);
}

Result<std::optional<Correction>> AmendmentStore::of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_correction_of_item, {{"item", item.key()}}, correction_from);
}

Result<std::optional<Correction>> AmendmentStore::newest_of(store::Reader& reader, ResourceId document) const {
  return reader.read_one(select_newest_correction, {{"document", document.key()}}, correction_from);
}

Result<void> AmendmentStore::move(store::UnitOfWork& work, ResourceId document, PatientId patient, int facility,
                                  std::uint32_t sensitivity) const {
  CHARTA_TRY_DO(
      work.write(move_amendments, {{"document", document.key()}, {"document_too", document.key()}, {"patient", patient.key()}}));
  return work.write(update_correction_place, {{"document", document.key()},
                                              {"patient", patient.key()},
                                              {"facility", facility},
                                              {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

Result<void> AmendmentStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed,
                                     std::uint32_t added) const {
  return work.write(
      update_correction_labels,
      {{"patient", patient.key()}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

}  // namespace charta::signatures
