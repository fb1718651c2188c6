// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_sets/code_library.hpp"

namespace charta::code_sets {

/// read_published(), naming in `not_taken` the files in folders and archives of which nothing went into a set, with the reason
/// where there is one: "table5.xlsx: a workbook: save it as text (CSV)".
Result<std::vector<ReadySet>> read_published(const std::vector<std::string>& paths, std::string_view release,
                                             const grouper::SpecialLogic& logic, const Licences& licences,
                                             std::vector<std::string>& not_taken);

}  // namespace charta::code_sets
