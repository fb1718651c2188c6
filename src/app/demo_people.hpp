// SPDX-License-Identifier: Apache-2.0
// Of whom the simulated hospital has paper, studies and pages in the wrong place.
#pragma once
#include "department/patient_index/patient_index_service.hpp"

#include <vector>

namespace charta::app {

class Hospital;

/// Those of whom something is expected, with a number and a whole birth date, and nothing that is in question.
Result<std::vector<patient_index::PatientHit>> people_with_expectations(Hospital& hospital, const access::Actor& actor);

}  // namespace charta::app
