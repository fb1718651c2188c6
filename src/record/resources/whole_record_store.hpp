// SPDX-License-Identifier: Apache-2.0
// Every version of every resource, in the order of the keys: for exports of the whole record.
#pragma once
#include "record/resources/resource_service.hpp"

namespace charta::resources {

/// One version, and whether its resource is deleted by now.
struct ExportedVersion {
  StoredResource resource;
  bool is_newest = false, is_gone = false;
};

/// Calls `visit` with each version, oldest first, of everything (no patients) or of what lives in these patients' records, the
/// patients first. Errors: those of `visit`; `unavailable`.
Result<void> each_version(store::Reader& reader, const std::vector<PatientId>& patients,
                          FunctionRef<Result<void>(const ExportedVersion&)> visit);

}  // namespace charta::resources
