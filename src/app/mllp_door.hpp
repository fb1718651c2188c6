// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/hospital.hpp"
#include "transport/mllp/server.hpp"

#include <memory>

namespace charta::app {

/// The MLLP listener over intake: every frame goes to IntakeService, whatever it holds.
Result<std::unique_ptr<mllp::MllpServer>> open_mllp(Hospital& hospital);
/// What the listener does with what comes in: the simulated network hands its frames to the same.
mllp::ServerEvents mllp_events(intake::IntakeService& intake, intake::AckMode mode);

}  // namespace charta::app
