// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "app/hospital.hpp"
#include "transport/mllp/server.hpp"

namespace charta::app {

/// The MLLP listener over intake: every frame goes to IntakeService, whatever it holds.
Result<std::unique_ptr<mllp::MllpServer>> open_mllp(Hospital& hospital);

}  // namespace charta::app
