// SPDX-License-Identifier: Apache-2.0
// Physicians of the simulated hospital: they dictate late, sign in bursts, decline, and answer questions.
#pragma once
#include "base/result.hpp"

#include <string>
#include <vector>

namespace charta::app {

class Hospital;

/// Once, when the hospital was filled: the two of the stream who owe the most get accounts, with `password`.
Result<void> furnish_demo_physicians(Hospital& hospital, const std::string& password);
/// "lopez (Carol Lopez, MD)", for who wants to try it.
Result<std::vector<std::string>> demo_physicians(Hospital& hospital);

}  // namespace charta::app
