// SPDX-License-Identifier: Apache-2.0
#include "department/matching/similarity.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace charta::matching {
namespace {

constexpr std::size_t code_count = 40;

constexpr std::uint8_t code_of(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint8_t>(c - 'a' + 1);
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0' + 27);
  return c == ' ' ? 37 : 38;
}

/// The bit of a character's first, second or third standing in a text. Where two share a bit the bounds are only less sharp.
constexpr std::uint64_t bit_of(std::uint8_t code, std::uint8_t standing) {
  constexpr std::uint8_t first_digit = 27, blank = 37;
  if (code >= blank) return standing == 1 ? std::uint64_t{1} << (code + 25U) : 0;
  if (code < first_digit) return standing <= 2 ? std::uint64_t{1} << (code - 1U + 26U * (standing - 1U)) : 0;
  const unsigned digit = code - first_digit;
  if (standing > 3) return 0;
  return std::uint64_t{1} << (standing == 1 ? 52U + digit : digit + 10U * (standing - 2U));
}

/// Where each code stands in a text.
using Places = std::array<std::uint32_t, code_count>;

Places places_of(const Letters& text) {
  Places places{};
  for (std::uint32_t i = 0; i < text.length; ++i) places[text.codes[i]] |= std::uint32_t{1} << i;
  return places;
}

std::uint32_t low_bits(std::uint32_t count) {
  return count >= 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << count) - 1;
}

std::uint32_t common_prefix(const Letters& a, const Letters& b) {
  const std::uint32_t most = std::min({a.length, b.length, std::uint32_t{4}});
  std::uint32_t same = 0;
  while (same < most && a.codes[same] == b.codes[same]) ++same;
  return same;
}

double with_prefix(double jaro, std::uint32_t prefix) {
  return jaro + 0.1 * prefix * (1.0 - jaro);
}

/// The class of a consonant by Soundex; 0 for vowels, h, w and y.
constexpr char sound_class(char c) {
  constexpr std::string_view classes = "01230120022455012623010202";
  return c >= 'a' && c <= 'z' ? classes[static_cast<std::size_t>(c - 'a')] : '0';
}

bool at(std::string_view text, std::size_t i, std::string_view pair) {
  return text.substr(i, pair.size()) == pair;
}

/// The class of the sound that begins at `i`, and how many letters write it.
std::pair<char, std::size_t> sound_at(std::string_view text, std::size_t i) {
  if (at(text, i, "ph")) return {'1', 2};
  if (at(text, i, "sch")) return {'2', 3};
  if (at(text, i, "gh") && i > 0) return {'0', 2};
  if (i == 0 && (at(text, i, "kn") || at(text, i, "gn"))) return {'5', 2};
  if (i == 0 && at(text, i, "wr")) return {'6', 2};
  if (at(text, i, "dt")) return {'3', 2};
  return {sound_class(text[i]), 1};
}

}  // namespace

Letters Letters::of(std::string_view folded) {
  Letters letters;
  std::array<std::uint8_t, code_count> seen{};
  letters.length = static_cast<std::uint32_t>(std::min(folded.size(), compared_length));
  for (std::uint32_t i = 0; i < letters.length; ++i) {
    const std::uint8_t code = letters.codes[i] = code_of(folded[i]);
    letters.set |= bit_of(code, ++seen[code]);
  }
  return letters;
}

double jaro_winkler(const Letters& a, const Letters& b) {
  if (a.length == 0 || b.length == 0) return 0.0;
  const Places places = places_of(b);
  const std::uint32_t longest = std::max(a.length, b.length);
  const std::uint32_t reach = longest < 4 ? 0 : longest / 2 - 1;
  std::uint32_t taken_a = 0, taken_b = 0;
  for (std::uint32_t i = 0; i < a.length; ++i) {
    const std::uint32_t from = i > reach ? i - reach : 0;
    const std::uint32_t window = low_bits(i + reach + 1) & ~low_bits(from);
    const std::uint32_t free = places[a.codes[i]] & window & ~taken_b;
    if (free == 0) continue;
    taken_b |= free & (~free + 1);
    taken_a |= std::uint32_t{1} << i;
  }
  const int matches = std::popcount(taken_a);
  if (matches == 0) return 0.0;
  int crossed = 0;
  for (std::uint32_t left_a = taken_a, left_b = taken_b; left_a != 0; left_a &= left_a - 1, left_b &= left_b - 1)
    crossed +=
        a.codes[static_cast<std::size_t>(std::countr_zero(left_a))] != b.codes[static_cast<std::size_t>(std::countr_zero(left_b))]
            ? 1
            : 0;
  const double m = matches;
  return with_prefix((m / a.length + m / b.length + (m - crossed / 2) / m) / 3.0, common_prefix(a, b));
}

double jaro_winkler(std::string_view a, std::string_view b) {
  return jaro_winkler(Letters::of(a), Letters::of(b));
}

