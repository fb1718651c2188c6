// SPDX-License-Identifier: Apache-2.0
// Physicians of the simulated hospital: they dictate late, sign in bursts, decline, and answer questions.
#pragma once
#include "base/result.hpp"

#include <string>

namespace charta::app {

class Hospital;

/// Once, when the hospital was filled. Links the demo's physicians to those of the stream who owe the most.
Result<void> furnish_demo_physicians(Hospital& hospital);

}  // namespace charta::app
