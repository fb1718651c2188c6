// SPDX-License-Identifier: Apache-2.0
// Composite search parameters: two values of one and the same part of a resource. Source:
// https://hl7.org/fhir/R4/search.html#composite; components as in the R4 search parameter definitions.
#pragma once
#include "formats/json/json.hpp"
#include "record/resources/search_query.hpp"

#include <string_view>

namespace charta::resources {

/// "component-code-value-quantity" of Observation: component-code and component-value-quantity, within one component.
struct Composite {
  std::string_view type, code, first, second;
  std::string_view element;  ///< the repeating element that both values must stand in; empty: the resource itself
  bool or_resource = false;  ///< or both in the resource outside that element
};

/// Null for one that Charta does not offer.
const Composite* find_composite(std::string_view type, std::string_view code);

/// Whether one part of the resource has both values of the pair. Both filters choose candidates, this decides.
bool fits(const CompositePair& pair, json::Value resource);

}  // namespace charta::resources
