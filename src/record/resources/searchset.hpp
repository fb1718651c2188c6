// SPDX-License-Identifier: Apache-2.0
// The answer to a search: matches, includes, links, warnings.
#pragma once
#include "record/resources/repository_parts.hpp"

#include <string>

namespace charta::resources {

/// Runs a search for an actor who may search. Errors as parse_search(); `invalid` for an unknown parameter when strict.
Result<std::string> run_search(RepositoryParts& parts, const access::Actor& actor, const SearchRequest& request);

/// An OperationOutcome of one issue.
std::string outcome_json(std::string_view severity, std::string_view code, std::string_view text);

}  // namespace charta::resources
