// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_sets/drg_files.hpp"
#include "department/coding/editor/edit_tables.hpp"

namespace charta::code_sets {

/// mce_dx, mce_px, mce_age, mce_dstat.
std::vector<std::string_view> code_editor_names();
/// The Medicare Code Editor's tables. Errors: `missing` (naming the file), `invalid` (naming file and line).
Result<editor::EditTables> read_code_editor(const NamedTexts& texts);

}  // namespace charta::code_sets
