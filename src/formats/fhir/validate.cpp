// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/tables.hpp"

namespace charta::fhir {

std::vector<Issue> validate(json::Value resource, std::size_t limit) {
  if (limit == 0 || tables::find_type(resource["resourceType"].text()) != nullptr) return {};
  return {{Issue::Severity::error, "structure",
           "this is not a FHIR R4 resource; give resourceType the name of one, such as Patient", "resourceType"}};
}

}  // namespace charta::fhir
