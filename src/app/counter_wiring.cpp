// SPDX-License-Identifier: Apache-2.0
#include "app/counter_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<shelf_audits::AuditService>> open_shelf_audits(Hospital& hospital) {
  CHARTA_TRY(auto rules, shelf_audits::AuditRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                        hospital.configuration.jurisdiction));
  auto service = std::make_unique<shelf_audits::AuditService>(*hospital.store, *hospital.paper, *hospital.worklists,
                                                              *hospital.ledger, hospital.clock, hospital.keys, std::move(rules));
  service->declare();
  return service;
}

Result<std::unique_ptr<counter::CounterService>> open_counter(Hospital& hospital) {
  CHARTA_TRY(auto rules,
             counter::CounterRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  return std::make_unique<counter::CounterService>(*hospital.store, *hospital.paper, *hospital.audits, *hospital.ledger,
                                                   hospital.clock, hospital.keys, std::move(rules));
}

}  // namespace charta::app
