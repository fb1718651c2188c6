// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/suggest.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::suggestions {
namespace {

struct Match {
  const Found* found = nullptr;
  std::size_t first = 0, last = 0;  ///< tokens
};

/// The longest entry that begins at `first` and stands before `end`.
Match longest_at(const Clause& clause, std::size_t first, std::size_t end, const Dictionary& dictionary,
                 const SuggestionRules& rules) {
  const auto& tokens = clause.tokens;
  Match best;
  std::vector<std::string> words;
  if (rules.small_words.contains(tokens[first].word)) return best;
  for (std::size_t at = first; at < end && words.size() < Dictionary::most_words; ++at) {
    if (at > first && tokens[at].is_apart) break;
    if (rules.small_words.contains(tokens[at].word)) continue;
    words.push_back(tokens[at].word);
    if (const auto* found = dictionary.find(words)) best = {found, first, at};
  }
  return best;
}

/// "Pneumonia, COVID neg": what goes over a comma and is denied is two things, of which the second is denied.
Match denied_as_one(const Clause& clause, Match match, const Dictionary& dictionary, const SuggestionRules& rules) {
  for (std::size_t at = match.first + 1; match.found != nullptr && at <= match.last; ++at)
    if (clause.tokens[at].after_break && assertion_of(clause, match.first, match.last, rules) == Assertion::denied)
      match = longest_at(clause, match.first, at, dictionary, rules);
  return match;
}

/// The longest entries, left to right, none inside another.
std::vector<Match> matches_in(const Clause& clause, const Dictionary& dictionary, const SuggestionRules& rules) {
  std::vector<Match> matches;
  for (std::size_t first = 0; first < clause.tokens.size();) {
    const auto best =
        denied_as_one(clause, longest_at(clause, first, clause.tokens.size(), dictionary, rules), dictionary, rules);
    if (best.found != nullptr) matches.push_back(best);
    first = best.found != nullptr ? best.last + 1 : first + 1;
  }
  return matches;
}

bool begins_with_any(std::string_view code, const std::vector<std::string>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](const auto& one) { return code.starts_with(one); });
}

const Suggestion* first_of(const std::vector<Suggestion>& all, std::string_view beginning) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.code.starts_with(beginning); });
  return found == all.end() ? nullptr : &*found;
}

/// Which code the words stand for as they are said; empty: none.
std::string code_as_said(const Found& found, Assertion assertion, SectionUse use, bool counts_uncertain) {
  switch (assertion) {
    case Assertion::denied:
    case Assertion::family:
    case Assertion::conditional:
      return {};
    case Assertion::uncertain:
      return counts_uncertain && use != SectionUse::history ? found.code : std::string();
    case Assertion::past:
      return found.is_lasting ? found.code : found.history_code;
    case Assertion::affirmed:
      break;
  }
  if (use == SectionUse::history) return found.is_lasting ? found.code : found.history_code;
  return found.code;
}

}  // namespace

void Suggester::read_clause(const Clause& clause, const Note& note, std::size_t number, const Dictionary& dictionary,
                            bool is_inpatient, std::vector<Suggestion>& into) const {
  if (clause.use == SectionUse::nothing) return;
  const auto pages = split(note.words, '\f');
  for (const auto& match : matches_in(clause, dictionary, *rules_)) {
    const auto assertion = assertion_of(clause, match.first, match.last, *rules_);
    auto code = code_as_said(*match.found, assertion, clause.use, is_inpatient && note.is_of_discharge);
    if (code.empty()) continue;
    const auto from = clause.tokens[match.first].from, until = clause.tokens[match.last].until;
    const auto known = std::find_if(into.begin(), into.end(), [&](const auto& one) { return one.code == code; });
    const bool is_better = known != into.end() && known->use != SectionUse::diagnoses && clause.use == SectionUse::diagnoses;
    if (known != into.end()) ++known->times;
    if (known != into.end() && !is_better) continue;
    Suggestion one{std::move(code),
                   match.found->path,
                   clause.section,
                   std::string(pages[clause.page - 1].substr(from, until - from)),
                   {},
                   number,
                   clause.page,
                   assertion,
                   clause.use,
                   match.found->words,
                   known == into.end() ? 1 : known->times};
    if (known == into.end())
      into.push_back(std::move(one));
    else
      *known = std::move(one);
  }
}

void Suggester::combine(std::vector<Suggestion>& all) const {
  for (const auto& one : rules_->combinations) {
    const Suggestion* basis = nullptr;
    const bool is_whole = std::all_of(one.all.begin(), one.all.end(), [&](const auto& beginning) {
      const auto* part = first_of(all, beginning);
      if (basis == nullptr) basis = part;
      return part != nullptr;
    });
    if (!is_whole) continue;
    Suggestion combined = *basis;
    std::erase_if(all, [&](const auto& part) { return begins_with_any(part.code, one.instead_of); });
    if (one.gives.empty() || first_of(all, one.gives) != nullptr) continue;
    combined.code = one.gives;
    combined.source = one.source;
    all.push_back(std::move(combined));
  }
}

/// A symptom that a diagnosis explains, and an unspecified code beside a specified one of its category.
void Suggester::drop_what_is_said_better(std::vector<Suggestion>& all) const {
  std::vector<std::string> gone;
  for (const auto& one : all) {
    for (const auto& explained : rules_->symptom_of) {
      const auto& causes = explained.second;
      if (one.code.starts_with(explained.first) &&
          std::any_of(all.begin(), all.end(), [&](const auto& other) { return begins_with_any(other.code, causes); }))
        gone.push_back(one.code);
    }
    const bool is_unspecified = one.code.size() > 3 && one.code.find_first_not_of('9', 3) == std::string::npos;
    if (is_unspecified && std::any_of(all.begin(), all.end(), [&](const auto& other) {
          return other.code != one.code && other.code.substr(0, 3) == one.code.substr(0, 3);
        }))
      gone.push_back(one.code);
  }
  std::erase_if(all, [&](const auto& one) { return std::find(gone.begin(), gone.end(), one.code) != gone.end(); });
}

std::vector<Suggestion> Suggester::suggest(std::span<const Note> notes, const Dictionary& dictionary, bool is_inpatient) const {
  std::vector<Suggestion> all;
  for (std::size_t number = 0; number < notes.size(); ++number)
    for (const auto& clause : clauses_of(notes[number].words, *rules_))
      read_clause(clause, notes[number], number, dictionary, is_inpatient, all);
  combine(all);
  drop_what_is_said_better(all);
  std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return std::pair(one.use != SectionUse::diagnoses, -static_cast<int>(one.words)) <
           std::pair(other.use != SectionUse::diagnoses, -static_cast<int>(other.words));
  });
  return all;
}

}  // namespace charta::suggestions
