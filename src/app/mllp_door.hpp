// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/hospital.hpp"
#include "transport/mllp/server.hpp"

#include <memory>

namespace charta::app {

/// The MLLP listener over intake: every frame goes to IntakeService, whatever it holds.
Result<std::unique_ptr<mllp::MllpServer>> open_mllp(Hospital& hospital);

}  // namespace charta::app
