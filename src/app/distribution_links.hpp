// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace charta::app {

class Hospital;

/// What distribution, the floor and signatures tell each other: a ward's copy is carried by the floor, and what happens to it
/// there is a step of the copy; whoever signs a report has reviewed it. Called once, when all three are open.
void link_distribution(Hospital& hospital);

}  // namespace charta::app
