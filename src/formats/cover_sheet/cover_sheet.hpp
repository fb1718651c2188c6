// SPDX-License-Identifier: Apache-2.0
// Sheets that tell the scanning desk where one document ends and whose the next one is.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

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

/// The text of the QR and the Code 128 symbol: fields, then a check character over all of them.
/// Errors: `invalid` (a field holds the separator or a control character).
Result<std::string> payload_of(const CoverSheet& sheet);

/// `nullopt`: not one of our sheets. Errors: `invalid` (ours, but the check character or a field is wrong: the sheet stops the batch).
Result<std::optional<CoverSheet>> sheet_of(std::string_view payload);

}  // namespace charta::cover_sheet
