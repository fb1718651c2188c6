// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "transport/http/http.hpp"

#include <string>

namespace charta::desk_api {

/// OpenAPI 3.1 made from the route table, so that the description cannot differ from what is served. `schemas`: a JSON object of
/// component schemas (data/api/schemas.json). Errors: `invalid` (the schemas are not JSON; a route names a schema that is not
/// there).
Result<std::string> openapi(const http::Router& router, std::string_view schemas, std::string_view version);

/// /api/openapi.json and /api/docs: the description, and a page that tries it out with the reader's own session.
void add_description_routes(http::Router& router, std::string document);

}  // namespace charta::desk_api
