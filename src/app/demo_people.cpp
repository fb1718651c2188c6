// SPDX-License-Identifier: Apache-2.0
#include "app/demo_people.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {

using patient_index::PatientHit;

Result<std::vector<PatientHit>> people_with_expectations(Hospital& hospital, const access::Actor& actor) {
  worklists::Filter filter;
  filter.kind = "expected-record";
  filter.limit = 200;
  CHARTA_TRY(const auto page, hospital.worklists->list(actor, filter));
  std::vector<PatientId> ids;
  for (const auto& item : page.items)
    if (item.patient.is_set() && std::find(ids.begin(), ids.end(), item.patient) == ids.end()) ids.push_back(item.patient);
  CHARTA_TRY(auto hits, hospital.patient_index->banners(actor, ids));
  std::erase_if(hits, [](const PatientHit& hit) {
    return hit.mrn.empty() || hit.birth_date.size() != 10 || hit.restricted || hit.overlay_flag || hit.review_flag ||
           hit.merged_into.is_set();
  });
  return hits;
}

}  // namespace charta::app
