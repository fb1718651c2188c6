// SPDX-License-Identifier: Apache-2.0
// Source: HL7 C-CDA R2.1 volume 2: CCD (2.16.840.1.113883.10.20.22.1.2) and the sections and entries that it requires.
#include "formats/cda/ccd.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/cda/ccd_writer.hpp"

#include <array>

namespace charta::cda {
namespace {

constexpr auto system_oids =
    std::to_array<CodeRow>({{"http://loinc.org", "2.16.840.1.113883.6.1"},
                            {"http://snomed.info/sct", "2.16.840.1.113883.6.96"},
                            {"http://hl7.org/fhir/sid/icd-10", "2.16.840.1.113883.6.3"},
                            {"http://hl7.org/fhir/sid/icd-10-cm", "2.16.840.1.113883.6.90"},
                            {"http://www.cms.gov/Medicare/Coding/ICD10", "2.16.840.1.113883.6.4"},
                            {"http://hl7.org/fhir/sid/icd-9-cm", "2.16.840.1.113883.6.103"},
                            {"http://www.ama-assn.org/go/cpt", "2.16.840.1.113883.6.12"},
                            {"http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.12.292"},
                            {"http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69"},
                            {"http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88"},
                            {"http://fdasis.nlm.nih.gov", "2.16.840.1.113883.4.9"},
                            {"http://hl7.org/fhir/ndfrt", "2.16.840.1.113883.6.209"},
                            {"http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "2.16.840.1.113883.3.26.1.1"},
                            {"http://terminology.hl7.org/CodeSystem/v3-ActCode", "2.16.840.1.113883.5.4"},
                            {"http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration", "2.16.840.1.113883.5.112"},
                            {"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "2.16.840.1.113883.5.83"},
                            {"http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "2.16.840.1.113883.5.1008"},
                            {"http://terminology.hl7.org/CodeSystem/v3-ActReason", "2.16.840.1.113883.5.8"},
                            {"https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "2.16.840.1.113883.6.285"},
                            {"http://hl7.org/fhir/sid/us-ssn", "2.16.840.1.113883.4.1"},
                            {"http://hl7.org/fhir/sid/us-npi", "2.16.840.1.113883.4.6"}});

constexpr auto condition_state_rows = std::to_array<CodeRow>({{"active", "55561003"},
                                                              {"recurrence", "246455001"},
                                                              {"relapse", "263855007"},
                                                              {"inactive", "73425007"},
                                                              {"remission", "277022003"},
                                                              {"resolved", "413322009"}});
constexpr auto result_state_rows = std::to_array<CodeRow>({{"final", "completed"},
                                                           {"amended", "completed"},
                                                           {"corrected", "completed"},
                                                           {"appended", "completed"},
                                                           {"preliminary", "active"},
                                                           {"partial", "active"},
                                                           {"registered", "active"},
                                                           {"cancelled", "aborted"}});

}  // namespace

std::span<const CodeRow> condition_states() {
  return condition_state_rows;
}
std::span<const CodeRow> result_states() {
  return result_state_rows;
}

std::string shown_concept(json::Value value) {
  if (!value["text"].text().empty()) return std::string(value["text"].text());
  const auto coding = value["coding"].at(0);
  return std::string(coding["display"].text().empty() ? coding["code"].text() : coding["display"].text());
}

std::string_view first_code(json::Value value) {
  return value["coding"].at(0)["code"].text();
}

std::string derived_root(std::string_view system) {
  const auto digest = sha256(system);
  std::array<std::uint8_t, 16> number{};
  std::copy(digest.bytes.begin(), digest.bytes.begin() + 16, number.begin());
  std::string digits;
  for (bool more = true; more;) {
    unsigned rest = 0;
    more = false;
    for (auto& byte : number) {
      const unsigned value = rest * 256U + byte;
      byte = static_cast<std::uint8_t>(value / 10U);
      rest = value % 10U;
      more = more || byte != 0;
    }
    digits.insert(digits.begin(), static_cast<char>('0' + rest));
  }
  return "2.25." + digits;
}

std::string root_of(std::string_view system) {
  if (system.starts_with("urn:oid:")) return std::string(system.substr(8));
  if (system.starts_with("urn:uuid:")) return std::string(system.substr(9));
  if (const auto known = look_up(system_oids, system); !known.empty()) return std::string(known);
  return derived_root(system);
}

bool is_withdrawn(json::Value resource) {
  return resource["status"].text() == "entered-in-error" || resource["lifecycleStatus"].text() == "entered-in-error" ||
         first_code(resource["verificationStatus"]) == "entered-in-error";
}

Ccd CcdWriter::print() {
  header();
  xml_.open("component").open("structuredBody");
  allergies();
  medications();
  problems();
  procedures();
  results();
  social_history();
  vital_signs();
  immunizations();
  encounters();
  xml_.close().close().close();
  return {xml_.print(), written_, content_.resources.size() - written_};
}

std::string oid_of_system(std::string_view system) {
  if (system.starts_with("urn:oid:")) return std::string(system.substr(8));
  return std::string(look_up(system_oids, system));
}

std::string v3_time(std::string_view fhir_time) {
  std::string out;
  for (std::size_t i = 0; i < fhir_time.size(); ++i) {
    const char c = fhir_time[i];
    if (c == 'Z') return out + "+0000";
    if (i > 10 && (c == '+' || c == '-')) {
      const auto zone = fhir_time.substr(i);
      return out + std::string(zone.substr(0, 3)) + std::string(zone.size() > 4 ? zone.substr(4, 2) : zone.substr(3));
    }
    if (c == '.' || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

Ccd write_ccd(const CcdContent& content) {
  return CcdWriter(content).print();
}

}  // namespace charta::cda
