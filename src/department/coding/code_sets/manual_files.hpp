// SPDX-License-Identifier: Apache-2.0
// What the Definitions Manual of the MS-DRGs says in words that a program can read: appendix A, the list of MS-DRGs.
#pragma once
#include "department/coding/code_books/code_lists.hpp"

namespace charta::code_sets {

struct DrgList {
  int version = 0;            ///< 400 of "Version 40.0"
  code_books::TermList drgs;  ///< "001": title, MDC ("" where several lead to it), "medical", "surgical" or ""
};

bool is_drg_list(std::string_view text);
/// Errors: `invalid`, naming the line (another layout, a DRG that does not follow the one before it).
Result<DrgList> read_drg_list(std::string_view text);

}  // namespace charta::code_sets
