// SPDX-License-Identifier: Apache-2.0
// A file on its way into the catalogue, and what will be done with those that came together.
#pragma once
#include "department/imaging_objects/catalogue_service.hpp"

namespace charta::imaging_objects {

struct CatalogueService::Incoming {
  dicom::DicomObject said;
  CataloguedObject row;
  Receipt receipt;
  bool is_new = true;  ///< not held before
};

struct CatalogueService::Plan {
  std::vector<Incoming*> objects;  ///< those that are filed or held now
  patient_index::Identification identification;
  patient_index::Demographics who;
  bool is_assigned = false;
  std::string hold;  ///< why a person is asked, coded
  chart::FilingTarget target;
  std::string study;
  ResourceId known_study;  ///< its ImagingStudy as it was read; unset: there is none
  std::optional<resources::StoredResource> order;
  chart::PreparedFiling filing;
  ResourceId resource;  ///< the ImagingStudy
  std::string study_id;
};

}  // namespace charta::imaging_objects
