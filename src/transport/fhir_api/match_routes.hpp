// SPDX-License-Identifier: Apache-2.0
// FHIR Patient/$match. Source: https://hl7.org/fhir/R4/patient-operation-match.html
#pragma once
#include "record/resources/resource_service.hpp"
#include "transport/http/http.hpp"

namespace charta::patient_index {
class IdentityService;
}

namespace charta::fhir_api {

/// Adds POST /fhir/Patient/$match: candidates best first, each with its score, its match grade and the reasons.
void add_match_routes(http::Router& router, resources::ResourceService& resources, patient_index::IdentityService& identity);

}  // namespace charta::fhir_api
