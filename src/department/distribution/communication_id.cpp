// SPDX-License-Identifier: Apache-2.0
// The id by which FHIR clients know a copy, and back.
#include "department/distribution/communication.hpp"

namespace charta::distribution {
namespace {

constexpr std::string_view id_prefix = "copy-";

}  // namespace

std::string communication_id(CopyId copy) {
  return std::string(id_prefix) + copy.text();
}

std::optional<CopyId> copy_behind(std::string_view fhir_id) {
  if (!fhir_id.starts_with(id_prefix)) return std::nullopt;
  const auto copy = CopyId::parse(fhir_id.substr(id_prefix.size()));
  return copy && communication_id(*copy) == fhir_id ? copy : std::nullopt;
}

}  // namespace charta::distribution
