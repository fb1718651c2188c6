// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/boxes.hpp"

#include <algorithm>

namespace charta::suggestions {
namespace {

bool is_one_of(const Clause& clause, const std::vector<Phrase>& phrases) {
  Phrase said;
  for (const auto& token : clause.tokens) said.push_back(token.word);
  return std::find(phrases.begin(), phrases.end(), said) != phrases.end();
}

std::size_t length_at(std::string_view rest, const std::vector<std::string>& marks) {
  for (const auto& mark : marks)
    if (rest.starts_with(mark)) return mark.size();
  return 0;
}

bool ends_with_mark(std::string_view line, const std::vector<std::string>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](const auto& mark) { return line.ends_with(mark); });
}

}  // namespace

BoxMark box_at(std::string_view rest, const SuggestionRules& rules) {
  if (const auto length = length_at(rest, rules.ticked); length != 0) return {length, Box::ticked};
  if (const auto length = length_at(rest, rules.unticked); length != 0) return {length, Box::unticked};
  return {};
}

bool has_boxes_behind(std::string_view line, const SuggestionRules& rules) {
  return box_at(line, rules).length == 0 && (ends_with_mark(line, rules.ticked) || ends_with_mark(line, rules.unticked));
}

void settle_answers(std::span<Clause> of_line, std::span<const Box> boxed, const SuggestionRules& rules) {
  Clause* asked = nullptr;
  SectionUse use = SectionUse::nothing;  // of what is asked about, before an answer was looked at
  bool is_yes_ticked = false;
  for (std::size_t n = 0; n < of_line.size(); ++n) {
    const bool is_yes = is_one_of(of_line[n], rules.affirmed_last);
    if (boxed[n] == Box::none || !(is_yes || is_one_of(of_line[n], rules.denied_last))) {
      asked = &of_line[n], use = asked->use, is_yes_ticked = false;
    } else if (asked != nullptr) {
      is_yes_ticked = is_yes_ticked || (is_yes && boxed[n] == Box::ticked);
      asked->use = is_yes_ticked ? use : SectionUse::nothing;
    }
  }
}

}  // namespace charta::suggestions
