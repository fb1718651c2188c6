// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/tabular_list.hpp"

namespace charta::code_books {
namespace {

constexpr int category_characters = 3, seventh_place = 7;

template <class Row>
std::span<const Row> rows_between(const std::vector<Row>& rows, std::uint32_t from, std::uint32_t to) {
  return std::span(rows).subspan(from, to - from);
}

}  // namespace

std::string_view name_of(NoteKind kind) {
  static constexpr std::string_view names[] = {"note",       "includes",       "inclusion-term", "excludes1",        "excludes2",
                                               "code-first", "use-additional", "code-also",      "seventh-character"};
  return names[static_cast<std::size_t>(kind)];
}

Result<void> TabularList::prepare() {
  const auto broken = [] {
    return fail(ErrorKind::invalid, "the tabular list does not fit together: import the publisher's file again");
  };
  if (!texts.fits() || levels.empty()) return broken();
  std::uint32_t note = 0, seventh = 0, reference = 0;
  for (std::uint32_t n = 0; n < levels.size(); ++n) {
    const auto& level = levels[n];
    if (level.first_note < note || level.first_note > notes.size() || level.first_seventh < seventh ||
        level.first_seventh > sevenths.size() || level.end <= n || level.end > levels.size() || !texts.holds(level.title) ||
        (level.parent != none && level.parent >= n) || level.kind > LevelKind::code)
      return broken();
    note = level.first_note, seventh = level.first_seventh;
  }
  for (const auto& one : notes) {
    if (!texts.holds(one.text) || one.first_reference < reference || one.first_reference > references.size() ||
        one.kind > NoteKind::seventh_character)
      return broken();
    reference = one.first_reference;
  }
  for (const auto& one : sevenths)
    if (!texts.holds(one.text)) return broken();
  std::vector<std::pair<CodeKey, std::uint32_t>> codes;
  for (std::uint32_t n = 0; n < levels.size(); ++n)
    if (levels[n].kind == LevelKind::code) codes.emplace_back(levels[n].first, n);
  std::sort(codes.begin(), codes.end());
  keys_.clear(), places_.clear();
  for (const auto& [key, place] : codes) {
    if (key == 0 || (!keys_.empty() && keys_.back() == key)) return broken();
    keys_.push_back(key), places_.push_back(place);
  }
  index_.build(keys_);
  return {};
}

std::uint32_t TabularList::find(CodeKey code) const {
  for (int characters = length_of(code); characters >= category_characters; --characters)
    if (const auto at = index_.find(prefix_of(code, characters)); at != grouper::CodeIndex::none) return places_[at];
  return none;
}

std::vector<std::uint32_t> TabularList::chain(std::uint32_t level) const {
  std::vector<std::uint32_t> found;
  for (; level != none; level = levels[level].parent) found.push_back(level);
  std::reverse(found.begin(), found.end());
  return found;
}

std::vector<std::uint32_t> TabularList::below(std::uint32_t level) const {
  std::vector<std::uint32_t> found;
  for (std::uint32_t n = level + 1; n < levels[level].end; n = levels[n].end) found.push_back(n);
  return found;
}

std::span<const TabularNote> TabularList::notes_of(std::uint32_t level) const {
  const auto to = level + 1 < levels.size() ? levels[level + 1].first_note : static_cast<std::uint32_t>(notes.size());
  return rows_between(notes, levels[level].first_note, to);
}

std::span<const CodeReference> TabularList::references_of(const TabularNote& note) const {
  const auto* next = &note + 1;
  const auto to = next < notes.data() + notes.size() ? next->first_reference : static_cast<std::uint32_t>(references.size());
  return rows_between(references, note.first_reference, to);
}

std::span<const SeventhCharacter> TabularList::sevenths_at(std::uint32_t level) const {
  for (; level != none; level = levels[level].parent) {
    const auto to = level + 1 < levels.size() ? levels[level + 1].first_seventh : static_cast<std::uint32_t>(sevenths.size());
    if (to != levels[level].first_seventh) return rows_between(sevenths, levels[level].first_seventh, to);
  }
  return {};
}

Shape TabularList::shape_of(CodeKey code) const {
  const auto level = find(code);
  if (level == none) return Shape::unknown;
  const int length = length_of(code), here = length_of(levels[level].first);
  if (levels[level].end != level + 1) return length == here ? Shape::needs_more_characters : Shape::unknown;
  const auto choices = sevenths_at(level);
  if (choices.empty() || here >= seventh_place) return length == here ? Shape::whole : Shape::unknown;
  for (int place = here + 1; place < seventh_place && place <= length; ++place)
    if (character_of(code, place) != 'X') return Shape::wrong_placeholder;
  if (length < seventh_place) return Shape::needs_seventh;
  for (const auto& choice : choices)
    if (static_cast<char>(choice.character) == character_of(code, seventh_place))
      return length == seventh_place ? Shape::whole : Shape::unknown;
  return Shape::wrong_seventh;
}

CodeKey TabularList::with_seventh(std::uint32_t level, char character) const {
  const auto& one = levels[level];
  if (one.kind != LevelKind::code || one.end != level + 1 || length_of(one.first) >= seventh_place) return 0;
  auto text = grouper::text_of(one.first);
  text.resize(seventh_place - 1, 'X');
  const auto code = grouper::key_of(text + character);
  return shape_of(code) == Shape::whole ? code : 0;
}

std::size_t TabularList::memory_bytes() const {
  return texts.memory_bytes() + levels.capacity() * sizeof(TabularLevel) + notes.capacity() * sizeof(TabularNote) +
         sevenths.capacity() * sizeof(SeventhCharacter) + references.capacity() * sizeof(CodeReference) +
         keys_.capacity() * (sizeof(CodeKey) + sizeof(std::uint32_t)) + index_.bytes();
}

void TabularWriter::open(LevelKind kind, CodeKey first, CodeKey last, std::string_view title) {
  TabularLevel level;
  level.first = first, level.last = last, level.kind = kind;
  level.parent = open_.empty() ? TabularList::none : open_.back();
  level.title = texts_.add(title);
  level.first_note = static_cast<std::uint32_t>(list_.notes.size());
  level.first_seventh = static_cast<std::uint32_t>(list_.sevenths.size());
  open_.push_back(static_cast<std::uint32_t>(list_.levels.size()));
  list_.levels.push_back(level);
}

void TabularWriter::note(NoteKind kind, std::string_view text) {
  list_.notes.push_back({texts_.add(text), static_cast<std::uint32_t>(list_.references.size()), kind, 0});
  for (const auto& reference : references_in(text)) list_.references.push_back(reference);
}

void TabularWriter::seventh(char character, std::string_view text) {
  list_.sevenths.push_back({texts_.add(text), static_cast<std::uint32_t>(static_cast<unsigned char>(character))});
}

void TabularWriter::close() {
  list_.levels[open_.back()].end = static_cast<std::uint32_t>(list_.levels.size());
  open_.pop_back();
}

TabularList TabularWriter::take() {
  list_.texts = texts_.take();
  return std::move(list_);
}

}  // namespace charta::code_books
