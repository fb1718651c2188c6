// SPDX-License-Identifier: Apache-2.0
// A search over a type with two owners: the repository's pages first, then the other's, in one walk along the links.
#pragma once
#include "record/resources/repository_parts.hpp"

#include <string>

namespace charta::resources {

Result<std::string> search_shared(RepositoryParts& parts, const Share& share, const access::Actor& actor,
                                  const SearchRequest& request);

}  // namespace charta::resources
