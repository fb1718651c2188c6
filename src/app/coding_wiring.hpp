// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding_desk/coding_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The coder's desk with its queue; it hears of files from the deficiencies and of answers from the questions to physicians.
Result<std::unique_ptr<coding_desk::CodingService>> open_coding_desk(Hospital& hospital);

}  // namespace charta::app
