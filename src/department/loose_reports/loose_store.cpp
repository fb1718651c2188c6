// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_store.hpp"

namespace charta::loose_reports {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_LOOSE_COLUMNS                                                                                               \
  "SELECT report, item, origin, delivery, barcode, document, resource_type, fhir_id, version, title, patient, encounter, " \
  "pages, lies_at, came_at, is_open, closed_at, facility, sensitivity FROM loose_report "

constexpr Statement insert_loose{"loose_reports.insert", R"sql(
  INSERT INTO loose_report (report, item, origin, delivery, barcode, document, resource_type, fhir_id, version, title, patient,
    encounter, pages, lies_at, came_at, is_open, facility, sensitivity)
  VALUES (:report, :item, :origin, :delivery, :barcode, :document, :resource_type, :fhir_id, :version, :title, :patient,
    :encounter, :pages, :lies_at, :came_at, 1, :facility, :sensitivity))sql"};
constexpr Statement update_closed{"loose_reports.close",
                                  "UPDATE loose_report SET is_open = 0, closed_at = :at WHERE report = :report AND is_open = 1"};
constexpr Statement select_loose{"loose_reports.find", CHARTA_LOOSE_COLUMNS "WHERE report = :report"};
constexpr Statement select_loose_of_item{"loose_reports.of_item", CHARTA_LOOSE_COLUMNS "WHERE item = :item"};
constexpr Statement select_loose_of_barcode{
    "loose_reports.of_barcode", CHARTA_LOOSE_COLUMNS "WHERE barcode = :barcode ORDER BY is_open DESC, report DESC LIMIT 1"};
constexpr Statement select_loose_of_encounter{
    "loose_reports.open_of_encounter", CHARTA_LOOSE_COLUMNS "WHERE encounter = :encounter AND is_open = 1 ORDER BY report"};
constexpr Statement select_loose_of_document{"loose_reports.open_of_document",
                                             CHARTA_LOOSE_COLUMNS "WHERE document = :document AND is_open = 1 ORDER BY report"};
#undef CHARTA_LOOSE_COLUMNS
constexpr Statement relabel_loose{
    "loose_reports.relabel", "UPDATE loose_report SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement relabel_proofs{
    "loose_reports.relabel_proofs",
    "UPDATE filing_proof SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement move_loose{"loose_reports.move", R"sql(
  UPDATE loose_report SET patient = :patient, facility = :facility, sensitivity = :sensitivity
   WHERE document = :document AND is_open = 1)sql"};
constexpr Statement insert_proof{"loose_reports.insert_proof", R"sql(
  INSERT INTO filing_proof (proof, kind, report, delivery, document, version, volume, patient, proved_at, proved_by, facility,
    sensitivity)
  VALUES (:proof, :kind, :report, :delivery, :document, :version, :volume, :patient, :proved_at, :proved_by, :facility,
    :sensitivity))sql"};
constexpr Statement select_proofs{"loose_reports.proofs_of", R"sql(
  SELECT proof, kind, report, delivery, document, version, volume, patient, proved_at, proved_by, facility, sensitivity
    FROM filing_proof WHERE document = :document ORDER BY proof)sql"};

LooseReport loose_from(const Row& row) {
  LooseReport report;
  report.id = row.id<LooseReportId>(0);
  report.item = row.id<WorkItemId>(1);
  report.origin = row.string(2);
  report.delivery = row.integer(3);
  report.barcode = row.string(4);
  report.document = row.id<ResourceId>(5);
  report.resource_type = row.string(6);
  report.fhir_id = row.string(7);
  report.version = row.integer(8);
  report.title = row.string(9);
  report.patient = row.id<PatientId>(10);
  report.encounter = row.id<ResourceId>(11);
  report.pages = row.integer(12);
  report.lies_at = row.string(13);
  report.came_at = row.instant(14);
  report.is_open = row.integer(15) != 0;
  if (!row.is_null(16)) report.closed_at = row.instant(16);
  report.facility = static_cast<int>(row.integer(17));
  report.sensitivity = static_cast<access::SensitivityMask>(row.integer(18));
  return report;
}

FilingProof proof_from(const Row& row) {
  FilingProof proof;
  proof.id = row.id<FilingProofId>(0);
  proof.kind = row.string(1);
  proof.report = row.id<LooseReportId>(2);
  proof.delivery = row.integer(3);
  proof.document = row.id<ResourceId>(4);
  proof.version = row.integer(5);
  proof.volume = row.id<paper_charts::VolumeId>(6);
  proof.patient = row.id<PatientId>(7);
  proof.at = row.instant(8);
  proof.by = row.id<UserId>(9);
  proof.facility = static_cast<int>(row.integer(10));
  proof.sensitivity = static_cast<access::SensitivityMask>(row.integer(11));
  return proof;
}

}  // namespace

Result<void> LooseStore::add(store::UnitOfWork& work, const LooseReport& report) const {
  return work.write(insert_loose, {{"report", report.id},
                                   {"item", report.item},
                                   {"origin", report.origin},
                                   {"delivery", report.delivery},
                                   {"barcode", report.barcode},
                                   {"document", report.document.key()},
                                   {"resource_type", report.resource_type},
                                   {"fhir_id", report.fhir_id},
                                   {"version", report.version},
                                   {"title", report.title},
                                   {"patient", report.patient.key()},
                                   {"encounter", report.encounter.key()},
                                   {"pages", report.pages},
                                   {"lies_at", report.lies_at},
                                   {"came_at", report.came_at},
                                   {"facility", report.facility},
                                   {"sensitivity", static_cast<std::int64_t>(report.sensitivity)}});
}

Result<void> LooseStore::close(store::UnitOfWork& work, LooseReportId report, Instant at) const {
  return work.write(update_closed, {{"report", report}, {"at", at}});
}

Result<std::optional<LooseReport>> LooseStore::find(store::Reader& reader, LooseReportId report) const {
  return reader.read_one(select_loose, {{"report", report}}, loose_from);
}

Result<std::optional<LooseReport>> LooseStore::of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_loose_of_item, {{"item", item}}, loose_from);
}

