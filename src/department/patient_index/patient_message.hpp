// SPDX-License-Identifier: Apache-2.0
// PID as a FHIR Patient. Source: HL7 v2-to-FHIR implementation guide 1.0, segment map PID.
#pragma once
#include "department/patient_index/demographics.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"
#include "formats/json/json.hpp"
#include "record/access/security_labels.hpp"

namespace charta::patient_index {

/// Writes what PID says over `patient` (a Patient object in the elements' document; empty for a new one): an empty field keeps what
/// stands, HL7's explicit null ("") takes it away, numbers are added and never lost, a replaced surname stays as an old name.
void apply_pid(hl7v2_fhir::Elements& make, json::Value patient, const hl7v2::Segment& pid, std::string_view event_time);

/// What PD1-12 (protection indicator) and the patient's ARV segments (those before PV1) say about who may see the record, as codes in
/// `meta.security`: an empty field keeps what stands, "N", "NO" and an explicit null take back what that field can say.
/// Source: HL7 v2.5.1, 3.4.10.12; HL7 v2.6, 3.4.14 (ARV), tables 0136, 0206 and 0717.
void apply_protection(hl7v2_fhir::Elements& make, json::Value patient, const hl7v2::Message& message,
                      const access::SecurityLabels& labels);

/// A47: the prior numbers stay, marked old, with the day they ended.
void retire_identifiers(hl7v2_fhir::Elements& make, json::Value patient, const Demographics& prior, std::string_view event_time);

}  // namespace charta::patient_index
