// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/amendment_requests/amendment_service.hpp"
#include "department/record_quality/quality_service.hpp"
#include "record/worklists/work_item_task.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Patients' requests to amend the record, with their queue.
Result<std::unique_ptr<amendment_requests::AmendmentService>> open_amendment_requests(Hospital& hospital, const TimeZone& zone);
/// What a request's Task says beyond its work item: the documents that it is about, as far as whoever sees the item sees them.
Result<worklists::TaskPart> amendment_part(Hospital& hospital, const worklists::WorkItem& item);
/// Warnings about what documents say, with their queue.
Result<std::unique_ptr<record_quality::QualityService>> open_record_quality(Hospital& hospital);

}  // namespace charta::app
