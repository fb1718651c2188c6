// SPDX-License-Identifier: Apache-2.0
// The values of a search parameter, by its type.
#pragma once
#include "record/resources/search_query.hpp"

#include <string_view>
#include <vector>

namespace charta::resources {

/// Splits at `separator` where no backslash stands before it; the escapes stay.
std::vector<std::string_view> split_escaped(std::string_view text, char separator);
/// `\,` `\|` `\$` `\\` become the character.
std::string unescaped(std::string_view text);

/// One alternative. Errors: `invalid`, with a message that does not repeat the value (it may be a name).
Result<SearchValue> parse_search_value(std::string_view text, fhir::SearchType type, const SearchOptions& options);

/// A date or time with its prefix, as _lastUpdated takes it too.
Result<SearchValue> parse_date_value(std::string_view text, const SearchOptions& options);

}  // namespace charta::resources
