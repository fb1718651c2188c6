// SPDX-License-Identifier: Apache-2.0
// How alike two short texts are. Pure and quick: bit-parallel, no memory is asked for.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace charta::matching {

/// Texts longer than this are compared by their first characters.
inline constexpr std::size_t compared_length = 31;

/// A text ready to be compared: folded characters as small numbers, with the set of them.
struct Letters {
  std::array<std::uint8_t, compared_length> codes{};  ///< 1 to 26 letters, 27 to 36 digits, 37 a blank, 38 all else
  std::uint64_t set = 0;                              ///< which characters stand in it, twice and thrice too
  std::uint32_t length = 0;
  static Letters of(std::string_view folded);
};

/// 0 (nothing in common) to 1 (the same). Source: Winkler, String Comparator Metrics (1990), prefix scale 0.1 over 4 letters.
double jaro_winkler(const Letters& a, const Letters& b);
double jaro_winkler(std::string_view a, std::string_view b);

/// Insertions, deletions, substitutions and exchanges of neighbours between the two (optimal string alignment).
/// Source: Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances (2003).
unsigned edit_distance(const Letters& a, const Letters& b);
unsigned edit_distance(std::string_view a, std::string_view b);

/// Not larger than edit_distance, and at once: letters that only one side has must be edited.
unsigned least_edit_distance(const Letters& a, const Letters& b);
/// Not smaller than jaro_winkler, and at once.
double most_jaro_winkler(const Letters& a, const Letters& b);

/// A text in one word: the set of its characters, the first, the length. Tells most pairs apart without a look at their letters.
class Signature {
 public:
  Signature() = default;
  Signature(std::string_view text, bool has_several_words, bool has_nicknames);
  std::uint32_t length() const { return bits_ >> 25 & 31U; }
  std::uint32_t first() const { return bits_ >> 20 & 31U; }
  /// Whether signatures alone may not tell the two apart: one has several words, or both have nicknames.
  static bool must_look_closer(Signature a, Signature b) {
    return ((a.bits_ | b.bits_) >> 30 & 1U) != 0 || ((a.bits_ & b.bits_) >> 31) != 0;
  }
  /// Not larger than edit_distance.
  static unsigned least_edit_distance(Signature a, Signature b);
  /// Whether neither two edits nor a Jaro-Winkler of `alike` nor a common beginning can join the two.
  static bool cannot_be_alike(Signature a, Signature b);
  bool operator==(const Signature&) const = default;

 private:
  std::uint32_t bits_ = 0;  ///< 20 of characters, 5 of the first, 5 of the length, several words, nicknames
};

/// Jaro-Winkler from which two names look alike.
inline constexpr double alike = 0.86;

/// How a name sounds, as a number; 0 for nothing. Names that sound alike share it: Philips and Filips, Catherine and Katharine,
/// Schmidt and Smit. Consonants by the classes of Soundex (US patents 1261167, 1435663), the first letter by its class too,
/// silent pairs resolved.
std::uint32_t sound_of(std::string_view folded);

// Inline, because millions of pairs a second pass here.
inline unsigned Signature::least_edit_distance(Signature a, Signature b) {
  constexpr std::uint32_t set = (1U << 20) - 1;
  const auto only_a = static_cast<unsigned>(std::popcount(a.bits_ & ~b.bits_ & set)),
             only_b = static_cast<unsigned>(std::popcount(b.bits_ & ~a.bits_ & set));
  const unsigned longer = a.length() > b.length() ? a.length() - b.length() : b.length() - a.length();
  return std::max({only_a, only_b, longer});
}

}  // namespace charta::matching
