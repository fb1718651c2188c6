// SPDX-License-Identifier: Apache-2.0
#include "app/imaging_wiring.hpp"

#include "app/hospital.hpp"
#include "department/expected_records/expectation_store.hpp"
#include "department/page_reader/page_reader_process.hpp"

#include <filesystem>

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

}  // namespace

std::string page_reader_program(const Configuration& configuration) {
  if (!configuration.page_reader.empty()) return configuration.page_reader;
  std::error_code error;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string("charta-page-reader") : (here.parent_path() / "charta-page-reader").string();
}

Result<std::unique_ptr<document_imaging::ImagingService>> open_imaging(Hospital& hospital) {
  CHARTA_TRY(auto rules, document_imaging::ImagingRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                              hospital.configuration.jurisdiction));
  hospital.page_reader = std::make_unique<page_reader::ReaderProcesses>(page_reader_program(hospital.configuration));
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
