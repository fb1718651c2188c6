// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/counter/counter_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Shelf reading over the file room, with its queue.
Result<std::unique_ptr<shelf_audits::AuditService>> open_shelf_audits(Hospital& hospital);
/// The counter over both.
Result<std::unique_ptr<counter::CounterService>> open_counter(Hospital& hospital);

}  // namespace charta::app
