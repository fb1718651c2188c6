// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Once: the starter set for the days of the simulated hospital where no code set is loaded, and stays in every state of coding.
Result<void> furnish_demo_coding(Hospital& hospital);

}  // namespace charta::app
