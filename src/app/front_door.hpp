// SPDX-License-Identifier: Apache-2.0
// Everything that stands behind the HTTP socket: every route with its permission, who knocks, what is refused, the description.
#pragma once
#include "transport/http/door.hpp"

#include <functional>
#include <memory>

namespace charta::app {

class Hospital;

/// The whole door of this hospital: the desk's API, FHIR, the probes, the description and the web's files. What a server asks for
/// each request can be asked without one: route() and then answer().
/// `synthetic`: the simulated hospital; every screen says so. `figures`: what /metrics says of the server.
/// Errors: `unavailable` (data/api/schemas.json cannot be read), `invalid` (a route names a schema that is not there).
Result<std::unique_ptr<http::FrontDoor>> open_front_door(Hospital& hospital, bool synthetic,
                                                         std::function<http::ServerFigures()> figures);

/// The server's own limits, from the configuration and the rule pack intake/limits.
http::ServerOptions server_options(const Hospital& hospital);

}  // namespace charta::app
