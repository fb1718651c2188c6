// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Paper for the simulated hospital's imaging desk, once: the loose papers of a ward with a cover sheet before each patient's,
/// a stack in which a page lies in the wrong place, and a page that is in the wrong chart already. Drawn by code from the
/// invented people; nobody has indexed any of it.
Result<void> feed_demo_scans(Hospital& hospital);

}  // namespace charta::app
