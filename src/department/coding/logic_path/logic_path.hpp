// SPDX-License-Identifier: Apache-2.0
// Logic mode: questions that end at a code. Nothing is kept: the answers given so far lead to the next question or to the end.
// Source of the order (index, tabular list, notes): Official Guidelines, section I.B.1.
#pragma once
#include "department/coding/code_books/code_lists.hpp"
#include "department/coding/code_books/procedure_tables.hpp"
#include "department/coding/encoder/code_texts.hpp"
#include "department/coding/logic_path/index_terms.hpp"

namespace charta::logic_path {

/// What a day's questions are asked of; what is not loaded is null.
struct Books {
  Indexes indexes;
  const code_books::TabularList* tabular = nullptr;
  const encoder::CodeTexts *diagnoses = nullptr, *procedures = nullptr;
  const code_books::ProcedureTables* tables = nullptr;
  const code_books::TermList* definitions = nullptr;
};

/// "d.4f2-1kx.own" into its answers.
std::vector<std::string> answers_in(std::string_view text);

/// Follows the answers. `words`: what was typed so far of a main term, when that is the question.
/// Errors: `invalid`, with the answer that does not fit and its number; too many answers.
Result<Way> follow(const Books& books, const LogicWords& words, const std::vector<std::string>& answers,
                   std::string_view typed = {});

}  // namespace charta::logic_path
