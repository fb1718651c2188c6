// SPDX-License-Identifier: Apache-2.0
// How a request to amend the record is written.
#pragma once
#include "department/amendment_requests/amendment_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

/// Its members, into an object that is open.
void write_amendment_members(json::Writer& out, const Desk& desk, const http::Request& request,
                             const amendment_requests::Amendment& one);

}  // namespace charta::desk_api
