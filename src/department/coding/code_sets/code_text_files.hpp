// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"
#include "department/coding/encoder/code_texts.hpp"

#include <string_view>

namespace charta::code_sets {

/// Whether a text begins as CMS's order file: "00001 A00     0 Cholera …".
bool is_order_file(std::string_view text);
/// The order file of ICD-10-CM or ICD-10-PCS: number, code, billable mark, short and long title in fixed columns
/// (icd10OrderFiles.pdf). Errors: `invalid`, naming the line (a number out of sequence, a line cut short).
Result<encoder::CodeTexts> read_order_file(std::string_view text);
/// True for ICD-10-PCS: every billable code has seven characters and begins a table of the procedure coding system.
bool is_procedure_system(const encoder::CodeTexts& texts);

/// Whether a list reaches into its last chapter (Z or U of ICD-10-CM) or section (X of ICD-10-PCS): one that does not is cut
/// short.
bool reaches_the_last_chapter(const encoder::CodeTexts& texts);

/// The alphabetic index as CSV (RowID, Level, Term, See, NonEssModif, Code, …): one text a coded entry, its path from the main
/// term on, and one a reference that leads to a code. Errors: `invalid`, naming the line.
Result<encoder::CodeTexts> read_alphabetic_index(std::string_view text);

}  // namespace charta::code_sets
