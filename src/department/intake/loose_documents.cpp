// SPDX-License-Identifier: Apache-2.0
// Documents that arrived without a patient, and filing them.
#include "department/intake/intake_service.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"

namespace charta::intake {
namespace {

/// Whom the document itself names: a patient that travels inside it.
json::Value patient_inside(json::Value document) {
  for (const auto contained : document["contained"])
    if (contained["resourceType"].text() == "Patient") return contained;
  return {};
}

/// The numbers of the orders that it answers.
std::vector<hl7v2_fhir::EntityId> order_numbers(json::Value document) {
  std::vector<hl7v2_fhir::EntityId> numbers;
  for (const auto related : document["context"]["related"]) {
    const auto identifier = related["identifier"];
    if (identifier["value"]) numbers.push_back({std::string(identifier["system"].text()), std::string(identifier["value"].text())});
  }
  return numbers;
}

json::Value context_in(json::Document& document, json::Value filed) {
  auto context = filed["context"];
  if (context) return context;
  context = document.object();
  document.set(filed, "context", context);
  return context;
}

/// What the source said of the patient stays: a subject inside the document becomes its source's information.
void keep_source_patient(json::Document& document, json::Value filed, json::Value before) {
  const auto reference = before["subject"]["reference"].text();
  if (!reference.starts_with("#") || before["context"]["sourcePatientInfo"]) return;
  auto source = document.object();
  document.set(source, "reference", reference);
  document.set(context_in(document, filed), "sourcePatientInfo", source);
}

void put_into_encounter(json::Document& document, json::Value filed, json::Value reference) {
  auto encounters = document.array();
  document.append(encounters, reference);
  document.set(context_in(document, filed), "encounter", encounters);
}

}  // namespace

/// B3: what is certain is filed without a person, by the rule that holds for messages; its order chooses the visit.
Result<void> IntakeService::file_by_itself(store::UnitOfWork& work, const resources::StoredResource& stored,
                                           const patient_index::Identification& identification) {
  const PatientId patient = identification.verdict.patient;
  CHARTA_TRY(const auto before, json::Document::parse(stored.json));
  CHARTA_TRY(const auto same_person, index_.expand(work, patient));
  json::Document document;
  const hl7v2_fhir::Sender nobody;
  hl7v2_fhir::Elements make(document, nobody);
  auto filed = make.editable(before.root());
  keep_source_patient(document, filed, before.root());
  document.set(filed, "subject", make.reference("Patient", identification.fhir_id));
  if (!before.root()["context"]["encounter"]) {
    CHARTA_TRY(const auto encounter, chart_.encounter_of_orders(work, order_numbers(before.root()), same_person));
    if (encounter.is_set()) put_into_encounter(document, filed, make.reference("Encounter", encounter.text()));
  }
  resources::PutOptions options;
  options.source = "desk";
  options.key = stored.key;
  options.if_version = stored.version;
  CHARTA_TRY(auto prepared, resources_.prepare(filed, options));
  CHARTA_TRY_DO(resources_.put(work, actor_, prepared));
  return ledger_.record(work, actor_.author,
                        {ledger::Act::filed, "DocumentReference", stored.key.key(), stored.version + 1, patient, "filed-by-rule",
                         patient_index::identification_rule, {}});
}

Result<void> IntakeService::on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) {
  if (changed.type != "DocumentReference" || changed.source == "hl7") return {};
  CHARTA_TRY(const auto open, worklists_.find_open(work, "loose-document", changed.resource.key()));
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  const bool is_loose = stored && !stored->deleted && !stored->patient.is_set();
  if (is_loose == open.has_value()) return {};
  if (open) {
    worklists::Act act;
    act.event = stored && !stored->deleted ? "file" : "reject";
    if (act.event == "reject") act.reason_code = "sent-in-error";
    CHARTA_TRY_DO(worklists_.apply(work, actor_, open->id, act));
    return {};
  }
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  patient_index::Verdict verdict;
  if (const auto inside = patient_inside(document.root())) {
    CHARTA_TRY(const auto found, index_.identify(work, patient_index::demographics_of(inside), clock_.now().utc_date()));
    if (found.verdict.kind == patient_index::Verdict::Kind::exact) return file_by_itself(work, *stored, found);
    verdict = found.verdict;
  }
  worklists::NewWorkItem item;
  item.kind = "loose-document";
  item.subject_type = "DocumentReference";
  item.subject = changed.resource.key();
  item.reason_code = verdict.reasons.empty() ? std::string("no-mrn") : std::string(verdict.reason());
  item.rule = patient_index::identification_rule;
  item.pool = "records";
  item.facility = stored->facility;
  item.sensitivity = stored->sensitivity;
  const auto entry = chart::entry_of(document.root(), stored->last_updated);
  json::Writer out(item.detail);
  out.begin_object().member("title", entry.title).member("document", stored->id).member("date", entry.at.text()).member("pages", entry.pages);
  if (verdict.patient.is_set()) out.member("likely", verdict.patient.text());  // whose number it carries: ranks it, proves nothing
  out.end_object();
  CHARTA_TRY_DO(worklists_.open(work, actor_, item));
  return {};
}

