// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Visit notes of the simulated hospital's outpatients that came on paper, once: one in each state from waiting to posted, and
/// one whose note was withdrawn after its values were posted. Invented people, invented visits.
Result<void> feed_demo_notes(Hospital& hospital);

}  // namespace charta::app
