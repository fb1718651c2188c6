// SPDX-License-Identifier: Apache-2.0
// How alike two short texts are. Pure and quick: bit-parallel, no memory is asked for.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace charta::matching {

/// Texts longer than this are compared by their first characters.
inline constexpr std::size_t compared_length = 32;

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

/// How a name sounds, as a number; 0 for nothing. Names that sound alike share it: Philips and Filips, Catherine and Katharine, Schmidt
/// and Smit. Consonants by the classes of Soundex (US patents 1261167, 1435663), the first letter by its class too, silent pairs resolved.
std::uint32_t sound_of(std::string_view folded);

}  // namespace charta::matching
