// SPDX-License-Identifier: Apache-2.0
// The invariants that the definitions state, evaluated over JSON. Source: the constraints of the R4 StructureDefinitions.
#pragma once
#include "formats/fhir/rules.hpp"

namespace charta::fhir {

/// Reports each invariant of `shape` that `value` does not hold, in the words of its definition.
void check_invariants(json::Value value, const tables::Shape& shape, const Place& place, const Scope& scope, Report& report);

}  // namespace charta::fhir
