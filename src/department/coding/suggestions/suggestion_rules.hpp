// SPDX-License-Identifier: Apache-2.0
// Rule packs coding/suggestion-language and coding/suggestion-words: how notes say that something is so, is not so or was so, and
// what they call it.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::suggestions {

using Phrase = std::vector<std::string>;  ///< folded words

/// What a section's words count for.
enum class SectionUse {
  diagnoses,  ///< a list of what the patient has
  narrative,  ///< told in sentences
  history,    ///< only what lasts still counts
  nothing     ///< allergies, families, systems asked about, doses
};

/// One thing that notes speak of.
struct Term {
  Phrase words;
  std::string code, history_code;  ///< the second: where it is only a history; empty: then nothing
  bool is_lasting = false;         ///< named under history it is there still
};

/// Conditions that the guidelines say to code as one.
struct Combination {
  std::vector<std::string> all;  ///< beginnings of codes
  std::string gives, source;
  std::vector<std::string> instead_of;
};

struct SuggestionRules {
  std::vector<std::pair<Phrase, SectionUse>> sections;
  std::vector<Phrase> denied_before, denied_directly_before, denied_after, denied_last, affirmed_before, affirmed_last,
      not_denials, uncertain_before, uncertain_after, past, family, conditional;
  std::set<std::string, std::less<>> clause_ends, denial_goes_on, small_words, left_out_of_titles;
  std::vector<std::string> one_word_endings;               ///< an index term of one word counts only with such an ending
  std::vector<std::string> ticked, unticked;               ///< boxes of forms, as they stand on the page
  std::vector<std::pair<std::string, std::string>> signs;  ///< "(-)" and its word
  std::vector<Term> terms;
  std::vector<Combination> combinations;
  std::vector<std::pair<std::string, std::vector<std::string>>>
      symptom_of;  ///< a symptom, and what explains it: beginnings of codes
  std::string reference;

  /// Errors: `not_found`, `invalid`, naming rule and element.
  static Result<SuggestionRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::suggestions
