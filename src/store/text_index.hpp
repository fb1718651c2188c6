// SPDX-License-Identifier: Apache-2.0
// Pages of text found by their words: FTS5 on SQLite, tsvector and GIN on PostgreSQL, behind one face.
#pragma once
#include "store/store.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace charta::store {

/// A page to take in. `words`: folded, a blank between two (letters, digits and bytes above 127 alone; anything else is a blank).
/// `marks`: what the page is besides its words ("p" and a patient's key, "t" and a type), by which a search is narrowed.
struct TextPage {
  std::int64_t document = 0, number = 1, patient = 0, at = 0, facility_bit = 0, sensitivity = 0;
  std::string words;
  std::vector<std::string> marks;
};

/// Words that stand side by side in this order; the last may be the beginning of one.
struct TextTerm {
  std::vector<std::string> words;
  bool is_prefix = false;
};
/// One of them stands on the page; or none of them may.
struct TextClause {
  std::vector<TextTerm> any;
  bool is_excluded = false;
};

struct TextQuery {
  std::vector<TextClause> clauses;              ///< all of them hold; one at least excludes nothing
  std::vector<std::vector<std::string>> marks;  ///< of each list one mark stands on the page; "…*": one that begins so
  std::int64_t patient = 0;                     ///< 0: anybody's
  std::int64_t from = std::numeric_limits<std::int64_t>::min(), until = std::numeric_limits<std::int64_t>::max();
  std::int64_t facilities = 0;  ///< bits that may be seen
  std::int64_t hidden = 0;      ///< labels of which a page may carry none
  std::int64_t limit = 1000;
};

struct TextFound {
  std::int64_t page = 0, document = 0, number = 0, patient = 0, at = 0;
  std::string words;  ///< as they were taken in, marks left out
};

/// The query as FTS5 reads it. Every word is quoted and holds nothing but letters and digits: nothing of it is syntax.
std::string fts5_query(const TextQuery& query);
/// The query as PostgreSQL's tsquery. `blocks`: block_marks of which one is the page's; empty: any.
std::string ts_query(const TextQuery& query, const std::vector<std::string>& blocks = {});
/// Marks of the blocks in which these pages stand: few large ones, or small ones where the pages are few.
std::vector<std::string> block_marks(std::int64_t first_page, std::int64_t last_page);
/// 'word':1,7 'other':2 …: positions kept, marks without one.
std::string ts_vector(std::string_view words, const std::vector<std::string>& marks);
constexpr std::int64_t small_block = 1024, large_block = 16'384;

class TextIndex {
 public:
  /// Takes the pages in, in their order; what stands of the same document stays. Answers the numbers they got.
  Result<std::vector<std::int64_t>> add(UnitOfWork& work, const std::vector<TextPage>& pages) const;
  /// Every page of the document and all its words are gone.
  Result<void> remove(UnitOfWork& work, std::int64_t document) const;
  /// Nobody finds the document from this unit on; its words are still there.
  Result<void> hide(UnitOfWork& work, std::int64_t document) const;
  /// Whose it is and who may see it changed; its words did not.
  Result<void> relabel(UnitOfWork& work, std::int64_t document, std::int64_t patient, std::int64_t facility_bit,
                       std::int64_t sensitivity) const;
  Result<void> add_label(UnitOfWork& work, std::int64_t patient, std::int64_t labels) const;
  /// Documents of a patient that carry one of the labels.
  Result<std::vector<std::int64_t>> labelled(Reader& reader, std::int64_t patient, std::int64_t labels) const;
  /// Everything, pages and words.
  Result<void> clear(UnitOfWork& work) const;

  /// The pages that were taken in last come first; at most `limit`.
  Result<std::vector<TextFound>> find(Reader& reader, const TextQuery& query) const;
  Result<std::int64_t> count(Reader& reader) const;
};

}  // namespace charta::store
