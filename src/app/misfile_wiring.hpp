// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/misfile_watch/misfile_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The watch over this hospital's archive, with its queue; after the imaging desk, whose page readers it borrows.
Result<std::unique_ptr<misfile_watch::MisfileService>> open_misfile_watch(Hospital& hospital);

}  // namespace charta::app
