// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/expected_records_service.hpp"

#include "department/expected_records/item_acts.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

using namespace happenings;
using worklists::Act;
using worklists::WorkItem;

std::string detail_of(const Expectation& expectation) {
  const OrderKeys& keys = expectation.keys;
  std::string text;
  json::Writer out(text);
  out.begin_object().member("title", expectation.title).member("cause", trigger_code(expectation.trigger));
  const auto member = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.member(name, value);
  };
  member("service", keys.service_text);
  member("service_code", keys.service_code);
  member("department", expectation.department);
  member("placer", keys.placer);
  member("filler", keys.filler);
  member("class", expectation.class_code);
  if (!expectation.accepted_types.empty()) out.member("type", expectation.accepted_types.front());
  out.member("basis_at", expectation.basis_at.text()).end_object();
  return text;
}

/// The resource that promised it is the item's subject.
void name_subject(const Expectation& expectation, worklists::NewWorkItem& item) {
  const auto name = [&](std::string_view type, std::int64_t key) {
    item.subject_type = type;
    item.subject = key;
  };
  if (expectation.order.is_set()) return name("ServiceRequest", expectation.order.key());
  if (expectation.trigger == Trigger::appointment) return name("Appointment", expectation.appointment.key());
  if (expectation.encounter.is_set()) return name("Encounter", expectation.encounter.key());
  name("Patient", expectation.patient.key());
}

worklists::NewWorkItem item_of(const Expectation& expectation) {
  worklists::NewWorkItem item;
  item.kind = expected_record_machine().kind;
  name_subject(expectation, item);
  item.patient = expectation.patient;
  item.priority = expectation.priority;
  item.due_at = expectation.due_at;
  item.clock_basis = trigger_code(expectation.trigger);
  item.pool = expectation.department;
  item.detail = detail_of(expectation);
  item.rule = expectation.rule;
  item.facility = expectation.facility;
  item.sensitivity = expectation.sensitivity;
  item.state = expectation.state;
  return item;
}

Expectation seed_of(const OrderPlaced& order) {
  Expectation seed;
  seed.trigger = Trigger::order;
  seed.patient = order.patient;
  seed.order = order.order;
  seed.encounter = order.encounter;
  seed.keys = order.keys;
  seed.department = order.department;
  seed.priority = worklists::parse_priority(order.priority).value_or(worklists::Priority::routine);
  seed.basis_at = order.ordered_at;
  seed.facility = order.marks.facility;
  seed.sensitivity = order.marks.sensitivity;
  return seed;
}

Expectation seed_of(Trigger trigger, PatientId patient, ResourceId encounter, const std::string& class_code, Instant at,
                    const Marks& marks) {
  Expectation seed;
  seed.trigger = trigger;
  seed.patient = patient;
  seed.encounter = encounter;
  seed.class_code = class_code;
  seed.basis_at = at;
  seed.facility = marks.facility;
  seed.sensitivity = marks.sensitivity;
  return seed;
}

/// A word that comes later need not say again which service is meant, and where.
void complete(Expectation& seed, const Expectation& known) {
  if (seed.department.empty()) seed.department = known.department;
  if (!seed.keys.service_code.empty() || !seed.keys.service_text.empty()) return;
  seed.keys.service_system = known.keys.service_system;
  seed.keys.service_code = known.keys.service_code;
  seed.keys.service_text = known.keys.service_text;
}

/// What was taken back left cancelled promises behind; what is promised after that is new.
void forget_cancelled(std::vector<Expectation>& known) {
  std::erase_if(known, [](const Expectation& expectation) { return expectation.state == "cancelled"; });
}

std::vector<Expectation> of_trigger(std::vector<Expectation> expectations, Trigger trigger) {
  std::erase_if(expectations, [&](const Expectation& expectation) { return expectation.trigger != trigger; });
  return expectations;
}

}  // namespace

ExpectedRecordsService::ExpectedRecordsService(store::Store& store, worklists::WorklistService& worklists,
                                               ReconciliationService& reconciliation, const ExpectationRules& rules,
                                               const Clock& clock, KeySource& keys, TimeZone zone, Questions questions)
    : store_(store),
      worklists_(worklists),
      reconciliation_(reconciliation),
      rules_(rules),
      clock_(clock),
      keys_(keys),
      zone_(std::move(zone)),
      questions_(std::move(questions)),
      system_(access::Actor::system("expected-records")) {}

