// SPDX-License-Identifier: Apache-2.0
// A FHIR search as written in a URL, understood. Source: https://hl7.org/fhir/R4/search.html
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "formats/fhir/definitions.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

enum class Prefix { eq, ne, gt, lt, ge, le, sa, eb, ap };
/// `text`: by the words beside a code; `in`, `not_in`: the codes of a value set.
enum class Modifier { none, exact, contains, negated, missing, below, text, in, not_in };

/// One of the values that a parameter may have (`a,b`: either).
struct SearchValue {
  Prefix prefix = Prefix::eq;
  std::string text{};                   ///< string, code, URI, id, or the reference as written
  std::optional<std::string> system{};  ///< token, quantity: absent: any; "": none
  bool any_code = false;                ///< `system|`
  bool starts = false;                  ///< the code only begins with the text (a concept that has words and no code)
  std::string unit{};                   ///< quantity
  std::int64_t from_ms = 0, until_ms = 0;
  double number = 0, low = 0, high = 0;  ///< the number, and the half-open range that its precision implies
};

/// One `name=value` of a search: filters stand side by side (and), values within one are alternatives (or).
struct Filter {
  enum class Kind {
    id,            ///< _id
    last_updated,  ///< _lastUpdated
    parameter,     ///< a parameter of `type`
    chain,         ///< subject:Patient.name: `parameter` is the reference, `inner` one filter for each type it may lead to
    has            ///< _has:Observation:patient:code: `parameter` is the reference of the other type, `inner` the filter there
  };
  Kind kind = Kind::parameter;
  std::string type{};
  const fhir::SearchParameter* parameter = nullptr;
  Modifier modifier = Modifier::none;
  bool missing = false;       ///< of `:missing`
  std::string target_type{};  ///< subject:Patient
  std::vector<SearchValue> values{};
  std::vector<Filter> inner{};
};

struct SortKey {
  enum class Kind { id, last_updated, parameter };
  Kind kind = Kind::last_updated;
  const fhir::SearchParameter* parameter = nullptr;
  bool descending = false;
};

/// _include and _revinclude. `parameter` null: every reference (`*`).
struct Include {
  std::string source_type{};
  const fhir::SearchParameter* parameter = nullptr;
  std::string target_type{};
  bool iterate = false;
};

/// How much of a resource an answer holds. Source: search.html#summary
enum class Summary { none, yes, text, data };

enum class Total { none, estimate, accurate };

struct Composite;

/// A pair of values of a composite parameter (composite.hpp).
struct CompositePair {
  const Composite* composite = nullptr;
  Filter first{}, second{};
};

struct SearchQuery {
  std::string type{};
  std::vector<Filter> filters{};
  std::vector<CompositePair> pairs{};  ///< composite parameters: their filters stand in `filters` too, and choose candidates
  std::vector<SortKey> sort{};
  std::vector<Include> includes{}, reverse_includes{};
  std::vector<std::string> elements{};
  std::int64_t count = 50;
  Total total = Total::none;
  bool count_only = false;  ///< _summary=count
  Summary summary = Summary::none;
  std::string cursor{};                       ///< where the page begins; empty: at the start
  std::vector<std::string> not_understood{};  ///< parameters left out, as written
  std::string self{};                         ///< the query as understood, without the cursor
};

struct SearchOptions {
  Instant now;                  ///< for `ap`
  std::string_view base_url{};  ///< references below it are our own
};

/// Errors: `invalid` with the parameter as location: a value that is none of its type, a modifier that does not belong to it.
/// A parameter that is not known is put into `not_understood`; the caller decides.
Result<SearchQuery> parse_search(std::string_view type, std::string_view query, const SearchOptions& options);

/// name and value, percent-decoded, in order.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);
std::string percent_encoded(std::string_view text);

constexpr std::int64_t page_limit = 1000;

}  // namespace charta::resources
