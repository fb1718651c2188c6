// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/filed_document_store.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

#define CHARTA_FILED_COLUMNS                                                                                               \
  "document, patient_id, encounter, expectation, placer_assigner, placer, filler_assigner, filler, service_system, "       \
  "service_code, "                                                                                                         \
  "service_text, service_at, type_code, completion, written_at, filed_at, document_number, content_digest, mrn_assigner, " \
  "needs_order, needs_encounter, is_withdrawn, facility, sensitivity, resource_type"

constexpr store::Statement upsert_document{"expected_records.save_filed_document", R"sql(
  INSERT INTO filed_document (document, patient_id, encounter, expectation, placer_assigner, placer, filler_assigner, filler,
                              service_system, service_code, service_text, service_at, type_code, completion, written_at, filed_at,
                              document_number, content_digest, mrn_assigner, needs_order, needs_encounter, is_withdrawn, facility,
                              sensitivity, resource_type)
  VALUES (:document, :patient_id, :encounter, :expectation, :placer_assigner, :placer, :filler_assigner, :filler,
          :service_system, :service_code, :service_text, :service_at, :type_code, :completion, :written_at, :filed_at,
          :document_number, :content_digest, :mrn_assigner, :needs_order, :needs_encounter, 0, :facility, :sensitivity,
          :resource_type)
  ON CONFLICT (document) DO UPDATE
     SET patient_id = excluded.patient_id, encounter = excluded.encounter,
         placer_assigner = CASE WHEN excluded.placer <> '' THEN excluded.placer_assigner ELSE filed_document.placer_assigner END,
         placer = CASE WHEN excluded.placer <> '' THEN excluded.placer ELSE filed_document.placer END,
         filler_assigner = CASE WHEN excluded.filler <> '' THEN excluded.filler_assigner ELSE filed_document.filler_assigner END,
         filler = CASE WHEN excluded.filler <> '' THEN excluded.filler ELSE filed_document.filler END,
         expectation = CASE WHEN excluded.expectation <> 0 THEN excluded.expectation ELSE filed_document.expectation END,
         type_code = excluded.type_code, completion = excluded.completion, written_at = excluded.written_at,
         content_digest = excluded.content_digest, needs_order = excluded.needs_order, needs_encounter = excluded.needs_encounter,
         is_withdrawn = 0, facility = excluded.facility, sensitivity = excluded.sensitivity, resource_type = excluded.resource_type)sql"};

constexpr store::Statement update_expectation_of{
    "expected_records.set_fulfilled", "UPDATE filed_document SET expectation = :expectation WHERE document = :document"};
constexpr store::Statement update_withdrawn{"expected_records.mark_withdrawn",
                                            "UPDATE filed_document SET is_withdrawn = 1 WHERE document = :document"};
constexpr store::Statement relabel_documents{
    "expected_records.relabel_filed_documents",
    "UPDATE filed_document SET sensitivity = (sensitivity & :kept) | :added WHERE patient_id = :patient"};
constexpr store::Statement update_moved{"expected_records.update_moved", R"sql(
  UPDATE filed_document SET patient_id = :patient, facility = :facility, sensitivity = :sensitivity WHERE document = :document)sql"};
constexpr store::Statement select_document{"expected_records.find_filed_document",
                                           "SELECT " CHARTA_FILED_COLUMNS " FROM filed_document WHERE document = :document"};
constexpr store::Statement select_early{
    "expected_records.find_early",
    "SELECT " CHARTA_FILED_COLUMNS
    " FROM filed_document WHERE placer = :placer AND placer <> '' AND expectation = 0 AND is_withdrawn = 0"
    " UNION ALL SELECT " CHARTA_FILED_COLUMNS
    " FROM filed_document WHERE filler = :filler AND filler <> '' AND expectation = 0 AND is_withdrawn = 0"};

