// SPDX-License-Identifier: Apache-2.0
#include "app/production_wiring.hpp"

#include "app/hospital.hpp"
#include "app/imaging_wiring.hpp"
#include "department/page_reader/page_reader_process.hpp"

namespace charta::app {

Result<std::unique_ptr<record_production::ProductionService>> open_record_production(Hospital& hospital) {
  CHARTA_TRY(auto rules, record_production::ProductionRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                                  hospital.configuration.jurisdiction));
  hospital.production_reader = std::make_unique<page_reader::ReaderProcesses>(page_reader_program(hospital.configuration), 1);
  auto service = std::make_unique<record_production::ProductionService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.chart, *hospital.production_reader, *hospital.jobs,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(rules));
  service->declare();
  return service;
}

}  // namespace charta::app
