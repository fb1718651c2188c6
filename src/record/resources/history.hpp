// SPDX-License-Identifier: Apache-2.0
// The history interaction. Source: https://hl7.org/fhir/R4/http.html#history
#pragma once
#include "record/resources/repository_parts.hpp"

#include <string>

namespace charta::resources {

/// Versions newest first, deletions among them, with `_since`, `_count` and paging: of one resource, of a type (`id` empty) or of
/// everything (`type` empty too).
Result<std::string> read_history(RepositoryParts& parts, const access::Actor& actor, std::string_view type, std::string_view id,
                                 const SearchRequest& paging);

}  // namespace charta::resources
