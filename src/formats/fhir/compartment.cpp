// SPDX-License-Identifier: Apache-2.0
// Whose record a resource is. Source: FHIR R4 CompartmentDefinition "patient", http://hl7.org/fhir/CompartmentDefinition/patient
#include "formats/fhir/reference.hpp"
#include "formats/fhir/tables.hpp"

namespace charta::fhir {
namespace {

using json::Value;

/// The first reference to a patient below `value` along the path, or empty.
std::string_view patient_along(Value value, const tables::Text* names, std::size_t count, bool only_patients) {
  if (value.is_array()) {
    for (const Value item : value)
      if (const auto found = patient_along(item, names, count, only_patients); !found.empty()) return found;
    return {};
  }
  if (count > 0) return patient_along(value[tables::view(*names)], names + 1, count - 1, only_patients);
  const std::string_view type = target_type(value);
  const std::string_view text = value["reference"].text();
  const bool inside = !text.empty() && text.front() == '#';
  return !inside && (type == "Patient" || (type.empty() && only_patients)) ? read_reference(text).address : std::string_view{};
}

std::string_view own_reference(std::string_view id) {
  thread_local std::string text;
  if (id.empty()) return {};
  text.assign("Patient/").append(id);
  return text;
}

}  // namespace

std::string_view patient_reference(Value resource) {
  const tables::Type* type = tables::find_type(resource["resourceType"].text());
  if (type == nullptr) return {};
  if (tables::view(type->name) == "Patient") return own_reference(resource["id"].text());
  for (std::size_t i = 0; i < type->path_count; ++i) {
    const tables::CompartmentPath& path = tables::compartment_paths[type->first_path + i];
    const auto found = patient_along(resource, tables::compartment_names + path.first_name, path.name_count, path.only_patients);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace charta::fhir
