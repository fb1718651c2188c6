// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/distribution/distribution_service.hpp"
#include "record/resources/resource_service.hpp"

#include <memory>

namespace charta::app {

class Background;
class Hospital;

/// Copies of this hospital's reports, with the ways by which they go; it subscribes in reactions.cpp.
Result<std::unique_ptr<distribution::DistributionService>> open_distribution(Hospital& hospital);

/// Copies read as FHIR Communication; the channel `fhir-communication` is this reading.
resources::Share share_communications(Hospital& hospital);

/// Who is to have what, what is sent, what came back, who is reminded.
void give_out_in_background(Hospital& hospital, Background& background);

/// One round of all that, as the background does it; answers how much was settled.
Result<std::int64_t> give_out_once(Hospital& hospital);

}  // namespace charta::app
