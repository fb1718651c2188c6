// SPDX-License-Identifier: Apache-2.0
#include "app/imaging_wiring.hpp"

#include "app/hospital.hpp"
#include "department/expected_records/expectation_store.hpp"

namespace charta::app {
namespace {

using document_imaging::Promise;

Result<std::string> fhir_id(Hospital& hospital, store::Reader& reader, ResourceId key) {
  if (!key.is_set()) return std::string();
  CHARTA_TRY(const auto stored, hospital.resources->load(reader, key));
  return stored && !stored->deleted ? stored->id : std::string();
}

Result<std::vector<Promise>> promises(Hospital& hospital, store::Reader& reader, PatientId patient) {
  CHARTA_TRY(const auto open, expected_records::find_open_of_patient(reader, patient));
  std::vector<Promise> list;
  for (const auto& one : open) {
    Promise promise;
    promise.item = one.work_item;
    promise.title = one.title;
    promise.types = one.accepted_types;
    promise.placer_assigner = one.keys.placer_assigner;
    promise.placer = one.keys.placer;
    promise.due_at = one.due_at;
    CHARTA_TRY(promise.order, fhir_id(hospital, reader, one.order));
    CHARTA_TRY(promise.encounter, fhir_id(hospital, reader, one.encounter));
    list.push_back(std::move(promise));
  }
  return list;
}

/// What stands in where no program reads pages: files are kept, and their reading waits with this reason.
class NoReader final : public page_reader::PageReader {
 public:
  Result<std::vector<page_reading::PageImage>> pages_of(std::string_view, std::string_view) override { return absent(); }
  Result<page_reading::PageFindings> look(const page_reading::PageImage&) override { return absent(); }
  Result<std::vector<page_reading::Word>> words(const page_reading::PageImage&) override { return absent(); }
  Result<std::string> searchable_pdf(const std::vector<page_reading::PageImage>&,
                                     const std::vector<std::vector<page_reading::Word>>&) override {
    return absent();
  }

 private:
  static Error absent() { return fail(ErrorKind::unavailable, "no page reader is installed beside this server"); }
};

}  // namespace

Result<std::unique_ptr<document_imaging::ImagingService>> open_imaging(Hospital& hospital) {
  CHARTA_TRY(auto rules, document_imaging::ImagingRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                              hospital.configuration.jurisdiction));
  if (!hospital.page_reader) hospital.page_reader = std::make_unique<NoReader>();
  document_imaging::ImagingQuestions questions;
  questions.promises = [&hospital](store::Reader& reader, PatientId patient) { return promises(hospital, reader, patient); };
  auto service = std::make_unique<document_imaging::ImagingService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.worklists, *hospital.jobs,
      *hospital.ledger, hospital.clock, hospital.keys, *hospital.page_reader, cover_sheet::sheet_of, std::move(rules),
      std::move(questions));
  service->declare();
  return service;
}

}  // namespace charta::app
