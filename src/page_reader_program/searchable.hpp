// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/page_findings.hpp"
#include "page_reader_program/sandbox.hpp"

#include <string>
#include <vector>

namespace charta::page_reader_program {

/// One PDF of these pages. A JPEG and a Group 4 fax go in as they are, everything else without loss.
/// Errors: `invalid` (a page is broken, or the lists differ in length).
Result<std::string> searchable_pdf_of(const std::vector<page_reading::PageImage>& pages,
                                      const std::vector<std::vector<page_reading::Word>>& words, const Bounds& bounds);

}  // namespace charta::page_reader_program
