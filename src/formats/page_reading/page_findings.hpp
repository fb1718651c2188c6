// SPDX-License-Identifier: Apache-2.0
// What a machine finds on a page image: values only. Measures are pixels of the upright, straightened page, origin top left.
#pragma once
#include <string>
#include <vector>

namespace charta::page_reading {

struct Box {
  int left = 0, top = 0, width = 0, height = 0;
};

/// One image as it stands in the file that was fed in: a page of a TIFF or PDF, a PNG, a JPEG.
struct PageImage {
  std::string bytes{};       ///< an image file of one page, of `media_type`; the page's own bytes where the container has them
  std::string media_type{};  ///< "image/tiff" (G4), "image/png", "image/jpeg"
  int width = 0, height = 0;
  int dpi = 0;  ///< dots per inch as the file says; 0: it does not say
};

/// A bar code or matrix code. Nobody acts on one that only a single reader saw (42 CFR 482.24(b): accurately written, properly
/// filed).
struct Symbol {
  std::string symbology{};  ///< "QRCode", "Code128", "DataMatrix", "PDF417", "Code39", …
  std::string text{};
  Box box{};
  std::vector<std::string> read_by{};  ///< independent ways that agree on the text: "zxing", "zbar", "printed-text"
};

struct Word {
  std::string text{};
  Box box{};
  int confidence = 0;  ///< percent
  int line = 0;        ///< counted from 0 down the page
};

/// What was found without reading the text.
struct PageFindings {
  int width = 0, height = 0, dpi = 0;  ///< of the straightened page
  double skew_degrees = 0;             ///< by which it was straightened; clockwise positive
  int turned_degrees = 0;              ///< by which it was turned upright: 0, 90, 180, 270 clockwise
  double ink = 0;                      ///< share of dark dots, 0 to 1, margins left out
  bool blank = false;
  /// The thick bars of a separator sheet stand on it, read or not: a page that has them and no sheet's symbol stops its batch.
  bool sheet_marks = false;
  std::vector<Symbol> symbols{};
  PageImage straightened{};  ///< for reading and display; the original is kept untouched beside it
  PageImage thumbnail{};     ///< JPEG, longest side 240
  std::string likeness{};    ///< 64 hexadecimal digits: the same for a page that was scanned again, but for a few bits
};

}  // namespace charta::page_reading
