// SPDX-License-Identifier: Apache-2.0
#include "app/misfile_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<misfile_watch::MisfileService>> open_misfile_watch(Hospital& hospital) {
  CHARTA_TRY(auto rules, misfile_watch::MisfileRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                           hospital.configuration.jurisdiction));
  hospital.quarantine = std::make_unique<record_moves::QuarantineService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.chart, *hospital.record_moves, *hospital.ledger,
      hospital.clock, hospital.keys);
  auto service = std::make_unique<misfile_watch::MisfileService>(
      *hospital.store, *hospital.resources, *hospital.patient_index, *hospital.chart, *hospital.quarantine, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, hospital.page_reader.get(), hospital.imaging->rules().labels,
      std::move(rules));
  service->declare();
  return service;
}

}  // namespace charta::app