Result<std::optional<LooseReport>> LooseStore::of_barcode(store::Reader& reader, std::string_view barcode) const {
  return reader.read_one(select_loose_of_barcode, {{"barcode", barcode}}, loose_from);
}

Result<std::vector<LooseReport>> LooseStore::open_of_encounter(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_loose_of_encounter, {{"encounter", encounter}}, loose_from);
}

Result<std::vector<LooseReport>> LooseStore::open_of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_loose_of_document, {{"document", document}}, loose_from);
}

Result<void> LooseStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                 access::SensitivityMask added) const {
  for (const auto* statement : {&relabel_loose, &relabel_proofs})
    CHARTA_TRY_DO(work.write(
        *statement,
        {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}}));
  return {};
}

Result<void> LooseStore::move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                              access::SensitivityMask sensitivity) const {
  return work.write(
      move_loose,
      {{"document", document}, {"patient", to}, {"facility", facility}, {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

Result<void> LooseStore::add_proof(store::UnitOfWork& work, const FilingProof& proof) const {
  return work.write(insert_proof, {{"proof", proof.id},
                                   {"kind", proof.kind},
                                   {"report", proof.report.key()},
                                   {"delivery", proof.delivery},
                                   {"document", proof.document.key()},
                                   {"version", proof.version},
                                   {"volume", proof.volume.key()},
                                   {"patient", proof.patient.key()},
                                   {"proved_at", proof.at},
                                   {"proved_by", proof.by.key()},
                                   {"facility", proof.facility},
                                   {"sensitivity", static_cast<std::int64_t>(proof.sensitivity)}});
}

Result<std::vector<FilingProof>> LooseStore::proofs_of(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_proofs, {{"document", document}}, proof_from);
}

}  // namespace charta::loose_reports
