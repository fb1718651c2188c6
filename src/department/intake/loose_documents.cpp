// SPDX-License-Identifier: Apache-2.0
// Documents that arrived without a patient, and filing them.
#include "department/intake/intake_service.hpp"
#include "formats/hl7v2_fhir/datatypes.hpp"

namespace charta::intake {

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
  worklists::NewWorkItem item;
  item.kind = "loose-document";
  item.subject_type = "DocumentReference";
  item.subject = changed.resource.key();
  item.reason_code = "no-mrn";
  item.pool = "records";
  item.facility = stored->facility;
  item.sensitivity = stored->sensitivity;
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  const auto entry = chart::entry_of(document.root(), stored->last_updated);
  json::Writer(item.detail).begin_object().member("title", entry.title).member("document", stored->id).member("date", entry.at.text()).end_object();
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
    document.set(filed, "subject", make.reference("Patient", banner.fhir_id));
    if (!encounter_id.empty()) {
      auto context = filed["context"];
      if (!context) {
        context = document.object();
        document.set(filed, "context", context);
      }
      auto encounters = document.array();
      document.append(encounters, make.reference("Encounter", encounter_id));
      document.set(context, "encounter", encounters);
    }
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
  for (const auto contained : document.root()["contained"]) {
    if (contained["resourceType"].text() == "Patient") return index_.candidates(actor, patient_index::demographics_of(contained), limit);
  }
  return std::vector<patient_index::RankedCandidate>();
}

}  // namespace charta::intake
