// SPDX-License-Identifier: Apache-2.0
// What speaks against the values of a form: errors, which must be mended, and warnings, which a person answers. Pure.
#pragma once
#include "department/data_entry/entered_value.hpp"
#include "department/data_entry/form_definition.hpp"

#include <functional>

namespace charta::data_entry {

enum class Fault {
  missing,
  unknown_field,
  stands_twice,  ///< of a field that stands once
  too_long,
  no_source,  ///< nobody said where in the note it stands
  no_number,
  unknown_unit,
  other_quantity,  ///< a unit of something else
  out_of_range,
  above_other,  ///< the lower of two above the upper
  no_date,
  before_birth,
  after_visit,
  before_visit,  ///< of a date that lies ahead
  in_the_future,
  no_choice,
  no_side,
  side_missing,
  side_contradicts,
  no_code,       ///< it is written as no code of its system is
  code_unknown,  ///< the code set has no such code
  code_without_words,
  // Warnings.
  unusual,
  other_sex,
  other_age,
  words_differ,  ///< code and words share none
  not_billable,
  same_twice,
  none_beside_others,  ///< "no known allergies", and an allergy
  older_version        ///< taken from a version of the note that is not the newest
};
std::string_view fault_code(Fault fault);
bool is_warning(Fault fault);

struct Finding {
  Fault fault = Fault::missing;
  std::string field;
  int row = 1;
  std::string says;  ///< in words, without the value
  std::string rule;  ///< of a warning whose bounds a rule pack has

  /// "unusual/weight/1": by which an answer finds it again.
  std::string key() const;
};

/// What a code set says of a code.
struct CodeAnswer {
  bool has_set = false;  ///< false: no code set is loaded, and nobody can say
  bool is_known = false, is_billable = false;
  std::string title;
};
using AskCode = std::function<CodeAnswer(FieldKind, std::string_view code)>;

struct VisitFacts {
  std::optional<Date> born;
  std::string sex;  ///< FHIR: male, female, other, unknown; empty
  std::optional<Date> from, until;
  Date today;
  std::int64_t document_version = 0;  ///< the newest
};

/// In the order of the form; errors and warnings of a value together.
std::vector<Finding> check(const Form& form, const EntryRules& rules, const std::vector<EnteredValue>& values,
                           const VisitFacts& facts, const AskCode& ask_code);
bool has_errors(const std::vector<Finding>& findings);

/// A quantity in the unit in which its field is posted.
struct Canonical {
  std::string number, unit;
  double value = 0;
  bool is_converted = false;
};
/// Errors: `invalid` (no number, a unit that is not the field's).
Result<Canonical> canonical_of(const FormField& field, const UnitTable& units, const EnteredValue& value);
/// Whether an item says that there is none: "NKDA".
bool says_none(const EntryRules& rules, const EnteredValue& value);

}  // namespace charta::data_entry
