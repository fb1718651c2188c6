// SPDX-License-Identifier: Apache-2.0
// Sources: HL7 C-CDA R2.1 (sections and entries, volume 2); HL7 C-CDA on FHIR 1.2 (concept maps); HL7 Terminology (THO) for
// systems.
#include "formats/cda/code_tables.hpp"

#include "formats/hl7v2_fhir/datatypes.hpp"

#include <array>

namespace charta::cda {
namespace {

using Kind = SectionKind;

struct SectionRow {
  std::string_view loinc, template_root;
  Kind kind;
};
constexpr auto sections = std::to_array<SectionRow>({
    {"11450-4", "2.16.840.1.113883.10.20.22.2.5", Kind::problems},
    {"11450-4", "2.16.840.1.113883.10.20.22.2.5.1", Kind::problems},
    {"11348-0", "2.16.840.1.113883.10.20.22.2.20", Kind::problems},
    {"46241-6", "2.16.840.1.113883.10.20.22.2.43", Kind::diagnoses},
    {"42347-5", "", Kind::diagnoses},
    {"11535-2", "2.16.840.1.113883.10.20.22.2.24", Kind::diagnoses},
    {"10219-4", "2.16.840.1.113883.10.20.22.2.34", Kind::diagnoses},
    {"10218-6", "2.16.840.1.113883.10.20.22.2.35", Kind::diagnoses},
    {"59769-0", "2.16.840.1.113883.10.20.22.2.36", Kind::diagnoses},
    {"55109-3", "2.16.840.1.113883.10.20.22.2.37", Kind::diagnoses},
    {"48765-2", "2.16.840.1.113883.10.20.22.2.6", Kind::allergies},
    {"48765-2", "2.16.840.1.113883.10.20.22.2.6.1", Kind::allergies},
    {"10160-0", "2.16.840.1.113883.10.20.22.2.1", Kind::medications},
    {"10160-0", "2.16.840.1.113883.10.20.22.2.1.1", Kind::medications},
    {"10183-2", "2.16.840.1.113883.10.20.22.2.11", Kind::medications},
    {"75311-1", "2.16.840.1.113883.10.20.22.2.11.1", Kind::medications},
    {"42346-7", "2.16.840.1.113883.10.20.22.2.44", Kind::medications},
    {"29549-3", "2.16.840.1.113883.10.20.22.2.38", Kind::medications},
    {"59774-0", "2.16.840.1.113883.10.20.22.2.25", Kind::procedures},
    {"30954-2", "2.16.840.1.113883.10.20.22.2.3", Kind::results},
    {"30954-2", "2.16.840.1.113883.10.20.22.2.3.1", Kind::results},
    {"8716-3", "2.16.840.1.113883.10.20.22.2.4", Kind::vital_signs},
    {"8716-3", "2.16.840.1.113883.10.20.22.2.4.1", Kind::vital_signs},
    {"11369-6", "2.16.840.1.113883.10.20.22.2.2", Kind::immunizations},
    {"11369-6", "2.16.840.1.113883.10.20.22.2.2.1", Kind::immunizations},
    {"47519-4", "2.16.840.1.113883.10.20.22.2.7", Kind::procedures},
    {"47519-4", "2.16.840.1.113883.10.20.22.2.7.1", Kind::procedures},
    {"46240-8", "2.16.840.1.113883.10.20.22.2.22", Kind::encounters},
    {"46240-8", "2.16.840.1.113883.10.20.22.2.22.1", Kind::encounters},
    {"29762-2", "2.16.840.1.113883.10.20.22.2.17", Kind::social_history},
    {"10157-6", "2.16.840.1.113883.10.20.22.2.15", Kind::family_history},
    {"47420-5", "2.16.840.1.113883.10.20.22.2.14", Kind::functional_status},
    {"10190-7", "2.16.840.1.113883.10.20.22.2.56", Kind::functional_status},
    {"61144-2", "2.16.840.1.113883.10.20.22.2.57", Kind::functional_status},
    {"8709-8", "2.16.840.1.113883.10.20.22.2.62", Kind::functional_status},
    {"11383-7", "2.16.840.1.113883.10.20.22.2.61", Kind::functional_status},
    {"59776-5", "2.16.840.1.113883.10.20.22.2.28", Kind::diagnoses},
    {"59768-2", "2.16.840.1.113883.10.20.22.2.29", Kind::diagnoses},
    {"18776-5", "2.16.840.1.113883.10.20.22.2.10", Kind::plan},
    {"51847-2", "2.16.840.1.113883.10.20.22.2.9", Kind::plan},
    {"59772-4", "2.16.840.1.113883.10.20.22.2.30", Kind::plan},
    {"62387-6", "2.16.840.1.113883.10.20.21.2.3", Kind::plan},
    {"69730-0", "2.16.840.1.113883.10.20.22.2.45", Kind::text_only},
    {"61146-7", "2.16.840.1.113883.10.20.22.2.60", Kind::goals},
    {"75310-3", "2.16.840.1.113883.10.20.22.2.58", Kind::health_concerns},
    {"42348-3", "2.16.840.1.113883.10.20.22.2.21", Kind::advance_directives},
    {"42348-3", "2.16.840.1.113883.10.20.22.2.21.1", Kind::advance_directives},
    {"46264-8", "2.16.840.1.113883.10.20.22.2.23", Kind::equipment},
    {"48768-6", "2.16.840.1.113883.10.20.22.2.18", Kind::payers},
});

constexpr auto kinds = std::to_array<std::string_view>(
    {"problems", "diagnoses", "allergies", "medications", "results", "vital signs", "immunizations", "procedures", "encounters",
     "social history", "family history", "functional status", "plan", "goals", "health concerns", "advance directives",
     "equipment", "payers", "kept as text"});

// HL7 OID registry and THO; those that HL7 v2 uses too stand in formats/hl7v2_fhir.
constexpr auto code_systems = std::to_array<CodeRow>({
    {"2.16.840.1.113883.6.101", "http://nucc.org/provider-taxonomy"},
    {"2.16.840.1.113883.4.9", "http://fdasis.nlm.nih.gov"},
    {"2.16.840.1.113883.6.209", "http://hl7.org/fhir/ndfrt"},
    {"2.16.840.1.113883.3.26.1.5", "http://hl7.org/fhir/ndfrt"},
    {"2.16.840.1.113883.3.26.1.1", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"},
    {"2.16.840.1.113883.6.238", "urn:oid:2.16.840.1.113883.6.238"},
    {"2.16.840.1.113883.6.259", "https://www.cdc.gov/nhsn/cdaportal/terminology/codesystem/hsloc.html"},
    {"2.16.840.1.113883.6.13", "http://www.ada.org/cdt"},
    {"2.16.840.1.113883.6.14", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"},
    {"2.16.840.1.113883.6.285", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"},
    {"2.16.840.1.113883.6.301.5", "https://www.nubc.org/CodeSystem/RevenueCodes"},
    {"2.16.840.1.113883.6.104", "http://hl7.org/fhir/sid/icd-9-cm"},
    {"2.16.840.1.113883.12.112", "http://terminology.hl7.org/CodeSystem/v2-0112"},
    {"2.16.840.1.113883.5.1", "http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender"},
    {"2.16.840.1.113883.5.2", "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"},
    {"2.16.840.1.113883.5.4", "http://terminology.hl7.org/CodeSystem/v3-ActCode"},
    {"2.16.840.1.113883.5.6", "http://terminology.hl7.org/CodeSystem/v3-ActClass"},
    {"2.16.840.1.113883.5.8", "http://terminology.hl7.org/CodeSystem/v3-ActReason"},
    {"2.16.840.1.113883.5.25", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"},
    {"2.16.840.1.113883.5.83", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"},
    {"2.16.840.1.113883.5.84", "http://terminology.hl7.org/CodeSystem/v3-ObservationMethod"},
    {"2.16.840.1.113883.5.110", "http://terminology.hl7.org/CodeSystem/v3-RoleClass"},
    {"2.16.840.1.113883.5.111", "http://terminology.hl7.org/CodeSystem/v3-RoleCode"},
    {"2.16.840.1.113883.5.112", "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"},
    {"2.16.840.1.113883.5.88", "http://terminology.hl7.org/CodeSystem/v3-ParticipationFunction"},
    {"2.16.840.1.113883.5.1076", "http://terminology.hl7.org/CodeSystem/v3-ReligiousAffiliation"},
    {"2.16.840.1.113883.5.1008", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"},
    {"2.16.840.1.113883.5.1063", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"},
    {"2.16.840.1.113883.12.443", "http://terminology.hl7.org/CodeSystem/v2-0443"},
    {"2.16.840.1.113883.6.121", "urn:ietf:bcp:47"},
    {"2.16.840.1.113883.6.92", "urn:oid:2.16.840.1.113883.6.92"},
});

// The names that senders print beside the OIDs (C-CDA R2.1, code systems of its value sets).
constexpr auto code_system_names = std::to_array<CodeRow>({{"SNOMED CT", "http://snomed.info/sct"},
                                                           {"RxNorm", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                                                           {"ICD-10-CM", "http://hl7.org/fhir/sid/icd-10-cm"},
                                                           {"ICD-9-CM", "http://hl7.org/fhir/sid/icd-9-cm"},
                                                           {"CPT-4", "http://www.ama-assn.org/go/cpt"},
                                                           {"NDC", "http://hl7.org/fhir/sid/ndc"}});

constexpr auto identifier_systems = std::to_array<CodeRow>({
    {"2.16.840.1.113883.4.1", "http://hl7.org/fhir/sid/us-ssn"},
    {"2.16.840.1.113883.4.6", "http://hl7.org/fhir/sid/us-npi"},
    {"2.16.840.1.113883.4.572", "http://hl7.org/fhir/sid/us-medicare"},
    {"2.16.840.1.113883.4.927", "http://hl7.org/fhir/sid/us-mbi"},
});

constexpr auto name_use_rows = std::to_array<CodeRow>({{"L", "official"},
                                                       {"C", "official"},
                                                       {"P", "nickname"},
                                                       {"A", "nickname"},
                                                       {"OR", "official"},
                                                       {"ASGN", "usual"},
                                                       {"I", "usual"},
                                                       {"R", "usual"},
                                                       {"SRCH", "usual"}});
constexpr auto address_use_rows = std::to_array<CodeRow>({{"H", "home"},
                                                          {"HP", "home"},
                                                          {"HV", "home"},
                                                          {"WP", "work"},
                                                          {"DIR", "work"},
                                                          {"PUB", "work"},
                                                          {"TMP", "temp"},
                                                          {"BAD", "old"}});
constexpr auto telecom_use_rows = std::to_array<CodeRow>({{"H", "home"},
                                                          {"HP", "home"},
                                                          {"HV", "home"},
                                                          {"WP", "work"},
                                                          {"DIR", "work"},
                                                          {"PUB", "work"},
                                                          {"TMP", "temp"},
                                                          {"BAD", "old"},
                                                          {"MC", "mobile"}});
constexpr auto gender_rows = std::to_array<CodeRow>({{"F", "female"}, {"M", "male"}, {"UN", "other"}, {"UNK", "unknown"}});
constexpr auto problem_status_rows = std::to_array<CodeRow>({{"55561003", "active"},
                                                             {"73425007", "inactive"},
                                                             {"90734009", "active"},
                                                             {"7087005", "active"},
                                                             {"255227004", "recurrence"},
                                                             {"415684004", "active"},
                                                             {"410516002", "inactive"},
                                                             {"413322009", "resolved"},
                                                             {"277022003", "remission"},
                                                             {"246455001", "recurrence"},
                                                             {"263855007", "relapse"}});
constexpr auto act_status_rows =
    std::to_array<CodeRow>({{"active", "active"}, {"completed", "inactive"}, {"aborted", "inactive"}, {"suspended", "inactive"}});
constexpr auto statement_status_rows = std::to_array<CodeRow>({{"active", "active"},
                                                               {"completed", "completed"},
                                                               {"aborted", "stopped"},
                                                               {"cancelled", "not-taken"},
                                                               {"suspended", "on-hold"},
                                                               {"held", "on-hold"},
                                                               {"new", "intended"},
                                                               {"nullified", "entered-in-error"},
                                                               {"obsolete", "stopped"}});
constexpr auto request_status_rows = std::to_array<CodeRow>({{"active", "active"},
                                                             {"completed", "completed"},
                                                             {"aborted", "revoked"},
                                                             {"cancelled", "revoked"},
                                                             {"suspended", "on-hold"},
                                                             {"held", "on-hold"},
                                                             {"new", "draft"},
                                                             {"nullified", "entered-in-error"}});
constexpr auto observation_status_rows = std::to_array<CodeRow>({{"completed", "final"},
                                                                 {"active", "preliminary"},
                                                                 {"aborted", "cancelled"},
                                                                 {"cancelled", "cancelled"},
                                                                 {"held", "registered"},
                                                                 {"new", "registered"},
                                                                 {"suspended", "registered"},
                                                                 {"nullified", "entered-in-error"}});
constexpr auto report_status_rows = std::to_array<CodeRow>({{"completed", "final"},
                                                            {"active", "partial"},
                                                            {"aborted", "cancelled"},
                                                            {"cancelled", "cancelled"},
                                                            {"held", "registered"},
                                                            {"new", "registered"},
                                                            {"suspended", "registered"},
                                                            {"nullified", "entered-in-error"}});
constexpr auto procedure_status_rows = std::to_array<CodeRow>({{"completed", "completed"},
                                                               {"active", "in-progress"},
                                                               {"aborted", "stopped"},
                                                               {"cancelled", "not-done"},
                                                               {"suspended", "on-hold"},
                                                               {"held", "on-hold"},
                                                               {"new", "preparation"},
                                                               {"nullified", "entered-in-error"}});
constexpr auto goal_status_rows = std::to_array<CodeRow>({{"active", "active"},
                                                          {"completed", "completed"},
                                                          {"aborted", "cancelled"},
                                                          {"cancelled", "cancelled"},
                                                          {"suspended", "on-hold"},
                                                          {"held", "on-hold"},
                                                          {"new", "proposed"},
                                                          {"nullified", "entered-in-error"}});
constexpr auto intent_rows = std::to_array<CodeRow>({{"INT", "plan"},
                                                     {"RQO", "order"},
                                                     {"PRP", "proposal"},
                                                     {"ARQ", "proposal"},
                                                     {"APT", "plan"},
                                                     {"PRMS", "plan"},
                                                     {"DEF", "proposal"}});
constexpr auto allergy_category_rows = std::to_array<CodeRow>({{"416098002", "medication"},
                                                               {"419511003", "medication"},
                                                               {"59037007", "medication"},
                                                               {"414285001", "food"},
                                                               {"418471000", "food"},
                                                               {"235719002", "food"},
                                                               {"426232007", "environment"}});
constexpr auto allergy_type_rows = std::to_array<CodeRow>({{"419199007", "allergy"},
                                                           {"416098002", "allergy"},
                                                           {"414285001", "allergy"},
                                                           {"426232007", "allergy"},
                                                           {"59037007", "intolerance"},
                                                           {"235719002", "intolerance"}});
constexpr auto no_known_rows = std::to_array<CodeRow>({{"416098002", "409137002"},
                                                       {"419511003", "409137002"},
                                                       {"59037007", "409137002"},
                                                       {"414285001", "429625007"},
                                                       {"418471000", "429625007"},
                                                       {"426232007", "428607008"}});
constexpr auto severity_rows = std::to_array<CodeRow>({{"255604002", "mild"},
                                                       {"371923003", "mild"},
                                                       {"6736007", "moderate"},
                                                       {"371924009", "severe"},
                                                       {"24484000", "severe"},
                                                       {"399166001", "severe"}});
constexpr auto time_unit_rows = std::to_array<CodeRow>({{"s", "s"},
                                                        {"min", "min"},
                                                        {"h", "h"},
                                                        {"d", "d"},
                                                        {"wk", "wk"},
                                                        {"mo", "mo"},
                                                        {"a", "a"},
                                                        {"hour", "h"},
                                                        {"hours", "h"},
                                                        {"day", "d"},
                                                        {"days", "d"},
                                                        {"week", "wk"},
                                                        {"month", "mo"},
                                                        {"year", "a"}});
constexpr auto meal_event_rows = std::to_array<CodeRow>({{"HS", "HS"},
                                                         {"WAKE", "WAKE"},
                                                         {"C", "C"},
                                                         {"CM", "CM"},
                                                         {"CD", "CD"},
                                                         {"CV", "CV"},
                                                         {"AC", "AC"},
                                                         {"ACM", "ACM"},
                                                         {"ACD", "ACD"},
                                                         {"ACV", "ACV"},
                                                         {"PC", "PC"},
                                                         {"PCM", "PCM"},
                                                         {"PCD", "PCD"},
                                                         {"PCV", "PCV"}});

}  // namespace

std::string_view name_of(SectionKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

SectionKind kind_of_section(std::string_view loinc) {
  for (const auto& row : sections) {
    if (row.loinc == loinc) return row.kind;
  }
  return Kind::text_only;
}

SectionKind kind_of_template(std::string_view root) {
  for (const auto& row : sections) {
    if (!root.empty() && row.template_root == root) return row.kind;
  }
  return Kind::text_only;
}

std::string_view look_up(std::span<const CodeRow> table, std::string_view code) {
  for (const auto& row : table) {
    if (row.from == code) return row.to;
  }
  return {};
}

std::string system_of_code(std::string_view oid) {
  if (const auto known = look_up(code_systems, oid); !known.empty()) return std::string(known);
  return hl7v2_fhir::code_system(oid);
}

std::string system_of_name(std::string_view name) {
  if (name.starts_with("http://") || name.starts_with("https://") || name.starts_with("urn:")) return std::string(name);
  if (const auto known = look_up(code_system_names, name); !known.empty()) return std::string(known);
  return hl7v2_fhir::code_system(name);
}

std::string system_of_identifier(std::string_view root) {
  if (const auto known = look_up(identifier_systems, root); !known.empty()) return std::string(known);
  const bool is_uuid = root.size() == 36 && root[8] == '-' && root[13] == '-' && root[18] == '-' && root[23] == '-';
  return hl7v2_fhir::assigner_system({}, root, is_uuid ? "UUID" : "");
}

std::span<const CodeRow> name_uses() {
  return name_use_rows;
}
std::span<const CodeRow> address_uses() {
  return address_use_rows;
}
std::span<const CodeRow> telecom_uses() {
  return telecom_use_rows;
}
std::span<const CodeRow> genders() {
  return gender_rows;
}
std::span<const CodeRow> problem_statuses() {
  return problem_status_rows;
}
std::span<const CodeRow> act_statuses() {
  return act_status_rows;
}
std::span<const CodeRow> statement_statuses() {
  return statement_status_rows;
}
std::span<const CodeRow> request_statuses() {
  return request_status_rows;
}
std::span<const CodeRow> observation_statuses() {
  return observation_status_rows;
}
std::span<const CodeRow> report_statuses() {
  return report_status_rows;
}
std::span<const CodeRow> procedure_statuses() {
  return procedure_status_rows;
}
std::span<const CodeRow> goal_statuses() {
  return goal_status_rows;
}
std::span<const CodeRow> intents() {
  return intent_rows;
}
std::span<const CodeRow> allergy_categories() {
  return allergy_category_rows;
}
std::span<const CodeRow> allergy_types() {
  return allergy_type_rows;
}
std::span<const CodeRow> no_known_allergies() {
  return no_known_rows;
}
std::span<const CodeRow> severities() {
  return severity_rows;
}
std::span<const CodeRow> time_units() {
  return time_unit_rows;
}
std::span<const CodeRow> meal_events() {
  return meal_event_rows;
}

}  // namespace charta::cda
