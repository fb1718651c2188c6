// SPDX-License-Identifier: Apache-2.0
#include "app/imaging_objects_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<imaging_objects::CatalogueService>> open_imaging_objects(Hospital& hospital, const TimeZone& zone) {
  CHARTA_TRY(auto rules, imaging_objects::CatalogueRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                               hospital.configuration.jurisdiction));
  auto service = std::make_unique<imaging_objects::CatalogueService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.chart, *hospital.worklists, *hospital.ledger,
      hospital.clock, hospital.keys, *hospital.page_reader, zone, std::move(rules));
  service->declare();
  return service;
}

}  // namespace charta::app
