// SPDX-License-Identifier: Apache-2.0
// A run on paper: its sheet, then each copy with its barcode, as one walks. And the badge that a receipt is signed with. Pure.
#pragma once
#include "department/floor_delivery/delivery.hpp"
#include "formats/pdf/print.hpp"

#include <functional>
#include <string>
#include <vector>

namespace charta::floor_delivery {

/// What is printed of a document, as its chart holds it.
struct CopyContent {
  /// A scan or a PDF as it stands.
  struct Sheets {
    std::string pdf;
    std::size_t pages = 0;
  };
  std::string words;  ///< what is typed: laid out here
  std::vector<Sheets> sheets{};
  std::string problem{};  ///< why something of it is not printed; empty: all is
};

struct PrintedCopy {
  Delivery copy;
  std::string name;  ///< of the patient, with the number; stands on paper only
  CopyContent content;
};

/// Pages that become one file with those before and behind them; each page has a stamp.
struct BoundPart {
  std::string pdf;
  std::vector<std::string> stamps;
};
/// One file of all parts. Errors: `unavailable` (try again).
using Binder = std::function<Result<std::string>(const std::vector<BoundPart>&)>;

/// `front`: the run sheet's pages. What is typed has its barcode at the foot of every page; scans and PDFs stand behind a slip
/// with the barcode, each of their pages stamped with it. A copy of which nothing can be printed is its slip, saying why. One
/// part where no scan or PDF is among them.
Result<std::vector<BoundPart>> copies_as_parts(std::vector<pdf::Canvas> front, const std::vector<PrintedCopy>& copies);

/// A card for the purse: the name, the account, the barcode that a receipt scans.
Result<std::string> badge_as_pdf(UserId user, const std::string& name, const std::string& account);

}  // namespace charta::floor_delivery
