// SPDX-License-Identifier: Apache-2.0
// The dark and light squares or bars of a symbol that is to be printed.
#pragma once
#include "base/result.hpp"

#include <string_view>
#include <vector>

namespace charta::cover_sheet {

/// Rows of modules, dark ones true. A bar code is one row.
struct Modules {
  int width = 0, height = 0;
  std::vector<bool> dark{};
  bool is_dark(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// ISO/IEC 18004, error correction level Q: a quarter of the symbol may be lost.
Result<Modules> qr_code(std::string_view text);
/// ISO/IEC 15417. Errors: `invalid` (empty, or more than the 60 symbol characters that a line of paper holds).
Result<Modules> code_128(std::string_view text);

}  // namespace charta::cover_sheet
