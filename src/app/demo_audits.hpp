// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// One audit that waits to be read, and three that were: a shelf in order, one with misfiled folders, one with a folder that is
/// not there. Once, behind the file room.
Result<void> furnish_demo_audits(Hospital& hospital);

}  // namespace charta::app
