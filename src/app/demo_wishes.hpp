// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Wishes about copies in the simulated hospital: one about a single patient, by letter, and
/// one of a clinic for every patient. Once.
Result<void> furnish_demo_wishes(Hospital& hospital);

}  // namespace charta::app
