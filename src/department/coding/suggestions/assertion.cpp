// SPDX-License-Identifier: Apache-2.0
// How a clause speaks of some of its words.
#include "department/coding/suggestions/note_reading.hpp"

#include <algorithm>
#include <array>

namespace charta::suggestions {
namespace {

constexpr std::size_t words_denied_most = 14, words_behind_most = 6, phrase_words_most = 6;
constexpr std::array<std::string_view, 6> assertions = {"affirmed", "denied", "uncertain", "past", "family", "conditional"};

using Tokens = std::vector<Token>;

bool stands_at(const Tokens& tokens, std::size_t at, const Phrase& phrase) {
  if (phrase.empty() || at + phrase.size() > tokens.size()) return false;
  for (std::size_t n = 0; n < phrase.size(); ++n)
    if (tokens[at + n].word != phrase[n]) return false;
  return true;
}

bool any_at(const Tokens& tokens, std::size_t at, const std::vector<Phrase>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(), [&](const Phrase& one) { return stands_at(tokens, at, one); });
}

/// Whether one of the phrases ends right before `at`.
bool any_ends_before(const Tokens& tokens, std::size_t at, const std::vector<Phrase>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](const Phrase& one) { return one.size() <= at && stands_at(tokens, at - one.size(), one); });
}

/// "No doubt": a phrase that begins at or before `at` and goes on over it.
bool is_covered(const Tokens& tokens, std::size_t at, const std::vector<Phrase>& phrases) {
  for (std::size_t back = 0; back <= std::min(at, phrase_words_most); ++back)
    if (std::any_of(phrases.begin(), phrases.end(),
                    [&](const Phrase& one) { return one.size() > back && stands_at(tokens, at - back, one); }))
      return true;
  return false;
}

/// Whether one of the phrases begins before `first` with no end of a clause between.
bool stands_before(const Clause& clause, std::size_t first, const std::vector<Phrase>& phrases, const SuggestionRules& rules) {
  const auto& tokens = clause.tokens;
  const std::size_t least = first > words_denied_most ? first - words_denied_most : 0;
  for (std::size_t at = first; at-- > least;) {
    if (rules.clause_ends.contains(tokens[at].word)) return false;
    // "negative for one, positive for the other"; but "not positive for"
    if (any_at(tokens, at, rules.affirmed_before) && !any_ends_before(tokens, at, rules.denied_before)) return false;
    if (is_covered(tokens, at, rules.not_denials)) continue;
    for (const auto& phrase : phrases)
      if (stands_at(tokens, at, phrase) && at + phrase.size() <= first) return true;
  }
  return false;
}

bool stands_behind(const Clause& clause, std::size_t last, const std::vector<Phrase>& phrases, const SuggestionRules& rules) {
  const std::size_t most = std::min(clause.tokens.size(), last + 1 + words_behind_most);
  for (std::size_t at = last + 1; at < most; ++at) {
    if (rules.clause_ends.contains(clause.tokens[at].word)) return false;
    if (any_at(clause.tokens, at, phrases)) return true;
    if (clause.tokens[at].after_break) return false;
  }
  return false;
}

/// Whether what is said is said out at `at`: the clause ends there, or says by what it was found.
bool is_said_out(const Tokens& tokens, std::size_t at, const SuggestionRules& rules) {
  return at >= tokens.size() || tokens[at].after_break || rules.denial_goes_on.contains(tokens[at].word) ||
         rules.clause_ends.contains(tokens[at].word);
}

/// Behind a comma a denial may be of what follows it: "pancreatitis, negative for gallstones".
bool denies_at(const Tokens& tokens, std::size_t at, const SuggestionRules& rules) {
  return std::any_of(rules.denied_after.begin(), rules.denied_after.end(), [&](const Phrase& one) {
    return stands_at(tokens, at, one) && (!tokens[at].after_break || is_said_out(tokens, at + one.size(), rules));
  });
}

/// "none", "no": they deny as the last words of the clause alone.
bool is_last_denial(const Tokens& tokens, std::size_t at, const SuggestionRules& rules) {
  return std::any_of(rules.denied_last.begin(), rules.denied_last.end(),
                     [&](const Phrase& one) { return at + one.size() == tokens.size() && stands_at(tokens, at, one); });
}

bool is_denied_behind(const Clause& clause, std::size_t last, const SuggestionRules& rules) {
  const auto& tokens = clause.tokens;
  const std::size_t most = std::min(tokens.size(), last + 1 + words_behind_most);
  for (std::size_t at = last + 1; at < most; ++at) {
    if (rules.clause_ends.contains(tokens[at].word)) return false;
    if (denies_at(tokens, at, rules) || is_last_denial(tokens, at, rules)) return true;
    if (tokens[at].after_break) return false;
  }
  return false;
}

/// "Melena, hematemesis: none": what is asked about in one breath is answered in one.
bool is_in_denied_list(const Clause& clause, std::size_t last, const SuggestionRules& rules) {
  const auto& tokens = clause.tokens;
  const std::size_t most = std::min(tokens.size(), last + 1 + words_behind_most);
  for (std::size_t at = last + 1; at < most; ++at) {
    const bool is_answer = tokens[at].is_apart && !tokens[at].after_slash;
    if (is_answer) return is_last_denial(tokens, at, rules);
    if (rules.clause_ends.contains(tokens[at].word)) return false;
  }
  return false;
}

bool is_denied_before(const Clause& clause, std::size_t first, const SuggestionRules& rules) {
  return stands_before(clause, first, rules.denied_before, rules) ||
         (!clause.tokens[first].after_break && any_ends_before(clause.tokens, first, rules.denied_directly_before));
}

bool stands_in(const Clause& clause, const std::vector<Phrase>& phrases) {
  for (std::size_t at = 0; at < clause.tokens.size(); ++at)
    if (any_at(clause.tokens, at, phrases)) return true;
  return false;
}

}  // namespace

std::string_view assertion_code(Assertion assertion) {
  return assertions[static_cast<std::size_t>(assertion)];
}

Assertion assertion_of(const Clause& clause, std::size_t first, std::size_t last, const SuggestionRules& rules) {
  if (stands_in(clause, rules.family)) return Assertion::family;
  if (is_denied_before(clause, first, rules) || is_denied_behind(clause, last, rules) || is_in_denied_list(clause, last, rules))
    return Assertion::denied;
  if (stands_before(clause, first, rules.conditional, rules)) return Assertion::conditional;
  if (stands_before(clause, first, rules.uncertain_before, rules) || stands_behind(clause, last, rules.uncertain_after, rules))
    return Assertion::uncertain;
  return stands_before(clause, first, rules.past, rules) ? Assertion::past : Assertion::affirmed;
}

}  // namespace charta::suggestions
