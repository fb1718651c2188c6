// SPDX-License-Identifier: Apache-2.0
// How folders stand on a shelf, and which number a tired eye takes for another. Pure.
// Source: AHIMA, Health Information Management: terminal-digit, middle-digit and straight numeric filing; colour coding.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::paper_charts {

enum class FilingOrder { terminal_digit, middle_digit, straight, alphabetic };
std::string_view filing_order_code(FilingOrder order);
std::optional<FilingOrder> parse_filing_order(std::string_view code);

/// A number of six digits or more in its three parts: 12-34-56 is {12, 34, 56}; of 1234567 the first is 123. Shorter numbers are
/// filled with zeros in front. Letters and signs are not digits; a number without digits has none.
struct NumberParts {
  std::string first, middle, last;
};
std::optional<NumberParts> parts_of(std::string_view number);

/// The text by which folders of a room are sorted: two folders stand in the order of their keys, compared byte by byte.
/// A number without digits sorts behind all others by its letters. Alphabetic: by folded name, then by number.
std::string filing_key(FilingOrder order, std::string_view number, std::string_view name = {});

/// The section of the room that a key belongs to: its primary part ("56" of 12-34-56 in terminal-digit order).
std::string section_of(std::string_view key);

/// Numbers for which this one is put away or read by mistake: two neighbouring digits exchanged, pairs exchanged.
/// Without the number itself, each once, as digits without separators.
std::vector<std::string> transposed(std::string_view number);
/// The number one, two and ten before and behind.
std::vector<std::string> adjacent(std::string_view number);

/// Only the digits.
std::string digits_of(std::string_view number);
/// "12-34-56" of "123456": how it is printed on the folder.
std::string spaced(std::string_view number);

}  // namespace charta::paper_charts
