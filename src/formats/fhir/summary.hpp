// SPDX-License-Identifier: Apache-2.0
// Fewer elements of a resource, as a client asked for. Source: https://hl7.org/fhir/R4/search.html#summary
#pragma once
#include "formats/json/json.hpp"

#include <span>
#include <string>

namespace charta::fhir {

/// _summary=true: the elements that the definitions mark, those inside the marked backbone elements too.
void keep_summary(json::Document& document, json::Value resource);
/// _summary=text: the narrative, id, meta and what must be there.
void keep_text(json::Document& document, json::Value resource);
/// _summary=data: everything but the narrative.
void drop_text(json::Document& document, json::Value resource);
/// _elements: these, and what must be there.
void keep_elements(json::Document& document, json::Value resource, std::span<const std::string> elements);
/// meta.tag says that this is not the whole resource, so that nobody writes it back.
void mark_subsetted(json::Document& document, json::Value resource);

}  // namespace charta::fhir
