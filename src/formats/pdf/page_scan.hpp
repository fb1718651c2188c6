// SPDX-License-Identifier: Apache-2.0
// Scanned pages as one PDF whose text can be searched and copied: each page's image as it is, its words invisible over it. The
// structure aims at PDF/A-2u (ISO 19005-2: embedded font with a Unicode map, output intent, XMP) and is not verified: no
// validator is at hand.
#pragma once
#include "formats/page_reading/page_findings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::pdf {

/// Packed samples as a PDF takes them, unchanged.
struct ScanImage {
  std::string filter{};      ///< "/CCITTFaxDecode", "/DCTDecode", "/FlateDecode"
  std::string parameters{};  ///< for /DecodeParms; may be empty
  std::string data{};
  int width = 0, height = 0, bits = 8;
  bool is_grey = true;  ///< else three colours
  int dpi = 300;
};

struct PageScan {
  ScanImage image{};
  std::vector<page_reading::Word> words{};
};

std::string scanned_pages(const std::vector<PageScan>& pages);

}  // namespace charta::pdf
