// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/summary.hpp"

#include "formats/fhir/tables.hpp"

#include <algorithm>
#include <vector>

namespace charta::fhir {
namespace {

using json::Value;
using tables::Member;
using tables::Shape;

const Shape* shape_of(Value resource) {
  const auto* type = tables::find_type(resource["resourceType"].text());
  return type == nullptr ? nullptr : &tables::shapes[type->shape];
}

/// Of "birthDate" and of "_birthDate", which carries its extensions.
const Member* member_of(const Shape& shape, std::string_view name) {
  if (name.starts_with('_')) name.remove_prefix(1);
  return tables::find(shape.members, tables::members, name);
}

bool is_set(std::uint64_t elements, const Member& member) {
  return (elements >> member.element & 1U) != 0;
}

bool is_always_kept(std::string_view name) {
  return name == "resourceType" || name == "id" || name == "meta";
}

template <class Keep>
void keep_members(json::Document& document, Value object, Keep keep) {
  std::vector<std::string> others;
  for (const Value member : object)
    if (!keep(member)) others.emplace_back(member.key());
  for (const std::string& name : others) document.remove(object, name);
}

/// A backbone element is part of the resource's own definition: its path goes on from the resource's.
bool is_backbone(const Shape& parent, const Shape& shape) {
  const std::string_view path = tables::view(shape.path), above = tables::view(parent.path);
  return path.size() > above.size() && path.starts_with(above) && path[above.size()] == '.';
}

void summarize(json::Document& document, Value object, const Shape& shape) {
  keep_members(document, object, [&](Value member) {
    if (is_always_kept(member.key())) return true;
    const Member* known = member_of(shape, member.key());
    return known != nullptr && is_set(shape.summary | shape.required, *known);
  });
  for (const Value member : object) {
    const Member* known = member_of(shape, member.key());
    if (known == nullptr || known->format != tables::Format::complex_) continue;
    const Shape& inner = tables::shapes[known->shape];
    if (!is_backbone(shape, inner)) continue;
    if (member.is_array())
      for (const Value item : member) summarize(document, item, inner);
    else
      summarize(document, member, inner);
  }
}

}  // namespace

void keep_summary(json::Document& document, Value resource) {
  if (const Shape* shape = shape_of(resource)) summarize(document, resource, *shape);
}

void keep_text(json::Document& document, Value resource) {
  const Shape* shape = shape_of(resource);
  keep_members(document, resource, [&](Value member) {
    if (is_always_kept(member.key()) || member.key() == "text") return true;
    const Member* known = shape == nullptr ? nullptr : member_of(*shape, member.key());
    return known != nullptr && is_set(shape->required, *known);
  });
}

void drop_text(json::Document& document, Value resource) {
  document.remove(resource, "text");
}

void keep_elements(json::Document& document, Value resource, std::span<const std::string> elements) {
  const Shape* shape = shape_of(resource);
  keep_members(document, resource, [&](Value member) {
    std::string_view name = member.key();
    if (is_always_kept(name)) return true;
    if (name.starts_with('_')) name.remove_prefix(1);
    const Member* known = shape == nullptr ? nullptr : member_of(*shape, name);
    const auto is_asked = [&](const std::string& asked) {
      if (asked == name) return true;
      if (known == nullptr) return false;
      // "value" asks for value[x], whatever its type.
      const std::string_view element = tables::view(tables::elements[shape->first_element + known->element].name);
      return element == asked || (element.ends_with("[x]") && element.substr(0, element.size() - 3) == asked);
    };
    if (std::any_of(elements.begin(), elements.end(), is_asked)) return true;
    return known != nullptr && is_set(shape->required, *known);
  });
}

void mark_subsetted(json::Document& document, Value resource) {
  Value meta = resource["meta"];
  if (!meta) {
    meta = document.object();
    document.set(resource, "meta", meta);
  }
  if (!meta["tag"]) document.set(meta, "tag", document.array());
  const Value tag = document.object();
  document.set(tag, "system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue");
  document.set(tag, "code", "SUBSETTED");
  document.append(meta["tag"], tag);
}

}  // namespace charta::fhir
