// SPDX-License-Identifier: Apache-2.0
#include "app/assembly_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<std::unique_ptr<chart_assembly::AssemblyService>> open_chart_assembly(Hospital& hospital) {
  CHARTA_TRY(auto rules, chart_assembly::AssemblyRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                             hospital.configuration.jurisdiction));
  CHARTA_TRY(auto zone, TimeZone::open(hospital.configuration.zone));
  auto service = std::make_unique<chart_assembly::AssemblyService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                                   *hospital.encounters, *hospital.chart, *hospital.worklists,
                                                                   hospital.completion->facts(), hospital.clock, std::move(zone), std::move(rules));
  service->declare();
  hospital.expected_records->when_promise_changes([assembly = service.get()](store::UnitOfWork& work, ResourceId encounter) {
    return assembly->promise_changed(work, encounter);
  });
  return service;
}

}  // namespace charta::app