void ExpectedRecordsService::declare() {
  worklists_.declare(
      expected_record_machine(),
      [](store::UnitOfWork&, std::string_view, const WorkItem& item, const Act& act) -> Result<void> {
        if (act.second_subject != 0 || item.second_subject != 0) return {};
        return fail(ErrorKind::business_rule,
                    "say which document fulfils work item " + item.id.text() + " before it is closed as filed", "second_subject");
      },
      [this](store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item, const Act& act) {
        return entered(work, actor, item, act);
      });
}

// Opening.

Result<Expectation> ExpectedRecordsService::open_one(store::UnitOfWork& work, const access::Actor& actor,
                                                     Expectation expectation) {
  expectation.id = keys_.next<ExpectationId>();
  expectation.state = expected_record_machine().initial;
  CHARTA_TRY(const WorkItem item, worklists_.open(work, actor, item_of(expectation)));
  expectation.work_item = item.id;
  CHARTA_TRY_DO(insert_expectation(work, expectation));
  return expectation;
}

Result<void> ExpectedRecordsService::open_all(store::UnitOfWork& work, const Expectation& seed,
                                              const std::vector<Demand>& demands) {
  for (const Demand& demand : demands) {
    Expectation expectation = seed;
    expectation.accepted_types = demand.types;
    expectation.title = demand.title;
    if (expectation.department.empty()) expectation.department = demand.department;
    expectation.rule = demand.rule;
    expectation.due_at = due_at(demand.due, seed.priority, seed.basis_at, zone_);
    CHARTA_TRY_DO(open_one(work, system_, std::move(expectation)));
  }
  return {};
}

/// A promise that comes again, changed or not: numbers, priority and times follow the newest word.
Result<void> ExpectedRecordsService::refresh(store::UnitOfWork& work, Expectation expectation, const Expectation& seed,
                                             const std::vector<Demand>& demands) {
  if (!expectation.is_open()) return {};
  const auto demand =
      std::find_if(demands.begin(), demands.end(), [&](const Demand& one) { return one.title == expectation.title; });
  const auto due_before = expectation.due_at;
  if (!seed.keys.placer.empty()) expectation.keys.placer = seed.keys.placer;
  if (!seed.keys.filler.empty()) {
    expectation.keys.filler = seed.keys.filler;
    expectation.keys.filler_assigner = seed.keys.filler_assigner;
  }
  if (seed.keys.service_at) expectation.keys.service_at = seed.keys.service_at;
  if (seed.encounter.is_set()) expectation.encounter = seed.encounter;
  expectation.priority = seed.priority;
  expectation.basis_at = seed.basis_at;
  if (demand != demands.end()) {
    expectation.due_at = due_at(demand->due, seed.priority, seed.basis_at, zone_);
    expectation.rule = demand->rule;
  }
  CHARTA_TRY_DO(update_expectation(work, expectation));
  if (expectation.due_at != due_before)
    CHARTA_TRY_DO(worklists_.set_due(work, expectation.work_item, expectation.due_at, expectation.rule));
  return worklists_.set_detail(work, expectation.work_item, detail_of(expectation));
}

Result<void> ExpectedRecordsService::leave_all(store::UnitOfWork& work, const std::vector<Expectation>& expectations,
                                               std::string_view event, std::string_view reason) {
  for (const Expectation& expectation : expectations) {
    if (!expectation.is_open()) continue;
    CHARTA_TRY_DO(worklists_.apply(work, system_, expectation.work_item, act_of(event, reason)));
    CHARTA_TRY_DO(tell_of(work, expectation));
  }
  return {};
}

Result<void> ExpectedRecordsService::order_placed(store::UnitOfWork& work, const OrderPlaced& order) {
  CHARTA_TRY(auto known, find_by_order(work, order.order));
  Expectation seed = seed_of(order);
  if (!known.empty()) complete(seed, known.back());
  const Date day = zone_.local_date(order.ordered_at);
  const auto demands = rules_.demands(Trigger::order, rules_.category_of(seed.keys, seed.department, day), day);
  if (order.is_reinstated) forget_cancelled(known);
  if (known.empty()) {
    CHARTA_TRY_DO(open_all(work, seed, demands));
  } else {
    for (const Expectation& expectation : known) CHARTA_TRY_DO(refresh(work, expectation, seed, demands));
  }
  return match_early(work, order);
}

