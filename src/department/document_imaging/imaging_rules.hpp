// SPDX-License-Identifier: Apache-2.0
// What the imaging desk takes from rule packs: data/rules/document-imaging.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::document_imaging {

/// Words that stand before a value on a page.
struct PageLabels {
  std::vector<std::string> mrn, name, birth_date, service_date, author;
  std::vector<std::string> separator;  ///< all of them are printed on every cover sheet
  bool day_first = false;              ///< 03/04/2025 is the third of April
  std::vector<std::string> account{};  ///< of a visit's account number
};

struct DocumentType {
  std::string code, display;  ///< LOINC
  std::vector<std::string> required;
  std::vector<std::string> titles{};  ///< what forms of the type call themselves
};

struct IndexRules {
  std::vector<DocumentType> types;
  int key_twice_below = 60;                              ///< percent: a field of which less is sure is keyed twice
  std::set<std::string> key_twice;                       ///< the risk fields
  int sure_word = 70;                                    ///< percent: what was read with less contradicts nobody
  int sheet = 60, mrn = 40, name = 25, birth_date = 25;  ///< percent that each agreement adds
  /// Percent with which a value is suggested, by what says it.
  struct Suggested {
    int sheet_type = 95, page_title = 75, other_title = 40, sheet_visit = 95, day_of_visit = 70, any_visit = 10,
        labelled_day = 80, other_day = 35, author = 60, expected_type = 80, other_expected = 20;
    int said_again = 10;  ///< that a second place adds
  } suggested;
  std::string rule;
  bool verified = false;

  const DocumentType* find(std::string_view code) const;
};

struct SamplingRules {
  int standard_percent = 30, proven_percent = 10, beginner_percent = 100, wrong_patient_percent = 100;
  int beginner_documents = 50;        ///< the first ones of everybody are all looked at
  int proven_documents = 200;         ///< so many in a row without an error earn the smaller sample
  int wrong_patient_documents = 200;  ///< so long the last wrong patient is remembered
  std::string rule;
};

/// When two pages are nearly the same.
struct LikenessRules {
  int bits = 64, bits_without_words = 12;  ///< of 256, in which the images may differ
  int words_percent = 80;                  ///< that both have
  int least_words = 12;                    ///< a page with fewer is known by its image
};

struct ImagingRules {
  LikenessRules likeness;
  PageLabels labels;
  IndexRules index;
  SamplingRules sampling;
  int retention_days = 30;
  std::string retention_rule;

  /// Errors: `not_found` (a pack is not in force), `invalid`, naming the element.
  static Result<ImagingRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::document_imaging
