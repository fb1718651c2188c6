// SPDX-License-Identifier: Apache-2.0
// The abstract of a discharge: the elements of the Uniform Hospital Discharge Data Set, each with where it comes from. Pure.
// Source: UHDDS as adopted 1985-07-31 (50 FR 31038); 45 CFR 162.1002.
#pragma once
#include "department/coding_desk/coding_case.hpp"
#include "department/coding_desk/coding_rules.hpp"
#include "formats/json/json.hpp"

#include <span>

namespace charta::coding_desk {

/// What a person wrote over what the record says, with the page that says so.
struct AbstractEntry {
  std::string element, value;
  EvidenceSpan source;  ///< unset document: none was named
  UserId by;
  Instant at;
};

struct AbstractValue {
  const AbstractElement* element = nullptr;
  std::string value, words;            ///< words: of a coded value
  std::string from;                    ///< "Patient.birthDate", "Encounter.period", "codes"; "entered" by a person
  std::string resource_type, fhir_id;  ///< of what it is read from
  std::optional<AbstractEntry> entered;
};

/// One of each element that is asked of this case, in the order of the rule.
std::vector<AbstractValue> abstract_of(json::Value patient, json::Value encounter, const CodedSheet& sheet,
                                       std::string_view class_code, std::span<const AbstractEntry> entered,
                                       const CodingRules& rules, const TimeZone& zone);
const AbstractValue* find_value(std::span<const AbstractValue> values, std::string_view element);
/// Age at admission, sex, discharge status and stay, as the abstract has them.
ClaimBasis basis_of(std::span<const AbstractValue> values);

}  // namespace charta::coding_desk
