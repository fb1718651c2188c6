// SPDX-License-Identifier: Apache-2.0
// What of a resource an answer holds: _summary and _elements, for searches and reads alike.
#pragma once
#include "record/resources/search_query.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

struct Reduction {
  Summary summary = Summary::none;
  std::vector<std::string> elements{};
  bool is_whole() const { return summary == Summary::none && elements.empty(); }
};

/// Of a read's query. Errors: `invalid` (_summary=count is for searches; an unknown word).
Result<Reduction> read_reduction(std::string_view query);
/// The reduced JSON text, tagged SUBSETTED.
Result<std::string> reduced(std::string_view resource, const Reduction& reduction);

}  // namespace charta::resources
