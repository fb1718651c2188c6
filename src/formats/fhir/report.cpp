// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/report.hpp"

namespace charta::fhir {

std::string_view element_name(const tables::Shape& shape, const tables::Member& member) {
  const std::string_view name = tables::view(tables::elements[shape.first_element + member.element].name);
  return name.ends_with("[x]") ? name.substr(0, name.size() - 3) : name;
}

std::string Place::text() const {
  std::string path = up == nullptr ? std::string() : up->text();
  const std::string_view own = member != nullptr ? element_name(*shape, *member) : name;
  if (!path.empty() && !own.empty()) path += '.';
  path += own;
  if (index >= 0) path += '[' + std::to_string(index) + ']';
  return path;
}

void Report::add(Issue::Severity severity, std::string_view code, std::string message, const Place& place) {
  if (is_full()) return;
  issues_.push_back({severity, std::string(code), std::move(message), place.text()});
}

}  // namespace charta::fhir
