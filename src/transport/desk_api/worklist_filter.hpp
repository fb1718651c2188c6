// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

/// What narrows a queue, as it stands in the address: the list and its export read the same. Errors: `invalid` (what is not
/// understood is never left out), `not_found` (no such queue).
Result<worklists::Filter> worklist_filter(const Desk& desk, const http::Request& request);

}  // namespace charta::desk_api
