// SPDX-License-Identifier: Apache-2.0
#include "department/coding/logic_path/walk.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace charta::logic_path {
namespace {

constexpr std::size_t most_answers = 200, longest_answer = 80, most_main_terms = 60;

template <class Kind, std::size_t count>
std::string_view one_of(const std::string_view (&names)[count], Kind kind) {
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view name_of(Ask ask) {
  static constexpr std::string_view names[] = {"book",      "main-term", "sub-term", "column",    "place", "side",
                                               "character", "seventh",   "excluded", "companion", "axis"};
  return one_of(names, ask);
}
std::string_view name_of(Why why) {
  static constexpr std::string_view names[] = {"answered", "only-one", "placeholder", "see", "index-code", "pair"};
  return one_of(names, why);
}
std::string_view name_of(Stop stop) {
  static constexpr std::string_view names[] = {"", "names-condition", "see-not-found", "nothing-below", "no-code-that-day"};
  return one_of(names, stop);
}

std::vector<std::string> answers_in(std::string_view text) {
  std::vector<std::string> answers;
  if (text.empty()) return answers;
  for (const auto one : split(text, '.')) answers.emplace_back(one);
  return answers;
}

Result<Way> follow(const Books& books, const LogicWords& words, const std::vector<std::string>& answers, std::string_view typed) {
  if (answers.size() > most_answers)
    return fail(ErrorKind::invalid, fmt::format("more than {} answers lead to no code: begin again", most_answers), "answers");
  for (const auto& one : answers)
    if (one.empty() || one.size() > longest_answer)
      return fail(ErrorKind::invalid, "an answer is empty or too long: take it back", "answers");
  return Walk(books, words, answers, typed).go();
}

Result<Way> Walk::go() {
  CHARTA_TRY_DO(begin());
  if (next_ < answers_.size())
    return fail(ErrorKind::invalid,
                fmt::format("answer {} ('{}') has no question any more: the way has ended before it", next_ + 1, answers_[next_]),
                "answers");
  return std::move(way_);
}

void Walk::step(const Question& question, const Choice& choice, Why why, int answer) {
  way_.steps.push_back({question.ask, why, question.about, choice.words, choice.code, question.number, question.note_kind,
                        choice.group, choice.says_nothing, answer});
}

Error Walk::misfit(const Question& question) const {
  return {ErrorKind::invalid,
          fmt::format("answer {} ('{}') does not fit its question ({}) any more: take it back, or begin again", next_ + 1,
                      answers_[next_], name_of(question.ask)),
          "answers"};
}

Walk::Chosen Walk::ask(Question question, Why if_only) {
  // Where one book alone is loaded, its own letter is an answer all the same: an address holds after another is imported.
  const bool is_said = question.ask == Ask::book && next_ < answers_.size() && answers_[next_] == question.choices.front().token;
  if (question.choices.size() == 1 && !is_said) {
    step(question, question.choices.front(), if_only, -1);
    return std::optional(std::move(question.choices.front()));
  }
  if (next_ == answers_.size()) {
    way_.question = std::move(question);
    return std::optional<Choice>();
  }
  for (auto& choice : question.choices)
    if (choice.token == answers_[next_]) {
      step(question, choice, Why::answered, static_cast<int>(next_++));
      return std::optional(std::move(choice));
    }
  return misfit(question);
}

CodeKey Walk::stop(Stop why, std::string at) {
  way_.stop = why, way_.stopped_at = std::move(at);
  return 0;
}

Question Walk::what_is_coded() const {
  Question question{Ask::book};
  if (books_.indexes.diseases != nullptr) question.choices.push_back({"d", "diseases"});
  if (books_.tables != nullptr) question.choices.push_back({"p", "procedures"});
  if (books_.indexes.external_causes != nullptr) question.choices.push_back({"e", "external-causes"});
  if (books_.indexes.neoplasms != nullptr) question.choices.push_back({"n", "neoplasms"});
  if (books_.indexes.drugs != nullptr) question.choices.push_back({"c", "drugs"});
  return question;
}

Result<void> Walk::begin() {
  if (!answers_.empty() && answers_.front().starts_with('k')) return at_references(answers_.front());
  auto question = what_is_coded();
  if (question.choices.empty())
    return fail(ErrorKind::not_found,
                "neither an index nor the tables of ICD-10-PCS are loaded for that day; import them with 'charta codes import'");
  CHARTA_TRY(const auto chosen, ask(std::move(question)));
  if (!chosen) return {};
  switch (chosen->token.front()) {
    case 'p':
      return procedure();
    case 'e':
      return diagnosis(*books_.indexes.external_causes);
    case 'n':
      return diagnosis(*books_.indexes.neoplasms);
    case 'c':
      return diagnosis(*books_.indexes.drugs);
    default:
      return diagnosis(*books_.indexes.diseases);
  }
}

/// Main terms are found by what is typed, so an answer is looked up and not sought among those that are shown.
Result<void> Walk::diagnosis(const IndexBook& book) {
  Question question{Ask::main_term};
  std::uint32_t main = 0;
  const bool is_one = book.entries.front().end == book.entries.size();
  if (!is_one && next_ == answers_.size()) {
    question.choices = main_term_choices(book, typed_, most_main_terms);
    way_.question = std::move(question);
    return {};
  }
  if (!is_one) {
    const auto given = entry_of(book, answers_[next_]);
    if (!given || book.entries[*given].parent != IndexBook::none) return misfit(question);
    main = *given, ++next_;
  }
  step(question, {token_of(book, main), std::string(book.texts[book.entries[main].title])},
       is_one ? Why::only_one : Why::answered, is_one ? -1 : static_cast<int>(next_) - 1);
  CHARTA_TRY(const auto code, through_index({&book, main, {}}));
  return end_at(code);
}

Result<void> Walk::at_references(std::string_view token) {
  const auto references = references_of_start(token);
  if (references.empty())
    return fail(ErrorKind::invalid, fmt::format("answer 1 ('{}') names no code: begin again", token), "answers");
  Question from{Ask::place};
  ++next_;
  step(from, {std::string(token), std::string(token.substr(1))}, Why::answered, 0);
  CHARTA_TRY(const auto code, place_within(references, {}));
  return end_at(code);
}

Result<void> Walk::end_at(CodeKey code) {
  while (code != 0) {
    CHARTA_TRY(const auto whole, to_whole(code));
    if (whole == 0) return {};
    CHARTA_TRY(const auto noted, notes_of(whole));
    if (!noted.goes_on) return {};
    if (noted.instead == 0) way_.code = whole, way_.title = ways_.title(whole);
    code = noted.instead;
  }
  return {};
}

}  // namespace charta::logic_path
