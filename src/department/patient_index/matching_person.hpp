// SPDX-License-Identifier: Apache-2.0
// What a record or an arrival says of a person, as matching compares it. Pure.
#pragma once
#include "department/matching/person.hpp"
#include "department/patient_index/demographics.hpp"

namespace charta::patient_index {

/// Record numbers are left out: two of them say nothing of who it is. Former and alias names come beside the current one.
matching::Person person_to_match(const Demographics& who);

/// As people may see it: only the last four digits of a social security number.
std::string shown_value(matching::Field field, const matching::Person& person);

}  // namespace charta::patient_index
