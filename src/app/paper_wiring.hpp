// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/paper_charts/paper_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// The file room over this hospital's record, with its queues; which clinic an appointment is for is asked of the record.
Result<std::unique_ptr<paper_charts::PaperService>> open_paper_charts(Hospital& hospital);

}  // namespace charta::app
