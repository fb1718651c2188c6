// SPDX-License-Identifier: Apache-2.0
// The formats of FHIR's primitive types. Source: FHIR R4 datatypes, "Primitive Types".
#pragma once
#include "formats/fhir/tables.hpp"

namespace charta::fhir {

/// What is wrong with a primitive, to follow "this ": "is no date; write 2025, 2025-03 or 2025-03-01". Empty when it is well
/// formed.
std::string_view problem_of(tables::Format format, json::Value value);

bool is_fhir_id(std::string_view text);  ///< [A-Za-z0-9-.]{1,64}

}  // namespace charta::fhir
