// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/reference.hpp"

#include "formats/fhir/definitions.hpp"

namespace charta::fhir {

ReferenceParts read_reference(std::string_view text) {
  ReferenceParts parts;
  std::string_view address = text;
  parts.address = text;
  if (text.empty() || text.front() == '#' || text.starts_with("urn:")) return parts;
  if (const auto history = text.find("/_history/"); history != std::string_view::npos) address = text.substr(0, history);
  parts.address = address;
  const auto slash = address.rfind('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == address.size()) return parts;
  const auto before = address.rfind('/', slash - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view type = address.substr(start, slash - start);
  if (!is_resource_type(type)) return parts;
  parts.type = type;
  parts.id = address.substr(slash + 1);
  if (start > 0) parts.base = address.substr(0, start - 1);
  return parts;
}

std::string_view target_type(json::Value reference) {
  const std::string_view said = read_reference(reference["reference"].text()).type;
  return said.empty() ? reference["type"].text() : said;
}

}  // namespace charta::fhir
