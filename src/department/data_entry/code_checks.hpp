// SPDX-License-Identifier: Apache-2.0
// Codes against what is written beside them: shape, sex, age, side, words. Pure.
#pragma once
#include "department/data_entry/field_checks.hpp"

namespace charta::data_entry {

struct WhoItIs {
  std::string sex;
  std::optional<double> years;
};
/// Adds what speaks against a coded value.
void check_code(const FormField& field, const EntryRules& rules, const EnteredValue& value, const WhoItIs& who,
                const AskCode& ask_code, std::vector<Finding>& findings);

/// Upper case, with the point of ICD-10-CM: "e119" is "E11.9". Empty: no code of that kind is written so.
std::string tidy_code(FieldKind kind, std::string_view code);
bool is_side(std::string_view side);  ///< left, right, bilateral
/// The side that words name: "left", "right", "bilateral" (both of them too), or none.
std::string side_in(std::string_view words);

}  // namespace charta::data_entry
