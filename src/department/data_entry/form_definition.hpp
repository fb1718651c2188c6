// SPDX-License-Identifier: Apache-2.0
// The forms into which visit notes are typed: which notes of which visits, which fields, what each may hold. Pure.
// Rule packs `data-entry/fields`, `data-entry/forms/…`, `data-entry/plausibility`, `data-entry/double-entry`, `data-entry/units`.
#pragma once
#include "department/data_entry/unit_table.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::data_entry {

enum class FieldKind { quantity, problem, medication, allergy, procedure, date, side, choice, words };
std::string_view kind_code(FieldKind kind);  ///< quantity, problem, medication, allergy, procedure, date, side, choice, words
std::optional<FieldKind> parse_kind(std::string_view code);

/// What is usual at an age; outside of it a person is asked.
struct UsualRange {
  double from_years = 0, until_years = 200, low = 0, high = 0;
};

struct Choice {
  std::string code, title;
};

/// Where a value goes when it is posted. An empty resource: it stays with the entry.
struct PostsTo {
  std::string resource;           ///< Observation, Condition, MedicationStatement, AllergyIntolerance, Procedure
  std::string code, display;      ///< LOINC, of an Observation
  std::string panel, panel_name;  ///< LOINC of the Observation whose component it is
  std::string category;           ///< vital-signs, social-history, exam
};

struct FormField {
  std::string id, title, section;
  FieldKind kind = FieldKind::words;
  bool is_required = false;
  bool repeats = false;
  bool asks_side = false;
  std::string unit;                ///< in which it is posted
  std::vector<std::string> units;  ///< in which it may be written, the usual one first
  int digits = 1;                  ///< behind the point, of a converted value
  std::optional<double> lowest, highest;
  std::vector<UsualRange> usual;
  std::string not_above;  ///< the field whose value this one's may not exceed
  std::string when;       ///< of a date: "past" (birth to the visit), "future" (from the visit on), "any"
  std::vector<Choice> choices;
  PostsTo posts;

  bool is_coded() const {
    return kind == FieldKind::problem || kind == FieldKind::medication || kind == FieldKind::allergy ||
           kind == FieldKind::procedure;
  }
};

/// Which notes are typed into which form.
struct OpensOn {
  std::set<std::string, std::less<>> documents;  ///< LOINC of the document's type
  std::set<std::string, std::less<>> classes;    ///< v3 ActCode of the visit
  std::vector<std::string> media;                ///< how the media type begins: only paper needs to be typed
  bool takes(std::string_view document, std::string_view encounter_class, std::string_view media_type) const;
};

struct Form {
  std::string id, title, rule;  ///< "office-visit"; the rule and its version
  bool is_verified = false;     ///< somebody compared it with its source
  OpensOn opens_on;
  std::vector<FormField> fields;

  const FormField* field(std::string_view id) const;
};

/// Codes that one sex or age has, as the Medicare Code Editor knows them; always a question, never a refusal.
struct CodeRange {
  std::string from, until;  ///< ICD-10-CM categories, both counted in: "O00" to "O9A"
  std::string sex;          ///< "male", "female"; empty: either
  double from_years = 0, until_years = 200;
  std::string says;
};

struct DoubleEntry {
  int per_thousand = 0;      ///< of entries that are typed a second time, blind
  double accuracy_goal = 1;  ///< share of fields that agree
  int lag_goal_hours = 24;
  std::string rule;
};

struct EntryRules {
  UnitTable units;
  std::vector<Form> forms;
  std::vector<CodeRange> code_ranges;
  std::vector<std::string> none_words;  ///< "nkda": an item that says that there is none
  DoubleEntry double_entry;

  /// Errors: `not_found` (a pack is missing), `invalid` (says what is not as asked).
  static Result<EntryRules> read(const rules::RuleBook& book, Date today, std::string_view jurisdiction);
  const Form* form(std::string_view id) const;
  /// The form for a note, or none. `encounter_class` empty: the visit is not known, and nothing is asked for.
  const Form* form_for(std::string_view document, std::string_view encounter_class, std::string_view media_type) const;
  /// Whether a note of this type may be one, before anything else is looked up.
  bool may_open_on(std::string_view document) const;
};

}  // namespace charta::data_entry
