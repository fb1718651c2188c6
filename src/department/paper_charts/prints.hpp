// SPDX-License-Identifier: Apache-2.0
// What the file room prints: labels of folders, shelves and borrowers, outguides, pull lists, transfer slips. Each carries a Code
// 128 of its barcode. Pure.
#pragma once
#include "department/paper_charts/requisition.hpp"

#include <string>
#include <vector>

namespace charta::paper_charts {

/// A label: a folder's, a shelf's or a borrower's card.
struct Label {
  std::string barcode;
  std::string heading;               ///< the number as it is filed, "12-34-56", or the place's name
  std::vector<std::string> lines;    ///< what a person needs beside it
  std::vector<std::string> colours;  ///< of the number's pairs, in words: a printer is black and white
};

/// What stands in the shelf instead of a volume that is out; beside it a slip that travels with the volume.
struct Slip {
  std::string title;  ///< "OUT", "TRANSFER"
  Label volume;
  std::string requester, deliver_to, given_at, due_at, request_barcode;
};

/// Thirty labels of 2⅝ by 1 inch to a letter page. Errors: `invalid` (a barcode that no symbol holds).
Result<std::string> labels_as_pdf(const std::vector<Label>& labels);
Result<std::string> labels_as_zpl(const std::vector<Label>& labels);
/// Three to a letter page, cut apart.
Result<std::string> slips_as_pdf(const std::vector<Slip>& slips);
Result<std::string> slips_as_zpl(const std::vector<Slip>& slips);

/// One line of a printed pull list.
struct PrintedLine {
  std::string number, volume, place, deliver_to, needed_at, priority, barcode;
};
/// Twenty-two lines to a page, in the order given; each with a box to tick and the barcode to scan.
Result<std::string> pull_list_as_pdf(const std::vector<PrintedLine>& lines, const std::string& heading);

}  // namespace charta::paper_charts
