// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/disaster_identities/disaster_service.hpp"
#include "department/downtime/event_service.hpp"
#include "department/downtime/pack_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

Result<std::unique_ptr<downtime::PackService>> open_downtime_packs(Hospital& hospital);
std::unique_ptr<downtime::EventService> open_downtimes(Hospital& hospital);
Result<std::unique_ptr<disaster_identities::DisasterService>> open_disasters(Hospital& hospital);

}  // namespace charta::app
