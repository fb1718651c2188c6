// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/definitions.hpp"

#include "formats/fhir/tables.hpp"

#include <algorithm>

namespace charta::fhir {

bool is_resource_type(std::string_view type) {
  return tables::find_type(type) != nullptr;
}

std::span<const std::string_view> resource_types() {
  return {tables::resource_names, tables::type_count};
}

std::uint16_t resource_type_number(std::string_view type) {
  const tables::Type* found = tables::find_type(type);
  return found == nullptr ? std::uint16_t{0} : static_cast<std::uint16_t>(found - tables::types + 1);
}

std::string_view resource_type_name(std::uint16_t number) {
  return number == 0 || number > tables::type_count ? std::string_view{} : tables::resource_names[number - 1];
}

std::span<const SearchParameter> parameters_of(std::string_view type) {
  const tables::Type* found = tables::find_type(type);
  if (found == nullptr) return {};
  return {tables::parameters + found->first_parameter, found->parameter_count};
}

const SearchParameter* find_parameter(std::string_view type, std::string_view code) {
  const auto own = parameters_of(type);
  const auto at =
      std::lower_bound(own.begin(), own.end(), code, [](const SearchParameter& p, std::string_view c) { return p.code < c; });
  return at != own.end() && at->code == code ? &*at : nullptr;
}

}  // namespace charta::fhir
