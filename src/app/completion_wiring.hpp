// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/chart_completion/completion_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Deficiencies of this hospital's charts, with their queue; it subscribes in reactions.cpp, before the file's completeness.
Result<std::unique_ptr<chart_completion::CompletionService>> open_chart_completion(Hospital& hospital);

}  // namespace charta::app
