// SPDX-License-Identifier: Apache-2.0
#include "app/paper_wiring.hpp"

#include "app/hospital.hpp"

namespace charta::app {
namespace {

/// The place of the appointment, else its service: as the schedule names them.
Result<std::string> clinic_of(Hospital& hospital, store::Reader& reader, ResourceId appointment) {
  CHARTA_TRY(const auto stored, hospital.resources->load(reader, appointment));
  if (!stored || stored->deleted) return std::string();
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  const auto root = document.root();
  for (const auto one : root["participant"]) {
    const auto actor = one["actor"];
    if (!actor["reference"] && actor["display"]) return std::string(actor["display"].text());
    if (actor["reference"].text().starts_with("Location/")) return std::string(actor["display"].text());
  }
  const auto service = root["serviceType"].at(0);
  return std::string(service["text"] ? service["text"].text() : service["coding"].at(0)["display"].text());
}

}  // namespace

Result<std::unique_ptr<paper_charts::PaperService>> open_paper_charts(Hospital& hospital) {
  CHARTA_TRY(auto rules, paper_charts::PaperRules::read(hospital.rules, hospital.clock.now().utc_date(),
                                                        hospital.configuration.jurisdiction));
  paper_charts::PaperQuestions questions;
  questions.clinic_of = [&hospital](store::Reader& reader, ResourceId id) { return clinic_of(hospital, reader, id); };
  questions.has_left = [&hospital](UserId id) -> Result<bool> {
    CHARTA_TRY(const auto user, hospital.access->find_user(id));
    return user && user->disabled;
  };
  auto service = std::make_unique<paper_charts::PaperService>(*hospital.store, *hospital.patient_index, *hospital.encounters,
                                                              *hospital.worklists, *hospital.ledger, hospital.clock,
                                                              hospital.keys, std::move(rules), std::move(questions));
  service->declare();
  service->subscribe(hospital.bus);
  return service;
}

}  // namespace charta::app
