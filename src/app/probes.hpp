// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/hospital.hpp"
#include "transport/http/server.hpp"

namespace charta::app {

/// /health/live, /health/ready and /metrics (Prometheus text; counts only, no patient data).
void add_probe_routes(http::Router& router, const Hospital& hospital, std::function<http::ServerFigures()> figures);

}  // namespace charta::app
