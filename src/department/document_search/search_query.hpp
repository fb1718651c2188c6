// SPDX-License-Identifier: Apache-2.0
// What somebody typed, as a query; where it stands in a page; how well the page answers it. Pure.
#pragma once
#include "base/result.hpp"
#include "department/document_search/page_words.hpp"
#include "store/text_index.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::document_search {

/// All words (AND), `OR` or `|` between two for either, `-` before one that must not stand there, "words side by side" in quotes,
/// `begin*` for words that begin so (three letters at least). A number or date is found as it is typed. There is no other syntax:
/// every other sign parts words. Errors: `missing` (no word that shall stand there), `invalid` (a beginning too short; too much).
Result<std::vector<store::TextClause>> parse_query(std::string_view typed);

/// Where a text answers: byte places in their order, overlapping ones as one.
struct Place {
  std::size_t begin = 0, end = 0;
  bool operator==(const Place&) const = default;
};
std::vector<Place> places_of(const std::vector<PageWord>& words, const std::vector<store::TextClause>& clauses);

/// How well a page answers: what is said more often, and words that stand near each other, weigh more. `words`: folded.
double score_of(std::string_view words, const std::vector<store::TextClause>& clauses);

/// A few words around the best place of a text, hits marked.
struct SnippetPiece {
  std::string text;
  bool is_hit = false;
};
std::vector<SnippetPiece> snippet_of(std::string_view text, const std::vector<store::TextClause>& clauses,
                                     std::size_t most = 220);

}  // namespace charta::document_search
