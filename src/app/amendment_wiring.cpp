// SPDX-License-Identifier: Apache-2.0
#include "app/amendment_wiring.hpp"

#include "app/hospital.hpp"
#include "app/query_wiring.hpp"

namespace charta::app {

Result<std::unique_ptr<amendment_requests::AmendmentService>> open_amendment_requests(Hospital& hospital, const TimeZone& zone) {
  using namespace amendment_requests;
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, AmendmentRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  AmendmentQuestions questions;
  questions.authors = [&hospital]() -> Result<std::vector<AskedAuthor>> {
    CHARTA_TRY(const auto writers, who_writes_the_record(hospital));
    std::vector<AskedAuthor> authors;
    for (const auto& one : writers) authors.push_back({one.user, one.name});
    return authors;
  };
  auto service = std::make_unique<AmendmentService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                    *hospital.chart, *hospital.worklists, *hospital.ledger, hospital.clock,
                                                    hospital.keys, zone, std::move(rules), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

Result<std::unique_ptr<record_quality::QualityService>> open_record_quality(Hospital& hospital) {
  CHARTA_TRY(auto rules, record_quality::QualityRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                            hospital.configuration.jurisdiction));
  auto service = std::make_unique<record_quality::QualityService>(*hospital.store, *hospital.resources, *hospital.patient_index,
                                                                  *hospital.chart, *hospital.worklists, hospital.clock,
                                                                  hospital.keys, std::move(rules));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
