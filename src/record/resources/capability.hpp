// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/resources/repository_parts.hpp"

#include <string>

namespace charta::resources {

/// What the server does, from the definition tables. Source: https://hl7.org/fhir/R4/capabilitystatement.html
std::string capability_json(const RepositoryParts& parts, std::string_view base_url);

}  // namespace charta::resources
