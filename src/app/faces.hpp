// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace charta::app {

class Hospital;

/// The department's work seen through FHIR: work items as Task, the ledger as AuditEvent.
void wire_faces(Hospital& hospital);

}  // namespace charta::app
