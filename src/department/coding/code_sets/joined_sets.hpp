// SPDX-License-Identifier: Apache-2.0
// A set that came in several files of one import.
#pragma once
#include "department/coding/code_sets/code_library.hpp"

namespace charta::code_sets {

/// Each kind and release once: the files of keyed sets (NCCI pairs and units) are joined, a row that stands in two of them with
/// the same content once. Errors: `invalid` (the same row with another content; two files of a set that does not come in parts),
/// naming both files.
Result<std::vector<ReadySet>> joined_sets(std::vector<ReadySet> sets);

}  // namespace charta::code_sets
