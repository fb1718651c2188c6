// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/amendment_requests/amendment_service.hpp"
#include "department/record_quality/quality_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Patients' requests to amend the record, with their queue.
Result<std::unique_ptr<amendment_requests::AmendmentService>> open_amendment_requests(Hospital& hospital, const TimeZone& zone);
/// Warnings about what documents say, with their queue.
Result<std::unique_ptr<record_quality::QualityService>> open_record_quality(Hospital& hospital);

}  // namespace charta::app
