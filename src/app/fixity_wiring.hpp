// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

#include <memory>

namespace charta::fixity {
class FixityService;
}

namespace charta::app {

class Hospital;

/// The reading back of every blob, with the words of those who need them.
Result<std::unique_ptr<fixity::FixityService>> open_fixity(Hospital& hospital);

}  // namespace charta::app
