// SPDX-License-Identifier: Apache-2.0
// The pages of a file that was fed in.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/page_findings.hpp"
#include "page_reader_program/sandbox.hpp"

#include <string_view>
#include <vector>

namespace charta::page_reader_program {

using Pages = std::vector<page_reading::PageImage>;

/// In their order, by the kind that the bytes say. Errors: `invalid` (broken, encrypted, of another kind), `too_large`.
Result<Pages> pages_of(std::string_view bytes, const Bounds& bounds);
/// A page is the image that covers it, as its bytes stand in the file, where nothing else is drawn on it; else a raster.
Result<Pages> pages_of_pdf(std::string_view bytes, const Bounds& bounds);

Error too_many_pages(long count, const Bounds& bounds);

}  // namespace charta::page_reader_program
