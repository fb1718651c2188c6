// SPDX-License-Identifier: Apache-2.0
// Whatever answers come in an address: a question with choices, a whole code, a reason why there is none, or a refusal; and the
// index and the titles may say anything.
#include "base/text.hpp"
#include "department/coding/logic_path/logic_path.hpp"
#include "department/coding/logic_path/title_words.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;
using code_books::LevelKind;
using code_books::NoteKind;
using grouper::key_of;

namespace {

logic_path::LogicWords words_of_books() {
  logic_path::LogicWords words;
  words.groups = {{"with", {"with"}}, {"due-to", {"due to"}}};
  words.plain = {"in situ"}, words.right = {"right"}, words.left = {"left"}, words.both = {"bilateral"};
  words.unspecified = {"unspecified"}, words.any_of = {"by site"}, words.conditions = {"condition"}, words.joining = {"of"};
  return words;
}

code_books::TabularList small_tabular() {
  code_books::TabularWriter writer;
  writer.open(LevelKind::chapter, key_of("S00"), code_books::last_below(key_of("S99")), "Injuries");
  writer.open(LevelKind::code, key_of("S72"), code_books::last_below(key_of("S72")), "Fracture");
  writer.note(NoteKind::excludes1, "a bruise (S70.-)");
  writer.note(NoteKind::use_additional, "the cause (S70-S72)");
  writer.seventh('A', "first"), writer.seventh('D', "later");
  for (const auto* code : {"S720", "S729"}) {
    writer.open(LevelKind::code, key_of(code), code_books::last_below(key_of(code)),
                code[3] == '0' ? "Fracture of right" : "Fracture of left");
    writer.close();
  }
  writer.close();
  writer.open(LevelKind::code, key_of("S70"), code_books::last_below(key_of("S70")), "Bruise");
  writer.note(NoteKind::excludes1, "a fracture (S72.-)");
  return [&] {
    writer.close(), writer.close();
    return writer.take();
  }();
}

/// One line of the text per entry, "see" behind a sign of equality; blanks at its beginning say how deep.
code_books::IndexBook index_of(std::string_view text) {
  code_books::IndexWriter writer;
  for (const auto line : split(text, '\n')) {
    const auto depth = line.find_first_not_of(' ');
    if (depth == std::string_view::npos || line.size() > 100) continue;
    while (writer.depth() > depth) writer.close();
    const auto see = line.find('=');
    auto& entry = writer.open(line.substr(depth, see == std::string_view::npos ? see : see - std::min(see, depth)));
    if (see != std::string_view::npos) entry.see = writer.text(line.substr(see + 1));
    entry.code = key_of(line.substr(depth, 4));
  }
  return writer.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2 || size > 4'000) return 0;
  static const auto words = words_of_books();
  static code_books::TabularList tabular = small_tabular();
  static const bool is_ready = tabular.prepare().has_value();
  CHARTA_PROPERTY(is_ready);
  const auto text = text_of(data, size);
  const auto cut = std::min(text.find('\x1f'), text.size());
  const auto index = index_of(text.substr(cut));
  logic_path::Books books;
  books.tabular = &tabular;
  if (!index.entries.empty()) books.indexes.diseases = &index;
  auto answers = logic_path::answers_in(text.substr(0, cut));
  for (int n = 0; n < 40; ++n) {
    const auto way = logic_path::follow(books, words, answers, text.substr(0, std::min<std::size_t>(cut, 3)));
    if (!way) break;
    CHARTA_PROPERTY(way->question.has_value() + (way->code != 0) + (way->stop != logic_path::Stop::none) == 1);
    CHARTA_PROPERTY(way->code == 0 || tabular.shape_of(way->code) == code_books::Shape::whole);
    if (!way->question || way->question->choices.empty()) break;
    answers.push_back(way->question->choices[data[static_cast<std::size_t>(n) % size] % way->question->choices.size()].token);
  }
  std::vector<std::string> titles;
  for (const auto line : split(text, '\n')) titles.emplace_back(line.substr(0, 200));
  CHARTA_PROPERTY(logic_path::differences(titles.front(), titles, words).size() == titles.size());
  const auto sides = logic_path::sides_of(titles, words);
  CHARTA_PROPERTY(sides.empty() || sides.size() == titles.size());
  return 0;
}
