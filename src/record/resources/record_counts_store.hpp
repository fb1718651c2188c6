// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/id.hpp"
#include "store/store.hpp"

#include <string>
#include <utility>
#include <vector>

namespace charta::resources {

/// How many live resources of each type a patient's record holds.
Result<std::vector<std::pair<std::string, std::int64_t>>> counts_of_record(store::Reader& reader, PatientId patient);

}  // namespace charta::resources
