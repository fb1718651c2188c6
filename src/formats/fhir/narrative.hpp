// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

namespace charta::fhir {

/// What is wrong with a narrative's div, or empty: well formed, only basic formatting, something to read, nothing that runs.
/// Source: FHIR R4 narrative, txt-1 and txt-2.
std::string_view problem_of_narrative(std::string_view xhtml);

}  // namespace charta::fhir
