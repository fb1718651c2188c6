// SPDX-License-Identifier: Apache-2.0
// Rule packs coding/desk, coding/principal-diagnosis, coding/abstract: which stays are coded, what holds them up, what is asked
// of a finished one.
#pragma once
#include "record/rules/rule_pack.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::coding_desk {

using Words = std::set<std::string, std::less<>>;

/// "R00-R99", "O80", "V-Y": codes by their beginnings, both ends included.
struct CodeRange {
  std::string from, to;
  bool has(std::string_view code) const;
};
using CodeRanges = std::vector<CodeRange>;
bool any_has(const CodeRanges& ranges, std::string_view code);
/// Errors: `invalid`.
Result<CodeRanges> read_ranges(std::string_view list);

/// One check of the principal diagnosis, or of another diagnosis beside it.
struct SequenceCheck {
  std::string id, says, source;
  CodeRanges principal, with_other, without_other;
  bool blocks = false;
};

struct AbstractElement {
  std::string id, title;
  Words classes;  ///< asked of these; empty: of all
  bool is_required = true;
  std::vector<std::pair<std::string, std::string>> choices;  ///< code and words; empty: anything
  CodeRanges only_with;                                      ///< asked only where a diagnosis lies in these (birth weight)
  bool needs_procedure = false;
};

struct CodingRules {
  Words classes, grouped_classes;           ///< v3 ActCode; the second are inpatients: MS-DRG and POA
  Words lacks;                              ///< missing-document, …: what holds coding up
  Words documents;                          ///< of those, only what these rules ask for; empty: all
  Words claim_edits, blocking_claim_edits;  ///< which of department/coding/claim_edits are asked; what must be mended
  Words blocking_edits;                     ///< of the code editor: cannot be answered, must be mended
  bool asks_tabular = false;                ///< finishing waits until each diagnosis was opened in the tabular list
  Words blocking_checks;                    ///< of the desk's own: what must be mended ("procedure-date-missing", …)
  int review_per_cent = 0;                  ///< of finished inpatient cases, by lot
  CodeRanges poa_exempt;
  Words discharge_documents;  ///< LOINC of documents that tell the whole stay
  std::vector<SequenceCheck> sequence;
  std::vector<AbstractElement> abstract;
  std::map<std::string, std::string, std::less<>> dispositions;  ///< what a visit says (FHIR) as a discharge status of the claim
  std::string reference, abstract_reference;

  /// Errors: `not_found`, `invalid`, naming rule and element.
  static Result<CodingRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  bool is_inpatient(std::string_view class_code) const { return grouped_classes.contains(class_code); }
};

}  // namespace charta::coding_desk
