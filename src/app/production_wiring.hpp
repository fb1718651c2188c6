// SPDX-License-Identifier: Apache-2.0
// Production sets, with the definitions in force.
#pragma once
#include "department/record_production/production_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

Result<std::unique_ptr<record_production::ProductionService>> open_record_production(Hospital& hospital);

}  // namespace charta::app
