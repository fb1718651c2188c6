// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/record_moves/move_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <vector>

namespace charta::desk_api {

/// docs/api.md SeenMeanwhile: who saw what stood with the wrong patient.
http::Response seen_response(const Desk& desk, const std::vector<record_moves::SeenMeanwhile>& list);

}  // namespace charta::desk_api
