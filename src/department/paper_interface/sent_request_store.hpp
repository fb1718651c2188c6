// SPDX-License-Identifier: Apache-2.0
// The SQL of what other systems asked for under their own numbers: the only file that names this module's table.
#pragma once
#include "department/paper_interface/sent_request.hpp"
#include "store/store.hpp"

#include <vector>

namespace charta::paper_interface {

struct KnownRequest {
  UserId sender;
  std::string system, value, digest;
  paper_charts::RequisitionId requisition;
  bool opened_it = true;  ///< else somebody else had asked for it there already
  Instant at;
};

class SentRequestStore {
 public:
  /// Errors: `version_conflict` (this sender's number was used a moment ago).
  Result<void> add(store::UnitOfWork& work, const KnownRequest& known) const;
  Result<std::optional<KnownRequest>> find(store::Reader& reader, UserId sender, std::string_view system,
                                           std::string_view value) const;
  Result<std::vector<KnownRequest>> of_requisition(store::Reader& reader, paper_charts::RequisitionId requisition) const;
};

}  // namespace charta::paper_interface
