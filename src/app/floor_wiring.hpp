// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/floor_delivery/floor_service.hpp"
#include "department/loose_reports/loose_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// What is in no folder yet, with its queue; ranked by this hospital's appointments.
Result<std::unique_ptr<loose_reports::LooseService>> open_loose_reports(Hospital& hospital);
/// Copies for the wards, with their queues.
Result<std::unique_ptr<floor_delivery::FloorService>> open_floor_delivery(Hospital& hospital);

}  // namespace charta::app
