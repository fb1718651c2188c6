// SPDX-License-Identifier: Apache-2.0
// Sheets that tell the scanning desk where one document ends and whose the next one is.
#pragma once
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::cover_sheet {

enum class Kind { patient, document_type, patch, sticker };

/// What a separator says. A field that is empty says nothing: the desk never carries it over from the sheet before.
struct CoverSheet {
  Kind kind = Kind::patch;
  std::string assigner{}, mrn{};  ///< patient sheets and stickers: who issued the number, and the number
  std::string encounter{};        ///< visit number; may be empty
  std::string document_type{};    ///< LOINC code; may be empty
  std::string serial{};           ///< the printed sheet's own number: a sheet that was printed and never came back can be told
};

/// The text of the QR and the Code 128 symbol: `CHS1`, the kind's letter, the fields, then two check characters over all of them:
///
///     CHS1P|urn:oid:1.2.840.99|1002003|V77|11488-4|000042|5D
///
/// The check is the value of the text as a polynomial at 2 over the field of 1,291 elements, written to base 36. Of a text of up
/// to 1,000 characters it tells every wrong character and every swap of two that differ, wherever they stand, since 1,291 is
/// prime and 2 generates its field; of all other damage it lets one in 1,291 through, behind the symbols' own checks and a second
/// reader. Errors: `invalid` (a field holds the separator, a control character or one outside ASCII; a patient sheet without its
/// number; more than fits).
Result<std::string> payload_of(const CoverSheet& sheet);

/// `nullopt`: not one of our sheets. Errors: `invalid` (ours, but the check character or a field is wrong: the sheet stops the
/// batch).
Result<std::optional<CoverSheet>> sheet_of(std::string_view payload);

}  // namespace charta::cover_sheet
