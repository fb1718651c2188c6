// SPDX-License-Identifier: Apache-2.0
// Whatever is typed is a query or is refused, and what goes to an engine holds nothing of it but words; any text has its words in
// order, and any markup or RTF gives a text.
#include "department/document_search/document_text.hpp"
#include "department/document_search/search_query.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>

using namespace charta;

namespace {

bool is_word(const std::string& word) {
  return !word.empty() && word.size() <= 64 && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
  });
}

void check_query(std::string_view typed) {
  const auto clauses = document_search::parse_query(typed);
  if (!clauses) {
    CHARTA_PROPERTY(!clauses.error().message.empty());
    return;
  }
  store::TextQuery query;
  query.clauses = *clauses;
  for (const auto& clause : *clauses)
    for (const auto& term : clause.any)
      CHARTA_PROPERTY(!term.words.empty() && std::all_of(term.words.begin(), term.words.end(), is_word));
  const auto fts5 = store::fts5_query(query);
  CHARTA_PROPERTY(std::count(fts5.begin(), fts5.end(), '"') % 2 == 0);
  const auto ts = store::ts_query(query);
  CHARTA_PROPERTY(std::count(ts.begin(), ts.end(), '\'') % 2 == 0);
  (void)document_search::snippet_of(typed, *clauses);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  check_query(text);
  std::size_t at = 0;
  for (const auto& word : document_search::words_of(text)) {
    CHARTA_PROPERTY(is_word(word.folded) && word.begin >= at && word.end > word.begin && word.end <= text.size());
    at = word.begin;
  }
  (void)document_search::text_of_rtf(text);
  (void)document_search::text_of_markup(text);
  std::size_t kept = 0;
  for (const auto& page : document_search::pages_of(text)) kept += page.size();
  CHARTA_PROPERTY(kept == text.size() - static_cast<std::size_t>(std::count(text.begin(), text.end(), '\f')));
  return 0;
}
