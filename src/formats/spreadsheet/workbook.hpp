// SPDX-License-Identifier: Apache-2.0
// A list as an Office Open XML workbook (ECMA-376): one sheet, its heading fixed and filtered, every cell text. The same rows
// give the same bytes, and nothing is written outside of memory.
#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::spreadsheet {

constexpr std::size_t most_workbook_rows = 1'048'576;  ///< of a sheet, the heading among them
constexpr std::size_t most_workbook_cell = 32'767;     ///< characters of a cell

using Row = std::vector<std::string>;

/// `sheet` is the name on its tab: what the format forbids there is left out, 31 characters at most. Text is shown as it stands:
/// a cell is never a formula. What XML cannot hold stands as U+FFFD. Errors: `too_large` (rows, or a cell longer than programs
/// take).
Result<std::string> workbook_of(std::string_view sheet, const Row& heading, const std::vector<Row>& rows);

}  // namespace charta::spreadsheet
