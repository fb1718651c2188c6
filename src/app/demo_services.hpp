// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding/code_sets/code_library.hpp"
#include "record/access/actor.hpp"

namespace charta::app {

class Hospital;

/// Services and their limits of the starter set, for the years and quarters in which this hospital discharges.
Result<void> import_demo_services(Hospital& hospital, code_sets::CodeLibrary& library);
/// Visits of outpatients with services: an operation of a day whose codes are final, and a visit to the emergency department with
/// a finding to answer. `patients`: FHIR ids of two.
Result<void> furnish_demo_services(Hospital& hospital, const access::Actor& coder, const std::vector<std::string>& patients);

}  // namespace charta::app
