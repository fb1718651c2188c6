// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/data_entry/entry_service.hpp"

#include <memory>

namespace charta::app {

class Hospital;

/// Data entry from this hospital's visit notes, with its queues.
Result<std::unique_ptr<data_entry::EntryService>> open_data_entry(Hospital& hospital);

}  // namespace charta::app
