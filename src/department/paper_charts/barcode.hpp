// SPDX-License-Identifier: Apache-2.0
// What stands in the bars of a folder, a shelf and a slip. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace charta::paper_charts {

/// What was scanned.
enum class Scanned {
  volume,       ///< a folder's label
  place,        ///< a shelf's, a cart's, a borrower's card
  requisition,  ///< the slip of a request
  foreign,      ///< one of another system: a folder may carry an older label, so it is looked up as it stands
  separator,    ///< a cover sheet of the scanning desk
  damaged       ///< ours by its form, and its check character is wrong: never guessed
};

struct Barcode {
  Scanned kind = Scanned::foreign;
  std::int64_t key = 0;  ///< of what is ours
  std::string text;      ///< as looked up: trimmed, upper case
};

/// "V", "L" or "Q", the row's key in 13 characters, then one check character over all of them: 15 characters of Code 128.
/// The check is ISO/IEC 7064 MOD 37-2, as on blood: it tells every wrong character and every swap of two neighbours.
std::string barcode_of(Scanned kind, std::int64_t key);
Barcode read_barcode(std::string_view scanned);

/// Of digits and letters in upper case; '\0' when another character is among them.
char check_character(std::string_view text);

}  // namespace charta::paper_charts
