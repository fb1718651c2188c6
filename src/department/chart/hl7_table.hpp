// SPDX-License-Identifier: Apache-2.0
// A table of HL7 v2 beside the FHIR code that each of its values stands for.
#pragma once
#include <array>
#include <string_view>

namespace charta::chart {

struct TableRow {
  std::string_view from, to;
};

/// Empty where the table has no such value.
template <std::size_t n>
std::string_view look_up(const std::array<TableRow, n>& table, std::string_view key) {
  for (const auto& row : table) {
    if (row.from == key) return row.to;
  }
  return {};
}

}  // namespace charta::chart
