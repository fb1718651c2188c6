// SPDX-License-Identifier: Apache-2.0
// Barcodes and cut words on the floor's printed pages.
#pragma once
#include "base/result.hpp"
#include "formats/pdf/print.hpp"

#include <string>
#include <string_view>

namespace charta::floor_delivery {

/// Points of 1/72 inch: the narrowest bar, and how high all of them are.
struct SymbolSize {
  double module = 0.75, height = 20;
};
/// `text` as Code 128, its lower left corner at `at`, `y`. Errors: `unsupported` (a letter that Code 128 does not have).
Result<void> draw_symbol(pdf::Canvas& canvas, std::string_view text, double at, double y, SymbolSize size = {});

/// The first letters of UTF-8, none of them cut in two.
std::string first_letters(const std::string& text, std::size_t most);

}  // namespace charta::floor_delivery
