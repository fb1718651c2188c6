// SPDX-License-Identifier: Apache-2.0
// A copy as FHIR R4 Communication. Source: https://hl7.org/fhir/R4/communication.html. Pure.
#pragma once
#include "department/distribution/copy.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::distribution {

std::string communication_id(CopyId copy);  ///< "copy-…"
std::optional<CopyId> copy_behind(std::string_view fhir_id);

/// EventStatus: preparation (owed), in-progress (sent), completed (it arrived), on-hold (failed: a person decides), not-done and
/// stopped (taken back before it left, and on its way). What arrived and is not true any more stays completed, with its reason.
std::string_view communication_status(const Copy& copy);

/// What stands in other rows.
struct CommunicationNames {
  std::string patient, encounter;  ///< FHIR ids
  std::string recipient;           ///< the recipient's key: "system|value", "Practitioner/…", "ward:4W"
};
std::string communication_json(const Copy& copy, const CommunicationNames& names);

}  // namespace charta::distribution
