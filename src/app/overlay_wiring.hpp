// SPDX-License-Identifier: Apache-2.0
// What overlay repair asks of intake and the chart.
#pragma once
#include "department/overlay_repair/overlay_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Makes the service and declares its queue.
std::unique_ptr<overlay_repair::OverlayService> open_overlay_repair(Hospital& hospital);

}  // namespace charta::app
