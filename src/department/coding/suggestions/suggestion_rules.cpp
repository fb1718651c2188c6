// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/suggestion_rules.hpp"

#include "department/coding/encoder/words.hpp"
#include "department/coding/grouper/code.hpp"

namespace charta::suggestions {
namespace {

Error not_as_asked(const rules::Rule& rule, const std::string& what) {
  return fail(ErrorKind::invalid, rule.reference() + ": " + what, rule.id);
}

std::vector<Phrase> phrases_of(json::Value list) {
  std::vector<Phrase> all;
  for (const auto one : list) all.push_back(encoder::words_of(one.text()));
  return all;
}

std::vector<std::string> marks_of(json::Value list) {
  std::vector<std::string> all;
  for (const auto one : list)
    if (!one.text().empty()) all.emplace_back(one.text());
  return all;
}

std::set<std::string, std::less<>> words_in(json::Value list) {
  std::set<std::string, std::less<>> all;
  for (const auto one : list)
    for (auto& word : encoder::words_of(one.text())) all.insert(std::move(word));
  return all;
}

std::string plain_code(std::string_view code) {
  return grouper::text_of(grouper::key_of(code));
}

std::vector<std::string> codes_of(json::Value list) {
  std::vector<std::string> all;
  for (const auto one : list) all.push_back(plain_code(one.text()));
  return all;
}

Result<void> read_language(const rules::Rule& rule, SuggestionRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  constexpr std::pair<std::string_view, SectionUse> uses[] = {{"diagnoses", SectionUse::diagnoses},
                                                              {"narrative", SectionUse::narrative},
                                                              {"history", SectionUse::history},
                                                              {"nothing", SectionUse::nothing}};
  for (const auto& [name, use] : uses)
    for (auto& phrase : phrases_of(root["sections"][name])) into.sections.emplace_back(std::move(phrase), use);
  into.denied_before = phrases_of(root["denied_before"]);
  into.denied_directly_before = phrases_of(root["denied_directly_before"]);
  into.denied_after = phrases_of(root["denied_after"]);
  into.denied_last = phrases_of(root["denied_last"]);
  into.denial_goes_on = words_in(root["denial_goes_on"]);
  into.affirmed_before = phrases_of(root["affirmed_before"]);
  into.affirmed_last = phrases_of(root["affirmed_last"]);
  into.not_denials = phrases_of(root["not_denials"]);
  into.uncertain_before = phrases_of(root["uncertain_before"]);
  into.uncertain_after = phrases_of(root["uncertain_after"]);
  into.past = phrases_of(root["past"]);
  into.family = phrases_of(root["family"]);
  into.conditional = phrases_of(root["conditional"]);
  into.clause_ends = words_in(root["clause_ends"]);
  into.small_words = words_in(root["small_words"]);
  into.left_out_of_titles = words_in(root["left_out_of_titles"]);
  for (const auto& ending : phrases_of(root["one_word_endings"])) into.one_word_endings.push_back(ending.front());
  into.ticked = marks_of(root["ticked"]);
  into.unticked = marks_of(root["unticked"]);
  for (const auto sign : root["signs"]) into.signs.emplace_back(sign.key(), sign.text());
  if (into.sections.empty() || into.denied_before.empty() || into.small_words.empty())
    return not_as_asked(rule, "it names sections, denied_before and small_words");
  return {};
}

/// "words | more words": CODE, or CODE with "*" where it lasts, or with "~CODE" where a history has its own.
Result<void> read_terms(const rules::Rule& rule, json::Value list, SuggestionRules& into) {
  for (const auto one : list) {
    std::string_view said = one.text();
    Term term;
    if (const auto at = said.find('~'); at != std::string_view::npos) {
      term.history_code = plain_code(said.substr(at + 1));
      said = said.substr(0, at);
    }
    if (said.ends_with('*')) {
      term.is_lasting = true;
      said.remove_suffix(1);
    }
    term.code = plain_code(said);
    if (term.code.empty()) return not_as_asked(rule, "'" + std::string(one.key()) + "' has no code");
    std::string_view rest = one.key();
    while (!rest.empty()) {
      const auto bar = rest.find('|');
      term.words = encoder::words_of(rest.substr(0, bar));
      if (!term.words.empty()) into.terms.push_back(term);
      rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
    }
  }
  return {};
}

Result<void> read_words(const rules::Rule& rule, SuggestionRules& into) {
  CHARTA_TRY(const auto document, json::Document::parse(rule.parameters));
  const auto root = document.root();
  into.reference = rule.reference();
  CHARTA_TRY_DO(read_terms(rule, root["terms"], into));
  for (const auto one : root["combinations"]) {
    Combination combination{codes_of(one["all"]), plain_code(one["gives"].text()), std::string(one["source"].text()),
                            codes_of(one["instead_of"])};
    if (combination.all.empty() || combination.source.empty())
      return not_as_asked(rule, "a combination names what it is of and its source");
    into.combinations.push_back(std::move(combination));
  }
  for (const auto one : root["symptom_of"]) into.symptom_of.emplace_back(plain_code(one.key()), codes_of(one));
  return {};
}

}  // namespace

Result<SuggestionRules> SuggestionRules::read(const rules::RuleBook& book, Date today, std::string_view jurisdiction) {
  SuggestionRules rules;
  CHARTA_TRY(const auto* language, book.in_force("coding/suggestion-language", today, jurisdiction));
  CHARTA_TRY_DO(read_language(*language, rules));
  CHARTA_TRY(const auto* words, book.in_force("coding/suggestion-words", today, jurisdiction));
  CHARTA_TRY_DO(read_words(*words, rules));
  return rules;
}

}  // namespace charta::suggestions
