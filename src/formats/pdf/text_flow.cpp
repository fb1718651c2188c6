// SPDX-License-Identifier: Apache-2.0
#include "formats/pdf/text_flow.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::pdf {

namespace {

constexpr double width_of_a_letter = 0.6, height_of_a_line = 1.2;  // Courier; shares of the size
constexpr double height_of_heading = 40;
constexpr std::size_t tab = 8;

/// Bytes of the letter that begins here; 1 where the bytes are no UTF-8.
std::size_t length_of_letter(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  const std::size_t length = first < 0x80 ? 1 : first >> 5U == 6 ? 2 : first >> 4U == 14 ? 3 : first >> 3U == 30 ? 4 : 1;
  return std::min(length, rest.size());
}

unsigned long code_of(std::string_view letter) {
  unsigned long code = static_cast<unsigned char>(letter.front());
  if (letter.size() > 1) code &= 0xFFU >> (letter.size() + 1);
  for (std::size_t at = 1; at < letter.size(); ++at) code = code << 6U | (static_cast<unsigned char>(letter[at]) & 0x3FU);
  return code;
}

bool is_printed(std::string_view letter) {
  const auto first = static_cast<unsigned char>(letter.front());
  if (first < 0x80) return first >= ' ' && first != 0x7F;
  const auto code = code_of(letter);
  return code > 0x9F && from_utf8(letter, "windows-1252").has_value();
}

std::size_t letters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Bytes of the first `count` letters.
std::size_t bytes_of_letters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) at += length_of_letter(text.substr(at));
  return at;
}

/// Where a line that is too long is broken: behind its last blank that fits, else where it is full.
std::size_t break_of(std::string_view line, std::size_t columns) {
  const auto full = bytes_of_letters(line, columns);
  if (full < line.size() && line[full] == ' ') return full;
  const auto blank = line.rfind(' ', full - 1);
  const auto text = line.find_first_not_of(' ');
  return blank == std::string_view::npos || blank < text ? full : blank + 1;
}

}  // namespace

std::size_t columns_of(const FlowStyle& style) {
  return static_cast<std::size_t>((style.paper.width - 2 * style.margin) / (width_of_a_letter * style.size) + 0.001);
}

std::size_t lines_of(const FlowStyle& style) {
  return static_cast<std::size_t>((style.paper.height - 2 * style.margin - height_of_heading) / (height_of_a_line * style.size));
}

std::string printable(std::string_view utf8) {
  const std::string valid = is_valid_utf8(utf8) ? std::string(utf8) : to_utf8(utf8, "windows-1252").value_or("");
  std::string text;
  std::size_t column = 0;
  for (std::string_view rest = valid; !rest.empty();) {
    const auto letter = rest.substr(0, length_of_letter(rest));
    rest.remove_prefix(letter.size());
    if (letter == "\n" || letter == "\f") {
      text += letter, column = 0;
    } else if (letter == "\t") {
      const auto blanks = tab - column % tab;
      text.append(blanks, ' '), column += blanks;
    } else if (is_printed(letter)) {
      text += letter, ++column;
    } else if (static_cast<unsigned char>(letter.front()) >= 0x80) {
      const auto number = fmt::format("[U+{:04X}]", code_of(letter));
      text += number, column += number.size();
    }
  }
  return text;
}

std::vector<std::string> wrapped(std::string_view line, std::size_t columns) {
  std::vector<std::string> lines;
  while (letters_in(line) > columns) {
    const auto end = break_of(line, columns);
    lines.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
    if (line.starts_with(' ')) line.remove_prefix(1);
  }
  lines.emplace_back(line);
  return lines;
}

std::vector<std::vector<std::string>> lines_in_pages(std::string_view utf8, std::size_t columns, std::size_t lines) {
  std::vector<std::vector<std::string>> pages;
  const auto text = printable(utf8);
  for (const auto sheet : split(text, '\f')) {
    pages.emplace_back();
    for (const auto line : split(sheet, '\n'))
      for (auto& part : wrapped(line, columns)) {
        if (pages.back().size() == lines) pages.emplace_back();
        pages.back().push_back(std::move(part));
      }
  }
  return pages;
}

std::vector<Canvas> laid_out(std::string_view utf8, const FlowStyle& style) {
  const auto pages = lines_in_pages(utf8, columns_of(style), lines_of(style));
  const auto line_height = height_of_a_line * style.size, top = style.paper.height - style.margin;
  std::vector<Canvas> canvases;
  for (const auto& lines : pages) {
    Canvas canvas;
    canvas.text(style.margin, top - 10, 11, Font::bold, printable(style.heading));
    canvas.text(style.margin, top - 23, 8, Font::regular,
                printable(style.detail) + fmt::format("   page {} of {}", canvases.size() + 1, pages.size()));
    canvas.bar(style.margin, top - 29, style.paper.width - 2 * style.margin, 0.5);
    auto baseline = top - height_of_heading - style.size;
    for (const auto& line : lines) {
      if (line.find_first_not_of(' ') != std::string::npos) canvas.text(style.margin, baseline, style.size, Font::typed, line);
      baseline -= line_height;
    }
    canvases.push_back(std::move(canvas));
  }
  return canvases;
}

}  // namespace charta::pdf
