// SPDX-License-Identifier: Apache-2.0
#include "formats/cover_sheet/symbol_modules.hpp"

#include <memory>
#include <zint.h>

namespace charta::cover_sheet {

namespace {

constexpr int level_q = 3;

Result<Modules> symbol_of(int symbology, int level, std::string_view text) {
  const std::unique_ptr<zint_symbol, void (*)(zint_symbol*)> symbol(ZBarcode_Create(), ZBarcode_Delete);
  symbol->symbology = symbology;
  if (level > 0) symbol->option_1 = level;
  const auto* source = reinterpret_cast<const unsigned char*>(text.data());
  if (text.empty() || ZBarcode_Encode(symbol.get(), source, static_cast<int>(text.size())) >= ZINT_ERROR)
    return fail(ErrorKind::invalid, "the text does not fit into a symbol");
  Modules modules{symbol->width, symbology == BARCODE_CODE128 ? 1 : symbol->rows, {}};
  for (int y = 0; y < modules.height; ++y)
    for (int x = 0; x < modules.width; ++x) modules.dark.push_back((symbol->encoded_data[y][x / 8] >> (x % 8) & 1) != 0);
  return modules;
}

}  // namespace

Result<Modules> qr_code(std::string_view text) {
  return symbol_of(BARCODE_QRCODE, level_q, text);
}

Result<Modules> code_128(std::string_view text) {
  return symbol_of(BARCODE_CODE128, 0, text);
}

}  // namespace charta::cover_sheet
