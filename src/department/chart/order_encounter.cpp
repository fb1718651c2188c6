// SPDX-License-Identifier: Apache-2.0
// What names no visit belongs to the visit of the order that it answers.
#include "department/chart/chart_service.hpp"

#include <algorithm>

namespace charta::chart {
namespace {

bool is_one_of(const std::vector<PatientId>& records, PatientId record) {
  return std::find(records.begin(), records.end(), record) != records.end();
}

ResourceId encounter_in(json::Value order) {
  const auto reference = order["encounter"]["reference"].text();
  constexpr std::string_view type = "Encounter/";
  if (!reference.starts_with(type)) return {};
  return ResourceId::parse(reference.substr(type.size())).value_or(ResourceId());
}

}  // namespace

Result<ResourceId> ChartService::encounter_of_orders(store::Reader& reader, const std::vector<hl7v2_fhir::EntityId>& numbers,
                                                     const std::vector<PatientId>& same_person) {
  ResourceId found;
  for (const auto& number : numbers) {
    if (number.empty()) continue;
    for (const auto* kind : {"placer", "filler"}) {
      CHARTA_TRY(const auto keys, rows_.keys(reader, kind, number.system, number.value));
      for (const auto& key : keys) {
        if (!is_one_of(same_person, key.patient)) continue;
        CHARTA_TRY(const auto stored, resources_.load(reader, key.resource));
        if (!stored || stored->deleted || stored->type != "ServiceRequest") continue;
        CHARTA_TRY(const auto document, json::Document::parse(stored->json));
        const auto encounter = encounter_in(document.root());
        if (!encounter.is_set() || encounter == found) continue;
        if (found.is_set()) return ResourceId();  // two orders, two visits: nothing is guessed
        found = encounter;
      }
    }
  }
  return found;
}

}  // namespace charta::chart
