// SPDX-License-Identifier: Apache-2.0
#include "record/resources/composite.hpp"

#include "base/text.hpp"
#include "record/resources/index_rows.hpp"

#include <algorithm>
#include <charconv>

namespace charta::resources {
namespace {

using fhir::IndexValue;
using fhir::SearchType;

constexpr Composite composites[] = {
    {"Observation", "code-value-concept", "code", "value-concept", {}},
    {"Observation", "code-value-date", "code", "value-date", {}},
    {"Observation", "code-value-quantity", "code", "value-quantity", {}},
    {"Observation", "code-value-string", "code", "value-string", {}},
    {"Observation", "component-code-value-concept", "component-code", "component-value-concept", "component"},
    {"Observation", "component-code-value-quantity", "component-code", "component-value-quantity", "component"},
    {"Observation", "combo-code-value-concept", "combo-code", "combo-value-concept", "component", true},
    {"Observation", "combo-code-value-quantity", "combo-code", "combo-value-quantity", "component", true},
    {"DocumentReference", "relationship", "relation", "relatesto", "relatesTo"},
    {"Group", "characteristic-value", "characteristic", "value", "characteristic"},
};

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool fits_token(const SearchValue& wanted, const IndexValue& value) {
  if (wanted.system && *wanted.system != value.system) return false;
  return wanted.any_code || wanted.text == value.code;
}

bool fits_number(const SearchValue& wanted, double number) {
  switch (wanted.prefix) {
    case Prefix::eq:
    case Prefix::ap:
      return number >= wanted.low && number < wanted.high;
    case Prefix::ne:
      return number < wanted.low || number >= wanted.high;
    case Prefix::gt:
    case Prefix::sa:
      return number > wanted.number;
    case Prefix::lt:
    case Prefix::eb:
      return number < wanted.number;
    case Prefix::ge:
      return number >= wanted.number;
    case Prefix::le:
      return number <= wanted.number;
  }
  return false;
}

bool fits_date(const SearchValue& wanted, const IndexValue& value) {
  const std::int64_t from = value.from_ms, until = value.until_ms;
  switch (wanted.prefix) {
    case Prefix::eq:
      return from >= wanted.from_ms && until <= wanted.until_ms;
    case Prefix::ne:
      return from < wanted.from_ms || until > wanted.until_ms;
    case Prefix::gt:
      return until > wanted.until_ms;
    case Prefix::lt:
      return from < wanted.from_ms;
    case Prefix::ge:
      return from >= wanted.from_ms || until > wanted.until_ms;
    case Prefix::le:
      return until <= wanted.until_ms || from < wanted.from_ms;
    case Prefix::sa:
      return from >= wanted.until_ms;
    case Prefix::eb:
      return until <= wanted.from_ms;
    case Prefix::ap:
      return from < wanted.until_ms && until > wanted.from_ms;
  }
  return false;
}

bool fits_quantity(const SearchValue& wanted, const IndexValue& value) {
  if (wanted.system && *wanted.system != value.system) return false;
  if (!wanted.unit.empty() && wanted.unit != value.code) return false;
  return fits_number(wanted, number_of(value.number));
}

/// A reference by its id, with or without its type.
bool fits_reference(const SearchValue& wanted, const IndexValue& value) {
  if (wanted.text == value.code) return true;
  const ReferenceText reference = read_reference(value.code);
  return reference.kind == ReferenceText::Kind::local && reference.id == wanted.text;
}

bool fits_value(const Filter& filter, const IndexValue& value) {
  if (value.parameter != filter.parameter) return false;
  return std::any_of(filter.values.begin(), filter.values.end(), [&](const SearchValue& wanted) {
    switch (filter.parameter->search_type) {
      case SearchType::quantity:
        return fits_quantity(wanted, value);
      case SearchType::date:
        return fits_date(wanted, value);
      case SearchType::string:
        return folded(value.text).starts_with(folded(wanted.text));
      case SearchType::reference:
        return fits_reference(wanted, value);
      default:
        return fits_token(wanted, value);
    }
  });
}

bool has_both(const CompositePair& pair, json::Value part) {
  std::vector<IndexValue> values;
  fhir::index_values(part, values);
  const auto has = [&](const Filter& filter) {
    return std::any_of(values.begin(), values.end(), [&](const IndexValue& value) { return fits_value(filter, value); });
  };
  return has(pair.first) && has(pair.second);
}

/// The resource with one item of the element and nothing beside it: what its values are then belongs together.
json::Value only_item(json::Document& document, const Composite& composite, json::Value item) {
  json::Value part = document.object();
  document.set(part, "resourceType", composite.type);
  json::Value items = document.array();
  document.append(items, document.copy(item));
  document.set(part, composite.element, items);
  return part;
}

}  // namespace

const Composite* find_composite(std::string_view type, std::string_view code) {
  const auto found = std::find_if(std::begin(composites), std::end(composites),
                                  [&](const Composite& one) { return one.type == type && one.code == code; });
  return found == std::end(composites) ? nullptr : &*found;
}

bool fits(const CompositePair& pair, json::Value resource) {
  const Composite& composite = *pair.composite;
  if (composite.element.empty()) return has_both(pair, resource);
  json::Document document;
  for (const json::Value item : resource[composite.element])
    if (has_both(pair, only_item(document, composite, item))) return true;
  if (!composite.or_resource) return false;
  json::Value rest = document.copy(resource);
  document.remove(rest, composite.element);
  return has_both(pair, rest);
}

}  // namespace charta::resources
