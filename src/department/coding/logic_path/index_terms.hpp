// SPDX-License-Identifier: Apache-2.0
// The alphabetic index asked as a coder reads it: what stands below a term, and where "see" leads.
// Source: Official Guidelines, sections I.A.15 (with, in, due to) and I.A.16 (see, see also).
#pragma once
#include "department/coding/code_books/index_book.hpp"
#include "department/coding/logic_path/logic_words.hpp"
#include "department/coding/logic_path/question.hpp"

namespace charta::logic_path {

using code_books::IndexBook;

struct IndexPlace {
  const IndexBook* book = nullptr;
  std::uint32_t entry = 0;
  std::vector<std::string> left_over{};  ///< what "see" says and the index has not there: "malignant"
};
/// The indexes that are loaded, by the name that the words of logic mode use.
struct Indexes {
  const IndexBook *diseases = nullptr, *external_causes = nullptr, *drugs = nullptr, *neoplasms = nullptr;
};

/// What can follow below an entry: kinds and sites first, then by circumstance; a bare "with" gives way to what stands below it.
std::vector<Choice> sub_terms(const IndexBook& book, std::uint32_t entry, const LogicWords& words);
/// Where the words of a "see" lead; several when the index can be read both ways, none when it has no such term.
std::vector<IndexPlace> places_named(const Indexes& indexes, std::string_view see, const LogicWords& words);
/// Main terms that begin so, then those that have it elsewhere.
std::vector<Choice> main_term_choices(const IndexBook& book, std::string_view beginning, std::size_t limit);

std::string token_of(const IndexBook& book, std::uint32_t entry);
/// Nothing when the index has no such entry, or another one at its place.
std::optional<std::uint32_t> entry_of(const IndexBook& book, std::string_view token);

}  // namespace charta::logic_path
