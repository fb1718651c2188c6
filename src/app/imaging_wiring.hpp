// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/configuration.hpp"
#include "department/document_imaging/imaging_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Where the program stands that opens images: as configured, else beside this one.
std::string page_reader_program(const Configuration& configuration);

/// The imaging desk over this hospital's record, with its queue and its job; what is expected of a patient is asked of expected
/// records.
Result<std::unique_ptr<document_imaging::ImagingService>> open_imaging(Hospital& hospital);

}  // namespace charta::app
