// SPDX-License-Identifier: Apache-2.0
// C-CDA's object identifiers and codes as FHIR names: data, each table with its source.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace charta::cda {

/// What a section is about, and so what its entries become.
enum class SectionKind {
  problems,
  diagnoses,
  allergies,
  medications,
  results,
  vital_signs,
  immunizations,
  procedures,
  encounters,
  social_history,
  family_history,
  functional_status,
  plan,
  goals,
  health_concerns,
  advance_directives,
  equipment,
  payers,
  text_only
};
std::string_view name_of(SectionKind kind);
/// By LOINC code; empty text and unknown codes are `text_only`.
SectionKind kind_of_section(std::string_view loinc);
/// By the root of a templateId; `text_only` when it is not of the table.
SectionKind kind_of_template(std::string_view root);

/// The FHIR system of a code system's OID ("urn:oid:…" where FHIR names none).
std::string system_of_code(std::string_view oid);
/// The same by its name, for a code whose sender gives no OID; a URI is its own name.
std::string system_of_name(std::string_view name);
/// The FHIR system of an identifier's root.
std::string system_of_identifier(std::string_view root);

struct CodeRow {
  std::string_view from, to;
};
/// The second column, or empty.
std::string_view look_up(std::span<const CodeRow> table, std::string_view code);

std::span<const CodeRow> name_uses();           ///< EntityNameUse → name-use
std::span<const CodeRow> address_uses();        ///< PostalAddressUse → address-use
std::span<const CodeRow> telecom_uses();        ///< TelecommunicationAddressUse → contact-point-use
std::span<const CodeRow> genders();             ///< AdministrativeGender
std::span<const CodeRow> problem_statuses();    ///< SNOMED CT status value → condition-clinical
std::span<const CodeRow> act_statuses();        ///< ActStatus of a concern → condition-clinical
std::span<const CodeRow> statement_statuses();  ///< ActStatus → medication-statement-status
std::span<const CodeRow> request_statuses();    ///< ActStatus → request-status
std::span<const CodeRow> observation_statuses();
std::span<const CodeRow> report_statuses();
std::span<const CodeRow> procedure_statuses();
std::span<const CodeRow> goal_statuses();
std::span<const CodeRow> intents();             ///< ActMood → request-intent
std::span<const CodeRow> allergy_categories();  ///< SNOMED CT allergy type → allergy-intolerance-category
std::span<const CodeRow> allergy_types();
std::span<const CodeRow> no_known_allergies();  ///< allergy type, negated → SNOMED CT "No known … allergy"
std::span<const CodeRow> severities();          ///< SNOMED CT → reaction-event-severity
std::span<const CodeRow> time_units();          ///< UCUM → units-of-time
std::span<const CodeRow> meal_events();         ///< TimingEvent → event-timing

}  // namespace charta::cda
