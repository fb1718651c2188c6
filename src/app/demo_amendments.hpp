// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Patients of the simulated hospital who asked to amend their record: one yesterday, one whom the privacy officer denied and who
/// disagrees; and a note that names two sides of one operation. Nothing is done where there are requests already.
Result<void> furnish_demo_amendments(Hospital& hospital);

}  // namespace charta::app
