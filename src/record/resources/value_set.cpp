// SPDX-License-Identifier: Apache-2.0
#include "record/resources/value_set.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/repository_parts.hpp"

#include <algorithm>

namespace charta::resources {
namespace {

constexpr int import_limit = 5;

Error cannot(std::string what) {
  return fail(ErrorKind::unsupported, "the value set " + what + "; :in takes value sets that list their codes", "in");
}

/// An expansion lists concepts within concepts.
void add_contains(json::Value contains, CodeSet& codes) {
  for (const json::Value one : contains) {
    if (!one["abstract"].boolean() && one["code"]) codes.emplace(one["system"].text(), one["code"].text());
    add_contains(one["contains"], codes);
  }
}

}  // namespace

Result<json::Document> ValueSetReader::find(std::string_view name) {
  static const std::uint16_t type = fhir::resource_type_number("ValueSet");
  std::string_view id = name.starts_with("ValueSet/") ? name.substr(9) : name;
  std::optional<ResourceRow> row;
  if (id.find('/') == std::string_view::npos && id.find(':') == std::string_view::npos) {
    CHARTA_TRY(row, resources_.find(reader_, type, id));
  } else {
    const auto* url = fhir::find_parameter("ValueSet", "url");
    CHARTA_TRY(row, resources_.find_by_uri(reader_, url->number, name));
  }
  if (!row || row->version == 0 || row->deleted)
    return fail(ErrorKind::not_found, "the value set is not stored here; create it first", "in");
  CHARTA_TRY(const auto stored, RepositoryParts::answer(*row));
  return json::Document::parse(stored.json);
}

Result<CodeSet> ValueSetReader::codes_of_include(json::Value include, int depth) {
  CodeSet codes;
  if (include["filter"]) return cannot("chooses by a filter");
  if (include["valueSet"].size() > 1 || (include["valueSet"] && include["system"])) return cannot("intersects others");
  if (include["valueSet"]) return codes_of(include["valueSet"].at(0).text(), depth + 1);
  const std::string system(include["system"].text());
  if (!include["concept"]) codes.emplace(system, "");
  for (const json::Value one : include["concept"]) codes.emplace(system, one["code"].text());
  return codes;
}

Result<CodeSet> ValueSetReader::codes_of(std::string_view name, int depth) {
  if (depth > import_limit) return cannot("imports others too deeply");
  CHARTA_TRY(const auto document, find(name));
  const json::Value root = document.root();
  CodeSet codes;
  if (root["expansion"]["contains"]) {
    add_contains(root["expansion"]["contains"], codes);
    return codes;
  }
  for (const json::Value include : root["compose"]["include"]) {
    CHARTA_TRY(auto some, codes_of_include(include, depth));
    codes.merge(some);
  }
  for (const json::Value exclude : root["compose"]["exclude"]) {
    CHARTA_TRY(const auto some, codes_of_include(exclude, depth));
    const bool whole = std::any_of(some.begin(), some.end(), [](const auto& one) { return one.second.empty(); }) ||
                       std::any_of(codes.begin(), codes.end(), [](const auto& one) { return one.second.empty(); });
    if (whole) return cannot("takes codes out of a whole system");
    for (const auto& one : some) codes.erase(one);
  }
  return codes;
}

Result<void> ValueSetReader::add_codes(std::string_view name, std::vector<SearchValue>& values) {
  CHARTA_TRY(const auto codes, codes_of(name, 0));
  for (const auto& [system, code] : codes) {
    SearchValue value;
    value.text = code;
    value.any_code = code.empty();
    if (!system.empty()) value.system = system;
    values.push_back(std::move(value));
  }
  return {};
}

}  // namespace charta::resources
