// SPDX-License-Identifier: Apache-2.0
// Sheets of paper for tests: a PDF as a scanner or a fax would bring it, turned, skewed, speckled, by a seed.
#pragma once
#include "formats/page_reading/page_findings.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper {

/// 0 is black; rows top to bottom.
struct Sheet {
  int width = 0, height = 0, dpi = 300;
  std::vector<std::uint8_t> dots{};

  std::uint8_t at(int x, int y) const {
    return x < 0 || y < 0 || x >= width || y >= height
               ? std::uint8_t{255}
               : dots[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

/// Drawn by pdftoppm; empty when that is not installed.
std::vector<Sheet> drawn(std::string_view pdf, int dpi);

/// Its text, as pdftotext takes it out.
std::string text_of(std::string_view pdf);

Sheet upside_down(const Sheet& sheet);
Sheet on_its_side(const Sheet& sheet);                            ///< a quarter clockwise
Sheet skewed(const Sheet& sheet, double degrees);                 ///< clockwise, on paper of the same size
Sheet speckled(Sheet sheet, double share, std::mt19937& random);  ///< black and white dots
Sheet faxed(const Sheet& sheet, std::mt19937& random);            ///< 200 dpi, black and white, a line lost here and there
Sheet bordered(Sheet sheet, int dots);                            ///< a black edge, as of a scanner whose lid is open

/// TIFF without compression, 8 bits a dot.
page_reading::PageImage as_image(const Sheet& sheet);

}  // namespace charta::paper
