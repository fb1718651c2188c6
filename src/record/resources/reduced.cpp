// SPDX-License-Identifier: Apache-2.0
#include "record/resources/reduced.hpp"

#include "base/text.hpp"
#include "formats/fhir/summary.hpp"

namespace charta::resources {

Result<Reduction> read_reduction(std::string_view query) {
  Reduction reduction;
  for (const auto& [name, value] : query_pairs(query)) {
    if (name == "_elements")
      for (const std::string_view element : split(value, ',')) reduction.elements.emplace_back(trimmed(element));
    if (name != "_summary" || value == "false") continue;
    if (value == "true")
      reduction.summary = Summary::yes;
    else if (value == "text")
      reduction.summary = Summary::text;
    else if (value == "data")
      reduction.summary = Summary::data;
    else
      return fail(ErrorKind::invalid, "_summary of a read is true, text, data or false", "_summary");
  }
  return reduction;
}

Result<std::string> reduced(std::string_view resource, const Reduction& reduction) {
  CHARTA_TRY(auto document, json::Document::parse(resource));
  const json::Value root = document.root();
  if (reduction.summary == Summary::yes) fhir::keep_summary(document, root);
  if (reduction.summary == Summary::text) fhir::keep_text(document, root);
  if (reduction.summary == Summary::data) fhir::drop_text(document, root);
  if (!reduction.elements.empty()) fhir::keep_elements(document, root, reduction.elements);
  fhir::mark_subsetted(document, root);
  return json::write(root);
}

}  // namespace charta::resources
