// SPDX-License-Identifier: Apache-2.0
#include "page_reader_program/symbols.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <zbar.h>

namespace charta::page_reader_program {

namespace {

using namespace zbar;

/// What zbar is asked for; it invents short EAN add-ons when it is let.
constexpr std::array<std::pair<zbar_symbol_type_t, std::string_view>, 8> asked{{{ZBAR_QRCODE, "QRCode"},
                                                                                {ZBAR_CODE128, "Code128"},
                                                                                {ZBAR_CODE39, "Code39"},
                                                                                {ZBAR_CODE93, "Code93"},
                                                                                {ZBAR_CODABAR, "Codabar"},
                                                                                {ZBAR_I25, "ITF"},
                                                                                {ZBAR_EAN13, "EAN-13"},
                                                                                {ZBAR_EAN8, "EAN-8"}}};

std::vector<unsigned char> lines_of(const Image& grey) {
  const auto width = pixGetWidth(grey.get()), height = pixGetHeight(grey.get());
  std::vector<unsigned char> lines(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    auto* line = pixGetData(grey.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey.get());
    for (int x = 0; x < width; ++x)
      lines[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)] =
          static_cast<unsigned char>(GET_DATA_BYTE(line, x));
  }
  return lines;
}

page_reading::Box box_of_points(const zbar_symbol_t* symbol) {
  int left = 1 << 30, top = 1 << 30, right = 0, bottom = 0;
  for (unsigned at = 0; at < zbar_symbol_get_loc_size(symbol); ++at) {
    const auto x = zbar_symbol_get_loc_x(symbol, at), y = zbar_symbol_get_loc_y(symbol, at);
    left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
  }
  return right < left ? page_reading::Box{} : page_reading::Box{left, top, right - left + 1, bottom - top + 1};
}

}  // namespace

Symbols read_by_zbar(const Image& grey) {
  auto lines = lines_of(grey);
  auto* scanner = zbar_image_scanner_create();
  zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  for (const auto& [type, name] : asked) zbar_image_scanner_set_config(scanner, type, ZBAR_CFG_ENABLE, 1);
  auto* image = zbar_image_create();
  zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
  zbar_image_set_size(image, static_cast<unsigned>(pixGetWidth(grey.get())), static_cast<unsigned>(pixGetHeight(grey.get())));
  zbar_image_set_data(image, lines.data(), lines.size(), nullptr);
  Symbols symbols;
  zbar_scan_image(scanner, image);
  for (const auto* found = zbar_image_first_symbol(image); found != nullptr; found = zbar_symbol_next(found))
    for (const auto& [type, name] : asked)
      if (zbar_symbol_get_type(found) == type)
        symbols.push_back({std::string(name),
                           {zbar_symbol_get_data(found), zbar_symbol_get_data_length(found)},
                           box_of_points(found),
                           {"zbar"}});
  zbar_image_destroy(image);
  zbar_image_scanner_destroy(scanner);
  return symbols;
}

}  // namespace charta::page_reader_program
