// SPDX-License-Identifier: Apache-2.0
// People whom a registrar takes for one person, rightly or wrongly: registered on the first day, two by two.
#pragma once
#include "department/training/hospital.hpp"

#include <string_view>
#include <vector>

namespace charta::training {

/// Two registrations that look alike, and what is true of them.
struct LookAlikes {
  std::string_view story;  ///< "married since"
  bool one_person = true;
  Person first, second;
};

/// One person under two numbers by a married name, a slip in the birth date, a nickname, …; and two people that must stay two:
/// twins, father and son, one name and another social security number. Ages are counted back from `today`.
std::vector<LookAlikes> look_alikes(Date today);

}  // namespace charta::training
