// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/worklists/task_search.hpp"

namespace charta::app {

class Hospital;

/// The file room seen through FHIR: volumes and movements as Basic, places as Location, beside what the repository has of these
/// types; the profiles by which they are made.
Result<void> wire_paper_faces(Hospital& hospital, const worklists::References& references);

/// What a requisition's Task says beyond its work item.
Result<worklists::TaskPart> requisition_part(Hospital& hospital, const worklists::WorkItem& item);

}  // namespace charta::app
