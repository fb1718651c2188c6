// SPDX-License-Identifier: Apache-2.0
// FHIR R4 REST over the repository. Source: https://hl7.org/fhir/R4/http.html
#pragma once
#include "record/resources/resource_service.hpp"
#include "store/store.hpp"
#include "transport/http/http.hpp"

#include <string>

namespace charta::fhir_api {

/// Adds /fhir, /fhir/metadata, /fhir/{type}, /fhir/{type}/{id}, histories, _search, $validate and the SMART configuration.
/// `base_url`: what references and links start with when a request names no host, "http://127.0.0.1:8080/fhir".
void add_routes(http::Router& router, resources::ResourceService& resources, store::Store& store, std::string base_url);

}  // namespace charta::fhir_api
