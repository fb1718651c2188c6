// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/arguments.hpp"
#include "department/coding/code_sets/code_library.hpp"

namespace charta::app {

/// The code sets beside the data directory that the arguments name, judged by its rule packs.
Result<code_sets::CodeLibrary> open_code_library(const Arguments& arguments);

/// Prints what was imported, and what it stands in place of.
void print_imported(const code_sets::CodeSetEntry& made, const std::vector<code_sets::CodeSetEntry>& before);

}  // namespace charta::app
