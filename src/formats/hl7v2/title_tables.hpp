// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <span>
#include <string_view>

namespace charta::hl7v2 {

/// `fields`: "Name:TYPE" of each field in order, separated by '|'.
struct SegmentRow {
  std::string_view name, title, fields;
};
/// `components`: the names in order, separated by '|'.
struct TypeRow {
  std::string_view name, components;
};

/// In the order of their names.
std::span<const SegmentRow> segment_rows();
std::span<const TypeRow> type_rows();

}  // namespace charta::hl7v2
