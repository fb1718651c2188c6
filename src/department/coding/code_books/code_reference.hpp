// SPDX-License-Identifier: Apache-2.0
// The codes that a note names: "(E10.-)", "(J00-J22)", "(T36-T50 with fifth or sixth character 5)".
#pragma once
#include "department/coding/grouper/code.hpp"

#include <string_view>
#include <vector>

namespace charta::code_books {

using grouper::CodeKey;

/// How many characters a code has.
int length_of(CodeKey code);
/// The first characters of a code.
constexpr CodeKey prefix_of(CodeKey code, int characters) {
  return characters >= 8   ? code
         : characters <= 0 ? 0
                           : code & ~((CodeKey{1} << (64U - 8U * static_cast<unsigned>(characters))) - 1U);
}
constexpr char character_of(CodeKey code, int place) {  ///< from 1; 0 where the code is shorter
  return place < 1 || place > 8 ? '\0' : static_cast<char>((code >> (64U - 8U * static_cast<unsigned>(place))) & 0xFFU);
}
/// The last key of everything that begins with `code`.
constexpr CodeKey last_below(CodeKey code) {
  CodeKey mask = ~CodeKey{0};
  for (CodeKey rest = code; rest != 0; rest <<= 8U) mask >>= 8U;
  return code | mask;
}
/// The code whose last key that is: what last_below() was asked for.
constexpr CodeKey code_of_last(CodeKey last) {
  while ((last & 0xFFU) == 0xFFU) last >>= 8U;
  CodeKey code = last;
  while (code != 0 && (code >> 56U) == 0) code <<= 8U;
  return code;
}

/// A span of codes, with what the note says of their characters.
struct CodeReference {
  CodeKey from = 0, to = 0;       ///< `to` is the last key of the span
  std::uint64_t characters = 0;   ///< bits of 0-9 and A-Z that are meant, where `positions` asks
  std::uint32_t positions = 0;    ///< bit n: the n-th character; 0: every code of the span
  std::uint32_t is_in_words = 0;  ///< 1: the note goes on in words that only a person can judge

  bool meets(CodeKey code) const;
};

/// Bit of a character among 0-9 and A-Z; -1 for anything else.
int bit_of(char character);

/// The references of a note, in their order. Text without parentheses has none.
std::vector<CodeReference> references_in(std::string_view note);

}  // namespace charta::code_books
