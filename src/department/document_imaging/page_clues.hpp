// SPDX-License-Identifier: Apache-2.0
// What the words of a page say of whose it is and when it was written, and whether that agrees with a chart. Pure.
#pragma once
#include "department/document_imaging/imaging_rules.hpp"
#include "department/document_imaging/scan_batch.hpp"
#include "department/patient_index/demographics.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::document_imaging {

struct Clue {
  /// `number`, `date`: without a label
  enum class Kind { mrn, number, name, birth_date, service_date, date, author, account };
  Kind kind = Kind::number;
  std::string text;  ///< as read; dates as YYYY-MM-DD
  PageId page;
  page_reading::Box box;
  int confidence = 0;  ///< percent, of the least sure word
  int line = 0;        ///< of the page, counted from 0
  std::string label;   ///< folded; empty: none stands before it
  std::string before;  ///< the line up to its label, folded: "mother's", "referring physician"
};

/// Everything of a page that may identify it, labelled ones first found first.
std::vector<Clue> clues_of(PageId page, const std::vector<page_reading::Word>& words, const PageLabels& labels);

/// A day as it is written on paper: 2025-03-04, 3/4/2025, 4-MAR-2025, March 4 2025. Two-digit years are none: they may be either
/// century.
std::optional<Date> written_day(std::string_view text, bool day_first);

/// Letters and digits in lower case: how numbers are compared.
std::string bare_number(std::string_view text);

struct Evidence {
  std::string what, says;  ///< sheet, mrn, name, birth_date, encounter, expected, same_type
  PageId page;
  page_reading::Box box;
};

struct Likeness {
  int confidence = 0;  ///< percent
  std::vector<Evidence> evidence;
};
/// How much of the page and the sheet agrees with a person; each kind counts once.
Likeness likeness(const patient_index::Demographics& person, const std::vector<Clue>& clues,
                  const std::optional<cover_sheet::CoverSheet>& sheet, const IndexRules& rules);

/// A page that speaks of somebody else than its chart.
struct Contradiction {
  std::string key;   ///< by which a clerk answers it
  std::string what;  ///< mrn, name, birth_date, sheet
  std::string says;
  PageId page;
  page_reading::Box box;
};
/// `person`: everything known of whose chart it is, numbers and names of linked records among it.
std::vector<Contradiction> contradictions(const patient_index::Demographics& person, const std::vector<Clue>& clues,
                                          const std::optional<cover_sheet::CoverSheet>& sheet, PageId first_page,
                                          const IndexRules& rules);

}  // namespace charta::document_imaging
