// SPDX-License-Identifier: Apache-2.0
// Volumes, movements and places as FHIR resources, and back. Pure. Sources: https://hl7.org/fhir/R4/basic.html, location.html;
// the profiles are Charta's own (docs/guides/paper-charts-fhir.md), since no standard message exists.
#pragma once
#include "department/paper_charts/paper_store.hpp"
#include "department/paper_interface/paper_words.hpp"
#include "formats/json/json.hpp"

#include <string>
#include <vector>

namespace charta::paper_interface {

/// What a volume's resource says beside its row.
struct VolumeWords {
  std::string patient;      ///< "Patient/0000000000042"
  Instant changed_at;       ///< when the house heard of its last movement
  std::string merged_into;  ///< "Basic/pv-…", or empty
};
std::string volume_json(const paper_charts::VolumeRow& row, const VolumeWords& words);

struct MovementWords {
  std::string patient, requisition;  ///< requisition: "Task/…", or empty
  int facility = 0;
  access::SensitivityMask sensitivity = 0;
};
std::string movement_json(const paper_charts::MovementRow& row, const MovementWords& words);

std::string place_json(const paper_charts::Place& place);

/// The reading of what was printed. Errors: `invalid` or `missing`, naming the element.
Result<paper_charts::VolumeRow> volume_of(json::Value resource);
Result<paper_charts::MovementRow> movement_of(json::Value resource);
Result<paper_charts::Place> place_of(json::Value resource);

}  // namespace charta::paper_interface
