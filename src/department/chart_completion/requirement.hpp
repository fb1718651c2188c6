// SPDX-License-Identifier: Apache-2.0
// What a file must hold and who owes it, as rule packs say it: chart/required-documents and chart/deficiencies.
// Sources: 42 CFR 482.24(c), 482.51(b)(6), 482.52(b), as each rule cites them.
#pragma once
#include "department/chart_completion/deficiency_kinds.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_completion {

/// From what a due time counts, and what must have happened before anybody owes anything.
enum class Basis { admission, discharge, surgery, anesthesia };
std::optional<Basis> parse_basis(std::string_view code);

/// What a document must say: one of these sections (LOINC) or headings, whichever the document has.
struct Element {
  std::string title;
  Codes sections;
  std::vector<std::string> headings;  ///< folded words
};

/// {class of encounter, service, event -> document, elements, who owes it, when}.
struct Requirement {
  std::string id, title, rule, citation;  ///< id: that of the rule, "required-documents/discharge-summary"
  Codes classes, services, types;         ///< services: empty for any
  Basis basis = Basis::discharge;
  std::optional<int> hours, days_following;  ///< one of both
  bool opens_when_due = false;               ///< else as soon as its clock runs
  std::optional<int> before_days;            ///< a document may be so much older than the admission
  std::vector<std::string> responsible;      ///< v3 ParticipationType, or "performer", in order of preference
  std::vector<Element> elements;
  bool verified = false;
};

/// What follows for every document of these kinds, whatever its type: signature, co-signature, transcription, final result.
struct DocumentRule {
  std::string id, title, rule, citation;
  std::chrono::hours opens_after{0};  ///< the document's own time
  bool opens_at_discharge = false;    ///< if that comes first
  std::chrono::hours due_after{0};
  bool is_set = false;
};

struct CompletionRules {
  std::vector<Requirement> required;
  DocumentRule signature, cosignature, transcription, final_result;
  Codes stays;                          ///< classes whose discharges are counted
  Codes surgery, anesthesia;            ///< of Procedure.category and code
  Codes anesthetist;                    ///< of Procedure.performer.function
  DeficiencyKinds kinds;
  std::chrono::hours one_operation{0};  ///< procedures that begin within so much of the first are one operation

  /// Errors: `not_found` (not in force), `invalid`, naming the rule and the element.
  static Result<CompletionRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const Requirement* find(std::string_view rule) const;
};

/// Rules `required-documents/…`, in the order of their own 'place'.
Result<std::vector<Requirement>> read_requirements(const rules::RuleBook& book, Date today, std::string_view jurisdiction);

}  // namespace charta::chart_completion
