// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a note, what is suggested stands there word for word, on the page that it names.
#include "department/coding/suggestions/suggest.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

namespace {

suggestions::SuggestionRules small_rules() {
  suggestions::SuggestionRules rules;
  rules.sections = {{{"impression"}, suggestions::SectionUse::diagnoses},
                    {{"family", "history"}, suggestions::SectionUse::nothing}};
  rules.denied_before = {{"no"}, {"denie"}};
  rules.uncertain_before = {{"possible"}};
  rules.past = {{"history", "of"}};
  rules.clause_ends = {"but"};
  rules.small_words = {"of", "the", "with"};
  rules.terms = {
      {{"pneumonia"}, "J189", "", false}, {{"heart", "failure"}, "I509", "", true}, {{"stroke"}, "I639", "Z8673", false}};
  return rules;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 20'000) return 0;
  static const suggestions::Suggester suggester(small_rules());
  static const suggestions::Dictionary dictionary(suggester.rules());
  const std::vector<suggestions::Note> notes = {{std::string(text_of(data + 1, size - 1)), "", data[0] % 2 == 0}};
  for (const auto& one : suggester.suggest(notes, dictionary, data[0] % 4 < 2)) {
    CHARTA_PROPERTY(one.note == 0 && one.page >= 1);
    CHARTA_PROPERTY(!one.quote.empty() && notes[0].words.find(one.quote) != std::string::npos);
  }
  return 0;
}
