// SPDX-License-Identifier: Apache-2.0
#include "app/signature_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<signatures::SignatureService>> open_signatures(Hospital& hospital) {
  CHARTA_TRY(auto rules, signatures::SignatureRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                          hospital.configuration.jurisdiction));
  auto service = std::make_unique<signatures::SignatureService>(*hospital.store, *hospital.resources, *hospital.encounters,
                                                                *hospital.completion, *hospital.worklists, *hospital.ledger,
                                                                hospital.clock, hospital.keys, std::move(rules));
  service->declare();
  return service;
}

std::unique_ptr<signatures::MyList> open_my_list(Hospital& hospital) {
  return std::make_unique<signatures::MyList>(*hospital.store, *hospital.signatures, *hospital.completion, *hospital.worklists,
                                              *hospital.chart);
}

}  // namespace charta::app
