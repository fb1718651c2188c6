// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/imaging_objects/catalogue_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The catalogue of DICOM objects over this hospital's record, with its queue; after the imaging desk, whose readers it borrows.
Result<std::unique_ptr<imaging_objects::CatalogueService>> open_imaging_objects(Hospital& hospital, const TimeZone& zone);

}  // namespace charta::app