/// Results sometimes overtake their order: what waits unpromised under its numbers is looked at again.
Result<void> ExpectedRecordsService::match_early(store::UnitOfWork& work, const OrderPlaced& order) {
  if (order.keys.placer.empty() && order.keys.filler.empty()) return {};
  CHARTA_TRY(const auto early, find_early(work, order.keys));
  for (const FiledDocument& document : early) {
    bool is_suggested = false;
    CHARTA_TRY(const ExpectationId fulfilled, fulfil(work, document.filed, is_suggested));
    if (!fulfilled.is_set() && !is_suggested) continue;
    CHARTA_TRY_DO(set_fulfilled(work, document.filed.document, fulfilled));
    CHARTA_TRY_DO(reconciliation_.resolve(work, FindingClass::document_without_order, document.filed.document.key()));
  }
  return {};
}

Result<void> ExpectedRecordsService::order_cancelled(store::UnitOfWork& work, const OrderCancelled& order) {
  CHARTA_TRY(const auto known, find_by_order(work, order.order));
  return leave_all(work, known, "cancel", "order-cancelled");
}

Result<void> ExpectedRecordsService::encounter_started(store::UnitOfWork& work, const EncounterStarted& encounter) {
  CHARTA_TRY(const bool is_booked, attach_appointment(work, encounter));
  if (is_booked) return {};
  CHARTA_TRY(auto known, find_by_encounter(work, encounter.encounter));
  const auto demands = rules_.demands(Trigger::admission, encounter.class_code, zone_.local_date(encounter.at));
  const Expectation seed =
      seed_of(Trigger::admission, encounter.patient, encounter.encounter, encounter.class_code, encounter.at, encounter.marks);
  known = of_trigger(std::move(known), Trigger::admission);
  forget_cancelled(known);
  if (known.empty()) return open_all(work, seed, demands);
  for (const Expectation& expectation : known) CHARTA_TRY_DO(refresh(work, expectation, seed, demands));
  return {};
}

/// The visit that an appointment promised has begun: its note is expected in this visit, not once more.
Result<bool> ExpectedRecordsService::attach_appointment(store::UnitOfWork& work, const EncounterStarted& encounter) {
  CHARTA_TRY(const auto open, find_open_of_patient(work, encounter.patient));
  for (Expectation expectation : open) {
    const bool same_day = zone_.local_date(expectation.basis_at) == zone_.local_date(encounter.at);
    if (expectation.trigger != Trigger::appointment || !same_day) continue;
    if (expectation.encounter.is_set() && expectation.encounter != encounter.encounter) continue;
    expectation.encounter = encounter.encounter;
    CHARTA_TRY_DO(update_expectation(work, expectation));
    return true;
  }
  return false;
}

Result<void> ExpectedRecordsService::encounter_ended(store::UnitOfWork& work, const EncounterEnded& encounter) {
  const auto demands = rules_.demands(Trigger::discharge, encounter.class_code, zone_.local_date(encounter.at));
  if (demands.empty()) return {};
  const Expectation seed =
      seed_of(Trigger::discharge, encounter.patient, encounter.encounter, encounter.class_code, encounter.at, encounter.marks);
  CHARTA_TRY(auto known, find_by_encounter(work, encounter.encounter));
  known = of_trigger(std::move(known), Trigger::discharge);
  forget_cancelled(known);
  if (known.empty()) return open_all(work, seed, demands);
  for (const Expectation& expectation : known) CHARTA_TRY_DO(refresh(work, expectation, seed, demands));
  return {};
}

Result<void> ExpectedRecordsService::encounter_cancelled(store::UnitOfWork& work, const EncounterCancelled& encounter) {
  CHARTA_TRY(auto known, find_by_encounter(work, encounter.encounter));
  std::erase_if(known, [](const Expectation& expectation) {
    return expectation.trigger == Trigger::order;
  });  // orders are cancelled by themselves
  return leave_all(work, known, "cancel", "encounter-cancelled");
}

Result<void> ExpectedRecordsService::encounter_reopened(store::UnitOfWork& work, const EncounterReopened& encounter) {
  CHARTA_TRY(auto known, find_by_encounter(work, encounter.encounter));
  return leave_all(work, of_trigger(std::move(known), Trigger::discharge), "cancel", "discharge-cancelled");
}

