// SPDX-License-Identifier: Apache-2.0
// A person at the registration desk: what must be known before a number is issued, and the Patient that it makes. Pure.
#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "department/patient_index/demographics.hpp"

#include <string>

namespace charta::patient_index {

/// Errors, at the field: `missing` (surname, given name, birth date, sex), `invalid` (not a date, not a sex, not a social
/// security number), `business_rule` (born in the future).
Result<void> check_registration(const Demographics& who, Date today);

/// The FHIR Patient of somebody whom nobody knows: the name is a stand-in (use temp), the number a temporary one, birth date and sex are not
/// known, and the record says so. Source: HL7 v2.8 PID-31; FHIR extension patient-unknownIdentity.
std::string unknown_patient_of(const Name& name, const Identifier& number);

/// The FHIR Patient with this number. `who.names[0]` is the name in use; the other names are former ones.
std::string patient_of(const Demographics& who, const Identifier& number);

}  // namespace charta::patient_index
