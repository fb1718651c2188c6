// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// What the simulated hospital took over and gave away, once, behind its file room: a closed hospital's film rolls and numbers,
/// boxes with a vendor, an order that is late, a volume that was destroyed with its certificate.
Result<void> furnish_demo_archive(Hospital& hospital);

}  // namespace charta::app
