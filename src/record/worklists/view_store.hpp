// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "record/worklists/worklist_service.hpp"

#include <vector>

namespace charta::worklists {

/// Errors: `version_conflict` (the same person has a view of that name for that queue).
Result<void> save_view_row(store::UnitOfWork& work, const WorklistService::View& view);
/// The person's own views and everybody's shared ones, pinned first.
Result<std::vector<WorklistService::View>> find_views(store::Reader& reader, UserId owner);
Result<std::optional<WorklistService::View>> find_view(store::Reader& reader, std::int64_t key);
Result<void> delete_view_row(store::UnitOfWork& work, std::int64_t key);

}  // namespace charta::worklists
