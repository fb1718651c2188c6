// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/physician_queries/query_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Questions to this hospital's physicians, with their queue.
Result<std::unique_ptr<physician_queries::QueryService>> open_physician_queries(Hospital& hospital);

}  // namespace charta::app
