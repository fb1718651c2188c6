// SPDX-License-Identifier: Apache-2.0
// An index as a book: main terms, what stands below them, see and see also; the tables of drugs and neoplasms, which are indexes
// with columns; the index of procedures, which leads to tables.
#pragma once
#include "base/result.hpp"
#include "department/coding/code_books/code_reference.hpp"
#include "department/coding/code_books/text_pool.hpp"

#include <span>

namespace charta::code_books {

struct IndexEntry {
  CodeKey code = 0, manifestation = 0;  ///< without the dashes of codes that go on
  std::uint32_t parent = UINT32_MAX, end = 0;
  std::uint32_t title = 0, nonessential = 0, see = 0, see_also = 0, use = 0;
  std::uint32_t first_cell = 0;
};
/// A code in one of the columns of a table ("Poisoning, Accidental").
struct IndexCell {
  CodeKey code = 0;
  std::uint32_t column = 0, reserved = 0;
};

class IndexBook {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;
  TextPool texts;
  std::uint32_t title = 0;
  std::vector<std::uint32_t> columns;  ///< headings, the first of the entries themselves; empty for an index without columns
  std::vector<IndexEntry> entries;     ///< in the order of the book: what stands below an entry follows it, up to `end`
  std::vector<IndexCell> cells;

  template <class Archive>
  void fields(Archive& archive) {
    texts.fields(archive);
    archive(title, columns, entries, cells);
  }
  Result<void> prepare() const;
  std::span<const IndexCell> cells_of(std::uint32_t entry) const;
  /// "Fracture, traumatic, femur"; what stands below `above` alone, where one is named.
  std::string path_of(std::uint32_t entry, std::uint32_t above = none) const;
  std::vector<std::uint32_t> chain(std::uint32_t entry) const;  ///< from the main term down
  std::vector<std::uint32_t> below(std::uint32_t entry) const;
  std::vector<std::uint32_t> main_terms(std::string_view beginning, std::size_t limit) const;  ///< whatever case and accents
  /// Sub-terms at any depth below an entry: each word that was typed begins a word of the path, in any order, and the sub-term's
  /// own title has one of them. The nearest first. Without words: what stands directly below.
  std::vector<std::uint32_t> search_below(std::uint32_t entry, std::string_view typed) const;
  /// Main terms by their beginning; then sub-terms of those that begin with the first word and have the others in their path.
  std::vector<std::uint32_t> search(std::string_view typed, std::size_t limit) const;
  /// How far the book has a path ("Failure, heart, acute"): the deepest entry of it, and what it has no entry for.
  std::pair<std::uint32_t, std::string_view> find_path(std::string_view path) const;
  /// Entries that lead to a code or to something below it.
  std::vector<std::uint32_t> leading_to(CodeKey code, std::size_t limit) const;

 private:
  std::pair<std::uint32_t, std::string_view> find_path(std::uint32_t from, std::uint32_t to, std::uint32_t above,
                                                       std::string_view path) const;
};

class IndexWriter {
 public:
  void name(std::string_view title) { book_.title = texts_.add(title); }
  void column(std::string_view heading) { book_.columns.push_back(texts_.add(heading)); }
  /// Opens an entry; `close` ends it when everything below has been added.
  IndexEntry& open(std::string_view title, std::string_view nonessential = {});
  void cell(std::uint32_t column, CodeKey code) { book_.cells.push_back({code, column, 0}); }
  void close();
  std::uint32_t text(std::string_view text) { return texts_.add(text); }
  std::size_t depth() const { return open_.size(); }
  IndexBook take();

 private:
  IndexBook book_;
  TextPoolWriter texts_;
  std::vector<std::uint32_t> open_;
};

}  // namespace charta::code_books
