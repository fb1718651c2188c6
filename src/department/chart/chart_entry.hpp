// SPDX-License-Identifier: Apache-2.0
// A line of the chart's timeline. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "formats/json/json.hpp"

namespace charta::chart {

struct ChartEntry {
  PatientId patient;
  Instant at;
  ResourceId resource;
  std::string kind;           ///< document, report, order, encounter, appointment, imaging
  std::string resource_type, fhir_id;
  std::int64_t version = 0;
  std::string title, title_code, status;
  std::string encounter;      ///< FHIR id, or empty
  std::string author, content_type;
  std::int64_t pages = 0;
  MessageId source_message;   ///< the journalled message that brought it
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// Whether resources of this type stand in the timeline.
bool has_timeline_entry(std::string_view resource_type);
/// What the resource itself says of its line; keys, patient, version and labels are the caller's. `otherwise`: the time of a resource
/// that gives none.
ChartEntry entry_of(json::Value resource, Instant otherwise);

}  // namespace charta::chart
