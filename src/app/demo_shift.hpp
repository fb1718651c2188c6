// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// A busy night in the simulated hospital: STATs with minutes left, somebody at the door of the emergency department with old
/// folders, a hand-off that was accepted and one that the day shift has not signed. What runs out is asked for again at each start.
Result<void> begin_demo_night(Hospital& hospital);

}  // namespace charta::app
