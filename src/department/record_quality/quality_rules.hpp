// SPDX-License-Identifier: Apache-2.0
// Rule packs `record-quality/…` as values: words and thresholds of each check.
#pragma once
#include "department/record_quality/note_text.hpp"
#include "record/rules/rule_pack.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::record_quality {

using Names = std::set<std::string, std::less<>>;  ///< folded headings, or codes

struct LateralityRule {
  Names left, right, both;
  std::vector<Folded> parts;
  Names said_in, described_in;                         ///< headings
  std::size_t words_between = 3, most_of_a_stay = 60;  ///< so many documents of a stay are compared
  std::string rule;
};

struct SexRule {
  Names male, female;  ///< "62-year-old gentleman"
  std::vector<Folded> only_male, only_female, denials;
  Names of_somebody_else, not_in;
  std::size_t denial_reaches = 6, words_of_an_age = 6;  ///< words behind "no", and behind "62-year-old"
  std::string rule;
};

struct AgeRule {
  int tolerance_years = 1;
  Names not_in;
  std::string rule;
};

struct CopyRule {
  std::size_t shingle_words = 8, least_words = 80, most_sources = 40;
  int least_percent = 70, look_back_days = 730;
  int sample_may_miss = 25;  ///< per cent: of a sample that is kept against the words themselves
  Names not_types;
  std::string rule;
};

struct DocumentElement {
  std::string title;
  Names headings;
  std::vector<Folded> words;  ///< where there is no heading, one of these says it
  bool author_says = false;   ///< so does an author who is recorded with the document
};

struct ElementRule {
  std::string id, title;
  Names types;  ///< LOINC
  std::size_t least_words = 0;
  std::vector<DocumentElement> elements;
};

struct QualityRules {
  LateralityRule laterality;
  SexRule sex;
  AgeRule age;
  CopyRule copied;
  std::vector<ElementRule> elements;
  std::string elements_rule;

  /// Errors: `not_found` (no such rule in force), `invalid` (says what is not as asked).
  static Result<QualityRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const ElementRule* elements_of(std::string_view type) const;
};

}  // namespace charta::record_quality
