// SPDX-License-Identifier: Apache-2.0
#include "department/clinical_documents/ccd_service.hpp"

#include "formats/cda/ccd.hpp"

#include <array>

namespace charta::clinical_documents {
namespace {

constexpr std::array<std::string_view, 9> types{"Condition",         "AllergyIntolerance", "MedicationStatement",
                                                "MedicationRequest", "DiagnosticReport",   "Observation",
                                                "Procedure",         "Immunization",       "Encounter"};
constexpr std::int64_t most_of_a_type = 50'000;  ///< more would be a document that nobody opens; it is refused, never cut

/// The document's id: a UUID of what it says and when, the same for the same export.
std::string document_id(PatientId patient, Instant at) {
  const auto hex = sha256(patient.text() + "/" + at.text()).hex();
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

}  // namespace

Result<std::string> CcdService::of_patient(const access::Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(index_.banner(actor, patient));  // first: what is not there is no matter of permission
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  CHARTA_TRY_DO(access::require(actor, access::Permission::export_lists));
  const Instant now = clock_.now();
  std::vector<json::Document> documents;
  cda::CcdContent content;
  CHARTA_TRY_DO(store_.read([&](store::Reader& reader) -> Result<bool> {
    documents.clear();
    content.resources.clear();
    CHARTA_TRY(const auto person, resources_.load(reader, ResourceId(patient.key())));
    if (!person || person->deleted) return fail(ErrorKind::not_found, "no patient record " + patient.text());
    CHARTA_TRY(auto parsed, json::Document::parse(person->json));
    documents.push_back(std::move(parsed));
    content.patient = documents.back().root();
    CHARTA_TRY(const auto records, index_.expand(reader, patient));
    for (const auto record : records) {
      for (const auto type : types) {
        CHARTA_TRY(const auto found, resources_.of_patient(reader, record, type, most_of_a_type + 1));
        if (static_cast<std::int64_t>(found.size()) > most_of_a_type)
          return fail(ErrorKind::too_large, "this chart has more than " + std::to_string(most_of_a_type) + " entries of " +
                                                std::string(type) + "; a CCD does not hold them: use a FHIR export");
        for (const auto& one : found) {
          if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) continue;
          CHARTA_TRY(auto body, json::Document::parse(one.json));
          documents.push_back(std::move(body));
          content.resources.push_back(documents.back().root());
        }
      }
    }
    return true;
  }));
  content.id_root = document_id(patient, now);
  content.created = now.text();
  content.author = "Charta";
  content.custodian = "Medical records department";
  auto ccd = cda::write_ccd(content);
  CHARTA_TRY_DO(ledger_.record_read(actor.author,
                                    {ledger::Act::exported, "Patient", patient.key(), 0, patient, "ccd", {}, sha256(ccd.xml)}));
  return std::move(ccd.xml);
}

}  // namespace charta::clinical_documents
