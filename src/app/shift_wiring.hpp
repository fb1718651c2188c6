// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/shift_desk/shift_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The shift desk over this hospital's file room and queues; what does not work is asked of the record's own parts.
Result<std::unique_ptr<shift_desk::ShiftService>> open_shift_desk(Hospital& hospital, const TimeZone& zone);

}  // namespace charta::app
