// SPDX-License-Identifier: Apache-2.0
#include "department/chart/document_types.hpp"

#include "formats/json/json.hpp"

namespace charta::chart {

Result<DocumentTypes> DocumentTypes::parse(std::string_view parameters_json) {
  CHARTA_TRY(const auto document, json::Document::parse(parameters_json));
  DocumentTypes answer;
  for (const auto row : document.root()["types"]) {
    const std::string code(row["code"].text());
    if (code.empty() || row["loinc"].text().empty()) return fail(ErrorKind::invalid, "a document type lacks its code or its LOINC code", "types");
    answer.types_[code] = {std::string(row["loinc"].text()), std::string(row["display"].text())};
  }
  return answer;
}

const DocumentTypes::Type* DocumentTypes::find(std::string_view code) const {
  const auto found = types_.find(code);
  return found == types_.end() ? nullptr : &found->second;
}

}  // namespace charta::chart
