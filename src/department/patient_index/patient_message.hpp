// SPDX-License-Identifier: Apache-2.0
// PID as a FHIR Patient. Source: HL7 v2-to-FHIR implementation guide 1.0, segment map PID.
#pragma once
#include "department/patient_index/demographics.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"

namespace charta::patient_index {

/// Writes what PID says over `patient` (a Patient object in the elements' document; empty for a new one): an empty field keeps what
/// stands, HL7's explicit null ("") takes it away, numbers are added and never lost, a replaced surname stays as an old name.
void apply_pid(hl7v2_fhir::Elements& make, json::Value patient, const hl7v2::Segment& pid, std::string_view event_time);

/// A47: the prior numbers stay, marked old, with the day they ended.
void retire_identifiers(hl7v2_fhir::Elements& make, json::Value patient, const Demographics& prior, std::string_view event_time);

}  // namespace charta::patient_index
