// SPDX-License-Identifier: Apache-2.0
// Running text on printed pages: lines broken between words, pages broken between lines, every letter kept.
#pragma once
#include "formats/pdf/print.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::pdf {

/// Letters of one width, so that what was typed in columns stays in columns.
struct FlowStyle {
  PaperSize paper{};
  std::string heading{};  ///< in bold at the head of every page
  std::string detail{};   ///< beneath it, small; the number of the page stands behind it
  double size = 10;
  double margin = 54;
};

std::size_t columns_of(const FlowStyle& style);
std::size_t lines_of(const FlowStyle& style);  ///< of one page

/// UTF-8 that the standard fonts can print (Windows code page 1252). A letter that they do not have stands as its number,
/// [U+2610]: nothing is left out and nothing replaced by something alike. Tabs reach to the next eighth column, other control
/// characters but line feed and form feed are left out.
std::string printable(std::string_view utf8);

/// Lines of at most `columns` letters, broken at blanks; a word that is longer is broken where the line ends.
std::vector<std::string> wrapped(std::string_view printable_line, std::size_t columns);

/// The text in pages of lines: at form feeds, and where a page is full. At least one page.
std::vector<std::vector<std::string>> lines_in_pages(std::string_view utf8, std::size_t columns, std::size_t lines);

std::vector<Canvas> laid_out(std::string_view utf8, const FlowStyle& style);

}  // namespace charta::pdf
