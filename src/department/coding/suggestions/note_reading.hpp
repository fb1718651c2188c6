// SPDX-License-Identifier: Apache-2.0
// A note as words with their places, in clauses, each in its section. Pure.
#pragma once
#include "department/coding/suggestions/suggestion_rules.hpp"

#include <cstdint>

namespace charta::suggestions {

struct Token {
  std::string word;                   ///< as the encoder compares words
  std::uint32_t from = 0, until = 0;  ///< in the page
  bool after_break = false;           ///< a comma, a colon or a bracket stands before it
  bool is_apart = false;              ///< more than a comma: no name goes over it
  bool after_slash = false;           ///< of these a slash: "Stroke/TIA" is answered as one
};

struct Clause {
  SectionUse use = SectionUse::narrative;  ///< nothing too where its box is not ticked
  std::string section;                     ///< its heading as it stands; empty: before the first
  std::size_t page = 1;
  std::vector<Token> tokens;
};

std::vector<Clause> clauses_of(std::string_view words, const SuggestionRules& rules);

enum class Assertion { affirmed, denied, uncertain, past, family, conditional };
std::string_view assertion_code(Assertion assertion);
/// How the clause speaks of its tokens [first, last].
Assertion assertion_of(const Clause& clause, std::size_t first, std::size_t last, const SuggestionRules& rules);

}  // namespace charta::suggestions
