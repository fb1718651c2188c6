// SPDX-License-Identifier: Apache-2.0
// What will be done with objects that came together: whose they are, and what their study says from now on.
#include "department/chart/attached_content.hpp"
#include "department/imaging_objects/incoming.hpp"
#include "department/imaging_objects/study_resource.hpp"

#include <algorithm>

namespace charta::imaging_objects {
namespace {

using resources::StoredResource;
using Outcome = Receipt::Outcome;

bool stands_among(const std::vector<PatientId>& records, PatientId patient) {
  return std::find(records.begin(), records.end(), patient) != records.end();
}

Error another_object(const std::string& instance) {
  return fail(ErrorKind::business_rule,
              "another object with the SOP Instance UID " + instance +
                  " is in the catalogue; nothing was changed. Its sender must give what differs a UID of its own.",
              "00080018");
}

happenings::OrderKeys keys_of_order(json::Value order) {
  happenings::OrderKeys keys;
  for (const auto identifier : order["identifier"]) {
    const auto type = identifier["type"]["coding"].at(0)["code"].text();
    const std::string system(identifier["system"].text()), value(identifier["value"].text());
    if (type == "FILL")
      keys.filler_assigner = system, keys.filler = value;
    else if (type == "PLAC" || keys.placer.empty())
      keys.placer_assigner = system, keys.placer = value;
  }
  return keys;
}

}  // namespace

Result<CatalogueService::Plan> CatalogueService::prepare(store::Reader& reader, const std::vector<Incoming*>& group,
                                                         PatientId assigned) {
  Plan plan;
  std::vector<const Incoming*> taken;
  for (auto* one : group) {
    auto& receipt = one->receipt;
    receipt = Receipt();
    receipt.instance = one->row.instance, receipt.sop_class = one->row.sop_class, receipt.study = one->row.study;
    CHARTA_TRY(const auto known, rows_.find_instance(reader, one->row.instance));
    const auto twin =
        std::find_if(taken.begin(), taken.end(), [&](const auto* other) { return other->row.instance == one->row.instance; });
    const auto* other = twin != taken.end() ? &(*twin)->row : known && one->is_new ? &*known : nullptr;
    if (other == nullptr) {
      plan.objects.push_back(one), taken.push_back(one);
      continue;
    }
    if (other->file != one->row.file) {
      receipt.problem = another_object(one->row.instance);
      continue;
    }
    receipt.outcome = Outcome::known;
    receipt.object = other->id;
  }
  if (plan.objects.empty()) return plan;
  plan.study = plan.objects.front()->row.study;
  CHARTA_TRY_DO(find_patient(reader, *plan.objects.front(), assigned, plan));
  CHARTA_TRY(plan.known_study, rows_.study_resource(reader, plan.study));
  if (plan.hold.empty()) CHARTA_TRY_DO(prepare_study(reader, plan));
  return plan;
}

Result<void> CatalogueService::find_patient(store::Reader& reader, const Incoming& first, PatientId assigned, Plan& plan) {
  auto& target = plan.target;
  plan.who = demographics_of(first.said, rules_.assigner_of(first.said.issuer));
  if (!plan.who.identifiers.empty()) target.mrn_assigner = plan.who.identifiers.front().assigner;
  target.received_at = first.row.received_at;
  if (assigned.is_set()) {
    CHARTA_TRY(const auto person, index_.rows().person(reader, assigned));
    if (!person || person->deleted) return fail(ErrorKind::not_found, "no patient record " + assigned.text(), "patient");
    if (person->record.overlay_flag)
      return fail(ErrorKind::business_rule, "this patient record is frozen: two persons are suspected in its number", "patient");
    plan.is_assigned = true;
    target.patient = assigned, target.patient_id = person->fhir_id;
    target.facility = person->record.facility, target.sensitivity = person->record.sensitivity;
  } else {
    const auto today = zone_.local_date(first.row.received_at);
    CHARTA_TRY(plan.identification, index_.identify(reader, plan.who, today));
    const auto& verdict = plan.identification.verdict;
    for (const auto& candidate : plan.identification.candidates)
      if (candidate.patient == verdict.patient) target.facility = candidate.facility, target.sensitivity = candidate.sensitivity;
    if (verdict.kind != patient_index::Verdict::Kind::exact) {
      plan.hold = verdict.reasons.empty() ? std::string("no-mrn-match") : std::string(verdict.reason());
      return {};
    }
    target.patient = verdict.patient, target.patient_id = plan.identification.fhir_id;
  }
  CHARTA_TRY(target.same_person, index_.expand(reader, target.patient));
  return {};
}

Result<std::optional<StoredResource>> CatalogueService::order_of(store::Reader& reader, const Plan& plan,
                                                                 const dicom::DicomObject& said) const {
  std::optional<StoredResource> order;
  if (said.accession.empty()) return order;
  const auto system = said.accession_issuer.empty() ? std::string() : rules_.assigner_of(said.accession_issuer);
  CHARTA_TRY(const auto keys, resources_.find_by_token(reader, "ServiceRequest", "identifier", system, said.accession));
  for (const auto key : keys) {
    CHARTA_TRY(auto stored, resources_.load(reader, key));
    if (!stored || stored->deleted ||
        !(stored->patient == plan.target.patient || stands_among(plan.target.same_person, stored->patient)))
      continue;
    if (order) return std::optional<StoredResource>();  // two orders under one number: neither is named
    order = std::move(stored);
  }
  return order;
}

Result<void> CatalogueService::prepare_study(store::Reader& reader, Plan& plan) {
  const auto& said = plan.objects.front()->said;
  std::optional<StoredResource> before;
  if (plan.known_study.is_set()) {
    CHARTA_TRY(before, resources_.load(reader, plan.known_study));
    if (before && !before->deleted && before->patient != plan.target.patient &&
        !stands_among(plan.target.same_person, before->patient)) {
      if (plan.is_assigned)
        return fail(ErrorKind::business_rule, "this study stands with another patient; move it to the right chart first",
                    "patient");
      plan.hold = "study-of-another-patient";
      return {};
    }
    if (before && before->deleted) before->json.clear();
  }
  CHARTA_TRY(plan.order, order_of(reader, plan, said));
  json::Document document;
  const hl7v2_fhir::Sender nobody;
  hl7v2_fhir::Elements make(document, nobody);
  json::Value study;
  if (before && !before->deleted) {
    CHARTA_TRY(const auto earlier, json::Document::parse(before->json));
    study = make.editable(earlier.root());
  } else {
    const auto assigner = said.accession_issuer.empty() ? std::string() : rules_.assigner_of(said.accession_issuer);
    study = new_study(make, said, plan.target.patient_id, assigner, zone_);
  }
  if (plan.order && !study["basedOn"]) make.append_to(study, "basedOn", make.reference("ServiceRequest", plan.order->id));
  for (const auto* one : plan.objects) add_instance(make, study, one->said, zone_);
  CHARTA_TRY(auto item, chart_.make_item(plan.target, study, before));
  plan.resource = item.prepared.key();
  plan.study_id = item.prepared.id();
  plan.filing.items.push_back(std::move(item));
  for (auto* one : plan.objects)
    if (!one->row.document_file.empty()) CHARTA_TRY_DO(prepare_document(*one, plan));
  return {};
}

/// An encapsulated document is a document of the chart like any other; the study names where it came in.
Result<void> CatalogueService::prepare_document(Incoming& incoming, Plan& plan) {
  const auto& said = incoming.said;
  json::Document document;
  const hl7v2_fhir::Sender nobody;
  hl7v2_fhir::Elements make(document, nobody);
  auto made = document.object();
  document.set(made, "resourceType", "DocumentReference");
  document.set(made, "masterIdentifier", make.identifier({std::string(uid_system), "urn:oid:" + said.instance}));
  document.set(made, "status", "current");
  const bool is_loinc = said.title_scheme == "LN" && !said.title_code.empty();
  auto type = make.concept_with("http://loinc.org", is_loinc ? said.title_code : rules_.document_type,
                                is_loinc && !said.title.empty() ? said.title : rules_.document_title);
  document.set(made, "type", type);
  document.set(made, "subject", make.reference("Patient", plan.target.patient_id));
  document.set(made, "date", plan.target.received_at.text());
  make.set(made, "description", make.text(said.title.empty() ? said.study_title : said.title));
  CHARTA_TRY(auto bytes, blob(incoming.row.document_file));
  std::vector<Digest> blobs;
  chart::AttachedContent content{incoming.row.document_type, said.title, std::move(bytes), {}};
  if (content.content_type.empty()) content.content_type = chart::media_type_of({}, {}, content.bytes);
  CHARTA_TRY(const auto attachment,
             chart_.make_attachment(plan.target, plan.filing, make, std::move(content), made["subject"], blobs));
  auto one = document.object();
  document.set(one, "attachment", attachment);
  make.append_to(made, "content", one);
  auto context = document.object();
  make.append_to(context, "related", make.reference("ImagingStudy", plan.study_id));
  if (const auto at = fhir_time(said.study_date, said.study_time, zone_); !at.empty()) {
    auto period = document.object();
    document.set(period, "start", at);
    document.set(context, "period", period);
  }
  if (plan.order) make.append_to(context, "related", make.reference("ServiceRequest", plan.order->id));
  document.set(made, "context", context);
  CHARTA_TRY(auto item, chart_.make_item(plan.target, made, std::nullopt));
  item.blobs = std::move(blobs);
  happenings::DocumentFiled filed;
  filed.document = item.prepared.key();
  filed.patient = item.entry->patient;
  filed.type_system = "http://loinc.org", filed.type_code = item.entry->title_code;
  filed.completion = "AU";
  filed.at = item.entry->at;
  filed.document_number = said.instance;
  filed.content_digest = incoming.row.document_file;
  filed.mrn_assigner = plan.target.mrn_assigner;
  filed.marks = {item.entry->facility, item.entry->sensitivity};
  filed.resource_type = "DocumentReference";
  if (plan.order) {
    CHARTA_TRY(const auto order, json::Document::parse(plan.order->json));
    filed.keys = keys_of_order(order.root());
  }
  filed.keys.service_text = item.entry->title;
  incoming.row.document = item.prepared.key();
  item.happening = std::move(filed);
  plan.filing.items.push_back(std::move(item));
  return {};
}

}  // namespace charta::imaging_objects