Result<worklists::WorkItem> IntakeService::file_loose(const access::Actor& actor, WorkItemId item, PatientId patient, std::string_view encounter_id,
                                                      const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  CHARTA_TRY(const auto banner, index_.banner(actor, patient));
  CHARTA_TRY(const auto loose, worklists_.get(actor, item));
  if (loose.kind != "loose-document" || loose.closed_at) return fail(ErrorKind::business_rule, "work item " + item.text() + " is no open loose document");
  return store_.write([&](store::UnitOfWork& work) -> Result<worklists::WorkItem> {
    CHARTA_TRY(const auto stored, resources_.load(work, ResourceId(loose.subject)));
    if (!stored || stored->deleted) return fail(ErrorKind::gone, "the document of work item " + item.text() + " was deleted");
    if (stored->patient.is_set()) return fail(ErrorKind::business_rule, "document " + stored->id + " was filed meanwhile");
    CHARTA_TRY(const auto before, json::Document::parse(stored->json));
    json::Document document;
    const hl7v2_fhir::Sender nobody;
    hl7v2_fhir::Elements make(document, nobody);
    auto filed = make.editable(before.root());
    keep_source_patient(document, filed, before.root());
    document.set(filed, "subject", make.reference("Patient", banner.fhir_id));
    if (!encounter_id.empty()) put_into_encounter(document, filed, make.reference("Encounter", encounter_id));
    resources::PutOptions options;
    options.source = "desk";
    options.key = stored->key;
    options.if_version = stored->version;
    CHARTA_TRY(auto prepared, resources_.prepare(filed, options));
    CHARTA_TRY_DO(resources_.put(work, actor, prepared));  // the reaction closes the item
    CHARTA_TRY(auto closed, worklists_.find(work, item));
    if (!closed) return fail(ErrorKind::not_found, "no work item " + item.text());
    if (!closed->closed_at) {
      worklists::Act act;
      act.event = "file";
      act.note = note;
      CHARTA_TRY(closed, worklists_.apply(work, actor, item, act));
    }
    if (filed_by_hand_) CHARTA_TRY_DO(filed_by_hand_(work, actor, {stored->key, stored->version + 1, patient, stored->facility, stored->sensitivity}));
    CHARTA_TRY_DO(ledger_.record(work, actor.author, {ledger::Act::filed, "DocumentReference", stored->key.key(), stored->version + 1, patient, "loose-document", {}, {}}));
    return std::move(*closed);
  });
}

Result<std::vector<patient_index::RankedCandidate>> IntakeService::loose_candidates(const access::Actor& actor, WorkItemId item, std::size_t limit) {
  CHARTA_TRY(const auto loose, worklists_.get(actor, item));
  if (loose.kind == "held-message") return candidates(actor, MessageId(loose.subject), limit);
  CHARTA_TRY(const auto stored, store_.read([&](store::Reader& reader) { return resources_.load(reader, ResourceId(loose.subject)); }));
  if (!stored || stored->deleted) return std::vector<patient_index::RankedCandidate>();
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  if (const auto inside = patient_inside(document.root())) return index_.candidates(actor, patient_index::demographics_of(inside), limit);
  return std::vector<patient_index::RankedCandidate>();
}

}  // namespace charta::intake
