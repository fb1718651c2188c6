// SPDX-License-Identifier: Apache-2.0
// A DICOM file (PS3.10): its attributes, and a picture of it where there is one.
#pragma once
#include "base/result.hpp"
#include "formats/page_reading/dicom_findings.hpp"
#include "page_reader_program/sandbox.hpp"

#include <string_view>

namespace charta::page_reader_program {

/// Errors: `invalid` (no DICOM file, broken, or no such frame), `too_large`.
Result<page_reading::DicomFindings> dicom_of(std::string_view file, int frame, const Bounds& bounds);

}  // namespace charta::page_reader_program