unsigned edit_distance(const Letters& a, const Letters& b) {
  if (a.length == 0 || b.length == 0) return std::max(a.length, b.length);
  const Places places = places_of(a);
  const std::uint32_t last = std::uint32_t{1} << (a.length - 1);
  std::uint32_t plus = ~std::uint32_t{0}, minus = 0, diagonal = 0, before = 0;
  unsigned distance = a.length;
  for (std::uint32_t j = 0; j < b.length; ++j) {
    const std::uint32_t here = places[b.codes[j]];
    const std::uint32_t exchanged = (((~diagonal) & here) << 1) & before;
    diagonal = ((((here & plus) + plus) ^ plus) | here | minus) | exchanged;
    std::uint32_t more = minus | ~(diagonal | plus);
    std::uint32_t fewer = plus & diagonal;
    if ((more & last) != 0) ++distance;
    if ((fewer & last) != 0) --distance;
    more = (more << 1) | 1U;
    fewer <<= 1;
    plus = fewer | ~(diagonal | more);
    minus = more & diagonal;
    before = here;
  }
  return distance;
}

unsigned edit_distance(std::string_view a, std::string_view b) {
  return edit_distance(Letters::of(a), Letters::of(b));
}

unsigned least_edit_distance(const Letters& a, const Letters& b) {
  const auto only_a = static_cast<unsigned>(std::popcount(a.set & ~b.set)),
             only_b = static_cast<unsigned>(std::popcount(b.set & ~a.set));
  const unsigned longer = a.length > b.length ? a.length - b.length : b.length - a.length;
  return std::max({only_a, only_b, longer});
}

double most_jaro_winkler(const Letters& a, const Letters& b) {
  if (a.length == 0 || b.length == 0) return 0.0;
  const int in_a = static_cast<int>(a.length) - std::popcount(a.set & ~b.set),
            in_b = static_cast<int>(b.length) - std::popcount(b.set & ~a.set);
  const double m = std::min(in_a, in_b);
  if (m <= 0) return 0.0;
  return with_prefix((m / a.length + m / b.length + 1.0) / 3.0, common_prefix(a, b));
}

Signature::Signature(std::string_view text, bool has_several_words, bool has_nicknames) {
  // Letters that are taken for each other, and rare ones, share a bit: y and i, z and s, v and f.
  constexpr std::array<std::uint8_t, 26> letter_bits{0,  1,  2,  3,  4,  5,  6,  7,  8, 9, 10, 11, 12,
                                                     13, 14, 15, 15, 16, 17, 18, 19, 5, 1, 9,  8,  17};
  std::uint32_t digits = 0;
  const auto compared = text.substr(0, compared_length);
  for (const char c : compared) {
    if (c >= 'a' && c <= 'z') bits_ |= 1U << letter_bits[static_cast<std::size_t>(c - 'a')];
    if (c < '0' || c > '9') continue;
    const std::uint32_t digit = 1U << (c - '0');
    bits_ |= (digits & digit) != 0 ? digit << 10 : digit;
    digits |= digit;
  }
  if (!compared.empty()) bits_ |= static_cast<std::uint32_t>(code_of(compared.front()) & 31U) << 20;
  bits_ |= static_cast<std::uint32_t>(compared.size()) << 25;
  if (has_several_words) bits_ |= 1U << 30;
  if (has_nicknames) bits_ |= 1U << 31;
}

bool Signature::cannot_be_alike(Signature a, Signature b) {
  constexpr std::uint32_t set = (1U << 20) - 1;
  static constexpr auto parts_of_one = [] {
    std::array<float, 32> parts{};
    for (std::size_t i = 1; i < parts.size(); ++i) parts[i] = 1.0F / static_cast<float>(i);
    return parts;
  }();
  const auto only_a = std::popcount(a.bits_ & ~b.bits_ & set), only_b = std::popcount(b.bits_ & ~a.bits_ & set);
  const int length_a = static_cast<int>(a.length()), length_b = static_cast<int>(b.length());
  if (std::max({only_a, only_b, std::abs(length_a - length_b)}) <= 2) return false;
  const bool same_first = a.first() == b.first();
  if (same_first && (only_a == 0 || only_b == 0)) return false;
  const int matches = std::min(length_a - only_a, length_b - only_b);
  if (matches <= 0) return true;
  const auto m = static_cast<float>(matches);
  const float jaro = (m * parts_of_one[a.length()] + m * parts_of_one[b.length()] + 1.0F) / 3.0F;
  return (same_first ? jaro + 0.4F * (1.0F - jaro) : jaro) < static_cast<float>(alike);
}

std::uint32_t sound_of(std::string_view folded) {
  std::uint32_t sound = 0;
  int classes = 0;
  char last = 0;
  bool began = false;
  for (std::size_t i = 0; i < folded.size() && classes < 5;) {
    if (folded[i] < 'a' || folded[i] > 'z') {
      ++i;
      continue;
    }
    const auto [kind, length] = sound_at(folded, i);
    const bool new_sound = kind != '0' && kind != last;
    if (new_sound || !began) {
      sound = sound * 8 + static_cast<std::uint32_t>(kind - '0' + 1);
      ++classes;
    }
    began = true;
    last = kind;
    i += length;
  }
  return sound;
}

}  // namespace charta::matching
