// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "department/patient_index/patient_index_store.hpp"

namespace charta::patient_index {

/// The `who` column: demographics as one small JSON text, so that a candidate is one row.
std::string print_who(const Person& person);
/// Reads it back into the person. False when the text is not one that print_who() wrote.
bool parse_who(std::string_view text, Person& person);

}  // namespace charta::patient_index
