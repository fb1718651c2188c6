// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "department/coding/logic_path/title_words.hpp"
#include "department/coding/logic_path/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace charta::logic_path {

/// "see" and "see also": each place that its words may mean, but none where the way has been already.
void Walk::offer(const IndexPlace& place, std::uint32_t text, std::string_view group, Question& question,
                 std::vector<IndexPlace>& offers) const {
  if (text == 0) return;
  for (const auto part : split(place.book->texts[text], ';')) {
    const auto see = trimmed(part);
    for (auto& meant : places_named(books_.indexes, see, words_)) {
      if (visited_.contains({meant.book, meant.entry})) continue;
      const auto path = meant.book->path_of(meant.entry);
      const auto token = fmt::format("s{}-{}", offers.size() + 1, check_of(path));
      question.choices.push_back({token, std::string(see), path == see ? std::string() : path, std::string(group),
                                  meant.book->entries[meant.entry].code});
      offers.push_back(std::move(meant));
    }
  }
}

Question Walk::below_term(const IndexPlace& place, std::vector<IndexPlace>& offers) const {
  const auto& entry = place.book->entries[place.entry];
  Question question{Ask::sub_term, place.book->path_of(place.entry)};
  question.choices = sub_terms(*place.book, place.entry, words_);
  for (auto& one : question.choices) one.says_nothing = says_nothing({}, one.words, words_);
  if (entry.code != 0 || !place.book->cells_of(place.entry).empty()) {
    const auto title = ways_.title(entry.code);
    question.choices.push_back({"own", title.empty() ? question.about : title, {}, "own", entry.code});
    question.choices.back().says_nothing = says_nothing({}, title, words_);
  }
  offer(place, entry.see, "see", question, offers);
  offer(place, entry.see_also, "see-also", question, offers);
  return question;
}

CodeKey Walk::stop_at_term(const IndexPlace& place) {
  const auto& entry = place.book->entries[place.entry];
  const auto see = entry.see != 0 ? entry.see : entry.see_also;
  const auto words = std::string(place.book->texts[see]);
  if (see == 0) return stop(Stop::nothing_below, place.book->path_of(place.entry));
  return stop(has_word(words_.conditions, lower_ascii(trimmed(words))) ? Stop::names_condition : Stop::see_not_found, words);
}

Walk::Reached Walk::through_index(IndexPlace place) {
  for (;;) {
    visited_.emplace(place.book, place.entry);
    std::vector<IndexPlace> offers;
    auto question = below_term(place, offers);
    if (question.choices.empty()) return stop_at_term(place);
    const auto& group = question.choices.front().group;
    const auto why = group == "own" ? Why::index_code : group.starts_with("see") ? Why::see : Why::only_one;
    CHARTA_TRY(const auto chosen, ask(std::move(question), why));
    if (!chosen) return CodeKey{0};
    if (chosen->token == "own") return own_code(place);
    const auto led = std::find_if(offers.begin(), offers.end(), [&, n = 0](const IndexPlace& one) mutable {
      return chosen->token == fmt::format("s{}-{}", ++n, check_of(one.book->path_of(one.entry)));
    });
    if (led != offers.end())
      place = *led;
    else
      place.entry = *entry_of(*place.book, chosen->token);
  }
}

Walk::Reached Walk::own_code(const IndexPlace& place) {
  const auto& entry = place.book->entries[place.entry];
  if (entry.code == 0) return column_of(place);
  if (entry.manifestation != 0)
    way_.companions.push_back({"manifestation",
                               ways_.title(entry.manifestation),
                               "k" + grouper::text_of(entry.manifestation),
                               {{entry.manifestation, code_books::last_below(entry.manifestation), 0, 0, 0}}});
  return entry.code;
}

/// A table's columns: how a neoplasm behaves, with which intent a drug was taken. What "see" said of it is kept to.
Walk::Reached Walk::column_of(const IndexPlace& place) {
  Question question{Ask::column, place.book->path_of(place.entry)};
  std::vector<Choice> meant;
  for (const auto& cell : place.book->cells_of(place.entry)) {
    const std::string heading(cell.column <= place.book->columns.size() ? place.book->texts[place.book->columns[cell.column - 1]]
                                                                        : std::string_view());
    question.choices.push_back({fmt::format("c{}", cell.column), heading, ways_.title(cell.code), {}, cell.code});
    auto& choice = question.choices.back();
    choice.says_nothing = says_nothing({}, heading, words_);
    const auto small = lower_ascii(heading);
    if (std::any_of(place.left_over.begin(), place.left_over.end(),
                    [&](const auto& word) { return small.find(word) != std::string::npos; }))
      meant.push_back(choice);
  }
  if (!meant.empty()) question.choices = std::move(meant);
  CHARTA_TRY(const auto chosen, ask(std::move(question), Why::see));
  return chosen ? chosen->code : CodeKey{0};
}

}  // namespace charta::logic_path
