// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace charta::app {

class Hospital;

/// What distribution and signatures tell each other: whoever signs a report has reviewed it, and what waits for somebody's
/// signature is not approved without one. Called once, when both are open.
void link_distribution(Hospital& hospital);

}  // namespace charta::app
