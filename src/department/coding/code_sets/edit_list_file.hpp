// SPDX-License-Identifier: Apache-2.0
// The code editor's manual as a flat list: which codes an edit is about (version, section, edit type, code).
#pragma once
#include "department/coding/editor/edit_tables.hpp"
#include "department/coding/encoder/code_texts.hpp"

#include <string_view>

namespace charta::code_sets {

struct EditList {
  struct Row {
    grouper::CodeKey code = 0;
    std::string_view attribute;  ///< as the editor's own tables call it
    bool is_procedure = false;
  };
  int version = 0;  ///< 37 of v37, which is FY 2020
  std::vector<Row> rows;
};

bool is_edit_list(std::string_view text);
/// Errors: `invalid`, naming the line (an edit that is unknown, another version, ICD-9).
Result<EditList> read_edit_list(std::string_view text);

/// The codes of a year that can be reported, with what the list says of them; external causes are the letters V to Y.
/// Errors: `invalid` (the list names a code that the year does not have).
Result<editor::EditTables> edit_tables_of(const EditList& list, const encoder::CodeTexts& diagnoses,
                                          const encoder::CodeTexts& procedures, Date first, Date last,
                                          const std::vector<int>& discharge_statuses);

}  // namespace charta::code_sets
