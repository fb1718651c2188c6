// SPDX-License-Identifier: Apache-2.0
// Index values as lines that a records professional can read: "birthdate date 1961-04-02..1961-04-03".
#pragma once
#include "base/time.hpp"
#include "formats/fhir/definitions.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace charta::fhir::testing {

inline std::string instant_text(std::int64_t ms) {
  if (ms == beginning_of_time_ms) return "always";
  if (ms == end_of_time_ms) return "always";
  std::string text = Instant(ms).text();
  if (text.ends_with("T00:00:00.000Z")) return text.substr(0, 10);
  if (text.ends_with(".000Z")) return text.substr(0, 19) + "Z";
  return text;
}

inline std::string line_of(const IndexValue& value) {
  const std::string code(value.parameter->code);
  const std::string coded = std::string(value.system) + "|" + std::string(value.code);
  switch (value.parameter->search_type) {
    case SearchType::string:
      return code + " = " + std::string(value.text);
    case SearchType::token:
      return code + " = " + coded + (value.display.empty() ? "" : " '" + std::string(value.display) + "'");
    case SearchType::date:
      return code + " = " + instant_text(value.from_ms) + ".." + instant_text(value.until_ms);
    case SearchType::number:
      return code + " = " + std::string(value.number);
    case SearchType::quantity:
      return code + " = " + std::string(value.number) + " " + coded;
    default:
      return code + " = " + std::string(value.code);
  }
}

/// The values of the named parameter (of all but the resource's own `_…` ones when none is named), sorted.
inline std::vector<std::string> lines_of(std::string_view json, std::string_view parameter = {}) {
  const auto document = json::Document::parse(json);
  if (!document) return {"refused: " + document.error().message};
  std::vector<IndexValue> values;
  index_values(document->root(), values);
  std::vector<std::string> lines;
  for (const IndexValue& value : values)
    if (parameter.empty() ? value.parameter->code.front() != '_' : value.parameter->code == parameter)
      lines.push_back(line_of(value));
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace charta::fhir::testing
