// SPDX-License-Identifier: Apache-2.0
// The codes of a stored ValueSet, for `:in` and `:not-in`. Source: https://hl7.org/fhir/R4/valueset.html#compositions
#pragma once
#include "formats/json/json.hpp"
#include "record/resources/resource_store.hpp"
#include "record/resources/search_query.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace charta::resources {

/// system and code; an empty code: every code of the system.
using CodeSet = std::set<std::pair<std::string, std::string>>;

class ValueSetReader {
 public:
  ValueSetReader(store::Reader& reader, const ResourceStore& resources) : reader_(reader), resources_(resources) {}

  /// `name`: "ValueSet/id" or the value set's url. Errors: `not_found`; `unsupported` (a filter, several imports at once).
  Result<void> add_codes(std::string_view name, std::vector<SearchValue>& values);

 private:
  Result<CodeSet> codes_of(std::string_view name, int depth);
  Result<CodeSet> codes_of_include(json::Value include, int depth);
  Result<json::Document> find(std::string_view name);

  store::Reader& reader_;
  const ResourceStore& resources_;
};

}  // namespace charta::resources
