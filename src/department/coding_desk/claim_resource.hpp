// SPDX-License-Identifier: Apache-2.0
// A coded discharge as a FHIR Claim, and a FHIR Claim as what the grouper reads. Pure.
// Source: FHIR R4 Claim (use predetermination: grouped, not sent for payment); diagnosis.onAdmission, package code, procedure.
#pragma once
#include "department/coding_desk/abstract.hpp"

namespace charta::coding_desk {

/// What is coded, its POA, procedures with their days, services as items with modifiers, units and day; age, sex, discharge
/// status and stay as supportingInfo, and the DRG as the principal diagnosis' package code; times with the hospital's offset, so
/// that their days are its own. Nothing of names.
std::string claim_of_case(const CodingCase& row, const CodedSheet& sheet, const ClaimBasis& basis, std::string_view patient_id,
                          const TimeZone& zone, Instant now);

/// A FHIR Claim as a line for the grouper. Age, sex, discharge status and stay come as supportingInfo (category "age", "gender",
/// "discharge-status", "length-of-stay") or extensions of nobody: what the resource does not say is not known. The day of the
/// discharge is that which billablePeriod.end has written. Errors: `missing`
/// (billablePeriod.end), `invalid` (a diagnosis without a code; an item whose quantity is no number of units).
Result<json::Document> grouper_line(json::Value claim);
/// The services of such a line: code, units (one where none are said), day (`day` where none is said), modifiers. Errors:
/// `invalid`.
Result<std::vector<CodedLine>> service_lines(json::Value list, Date day);

}  // namespace charta::coding_desk
