// SPDX-License-Identifier: Apache-2.0
#include "app/downtime_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<downtime::PackService>> open_downtime_packs(Hospital& hospital) {
  const auto& configuration = hospital.configuration;
  const Date today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, downtime::PackRules::read(hospital.rules, today, configuration.jurisdiction));
  return std::make_unique<downtime::PackService>(
      *hospital.store, *hospital.ledger, hospital.clock, *hospital.patient_index, std::move(rules),
      downtime::PackPlace{configuration.downtime_folder, configuration.downtime_passphrase});
}

std::unique_ptr<downtime::EventService> open_downtimes(Hospital& hospital) {
  auto service = std::make_unique<downtime::EventService>(*hospital.store, *hospital.paper, *hospital.worklists, *hospital.ledger,
                                                          hospital.clock, hospital.keys);
  service->declare_queue();
  return service;
}

Result<std::unique_ptr<disaster_identities::DisasterService>> open_disasters(Hospital& hospital) {
  const Date today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, disaster_identities::DisasterRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  auto service = std::make_unique<disaster_identities::DisasterService>(
      *hospital.store, *hospital.patient_index, *hospital.registration, *hospital.worklists, *hospital.ledger, hospital.clock,
      hospital.keys, std::move(rules));
  service->declare_queue();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
