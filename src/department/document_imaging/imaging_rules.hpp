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
};

struct DocumentType {
  std::string code, display;  ///< LOINC
  std::vector<std::string> required;
};

struct IndexRules {
  std::vector<DocumentType> types;
  int key_twice_below = 60;                              ///< percent: a field of which less is sure is keyed twice
  std::set<std::string> key_twice;                       ///< the risk fields
  int sure_word = 70;                                    ///< percent: what was read with less contradicts nobody
  int sheet = 60, mrn = 40, name = 25, birth_date = 25;  ///< percent that each agreement adds
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

struct ImagingRules {
  PageLabels labels;
  IndexRules index;
  SamplingRules sampling;
  int retention_days = 30;
  std::string retention_rule;

  /// Errors: `not_found` (a pack is not in force), `invalid`, naming the element.
  static Result<ImagingRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

}  // namespace charta::document_imaging
