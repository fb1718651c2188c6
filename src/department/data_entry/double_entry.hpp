// SPDX-License-Identifier: Apache-2.0
// What two people typed from the same note, without seeing each other's: where they agree. Pure.
#pragma once
#include "department/data_entry/entered_value.hpp"
#include "department/data_entry/field_checks.hpp"

namespace charta::data_entry {

struct Compared {
  std::string field;
  ValueKey first, second;  ///< unset: that person has no such value
  bool agrees = false;
};

/// Every field that one of the two answered, in the order of the form; lines of a field that repeats are paired by what they say.
std::vector<Compared> compare(const Form& form, const UnitTable& units, const std::vector<EnteredValue>& first,
                              const std::vector<EnteredValue>& second);

/// Whether an entry is typed a second time: its key decides, so that nobody can choose.
bool is_drawn(std::int64_t entry, int per_thousand);

}  // namespace charta::data_entry
