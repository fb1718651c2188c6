// SPDX-License-Identifier: Apache-2.0
// What the chart already lists against what the note says: each problem, medication and allergy that stands is answered for.
// Pure. Source: The Joint Commission, NPSG.03.06.01 (medication reconciliation); 45 CFR 170.315(b)(2) (the three lists).
#pragma once
#include "department/data_entry/entered_value.hpp"
#include "department/data_entry/form_definition.hpp"

namespace charta::data_entry {

/// An item of the chart that stands: a Condition, MedicationStatement or AllergyIntolerance.
struct PriorItem {
  std::string type, id;  ///< FHIR
  ResourceId resource;
  PatientId patient;  ///< in whose record it stands
  std::int64_t version = 0;
  std::string text, code, side, detail, since;
  Instant changed_at;
  bool operator==(const PriorItem&) const = default;
};
/// The kind of field that a type of resource is typed into.
std::optional<FieldKind> kind_of_type(std::string_view type);

enum class PriorSays {
  unanswered,
  goes_on,     ///< the note says it again, or says that everything goes on
  stopped,     ///< the note says that it ended
  changed,     ///< the note says something else in its place: a value of this form
  not_in_note  ///< the note says nothing of it: it stands as it stood
};
std::string_view prior_code(PriorSays says);  ///< unanswered, goes-on, stopped, changed, not-in-note
std::optional<PriorSays> parse_prior(std::string_view code);

struct PriorAnswer {
  std::string type, id;
  std::int64_t version = 0;  ///< that was looked at
  PriorSays says = PriorSays::unanswered;
  ValueKey value;              ///< that says the same (goes on) or stands in its place (changed)
  std::string value_digest{};  ///< saying_digest() of that value when it was answered
};

struct ReconcileLine {
  PriorItem prior;
  PriorSays says = PriorSays::unanswered;
  ValueKey value, suggested;  ///< suggested: a value of the form that seems to be the same
  std::string fault;          ///< in words; empty: answered
};

struct Reconciliation {
  std::vector<ReconcileLine> lines;
  std::vector<ValueKey> fresh;                            ///< what the note brings new
  std::vector<std::pair<ValueKey, std::string>> doubled;  ///< brought as new, and on the list already; with words
  bool is_whole() const;
};

Reconciliation reconcile(const Form& form, const std::vector<PriorItem>& prior, const std::vector<EnteredValue>& values,
                         const std::vector<PriorAnswer>& answers);

}  // namespace charta::data_entry
