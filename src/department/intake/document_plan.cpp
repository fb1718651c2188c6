// SPDX-License-Identifier: Apache-2.0
// What will be done with a C-CDA document: the patient by the rule of auto-filing, or held; then its filing.
#include "department/intake/plan_step.hpp"

namespace charta::intake {

Result<Plan> MessagePlanner::prepare_document(store::Reader& reader, const cda::MappedDocument& document, BytesView original,
                                              const PlanContext& context) {
  Plan plan;
  plan.facility = context.partner.facility;
  plan.told_by = context.partner.name;
  plan.happened_at = context.received_at;
  const auto done = plan_document(reader, document, original, context, plan);
  if (done) return plan;
  const auto& error = done.error();
  if (error.kind == ErrorKind::unavailable || error.location == "prepare-again") return error;
  // What fails here failed because of this document: a person sees why.
  Plan held;
  held.received = std::move(plan.received);
  held.identification = std::move(plan.identification);
  held.facility = plan.facility;
  held.sensitivity = plan.sensitivity;
  const bool coded = error.location.starts_with("hold:");
  held.hold = Hold{coded ? error.location.substr(5) : "not-fileable", error.message, coded ? "recordTarget" : error.location};
  return held;
}

Result<void> MessagePlanner::plan_document(store::Reader& reader, const cda::MappedDocument& document, BytesView original,
                                           const PlanContext& context, Plan& plan) {
  plan.received = patient_index::demographics_of(document.patient);
  const auto sender = sender_of_document(context.partner);
  const auto labels = documents_.labels_of(document.header);
  plan.sensitivity = labels;
  if (context.assigned.is_set()) {
    CHARTA_TRY_DO(take_assigned(reader, context, plan));
  } else {
    CHARTA_TRY(plan.identification,
               index_.identify(reader, plan.received, sender.zone.local_date(context.received_at), patient_index::Purpose::file));
    if (plan.identification.verdict.kind != patient_index::Verdict::Kind::exact) return hold_for(plan.identification.verdict);
    take_identified(plan);
  }
  plan.sensitivity |= labels;
  chart::FilingTarget target;
  target.patient = plan.patient;
  target.patient_id = plan.patient_id;
  CHARTA_TRY(target.same_person, index_.expand(reader, plan.patient));
  target.facility = plan.facility;
  target.sensitivity = plan.sensitivity;
  target.source_message = context.message;
  target.received_at = context.received_at;
  if (const auto* number = first_record_number(plan.received)) target.mrn_assigner = number->assigner;
  CHARTA_TRY(plan.filing, documents_.prepare(reader, document, original, target, sender));
  plan.outcome.push_back({"filed into the chart", "Patient", plan.patient_id});
  for (const auto& note : plan.filing->notes) plan.outcome.push_back({note, {}, {}});
  for (const auto& item : plan.filing->items) {
    plan.outcome.push_back({item.entry ? item.entry->title : item.prepared.type(), item.prepared.type(), item.prepared.id()});
  }
  return {};
}

hl7v2_fhir::Sender sender_of_document(const partners::Partner& partner) {
  hl7v2_fhir::Sender sender;
  if (auto zone = TimeZone::open(partner.zone.empty() ? "UTC" : partner.zone)) sender.zone = *zone;
  if (partner.id.is_set()) sender.default_assigner = partner.default_assigner;
  return sender;
}

}  // namespace charta::intake
