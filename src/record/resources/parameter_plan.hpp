// SPDX-License-Identifier: Apache-2.0
// Which index rows a search parameter has: as few as answer every search, for an index row costs a page.
#pragma once
#include "formats/fhir/definitions.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace charta::resources {

struct ParameterPlan {
  /// The parameters whose rows answer this one: itself; the one it is another name of (Patient.phonetic: name); or the parts of a
  /// union that are parameters themselves (Observation.combo-code: code and component-code).
  std::vector<std::uint16_t> numbers;
  bool stored = false;        ///< has rows of its own
  bool by_patient = false;    ///< a reference to a Patient stands in the resource row, not in the index
  std::uint64_t present = 0;  ///< its bits in resource.present; 0: `:missing` cannot be asked
};

const ParameterPlan& plan_of(const fhir::SearchParameter& parameter);

/// The parameter whose value is the patient a resource of the type belongs to ("subject" of Observation); null for Patient itself
/// and for types that can belong to several or to none.
const fhir::SearchParameter* patient_parameter(std::string_view type);

}  // namespace charta::resources
