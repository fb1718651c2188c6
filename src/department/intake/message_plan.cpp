// SPDX-License-Identifier: Apache-2.0
#include "department/intake/plan_step.hpp"

#include "department/intake/keepable.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "department/patient_index/patient_message.hpp"

namespace charta::intake {
namespace {

std::string_view location_of(std::string_view reason) {
  if (reason.find("birth-date") != std::string_view::npos) return "PID-7";
  if (reason.find("name") != std::string_view::npos || reason == "suffix-differs") return "PID-5";
  if (reason == "ssn-differs") return "PID-19";
  if (reason == "birth-order-differs") return "PID-25";
  return "PID-3";
}

bool has_name(const patient_index::Demographics& who) { return !who.names.empty(); }

}  // namespace

Error hold_for(const patient_index::Verdict& verdict) {
  const std::string reason(verdict.reason());
  return chart::hold(reason, std::string(patient_index::reason_sentence(reason)));
}

const patient_index::Identifier* first_record_number(const patient_index::Demographics& who) {
  for (const auto& id : who.identifiers) {
    if (patient_index::is_record_number(id.type) && !id.assigner.empty()) return &id;
  }
  return nullptr;
}

hl7v2_fhir::Sender sender_of(const partners::Partner& partner, const hl7v2::Header& header) {
  hl7v2_fhir::Sender sender;
  if (auto zone = TimeZone::open(partner.zone.empty() ? "UTC" : partner.zone)) sender.zone = *zone;
  // A registered partner's assigner counts; an unknown sender's numbers are its own, and those of a nameless one are nobody's.
  if (partner.id.is_set()) sender.default_assigner = partner.default_assigner;
  if (sender.default_assigner.empty()) {
    const auto& name = header.sending_facility.empty() ? header.sending_application : header.sending_facility;
    sender.default_assigner = hl7v2_fhir::assigner_system(column_text(name), {}, {});
  }
  return sender;
}

Result<Plan> MessagePlanner::prepare(store::Reader& reader, const hl7v2::Message& message, const PlanContext& context) {
  const auto* type = find_type(message.header().message_code, message.header().trigger);
  if (type == nullptr) return fail(ErrorKind::internal, "a message of a type that is not handled was to be filed");
  Step step{reader, message, context, *type, sender_of(context.partner, message.header()), {}, {}};
  step.event_time = message.text("EVN-2").empty() ? message.header().time : message.text("EVN-2");
  step.plan.facility = context.partner.facility;
  step.plan.identity_reason = "message:" + std::string(type->trigger);
  step.plan.told_by = context.partner.name;
  step.plan.happened_at = step.happened_at();
  const auto done = plan_message(step);
  if (done) return std::move(step.plan);
  const auto& error = done.error();
  if (error.kind == ErrorKind::unavailable || error.location == "prepare-again") return error;
  // What fails here failed because of this message: a person sees why.
  Plan held;
  held.received = std::move(step.plan.received);
  held.identification = std::move(step.plan.identification);
  held.facility = step.plan.facility;
  held.sensitivity = step.plan.sensitivity;
  const bool coded = error.location.starts_with("hold:");
  held.hold = Hold{coded ? error.location.substr(5) : "not-fileable", error.message, coded ? std::string(location_of(error.location)) : error.location};
  return held;
}

Result<void> MessagePlanner::plan_message(Step& step) {
  const auto* pid = step.message.first("PID");
  if (pid == nullptr) return chart::hold("no-patient-segment", "the message names no patient (PID is missing)");
  step.plan.received = patient_index::demographics_of(*pid, step.sender);
  if (step.type.handling == Handling::identity) return plan_identity(step);
  CHARTA_TRY_DO(identify(step));
  if (step.type.may_create_patient) CHARTA_TRY_DO(plan_person(step));
  if (step.type.handling == Handling::visit) return plan_visit(step);
  if (step.type.handling == Handling::person) return {};
  return plan_chart(step);
}

Result<void> MessagePlanner::identify(Step& step) {
  auto& plan = step.plan;
  const Date today = step.sender.zone.local_date(step.context.received_at);
  if (step.context.assigned.is_set()) return take_assigned(step.reader, step.context, plan);
  CHARTA_TRY(plan.identification, index_.identify(step.reader, plan.received, today, step.type.purpose));
  const auto& verdict = plan.identification.verdict;
  if (verdict.kind == patient_index::Verdict::Kind::none && step.type.may_create_patient) {
    if (!has_name(plan.received)) return chart::hold("no-name", "the message would register a patient and carries no name (PID-5)");
    plan.creates_patient = true;
    return {};
  }
  if (verdict.kind != patient_index::Verdict::Kind::exact) return hold_for(verdict);
  take_identified(plan);
  return {};
}

/// A person chose the patient.
Result<void> MessagePlanner::take_assigned(store::Reader& reader, const PlanContext& context, Plan& plan) {
  CHARTA_TRY(const auto person, index_.rows().person(reader, context.assigned));
  if (!person || person->deleted) return fail(ErrorKind::not_found, "no patient record " + context.assigned.text());
  plan.forced = true;
  plan.patient = context.assigned;
  plan.patient_id = person->fhir_id;
  plan.sensitivity = person->record.sensitivity;
  plan.facility = person->record.facility;
  return {};
}

void MessagePlanner::take_identified(Plan& plan) const {
  plan.patient = plan.identification.verdict.patient;
  plan.patient_id = plan.identification.fhir_id;
  for (const auto& candidate : plan.identification.candidates) {
    if (candidate.patient != plan.patient) continue;
    plan.sensitivity = candidate.sensitivity;
    plan.facility = candidate.facility;
  }
}

/// What a patient's own labels put on everything that is filed for the patient.
access::SensitivityMask MessagePlanner::record_labels(json::Value patient) const {
  const auto& labels = resources_.security_labels();
  return labels.of(patient) & labels.of_the_whole_record();
}

/// Registers a new patient, or brings a known one up to date unless the event is older than what its source told last.
Result<void> MessagePlanner::plan_person(Step& step) {
  auto& plan = step.plan;
  const auto& header = step.message.header();
  plan.event_source = column_text(header.sending_application) + "|" + column_text(header.sending_facility);
  plan.event_at = hl7v2_fhir::moment(step.event_time, step.sender);
  json::Document document;
  hl7v2_fhir::Elements make(document, step.sender);
  const auto& pid = *step.message.first("PID");
  resources::PutOptions options;
  options.source = "hl7";
  options.facility = plan.facility;
  if (plan.creates_patient) {
    auto patient = document.object();
    patient_index::apply_pid(make, patient, pid, step.event_time);
    patient_index::apply_protection(make, patient, step.message, resources_.security_labels());
    plan.sensitivity = record_labels(patient);
    CHARTA_TRY(auto prepared, resources_.prepare(patient, options));
    plan.patient = PatientId(prepared.key().key());
    plan.patient_id = prepared.id();
    plan.patient_write.emplace(std::move(prepared));
    step.say("patient registered", "Patient", plan.patient_id);
    return {};
  }
  if (plan.event_at) {
    CHARTA_TRY(const bool news, index_.is_news(step.reader, plan.patient, plan.event_source, *plan.event_at));
    if (!news) {
      step.say("the demographics are older than what this sender told before: the patient stays as it is", "Patient", plan.patient_id);
      plan.event_at.reset();
      return {};
    }
  }
  CHARTA_TRY(const auto stored, resources_.load(step.reader, ResourceId(plan.patient.key())));
  if (!stored || stored->deleted) return fail(ErrorKind::gone, "patient record " + plan.patient.text() + " was deleted");
  CHARTA_TRY(const auto before, json::Document::parse(stored->json));
  auto patient = make.editable(before.root());
  const std::string text_before = json::write(patient);
  patient_index::apply_pid(make, patient, pid, step.event_time);
  patient_index::apply_protection(make, patient, step.message, resources_.security_labels());
  if (json::write(patient) == text_before) return {};
  plan.sensitivity = (plan.sensitivity & ~record_labels(before.root())) | record_labels(patient);
  CHARTA_TRY_DO(plan_new_version(step, *stored, patient));
  step.say("patient information updated", "Patient", plan.patient_id);
  return {};
}

/// Of a patient record that is there, unless somebody is faster.
Result<void> MessagePlanner::plan_new_version(Step& step, const resources::StoredResource& stored, json::Value patient) {
  resources::PutOptions options;
  options.source = "hl7";
  options.key = stored.key;
  options.if_version = stored.version;
  options.facility = stored.facility;
  options.sensitivity = stored.sensitivity;
  CHARTA_TRY(auto prepared, resources_.prepare(patient, options));
  step.plan.patient_write.emplace(std::move(prepared));
  return {};
}

Result<void> MessagePlanner::plan_visit(Step& step) {
  auto& plan = step.plan;
  const auto* pv1 = step.message.first("PV1");
  const auto act = encounters::act_of(step.message.header().trigger);
  const auto visit = encounters::visit_of(step.message, step.sender);
  const bool may_lack_visit = act == encounters::VisitAct::update;
  const bool no_visit = pv1 == nullptr || (visit.key().empty() && !visit.started_at && act != encounters::VisitAct::start && act != encounters::VisitAct::plan);
  if (no_visit && may_lack_visit) {
    if (plan.outcome.empty()) step.say("nothing new of this patient", "Patient", plan.patient_id);
    return {};
  }
  if (no_visit) return chart::hold("no-visit-number", "the message does not say which visit it is about (PV1-19, PID-18 and PV1-44 are empty)");
  CHARTA_TRY(const auto same_person, index_.expand(step.reader, plan.patient));
  CHARTA_TRY(plan.visit, encounters_.prepare(step.reader, step.message, step.sender, plan.patient, "Patient/" + plan.patient_id, plan.facility, plan.sensitivity, same_person));
  const auto& after = plan.visit->after;
  std::string text = plan.visit->note.empty() ? std::string(step.type.title) + ": visit " + after.status : plan.visit->note;
  if (plan.visit->note.empty() && !after.location.empty()) text += ", " + after.location;
  step.say(std::move(text), "Encounter", after.fhir_id);
  return {};
}

/// What names no visit belongs to the visit of its order.
Result<std::optional<encounters::VisitRow>> MessagePlanner::visit_of_order(Step& step, const std::vector<PatientId>& same_person) {
  std::vector<hl7v2_fhir::EntityId> numbers;
  const auto add = [&](const hl7v2::Field& field) {
    auto number = hl7v2_fhir::entity_id(field, step.sender);
    const bool is_known = std::any_of(numbers.begin(), numbers.end(), [&](const auto& one) {
      return one.system == number.system && one.value == number.value;
    });
    if (!is_known) numbers.push_back(std::move(number));
  };
  // Of every order that the message answers: where they belong to two visits, none is guessed.
  for (const auto& segment : step.message.segments())
    if (segment.name() == "ORC" || segment.name() == "OBR")
      for (const int field : {2, 3}) add(segment.field(field));
  if (const auto* txa = step.message.first("TXA"))
    for (const int field : {14, 15}) add(txa->field(field));
  CHARTA_TRY(const auto encounter, chart_.encounter_of_orders(step.reader, numbers, same_person));
  if (!encounter.is_set()) return std::optional<encounters::VisitRow>();
  CHARTA_TRY(auto visit, encounters_.encounter(step.reader, encounter));
  if (visit && !is_among(same_person, visit->patient)) visit.reset();
  return visit;
}

Result<void> MessagePlanner::plan_chart(Step& step) {
  auto& plan = step.plan;
  CHARTA_TRY(const auto same_person, index_.expand(step.reader, plan.patient));
  const auto named = encounters::visit_of(step.message, step.sender);
  CHARTA_TRY(auto visit, encounters_.find(step.reader, named, plan.patient, same_person));
  const bool is_document = step.type.handling == Handling::reports || step.type.handling == Handling::document;
  if (!visit && named.key().empty() && is_document) {
    CHARTA_TRY(visit, visit_of_order(step, same_person));
  }
  chart::FilingContext context{{plan.patient, plan.patient_id, {}, {}, {}, plan.facility, plan.sensitivity, step.context.message, step.context.received_at, {}}, step.message, step.sender};
  if (visit) context.encounter = visit->encounter, context.encounter_id = visit->fhir_id;
  if (const auto* number = first_record_number(plan.received)) context.mrn_assigner = number->assigner;
  context.same_person = same_person;
  switch (step.type.handling) {
    case Handling::orders: {
      CHARTA_TRY(plan.filing, chart_.prepare_orders(step.reader, context));
      break;
    }
    case Handling::reports: {
      CHARTA_TRY(plan.filing, chart_.prepare_reports(step.reader, context));
      break;
    }
    case Handling::document: {
      CHARTA_TRY(plan.filing, chart_.prepare_document(step.reader, context));
      break;
    }
    default: {
      CHARTA_TRY(plan.filing, chart_.prepare_appointment(step.reader, context));
      break;
    }
  }
  step.say("filed into the chart", "Patient", plan.patient_id);
  for (const auto& note : plan.filing->notes) step.say(note);
  for (const auto& item : plan.filing->items) {
    if (item.entry) step.say(item.entry->title, item.entry->resource_type, item.entry->fhir_id);
  }
  return {};
}

Result<void> MessagePlanner::carry_out_visit(store::UnitOfWork& work, const access::Actor& actor, Plan& plan) {
  const bool writes = plan.visit->prepared.has_value();
  CHARTA_TRY_DO(encounters_.file(work, actor, *plan.visit));
  if (!writes) return {};
  const auto& row = plan.visit->after;
  chart::ChartEntry entry;
  entry.patient = row.patient;
  entry.at = row.started_at.value_or(row.last_event_at);
  entry.resource = row.encounter;
  entry.kind = "encounter";
  entry.resource_type = "Encounter";
  entry.fhir_id = row.fhir_id;
  entry.version = row.version;
  entry.title = row.class_code == "IMP" ? "Inpatient encounter" : row.class_code == "EMER" ? "Emergency encounter" : "Outpatient encounter";
  entry.title_code = row.class_code;
  entry.status = row.status;
  entry.encounter = row.fhir_id;
  entry.facility = row.facility;
  entry.sensitivity = row.sensitivity;
  return chart_.add_entry(work, entry, plan.visit->before.has_value());
}

Result<void> MessagePlanner::carry_out(store::UnitOfWork& work, const access::Actor& actor, Plan& plan) {
  if (!plan.forced && plan.checked.empty()) {
    CHARTA_TRY(const bool holds, index_.still_holds(work, plan.received, plan.identification));
    if (!holds) return chart::prepare_again("the patient index changed meanwhile");
  }
  for (const auto& one : plan.checked) {
    CHARTA_TRY(const bool holds, index_.still_holds(work, one.received, one.identification));
    if (!holds) return chart::prepare_again("the patient index changed meanwhile");
  }
  if (plan.patient_write) CHARTA_TRY_DO(resources_.put(work, actor, *plan.patient_write));
  if (plan.event_at) CHARTA_TRY_DO(index_.remember_event(work, plan.patient, plan.event_source, *plan.event_at));
  CHARTA_TRY_DO(carry_out_links(work, actor, plan));
  CHARTA_TRY_DO(carry_out_numbers(work, actor, plan));
  if (plan.visit) CHARTA_TRY_DO(carry_out_visit(work, actor, plan));
  if (plan.filing) return chart_.file(work, actor, *plan.filing);
  return {};
}

}  // namespace charta::intake
