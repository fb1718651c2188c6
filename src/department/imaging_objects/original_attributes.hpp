// SPDX-License-Identifier: Apache-2.0
// Metadata that tell the chart's patient and keep what the file said. Pure. Source: DICOM PS3.3 C.12.1.1.9.
#pragma once
#include "base/time.hpp"
#include "department/patient_index/demographics.hpp"
#include "formats/dicom/dicom_object.hpp"
#include "formats/json/json.hpp"

#include <string_view>

namespace charta::imaging_objects {

/// Whether the file names this record: one of its numbers, and its birth date where both tell one.
bool names(const patient_index::Demographics& record, const dicom::DicomObject& said, std::string_view assigner);

/// Patient's name, number, issuer, birth date and sex become the record's; as they were they stand in Original Attributes
/// (0400,0561), reason COERCE.
void tell_the_patient_of_the_chart(json::Document& attributes, const patient_index::Demographics& record, Instant now,
                                   std::string_view by);

}  // namespace charta::imaging_objects
