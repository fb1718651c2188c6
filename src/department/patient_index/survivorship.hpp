// SPDX-License-Identifier: Apache-2.0
// What is shown of a person with several records, field by field. Pure: no record is rewritten; a choice stands with the link and
// ends with it.
#pragma once
#include "base/result.hpp"
#include "department/patient_index/demographics.hpp"
#include "formats/json/json.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::patient_index {

enum class SurvivorField { name, birth_date, sex, address, phone, email, mothers_maiden_name, death };
std::string_view survivor_field_code(SurvivorField field);
std::string_view survivor_field_title(SurvivorField field);

/// True: the value of the record that is absorbed. What is not chosen follows the rule: the survivor's value, else the
/// absorbed's.
using SurvivorChoices = std::map<SurvivorField, bool>;

/// {"address":"absorbed"}; what the rule gives anyway need not stand there. Errors: `unknown_code` (a field or side that there
/// is not), with location.
Result<SurvivorChoices> parse_choices(json::Value object);
/// Empty for no choices.
std::string print_choices(const SurvivorChoices& choices);

struct SurvivorRow {
  SurvivorField field;
  std::string survivor, absorbed;  ///< the values, as a person reads them
  bool takes_absorbed = false, is_chosen = false;
};
/// One row for each field that either record fills.
std::vector<SurvivorRow> survivor_rows(const Demographics& survivor, const Demographics& absorbed,
                                       const SurvivorChoices& choices);

/// The survivor as shown: its own numbers, each other field from the record that the choices or the rule name.
Demographics survivor_shown(const Demographics& survivor, const Demographics& absorbed, const SurvivorChoices& choices);

}  // namespace charta::patient_index
