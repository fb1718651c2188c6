// SPDX-License-Identifier: Apache-2.0
// What is found on a page without reading its text.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/page_findings.hpp"
#include "page_reader_program/sandbox.hpp"

namespace charta::page_reader_program {

/// Turned upright, straightened, without black borders; blankness, symbols, separator marks, thumbnail.
Result<page_reading::PageFindings> look_at(const page_reading::PageImage& page, const Bounds& bounds);

/// By 90, 180 or 270 degrees clockwise, without loss. Errors: `invalid` (the image is broken; another angle).
Result<page_reading::PageImage> turned_page(const page_reading::PageImage& page, int degrees, const Bounds& bounds);

}  // namespace charta::page_reader_program
