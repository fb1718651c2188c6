// SPDX-License-Identifier: Apache-2.0
#include "app/completion_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<chart_completion::CompletionService>> open_chart_completion(Hospital& hospital) {
  CHARTA_TRY(auto rules, chart_completion::CompletionRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                                 hospital.configuration.jurisdiction));
  CHARTA_TRY(auto zone, TimeZone::open(hospital.configuration.zone));
  auto service = std::make_unique<chart_completion::CompletionService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(zone), std::move(rules));
  service->declare();
  return service;
}

Result<std::unique_ptr<chart_completion::DelinquencyService>> open_delinquency(Hospital& hospital) {
  CHARTA_TRY(auto rules, chart_completion::DelinquencyRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                                  hospital.configuration.jurisdiction));
  return std::make_unique<chart_completion::DelinquencyService>(*hospital.store, *hospital.completion, *hospital.patient_index,
                                                                *hospital.ledger, hospital.clock, hospital.keys,
                                                                std::move(rules));
}

}  // namespace charta::app
