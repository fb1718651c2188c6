// SPDX-License-Identifier: Apache-2.0
// An object of a study as the catalogue keeps it, and the queue of those whose patient is in doubt. Pure.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "department/patient_index/demographics.hpp"
#include "formats/dicom/dicom_object.hpp"
#include "record/worklists/work_item.hpp"

#include <string>
#include <string_view>

namespace charta::imaging_objects {

using ObjectId = Id<struct ImagingObjectTag>;

struct CataloguedObject {
  ObjectId id;
  std::string instance, series, study, sop_class, modality;
  std::string state = "filed";                                   ///< filed, held, refused
  ResourceId document;                                           ///< of an encapsulated document
  WorkItemId item;                                               ///< that held it
  std::string identity;                                          ///< digest of whose it says it is
  std::string file, attributes, preview, report, document_file;  ///< digests
  std::string document_type, preview_type, note;
  std::int64_t size = 0, frames = 0, series_number = 0, number = 0;
  std::string door;
  UserId received_by;
  Instant received_at;
};

/// held -> assigned (filed into the chart that a technician chose) or refused, with a reason.
const worklists::StateMachine& held_object_machine();

/// Whose an object says it is. `assigner`: the system of its issuer; without one the number is nobody's.
patient_index::Demographics demographics_of(const dicom::DicomObject& object, std::string_view assigner);
/// The same for all objects that name the same patient in the same words.
std::string identity_digest(const dicom::DicomObject& object);

/// "Computed tomography" for CT; the code itself where it is not known here. Source: DICOM PS3.3 C.7.3.1.1.1.
std::string_view modality_title(std::string_view modality);
/// "CT image" for a SOP class, or its UID. Source: DICOM PS3.4 B.5.
std::string_view class_title(std::string_view sop_class);

}  // namespace charta::imaging_objects
