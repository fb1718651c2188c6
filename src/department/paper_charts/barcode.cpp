// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/barcode.hpp"

#include "base/id.hpp"
#include "base/text.hpp"

namespace charta::paper_charts {
namespace {

constexpr std::string_view check_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
constexpr int check_modulus = 37;
constexpr std::size_t barcode_size = 15;

char letter_of(Scanned kind) {
  return kind == Scanned::volume ? 'V' : kind == Scanned::place ? 'L' : 'Q';
}

std::optional<Scanned> kind_of_letter(char letter) {
  if (letter == 'V') return Scanned::volume;
  if (letter == 'L') return Scanned::place;
  if (letter == 'Q') return Scanned::requisition;
  return std::nullopt;
}

}  // namespace

char check_character(std::string_view text) {
  int product = 0;
  for (const char c : text) {
    const auto value = check_alphabet.substr(0, 36).find(c);
    if (value == std::string_view::npos) return '\0';
    product = (product + static_cast<int>(value)) * 2 % check_modulus;
  }
  return check_alphabet[static_cast<std::size_t>((check_modulus + 1 - product) % check_modulus)];
}

std::string barcode_of(Scanned kind, std::int64_t key) {
  std::string text = letter_of(kind) + print_key(key);
  text += check_character(text);
  return text;
}

Barcode read_barcode(std::string_view scanned) {
  Barcode barcode;
  if (scanned.starts_with("CHS1")) {
    barcode.kind = Scanned::separator;
    return barcode;
  }
  barcode.text = upper_ascii(trimmed(scanned));
  if (barcode.text.size() != barcode_size) return barcode;
  const auto kind = kind_of_letter(barcode.text.front());
  const auto key = parse_key(std::string_view(barcode.text).substr(1, barcode_size - 2));
  if (!kind || !key) return barcode;
  const bool holds =
      check_character(std::string_view(barcode.text).substr(0, barcode_size - 1)) == barcode.text.back() && *key != 0;
  barcode.kind = holds ? *kind : Scanned::damaged;
  barcode.key = holds ? *key : 0;
  return barcode;
}

}  // namespace charta::paper_charts
