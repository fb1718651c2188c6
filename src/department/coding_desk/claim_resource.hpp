// SPDX-License-Identifier: Apache-2.0
// A coded discharge as a FHIR Claim, and a FHIR Claim as what the grouper reads. Pure.
// Source: FHIR R4 Claim (use predetermination: grouped, not sent for payment); diagnosis.onAdmission, package code, procedure.
#pragma once
#include "department/coding_desk/abstract.hpp"

namespace charta::coding_desk {

/// What is coded, its POA, procedures with their days, the DRG as the principal diagnosis' package code, services as items with
/// modifiers, units and day. Nothing of names.
std::string claim_of_case(const CodingCase& row, const CodedSheet& sheet, std::string_view patient_id, Instant now);

/// A FHIR Claim as a line for the grouper. Age, sex and discharge status come as supportingInfo (category "age", "gender",
/// "discharge-status") or extensions of nobody: what the resource does not say is not known. Errors: `missing`
/// (billablePeriod.end), `invalid` (a diagnosis without a code; an item whose quantity is no number of units).
Result<json::Document> grouper_line(json::Value claim);
/// The services of such a line: code, units (one where none are said), day (`day` where none is said), modifiers. Errors:
/// `invalid`.
Result<std::vector<CodedLine>> service_lines(json::Value list, Date day);

}  // namespace charta::coding_desk
