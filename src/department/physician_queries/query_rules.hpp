// SPDX-License-Identifier: Apache-2.0
// Rule packs `physician-queries/compliance` (words that a question must not hold) and `physician-queries/diagnoses` (what is a
// diagnosis, and which facts speak for it).
#pragma once
#include "department/physician_queries/phrase_list.hpp"
#include "record/rules/rule_pack.hpp"

#include <string>
#include <vector>

namespace charta::physician_queries {

struct Diagnosis {
  std::string name;
  std::vector<Phrase> terms;  ///< its names, its abbreviations
  std::vector<Phrase> signs;  ///< words of facts that make it reasonable to ask; empty: this pack does not know any
};

struct QueryRules {
  std::vector<Phrase> money, quality, leading, denials, others, undetermined;
  std::vector<Diagnosis> diagnoses;
  std::string compliance, knowledge;  ///< the rules and versions

  /// Errors: `not_found` (no such rule in force), `invalid` (says what is not as asked).
  static Result<QueryRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
};

/// A diagnosis that a text names.
struct NamedDiagnosis {
  const Diagnosis* diagnosis = nullptr;
  PhraseHit hit;
};
/// In the order of the text; "acute on chronic systolic heart failure" is that, and not heart failure again.
std::vector<NamedDiagnosis> diagnoses_in(const WordedText& text, const QueryRules& rules);
/// Those that a text says are there: "no evidence of sepsis" and "rule out sepsis" are none.
std::vector<const Diagnosis*> affirmed_in(const WordedText& text, const QueryRules& rules);

}  // namespace charta::physician_queries
