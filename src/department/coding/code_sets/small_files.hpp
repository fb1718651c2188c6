// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_books/code_lists.hpp"
#include "department/coding/encoder/code_texts.hpp"

namespace charta::code_sets {

/// The diagnoses that are exempt from present on admission, as CMS's tab separated list. Errors: `invalid`, naming the line.
Result<code_books::CodeSet> read_poa_exempt(std::string_view text);
bool is_poa_exempt(std::string_view text);

/// What a year changed, as CMS's addenda ("Add:", "Delete:", "Revise from:", "Revise to:") of the order or the codes file.
/// Errors: `invalid`, naming the line.
Result<code_books::CodeChanges> read_addenda(std::string_view text);
bool is_addenda(std::string_view text);
/// The same from two years' lists: codes that can be reported and were not, or no more, or under another title.
code_books::CodeChanges changes_between(const encoder::CodeTexts& before, const encoder::CodeTexts& after);

/// Classifications of diagnoses: CCSR (CSV of AHRQ, or one JSON object code -> category), Elixhauser (AHRQ's SAS format program),
/// CMS-HCC and RxHCC (code, category, model). Errors: `invalid`, naming the line.
Result<code_books::CodeGroups> read_ccsr(std::string_view text);
Result<code_books::CodeGroups> read_elixhauser(std::string_view text);
Result<code_books::CodeGroups> read_condition_categories(std::string_view text);
bool is_ccsr(std::string_view text);
bool is_elixhauser(std::string_view text);
bool is_condition_categories(std::string_view text);

/// What the condition categories are called (category, title, model), and which of them take the place of others (category, the
/// one that it takes the place of, model). Errors: `invalid`, naming the line.
Result<code_books::TermList> read_category_labels(std::string_view text);
Result<code_books::TermList> read_category_hierarchies(std::string_view text);
bool are_category_labels(std::string_view text);
bool are_category_hierarchies(std::string_view text);

/// Lists of terms: places of service, vaccines (CVX), units (UCUM essence). Errors: `invalid`.
Result<code_books::TermList> read_places_of_service(std::string_view text);
Result<code_books::TermList> read_vaccines(std::string_view text);
Result<code_books::TermList> read_units(std::string_view text);
bool is_places_of_service(std::string_view text);
bool is_vaccines(std::string_view text);
bool is_units(std::string_view text);

}  // namespace charta::code_sets
