// SPDX-License-Identifier: Apache-2.0
// What PDF/A-2u asks of every file (ISO 19005-2): an embedded font, an output intent with its colour profile, XMP metadata.
#pragma once
#include "formats/pdf/writer.hpp"

#include <string>

namespace charta::pdf {

/// A font whose every letter is empty and half as wide as high; its codes are UTF-16, so that what is copied is what was read.
int add_invisible_font(Writer& writer);
int add_output_intent(Writer& writer);     ///< sRGB
int add_archive_metadata(Writer& writer);  ///< pdfaid part 2, conformance U

std::string empty_letters_font();  ///< TrueType: the empty .notdef and one empty letter. Source: OpenType 1.9, chapter Tables
std::string srgb_profile();        ///< ICC.1:2001-04, a matrix display profile with a gamma of 2.2

}  // namespace charta::pdf
