// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_books/index_book.hpp"
#include "department/coding/code_books/tabular_list.hpp"
#include "department/coding/encoder/code_texts.hpp"

namespace charta::code_sets {

/// The tabular list of ICD-10-CM as the publisher's XML (icd10cm_tabular.xsd), whole: every chapter from the first on, every
/// section that a chapter's own table names. Errors: `invalid`, naming the line or the code.
Result<code_books::TabularList> read_tabular_list(std::string_view text);

/// The alphabetic index, the index of external causes, the tables of drugs and of neoplasms as XML (icd10cm_index.xsd,
/// icd10cm_drug_neoplasm.xsd), or the index of ICD-10-PCS. Errors: `invalid`, naming the line or the entry.
Result<code_books::IndexBook> read_index_book(std::string_view text);
/// What the search box needs of an index: one text a coded entry, and one a reference ("see …") that leads to a code.
enum class IndexOf { diagnoses, procedures };  ///< the second gives its references their codes itself, and names devices
encoder::CodeTexts searchable(const code_books::IndexBook& book, IndexOf what = IndexOf::diagnoses);
/// The index of ICD-10-PCS as CSV (letter, term, elem, value, code, level). Errors: `invalid`, naming the line.
Result<code_books::IndexBook> read_procedure_index(std::string_view text);

/// The year that the text's <version> says; 0 where it says none.
int version_said_in(std::string_view text);

}  // namespace charta::code_sets
