// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Once: a downtime of last night whose forms are half entered, and a disaster with a block of identities, three of them borne.
Result<void> furnish_demo_downtime(Hospital& hospital);

}  // namespace charta::app
