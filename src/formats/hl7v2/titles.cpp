// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/titles.hpp"

#include "formats/hl7v2/title_tables.hpp"

#include <algorithm>

namespace charta::hl7v2 {
namespace {

template <class Rows>
const typename Rows::value_type* row_of(const Rows& rows, std::string_view name) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), name,
                                      [](const auto& row, std::string_view wanted) { return row.name < wanted; });
  return found == rows.end() || found->name != name ? nullptr : &*found;
}

/// Entry `number` (from 1) of a list separated by '|'.
std::string_view entry(std::string_view list, int number) {
  if (number < 1) return {};
  while (--number > 0) {
    const std::size_t end = list.find('|');
    if (end == std::string_view::npos) return {};
    list.remove_prefix(end + 1);
  }
  return list.substr(0, list.find('|'));
}

std::string_view field_entry(std::string_view segment, int number) {
  const SegmentRow* row = row_of(segment_rows(), segment);
  return row == nullptr ? std::string_view() : entry(row->fields, number);
}

}  // namespace

std::string_view segment_title(std::string_view segment) {
  const SegmentRow* row = row_of(segment_rows(), segment);
  return row == nullptr ? std::string_view() : row->title;
}

std::string_view field_title(std::string_view segment, int number) {
  const std::string_view found = field_entry(segment, number);
  return found.substr(0, found.rfind(':'));
}

std::string_view field_type(std::string_view segment, int number) {
  const std::string_view found = field_entry(segment, number);
  const std::size_t colon = found.rfind(':');
  return colon == std::string_view::npos ? std::string_view() : found.substr(colon + 1);
}

std::string_view type_component_title(std::string_view data_type, int component) {
  const TypeRow* row = row_of(type_rows(), data_type);
  return row == nullptr ? std::string_view() : entry(row->components, component);
}

std::string_view component_title(std::string_view segment, int field, int component) {
  return type_component_title(field_type(segment, field), component);
}

}  // namespace charta::hl7v2
