// SPDX-License-Identifier: Apache-2.0
// Words of ZPL II, the language of label printers (Zebra, ZPL II Programming Guide: ^BQ, ^BC, ^FH). Places and heights in dots
// from the upper left.
#pragma once
#include <string>
#include <string_view>

namespace charta::cover_sheet {

/// A line of text in the printer's scalable font, UTF-8 (the label says ^CI28).
std::string zpl_text(int left, int top, int height, std::string_view text);
/// Code 128 in modules of two dots, its text below it.
std::string zpl_code_128(int left, int top, int height, std::string_view text);
/// A QR code of level Q, each module `magnified` dots.
std::string zpl_qr(int left, int top, int magnified, std::string_view text);

}  // namespace charta::cover_sheet
