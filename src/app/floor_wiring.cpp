// SPDX-License-Identifier: Apache-2.0
#include "app/floor_wiring.hpp"

#include "app/hospital.hpp"
#include "app/ward_copy_wiring.hpp"
#include "department/expected_records/expectation_store.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using worklists::Priority;

/// The soonest that is booked.
Result<std::optional<Instant>> next_appointment(Hospital& hospital, const std::vector<PatientId>& records, Instant until) {
  chart::TimelineQuery query;
  query.patients = records;
  query.kind = "appointment";
  query.from = hospital.clock.now();
  query.until = until;
  const auto system = access::Actor::system("loose-reports");
  CHARTA_TRY(const auto found, hospital.store->read([&](store::Reader& reader) {
    return hospital.chart->rows().timeline(reader, query, system.visibility);
  }));
  std::optional<Instant> soonest;
  for (const auto& one : found.entries)
    if (one.status == "booked" || one.status == "arrived") soonest = std::min(soonest.value_or(one.at), one.at);
  return soonest;
}

Result<Priority> priority_of(store::Reader& reader, ResourceId document) {
  CHARTA_TRY(const auto promises, expected_records::find_by_document(reader, document));
  Priority most = Priority::routine;
  for (const auto& one : promises) most = std::min(most, one.priority);
  return most;
}

Result<std::optional<UserId>> user_named(Hospital& hospital, std::string_view name) {
  CHARTA_TRY(const auto users, hospital.access->list_users(access::Actor::system("floor-delivery")));
  for (const auto& user : users)
    if (user.name == name && !user.is_program) return std::optional(user.id);
  return std::optional<UserId>();
}

Result<counter::WardAnswer> take_ward_scan(floor_delivery::FloorService& floor, const access::Actor& actor,
                                           const counter::CounterScan& scan, std::optional<Instant> at) {
  const bool is_receipt = scan.kind == "ward-receipt";
  if (is_receipt && scan.at_barcode.empty()) return counter::WardAnswer{"wrong", "say first on which ward you stand"};
  CHARTA_TRY(const auto taken, is_receipt ? floor.receive(actor, scan.barcode, scan.to_barcode, scan.at_barcode, at)
                                          : floor.file(actor, scan.barcode, scan.to_barcode, at));
  return counter::WardAnswer{taken.outcome, taken.says};
}

}  // namespace

Result<std::unique_ptr<loose_reports::LooseService>> open_loose_reports(Hospital& hospital) {
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, loose_reports::LooseRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  loose_reports::LooseQuestions questions;
  questions.next_appointment = [&hospital](const std::vector<PatientId>& records, Instant until) {
    return next_appointment(hospital, records, until);
  };
  auto service = std::make_unique<loose_reports::LooseService>(*hospital.store, *hospital.patient_index, *hospital.paper,
                                                               *hospital.worklists, *hospital.ledger, hospital.clock,
                                                               hospital.keys, std::move(rules), std::move(questions));
  service->declare();
  hospital.intake->when_filed_by_hand([loose = service.get()](store::UnitOfWork& work, const access::Actor& actor,
                                                              const intake::IntakeService::FiledByHand& filed) {
    loose_reports::FilingProof proof;
    proof.document = filed.document;
    proof.version = filed.version;
    proof.patient = filed.patient;
    proof.facility = filed.facility;
    proof.sensitivity = filed.sensitivity;
    return loose->prove_version(work, actor, proof);
  });
  return service;
}

Result<std::unique_ptr<floor_delivery::FloorService>> open_floor_delivery(Hospital& hospital) {
  const auto today = hospital.clock.now().utc_date();
  CHARTA_TRY(auto rules, floor_delivery::FloorRules::read(hospital.rules, today, hospital.configuration.jurisdiction));
  floor_delivery::FloorQuestions questions;
  questions.priority_of = priority_of;
  questions.user_named = [&hospital](std::string_view name) { return user_named(hospital, name); };
  questions.is_at_work = [&hospital](UserId id) -> Result<bool> {
    CHARTA_TRY(const auto user, hospital.access->find_user(id));
    return user && !user->disabled;
  };
  let_the_floor_print(hospital, questions);
  auto service = std::make_unique<floor_delivery::FloorService>(
      *hospital.store, *hospital.patient_index, *hospital.encounters, *hospital.chart, *hospital.loose, *hospital.worklists,
      *hospital.ledger, hospital.clock, hospital.keys, std::move(rules), std::move(questions));
  service->declare();
  CHARTA_TRY_DO(service->learn_wishes());
  hospital.counter->take_ward_scans_by(
      [floor = service.get()](const access::Actor& actor, const counter::CounterScan& scan, std::optional<Instant> at) {
        return take_ward_scan(*floor, actor, scan, at);
      });
  return service;
}

}  // namespace charta::app
