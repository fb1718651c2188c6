// SPDX-License-Identifier: Apache-2.0
// What the text of a reference says. Source: FHIR R4 references, "Literal References".
#pragma once
#include "formats/json/json.hpp"

#include <string_view>

namespace charta::fhir {

struct ReferenceParts {
  std::string_view base;  ///< "https://example.org/fhir" of an absolute one, without the slash
  std::string_view type;  ///< "Patient"; empty where the text does not say (urn:uuid:…, #contained, Patient?identifier=…)
  std::string_view id;
  std::string_view address;  ///< base, type and id without the version
};

/// Reads "Type/id", "Type/id/_history/v" and absolute URLs that end so; everything else has only its address.
ReferenceParts read_reference(std::string_view text);

/// The resource type a Reference points at: what its text says, else Reference.type; empty when neither does.
std::string_view target_type(json::Value reference);

}  // namespace charta::fhir
