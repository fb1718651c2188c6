// SPDX-License-Identifier: Apache-2.0
// Coded values against the value sets of required bindings. Source: FHIR R4 terminologies, "Binding Strengths".
#pragma once
#include "formats/fhir/report.hpp"

namespace charta::fhir {

/// A code, Coding, CodeableConcept or Quantity that must come from `member`'s value set: of a concept, one coding is enough.
void check_binding(json::Value value, const tables::Member& member, const Place& place, Report& report);

}  // namespace charta::fhir
