// SPDX-License-Identifier: Apache-2.0
// The addresses and systems of the published interface: what data/fhir/paper-charts defines.
#pragma once
#include "department/paper_charts/requisition.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace charta::paper_interface {

inline constexpr std::string_view concept_system = "urn:charta:paper-charts";
inline constexpr std::string_view volume_code = "paper-volume", movement_code = "paper-movement";
inline constexpr std::string_view barcode_system = "urn:charta:paper-barcode";
inline constexpr std::string_view number_system = "urn:charta:paper-chart-number";
inline constexpr std::string_view place_code_system = "urn:charta:paper-place-code";
inline constexpr std::string_view place_kind_system = "urn:charta:paper-place-kind";
inline constexpr std::string_view request_system = "urn:charta:paper-request";
inline constexpr std::string_view purpose_system = "urn:charta:paper-purpose";
inline constexpr std::string_view label_system = "urn:charta:sensitivity";

inline constexpr std::string_view volume_profile = "urn:charta:paper:volume";
inline constexpr std::string_view movement_profile = "urn:charta:paper:movement";
inline constexpr std::string_view place_profile = "urn:charta:paper:place";
inline constexpr std::string_view requisition_profile = "urn:charta:paper:requisition";
inline constexpr std::string_view volume_details = "urn:charta:paper:volume-details";
inline constexpr std::string_view movement_details = "urn:charta:paper:movement-details";

/// Ids of these resources begin so: a repository's id never does.
inline constexpr std::string_view volume_prefix = "pv-", movement_prefix = "pm-", place_prefix = "pl-";

template <class IdType>
std::string printed_id(std::string_view prefix, IdType id) {
  return std::string(prefix) + id.text();
}
/// Nothing when it does not begin so, or is no key behind it.
template <class IdType>
std::optional<IdType> id_behind(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  const auto id = IdType::parse(text.substr(prefix.size()));
  return id && id->is_set() ? id : std::nullopt;
}
/// "Location/pl-…", or an address that ends so; the type may be left out.
std::string_view id_in_reference(std::string_view type, std::string_view reference);

}  // namespace charta::paper_interface
