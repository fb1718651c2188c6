// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// Studies of the simulated hospital, once: a CT of three slices, a 12-lead ECG, a report as a PDF within DICOM, and an
/// ultrasound that names its patient with another birth date. Drawn by code for invented people.
Result<void> feed_demo_imaging(Hospital& hospital);

}  // namespace charta::app
