// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Copies of the last reports of the simulated hospital: physicians with inboxes, others reached by fax, one whom nobody can
/// reach, a fax that failed, a printer that is away, a version that took the place of one that was out. Once.
Result<void> furnish_demo_distribution(Hospital& hospital);

}  // namespace charta::app
