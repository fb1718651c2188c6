// SPDX-License-Identifier: Apache-2.0
// A study as an ImagingStudy. Pure. Source: HL7 FHIR R4 ImagingStudy, its mapping to DICOM.
#pragma once
#include "base/time.hpp"
#include "formats/dicom/dicom_object.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"

#include <string>
#include <string_view>

namespace charta::imaging_objects {

constexpr std::string_view uid_system = "urn:dicom:uid";

/// An ImagingStudy without series.
json::Value new_study(hl7v2_fhir::Elements& make, const dicom::DicomObject& object, std::string_view patient_id,
                      std::string_view accession_assigner, const TimeZone& zone);
/// Adds an instance to its series, which is made when it is the first. False: it stands there already.
bool add_instance(hl7v2_fhir::Elements& make, json::Value study, const dicom::DicomObject& object, const TimeZone& zone);

/// FHIR dateTime of a day and time of DICOM, read in `zone`; empty without a day.
std::string fhir_time(std::string_view day, std::string_view time, const TimeZone& zone);

}  // namespace charta::imaging_objects
