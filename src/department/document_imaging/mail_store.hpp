// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/document_imaging/scan_batch.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>

namespace charta::document_imaging {

struct MailRow {
  std::int64_t key = 0;
  std::string digest, message_id, sender, subject, reason;
  Instant taken_at;
  BatchId batch;
  WorkItemId item;
};

/// Table `scan_mail`. Errors of add(): `version_conflict` (this mail is there already).
Result<void> add_mail(store::UnitOfWork& work, const MailRow& row);
Result<std::optional<MailRow>> find_mail(store::Reader& reader, std::string_view digest);

}  // namespace charta::document_imaging
