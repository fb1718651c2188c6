// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/barcode_drawing.hpp"

#include "formats/cover_sheet/symbol_modules.hpp"

namespace charta::floor_delivery {

Result<void> draw_symbol(pdf::Canvas& canvas, std::string_view text, double at, double y, SymbolSize size) {
  CHARTA_TRY(const auto modules, cover_sheet::code_128(text));
  for (int x = 0; x < modules.width; ++x) {
    const int start = x;
    while (x < modules.width && modules.is_dark(x, 0)) ++x;
    if (x > start) canvas.bar(at + start * size.module, y, (x - start) * size.module, size.height);
  }
  return {};
}

std::string first_letters(const std::string& text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < most; ++count) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  }
  return text.substr(0, at);
}

}  // namespace charta::floor_delivery
