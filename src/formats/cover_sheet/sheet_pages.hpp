// SPDX-License-Identifier: Apache-2.0
// Separator sheets and stickers as they come out of a printer.
#pragma once
#include "formats/cover_sheet/cover_sheet.hpp"

#include <string>
#include <vector>

namespace charta::cover_sheet {

/// What stands on a sheet for people and in none of its symbols: whoever finds the sheet knows whose papers follow, whatever
/// copies the symbols learns numbers only.
struct PrintedSheet {
  CoverSheet sheet{};
  std::string patient_name{}, birth_date{};
  std::string document_title{};  ///< of the document type
  std::string place{};           ///< the ward or clinic it is printed for
};

/// One US letter page a sheet: two pairs of thick bars by which the reader knows a separator that it cannot read, the QR code
/// twice, a Code 128 of the same text where that fits, the text itself in letters that a reader of print reads well. Errors:
/// those of payload_of().
Result<std::string> sheets_as_pdf(const std::vector<PrintedSheet>& sheets);

/// Stickers of 2⅝ by 1 inch, thirty to a letter page, each with a QR code and what a person needs.
Result<std::string> stickers_as_pdf(const std::vector<PrintedSheet>& stickers);

/// The same for label printers: ZPL II at 203 dots to the inch, a sticker 2⅝ by 1 inch, a sheet 4 by 6 inches.
Result<std::string> as_zpl(const std::vector<PrintedSheet>& sheets);

}  // namespace charta::cover_sheet
