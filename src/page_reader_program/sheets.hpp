// SPDX-License-Identifier: Apache-2.0
// Files as the pages of a production set: what stands on each of them, and one PDF of all with a stamp below each page.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/wire.hpp"
#include "page_reader_program/sandbox.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::page_reader_program {

struct Sheets {
  std::string pdf;  ///< empty: the file itself is one
  std::vector<std::string> digests;
};

/// A PDF as it stands, never mended: what a repair found again might not be all of it. Pictures become a PDF around their own
/// dots. `is_stamped`: what stamped_set() added is left out. Errors: `invalid`, `too_large`.
Result<Sheets> sheets_of(std::string_view bytes, bool is_stamped, const Bounds& bounds);

/// Each page as it stands, made longer by a strip with its stamp. Errors: `invalid` (which part, and what is wrong with it).
Result<std::string> stamped_set(const std::vector<page_reading::SetPart>& parts, const Bounds& bounds);

}  // namespace charta::page_reader_program
