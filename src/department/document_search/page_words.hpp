// SPDX-License-Identifier: Apache-2.0
// The words of a text as they are searched for. Pure: the same on both engines, for pages and for what is typed.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace charta::document_search {

/// Raised whenever the same text would give other words: everything is read anew then.
constexpr int folding_version = 1;

struct PageWord {
  std::string folded;              ///< letters and digits, lower case, without accents, Latin; at most 64 bytes
  std::size_t begin = 0, end = 0;  ///< in the text, bytes
};

/// Words in their order. A word ends where anything but a letter or digit stands; an apostrophe within one is dropped
/// ("O'Connor" is "oconnor"), so a number or a date is its digits side by side ("2025-03-14" is three words).
std::vector<PageWord> words_of(std::string_view text);
/// The folded words with a blank between two.
std::string folded_text(std::string_view text);

}  // namespace charta::document_search
