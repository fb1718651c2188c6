// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/chart_completion/delinquency_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Deficiencies of this hospital's charts, with their queue; it subscribes in reactions.cpp, before the file's completeness.
Result<std::unique_ptr<chart_completion::CompletionService>> open_chart_completion(Hospital& hospital);

/// Letters, suspensions and figures about them.
Result<std::unique_ptr<chart_completion::DelinquencyService>> open_delinquency(Hospital& hospital);

}  // namespace charta::app