FiledDocument document_of(const store::Row& row) {
  FiledDocument document;
  happenings::DocumentFiled& filed = document.filed;
  int column = 0;
  filed.document = row.id<ResourceId>(column++);
  filed.patient = row.id<PatientId>(column++);
  filed.encounter = row.id<ResourceId>(column++);
  document.expectation = row.id<ExpectationId>(column++);
  filed.keys.placer_assigner = row.string(column++);
  filed.keys.placer = row.string(column++);
  filed.keys.filler_assigner = row.string(column++);
  filed.keys.filler = row.string(column++);
  filed.keys.service_system = row.string(column++);
  filed.keys.service_code = row.string(column++);
  filed.keys.service_text = row.string(column++);
  if (!row.is_null(column)) filed.keys.service_at = row.instant(column);
  ++column;
  filed.type_code = row.string(column++);
  filed.completion = row.string(column++);
  filed.at = row.instant(column++);
  document.filed_at = row.instant(column++);
  filed.document_number = row.string(column++);
  filed.content_digest = row.string(column++);
  filed.mrn_assigner = row.string(column++);
  document.needs_order = row.integer(column++) != 0;
  document.needs_encounter = row.integer(column++) != 0;
  document.is_withdrawn = row.integer(column++) != 0;
  filed.marks.facility = static_cast<int>(row.integer(column++));
  filed.marks.sensitivity = static_cast<std::uint32_t>(row.integer(column++));
  filed.resource_type = row.string(column++);
  return document;
}

}  // namespace

Result<void> save_filed_document(store::UnitOfWork& work, const FiledDocument& document) {
  const happenings::DocumentFiled& filed = document.filed;
  return work.write(upsert_document, {{"document", filed.document},
                                      {"patient_id", filed.patient.key()},
                                      {"encounter", filed.encounter.key()},
                                      {"expectation", document.expectation.key()},
                                      {"placer_assigner", filed.keys.placer_assigner},
                                      {"placer", filed.keys.placer},
                                      {"filler_assigner", filed.keys.filler_assigner},
                                      {"filler", filed.keys.filler},
                                      {"service_system", filed.keys.service_system},
                                      {"service_code", filed.keys.service_code},
                                      {"service_text", filed.keys.service_text},
                                      {"service_at", filed.keys.service_at},
                                      {"type_code", filed.type_code},
                                      {"completion", filed.completion},
                                      {"written_at", filed.at},
                                      {"filed_at", document.filed_at},
                                      {"document_number", filed.document_number},
                                      {"content_digest", filed.content_digest},
                                      {"mrn_assigner", filed.mrn_assigner},
                                      {"needs_order", document.needs_order ? 1 : 0},
                                      {"needs_encounter", document.needs_encounter ? 1 : 0},
                                      {"facility", filed.marks.facility},
                                      {"sensitivity", filed.marks.sensitivity},
                                      {"resource_type", filed.resource_type}});
}

Result<void> set_fulfilled(store::UnitOfWork& work, ResourceId document, ExpectationId expectation) {
  return work.write(update_expectation_of, {{"document", document}, {"expectation", expectation.key()}});
}

Result<void> relabel_filed_documents(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) {
  return work.write(relabel_documents, {{"patient", patient.key()}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<void> move_filed_document(store::UnitOfWork& work, const happenings::RecordMoved::Piece& piece, PatientId to) {
  return work.write(update_moved, {{"patient", to.key()},
                                   {"facility", piece.marks.facility},
                                   {"sensitivity", piece.marks.sensitivity},
                                   {"document", piece.resource}});
}

Result<void> mark_withdrawn(store::UnitOfWork& work, ResourceId document) {
  return work.write(update_withdrawn, {{"document", document}});
}

Result<std::optional<FiledDocument>> find_filed_document(store::Reader& reader, ResourceId document) {
  return reader.read_one(select_document, {{"document", document}}, document_of);
}

Result<std::vector<FiledDocument>> find_early(store::Reader& reader, const happenings::OrderKeys& keys) {
  CHARTA_TRY(auto found, reader.read_all(select_early, {{"placer", keys.placer}, {"filler", keys.filler}}, document_of));
  std::sort(found.begin(), found.end(),
            [](const FiledDocument& a, const FiledDocument& b) { return a.filed.document < b.filed.document; });
  const auto same = [](const FiledDocument& a, const FiledDocument& b) { return a.filed.document == b.filed.document; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return found;
}

}  // namespace charta::expected_records
