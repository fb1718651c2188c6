// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/chart_assembly/assembly_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The order and the completeness of this hospital's charts, with its queue; it hears of promises from the expected records.
Result<std::unique_ptr<chart_assembly::AssemblyService>> open_chart_assembly(Hospital& hospital);

}  // namespace charta::app
