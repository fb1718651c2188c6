// SPDX-License-Identifier: Apache-2.0
// Bar codes and matrix codes of a page, each with who read it: the zxing and the zbar library, and where only one of them did,
// the text printed beside the symbol.
#pragma once
#include "page_reader_program/pix.hpp"

#include <vector>

namespace charta::page_reader_program {

using Symbols = std::vector<page_reading::Symbol>;

enum class Effort { usual, all };  ///< all: also smoothed, sharpened and smaller copies are tried

Symbols symbols_of(const Image& page, Effort effort);

/// One library's reading of an 8-bit image. zxing's runs in a process of its own: the packaged 1.4.0 aborts on some real
/// pictures and on several equal bars, which are read a symbol at a time then.
Symbols read_by_zxing(const Image& grey);
Symbols read_by_zbar(const Image& grey);

}  // namespace charta::page_reader_program