Result<void> ExpectedRecordsService::appointment_booked(store::UnitOfWork& work, const AppointmentBooked& appointment) {
  Expectation seed = seed_of(Trigger::appointment, appointment.patient, {}, {}, appointment.at, appointment.marks);
  seed.appointment = appointment.appointment;
  seed.keys.service_code = appointment.service_code;
  seed.keys.service_at = appointment.at;
  const auto demands = rules_.demands(Trigger::appointment, appointment.service_code, zone_.local_date(appointment.at));
  CHARTA_TRY(auto known, find_by_appointment(work, appointment.appointment));
  forget_cancelled(known);
  if (known.empty()) return open_all(work, seed, demands);
  for (const Expectation& expectation : known) CHARTA_TRY_DO(refresh(work, expectation, seed, demands));
  return {};
}

Result<void> ExpectedRecordsService::appointment_cancelled(store::UnitOfWork& work, const AppointmentCancelled& appointment) {
  CHARTA_TRY(const auto known, find_by_appointment(work, appointment.appointment));
  return leave_all(work, known, "cancel", "appointment-cancelled");
}

Result<Expectation> ExpectedRecordsService::expect(const access::Actor& actor, const ManualExpectation& manual) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::work_worklists));
  if (!manual.patient.is_set()) return fail(ErrorKind::missing, "say whose record this is", "patient");
  if (manual.title.empty()) return fail(ErrorKind::missing, "say which document is expected", "title");
  Expectation expectation;
  expectation.trigger = Trigger::manual;
  expectation.patient = manual.patient;
  expectation.order = manual.order;
  expectation.encounter = manual.encounter;
  expectation.title = manual.title;
  expectation.department = manual.department;
  if (!manual.type_code.empty()) expectation.accepted_types = {manual.type_code};
  expectation.priority = manual.priority;
  expectation.basis_at = clock_.now();
  expectation.due_at = manual.due_at;
  expectation.facility = manual.facility;
  expectation.sensitivity = manual.sensitivity;
  return store_.write([&](store::UnitOfWork& work) { return open_one(work, actor, expectation); });
}

Result<std::vector<DepartmentCount>> ExpectedRecordsService::by_department(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  const Instant now = clock_.now();
  const Instant end_of_day = zone_.to_instant(zone_.local_date(now).plus_days(1), std::chrono::milliseconds(0));
  return store_.read([&](store::Reader& reader) { return count_by_department(reader, actor.visibility, now, end_of_day); });
}

Result<void> ExpectedRecordsService::record_relabelled(store::UnitOfWork& work, const RecordRelabelled& changed) {
  CHARTA_TRY_DO(relabel_expectations(work, changed.patient, changed.removed, changed.added));
  return relabel_filed_documents(work, changed.patient, changed.removed, changed.added);
}

void ExpectedRecordsService::subscribe(Bus& bus) {
  const auto on = [&]<class Happened>(std::string_view name,
                                      Result<void> (ExpectedRecordsService::*react)(store::UnitOfWork&, const Happened&)) {
    bus.on(name, "expected_records", [this, react](store::UnitOfWork& work, const Happening& happening) {
      return (this->*react)(work, std::get<Happened>(happening));
    });
  };
  on("order_placed", &ExpectedRecordsService::order_placed);
  on("order_cancelled", &ExpectedRecordsService::order_cancelled);
  on("encounter_started", &ExpectedRecordsService::encounter_started);
  on("encounter_ended", &ExpectedRecordsService::encounter_ended);
  on("encounter_cancelled", &ExpectedRecordsService::encounter_cancelled);
  on("encounter_reopened", &ExpectedRecordsService::encounter_reopened);
  on("appointment_booked", &ExpectedRecordsService::appointment_booked);
  on("appointment_cancelled", &ExpectedRecordsService::appointment_cancelled);
  on("document_filed", &ExpectedRecordsService::document_filed);
  on("document_withdrawn", &ExpectedRecordsService::document_withdrawn);
  on("record_relabelled", &ExpectedRecordsService::record_relabelled);
  on("record_moved", &ExpectedRecordsService::record_moved);
}

}  // namespace charta::expected_records
