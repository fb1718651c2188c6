// SPDX-License-Identifier: Apache-2.0
// The tabular list of ICD-10-CM as a book: chapters, sections and codes with their notes, which hold for all that stands below.
// Source: ICD-10-CM Official Guidelines, section I.A (conventions), for what each note means.
#pragma once
#include "base/result.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "department/coding/code_books/text_pool.hpp"

#include <span>
#include <string>
#include <vector>

namespace charta::code_books {

enum class NoteKind : std::uint32_t {
  note,
  includes,
  inclusion_term,
  excludes1,
  excludes2,
  code_first,
  use_additional,
  code_also,
  seventh_character
};
std::string_view name_of(NoteKind kind);  ///< "excludes1", "code-first", …

enum class LevelKind : std::uint32_t { chapter, section, code };

/// In the order of the book: what stands below a level follows it, up to `end`.
struct TabularLevel {
  CodeKey first = 0, last = 0;  ///< a code: the code and the last key below it; a section or chapter: its span
  std::uint32_t parent = 0, end = 0, title = 0, first_note = 0, first_seventh = 0;
  LevelKind kind = LevelKind::code;
};
struct TabularNote {
  std::uint32_t text = 0, first_reference = 0;
  NoteKind kind = NoteKind::note;
  std::uint32_t reserved = 0;
};
struct SeventhCharacter {
  std::uint32_t text = 0, character = 0;
};

/// What a code lacks to be one that can be reported, as far as the book tells.
enum class Shape : std::uint8_t { whole, unknown, needs_more_characters, needs_seventh, wrong_seventh, wrong_placeholder };

class TabularList {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;
  TextPool texts;
  std::vector<TabularLevel> levels;
  std::vector<TabularNote> notes;
  std::vector<SeventhCharacter> sevenths;
  std::vector<CodeReference> references;

  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(levels, notes, sevenths, references);
  }
  /// Indexes the codes; call it once where the list now stands. Errors: `invalid` (the members do not fit together).
  Result<void> prepare();

  /// The deepest level that a code stands at or below; `none` when the book has not even its category.
  std::uint32_t find(CodeKey code) const;
  /// From the chapter down to `level`.
  std::vector<std::uint32_t> chain(std::uint32_t level) const;
  std::vector<std::uint32_t> below(std::uint32_t level) const;  ///< its direct children
  std::span<const TabularNote> notes_of(std::uint32_t level) const;
  std::span<const CodeReference> references_of(const TabularNote& note) const;
  /// The choices of the seventh character that hold at `level`: its own, or those of the nearest level above.
  std::span<const SeventhCharacter> sevenths_at(std::uint32_t level) const;
  Shape shape_of(CodeKey code) const;
  /// The code of a level with its 7th character, padded with the placeholder X. 0: nothing can be built there.
  CodeKey with_seventh(std::uint32_t level, char character) const;
  std::string_view title(std::uint32_t level) const { return texts[levels[level].title]; }
  std::size_t memory_bytes() const;

 private:
  std::vector<CodeKey> keys_;  ///< sorted
  std::vector<std::uint32_t> places_;
  grouper::CodeIndex index_;
};

/// Fills a list in the order of the book: a level, its notes and seventh characters, then what stands below.
class TabularWriter {
 public:
  void open(LevelKind kind, CodeKey first, CodeKey last, std::string_view title);
  void note(NoteKind kind, std::string_view text);
  void seventh(char character, std::string_view text);
  void close();
  TabularList take();

 private:
  TabularList list_;
  TextPoolWriter texts_;
  std::vector<std::uint32_t> open_;
};

}  // namespace charta::code_books
