// SPDX-License-Identifier: Apache-2.0
// QIDO-RS: studies by whose they are, by accession number, by their own number. Source: DICOM PS3.18 10.6.
#include "department/imaging_objects/catalogue_service.hpp"

#include <algorithm>
#include <set>

namespace charta::imaging_objects {
namespace {

using resources::StoredResource;

constexpr std::int64_t most_studies = 200;

bool is_among(const StudyQuery& query, json::Value study) {
  if (!query.modality.empty()) {
    bool has = false;
    for (const auto one : study["modality"]) has = has || one["code"].text() == query.modality;
    if (!has) return false;
  }
  const auto day = study["started"].text().substr(0, 10);
  std::string digits;
  for (const char one : day)
    if (one != '-') digits += one;
  if ((!query.from.empty() || !query.until.empty()) && digits.empty()) return false;
  return (query.from.empty() || digits >= query.from) && (query.until.empty() || digits <= query.until);
}

bool has_accession(const StudyQuery& query, json::Value study) {
  if (query.accession.empty()) return true;
  for (const auto one : study["identifier"])
    if (one["type"]["coding"].at(0)["code"].text() == "ACSN" && one["value"].text() == query.accession) return true;
  return false;
}

}  // namespace

Result<std::vector<FoundStudy>> CatalogueService::search(const access::Actor& actor, const StudyQuery& query) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  if (query.patient_id.empty() && query.accession.empty() && query.study.empty())
    return fail(ErrorKind::invalid, "name a PatientID, an AccessionNumber or a StudyInstanceUID; everything is not listed",
                "PatientID");
  const auto assigner = query.issuer.empty() ? std::string() : rules_.assigner_of(query.issuer);
  CHARTA_TRY(auto found, store_.read([&](store::Reader& reader) -> Result<std::vector<StoredResource>> {
    std::vector<StoredResource> list;
    const auto take = [&](ResourceId key) -> Result<void> {
      CHARTA_TRY(auto stored, resources_.load(reader, key));
      if (stored && !stored->deleted) list.push_back(std::move(*stored));
      return {};
    };
    std::set<PatientId> patients;
    if (!query.patient_id.empty()) {
      CHARTA_TRY(const auto holders, resources_.find_by_token(reader, "Patient", "identifier", assigner, query.patient_id));
      for (const auto holder : holders) {
        CHARTA_TRY(const auto records, index_.expand(reader, PatientId(holder.key())));
        patients.insert(records.begin(), records.end());
        patients.insert(PatientId(holder.key()));
      }
    }
    if (!query.study.empty()) {
      CHARTA_TRY(const auto key, rows_.study_resource(reader, query.study));
      if (key.is_set()) CHARTA_TRY_DO(take(key));
    } else if (!query.accession.empty()) {
      CHARTA_TRY(const auto keys, resources_.find_by_token(reader, "ImagingStudy", "identifier", "", query.accession));
      for (const auto key : keys) CHARTA_TRY_DO(take(key));
    } else {
      for (const auto patient : patients) {
        CHARTA_TRY(auto some, resources_.of_patient(reader, patient, "ImagingStudy", most_studies));
        for (auto& one : some) list.push_back(std::move(one));
      }
    }
    if (!query.patient_id.empty()) std::erase_if(list, [&](const auto& one) { return !patients.contains(one.patient); });
    return list;
  }));
  std::vector<FoundStudy> studies;
  for (const auto& stored : found) {
    if (static_cast<std::int64_t>(studies.size()) == most_studies) break;
    if (!actor.visibility.sees(stored.facility, stored.sensitivity, stored.patient)) continue;
    const auto patient = index_.banner(actor, stored.patient);
    if (!patient) continue;
    CHARTA_TRY(const auto document, json::Document::parse(stored.json));
    if (!is_among(query, document.root()) || !has_accession(query, document.root())) continue;
    auto view = study(actor, stored.id);
    if (!view || view->study.empty()) continue;
    studies.push_back({std::move(*view), *patient});
  }
  return studies;
}

}  // namespace charta::imaging_objects
