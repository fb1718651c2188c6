// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/physician_queries/query_service.hpp"

#include <memory>
#include <vector>

namespace charta::app {

class Hospital;

/// Questions to this hospital's physicians, with their queue.
Result<std::unique_ptr<physician_queries::QueryService>> open_physician_queries(Hospital& hospital);

/// Accounts whose role writes into the record: they answer questions and say what they think of what they wrote.
Result<std::vector<physician_queries::Addressee>> who_writes_the_record(Hospital& hospital);

}  // namespace charta::app
