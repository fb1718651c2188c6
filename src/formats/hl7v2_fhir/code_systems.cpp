// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"

#include <array>

namespace charta::hl7v2_fhir {
namespace {

struct Row {
  std::string_view name, system;
};

// HL7 table 0396 (coding system) and the v2-to-FHIR concept map "CodingSystem"; FHIR R4 terminologies-systems.html.
constexpr std::array<Row, 20> systems{{
    {"LN", "http://loinc.org"},
    {"SCT", "http://snomed.info/sct"},
    {"SNM", "http://snomed.info/sct"},
    {"SNOMED-CT", "http://snomed.info/sct"},
    {"I10", "http://hl7.org/fhir/sid/icd-10"},
    {"I10C", "http://hl7.org/fhir/sid/icd-10-cm"},
    {"I10P", "http://www.cms.gov/Medicare/Coding/ICD10"},
    {"I9", "http://hl7.org/fhir/sid/icd-9-cm"},
    {"I9C", "http://hl7.org/fhir/sid/icd-9-cm"},
    {"I9M", "http://hl7.org/fhir/sid/icd-9-cm"},
    {"C4", "http://www.ama-assn.org/go/cpt"},
    {"CPT", "http://www.ama-assn.org/go/cpt"},
    {"HCPCS", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"},
    {"CVX", "http://hl7.org/fhir/sid/cvx"},
    {"NDC", "http://hl7.org/fhir/sid/ndc"},
    {"RXNORM", "http://www.nlm.nih.gov/research/umls/rxnorm"},
    {"UCUM", "http://unitsofmeasure.org"},
    {"DCM", "http://dicom.nema.org/resources/ontology/DCM"},
    {"ISO3166_1", "urn:iso:std:iso:3166"},
    {"LOINC", "http://loinc.org"},
}};

// The same systems by their object identifiers (HL7 OID registry): one system has one name in the record.
constexpr std::array<Row, 11> systems_by_oid{{
    {"2.16.840.1.113883.6.1", "http://loinc.org"},
    {"2.16.840.1.113883.6.96", "http://snomed.info/sct"},
    {"2.16.840.1.113883.6.3", "http://hl7.org/fhir/sid/icd-10"},
    {"2.16.840.1.113883.6.90", "http://hl7.org/fhir/sid/icd-10-cm"},
    {"2.16.840.1.113883.6.4", "http://www.cms.gov/Medicare/Coding/ICD10"},
    {"2.16.840.1.113883.6.103", "http://hl7.org/fhir/sid/icd-9-cm"},
    {"2.16.840.1.113883.6.12", "http://www.ama-assn.org/go/cpt"},
    {"2.16.840.1.113883.12.292", "http://hl7.org/fhir/sid/cvx"},
    {"2.16.840.1.113883.6.69", "http://hl7.org/fhir/sid/ndc"},
    {"2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm"},
    {"2.16.840.1.113883.6.8", "http://unitsofmeasure.org"},
}};

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

/// RFC 3986 percent-encoding, so that any namespace fits in a URN and two different ones never become the same.
std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : trimmed(text)) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

bool looks_like_an_oid(std::string_view id) {
  if (id.size() < 3 || id.find('.') == std::string_view::npos) return false;
  for (const char c : id) {
    if (c != '.' && (c < '0' || c > '9')) return false;
  }
  return id.front() >= '0' && id.front() <= '2' && id.back() != '.' && id.find("..") == std::string_view::npos;
}

}  // namespace

std::string code_system(std::string_view name) {
  const auto plain = trimmed(name);
  if (plain.empty()) return {};
  for (const auto& row : systems) {
    if (row.name == plain) return std::string(row.system);
  }
  if (plain.size() == 7 && plain.starts_with("HL7"))
    return "http://terminology.hl7.org/CodeSystem/v2-" + std::string(plain.substr(3));
  if (looks_like_an_oid(plain)) {
    for (const auto& row : systems_by_oid) {
      if (row.name == plain) return std::string(row.system);
    }
    return "urn:oid:" + std::string(plain);
  }
  return "urn:charta:codes:" + encoded(plain);
}

std::string assigner_system(std::string_view name_space, std::string_view universal_id, std::string_view type) {
  const auto id = trimmed(universal_id);
  if (!id.empty()) {
    const std::string kind = upper_ascii(trimmed(type));
    if (looks_like_an_oid(id) && (kind == "ISO" || kind.empty() || kind == "OID")) return "urn:oid:" + std::string(id);
    if (kind == "UUID" || kind == "GUID") return "urn:uuid:" + lower_ascii(id);
    if ((kind == "URI" || kind == "URL") && id.find(' ') == std::string_view::npos) return std::string(id);
    return "urn:charta:assigner:" + (kind.empty() ? std::string() : encoded(lower_ascii(kind)) + ":") + encoded(id);
  }
  const std::string plain = encoded(name_space);
  return plain.empty() ? plain : "urn:charta:assigner:" + plain;
}

std::string assigner_system(const hl7v2::Component& authority) {
  return assigner_system(authority.subcomponent(1).text(), authority.subcomponent(2).text(), authority.subcomponent(3).text());
}

EntityId entity_id(const hl7v2::Field& ei, const Sender& sender) {
  const auto first = ei.repetition(1);
  EntityId id{assigner_system(first.text(2), first.text(3), first.text(4)), stripped(first.text(1))};
  if (id.value.empty()) return {};
  if (id.system.empty()) id.system = sender.default_assigner;
  return id;
}

EntityId cx_id(const hl7v2::Repetition& cx, const Sender& sender) {
  EntityId id{assigner_system(cx.component(4)), stripped(cx.text(1))};
  if (id.value.empty()) return {};
  if (id.system.empty()) id.system = sender.default_assigner;
  return id;
}

}  // namespace charta::hl7v2_fhir
