// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

namespace charta::app {

class Hospital;

/// The department's work seen through FHIR: work items as Task, the ledger as AuditEvent, the file room as Basic and Location.
/// Errors: `unavailable`, `invalid` (the definitions of the file room cannot be read).
Result<void> wire_faces(Hospital& hospital);

}  // namespace charta::app
