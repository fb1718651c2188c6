// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Wards of the simulated hospital that work with paper, once: they ask for copies, receive some and file some; a STAT result
/// that nobody read back yet; reports that are loose since their patients left.
Result<void> furnish_demo_floor(Hospital& hospital);

}  // namespace charta::app
