// SPDX-License-Identifier: Apache-2.0
#include "department/encounters/encounter_service.hpp"

#include <algorithm>

namespace charta::encounters {
namespace {

bool is_open(std::string_view status) { return status == "in-progress" || status == "arrived" || status == "triaged" || status == "onleave"; }

bool takes_back(VisitAct act) { return act == VisitAct::cancel_start || act == VisitAct::cancel_move || act == VisitAct::cancel_end; }

/// A late message may still bring numbers and people; it must not move the patient back.
bool is_stale(VisitAct act, const Visit& visit, const VisitRow& before) {
  const bool only_describes = act == VisitAct::update || act == VisitAct::move || act == VisitAct::change_class || act == VisitAct::start || act == VisitAct::plan;
  return only_describes && visit.event_at < before.last_event_at;
}

bool is_among(std::span<const PatientId> records, PatientId patient) {
  return std::find(records.begin(), records.end(), patient) != records.end();
}

std::optional<Instant> instant_of(json::Value value) {
  const auto time = LocalTime::parse_fhir(value.text());
  if (!time) return std::nullopt;
  return time->earliest(TimeZone::utc());
}

}  // namespace

VisitRow row_of(json::Value encounter) {
  VisitRow row;
  for (const auto identifier : encounter["identifier"]) {
    const auto type = identifier["type"]["coding"].at(0)["code"].text();
    const hl7v2_fhir::EntityId id{std::string(identifier["system"].text()), std::string(identifier["value"].text())};
    if (identifier["use"].text() == "old") continue;
    if (type == "AN") {
      row.account = id;
    } else if (row.number.empty()) {
      row.number = id;
    }
  }
  row.class_code = std::string(encounter["class"]["code"].text());
  row.status = std::string(encounter["status"].text());
  for (const auto entry : encounter["location"]) {
    const auto status = entry["status"].text();
    if (status == "active" || status == "planned" || status.empty()) row.location = std::string(entry["location"]["display"].text());
  }
  row.started_at = instant_of(encounter["period"]["start"]);
  row.ended_at = instant_of(encounter["period"]["end"]);
  return row;
}

Result<std::vector<VisitRow>> EncounterService::rows_under(store::Reader& reader, const Visit& visit, PatientId patient) const {
  if (!visit.number.empty()) return rows_.by_number(reader, visit.number, patient);
  if (!visit.account.empty()) return rows_.by_account(reader, visit.account, patient);
  std::vector<VisitRow> found;
  if (!visit.started_at) return found;
  CHARTA_TRY(found, rows_.of_patient(reader, patient, 50));
  std::erase_if(found, [&](const VisitRow& row) { return row.started_at != visit.started_at; });
  return found;
}

Result<std::optional<VisitRow>> EncounterService::find(store::Reader& reader, const Visit& visit, PatientId patient,
                                                       std::span<const PatientId> same_person) const {
  CHARTA_TRY(const auto found, rows_under(reader, visit, patient));
  const auto own = std::find_if(found.begin(), found.end(), [&](const VisitRow& row) { return row.patient == patient; });
  if (own != found.end()) return standing_for(reader, *own);
  // A visit that began under another number of the same person goes on under this one.
  const auto linked = std::find_if(found.begin(), found.end(), [&](const VisitRow& row) { return is_among(same_person, row.patient); });
  if (linked != found.end()) return standing_for(reader, *linked);
  const bool by_number = !visit.number.empty();
  if (!by_number && visit.account.empty()) return std::optional<VisitRow>();
  std::vector<PatientId> records(same_person.begin(), same_person.end());
  if (!is_among(same_person, patient)) records.push_back(patient);
  CHARTA_TRY(const auto others, under(reader, by_number ? NumberKind::visit : NumberKind::account, by_number ? visit.number : visit.account, records));
  if (!others.empty()) return standing_for(reader, others.front());
  const bool was_moved = std::any_of(found.begin(), found.end(), [&](const VisitRow& row) { return is_among(records, row.moved_from); });
  if (was_moved) return fail(ErrorKind::business_rule, "this visit stood with the patient of the message and was moved to another one since", "hold:visit-was-moved");
  return std::optional<VisitRow>();
}

Result<PreparedVisit> EncounterService::prepare(store::Reader& reader, const hl7v2::Message& message, const hl7v2_fhir::Sender& sender,
                                                PatientId patient, std::string_view patient_reference, int facility,
                                                access::SensitivityMask sensitivity, std::span<const PatientId> same_person) const {
  PreparedVisit answer;
  answer.act = act_of(message.header().trigger);
  answer.visit = visit_of(message, sender);
  CHARTA_TRY(answer.before, find(reader, answer.visit, patient, same_person));
  if (!answer.before && takes_back(answer.act)) {
    return fail(ErrorKind::business_rule, "the visit that this message cancels is not known here", "hold:visit-not-known");
  }
  // Filed now it would change nothing, and the discharge that is still on its way would end the visit for good.
  if (answer.act == VisitAct::cancel_end && answer.before->status != "finished") {
    return fail(ErrorKind::business_rule, "the discharge that this message takes back is not known here; replay it when the discharge (A03) has come",
                "hold:discharge-not-known");
  }
  if (answer.before && is_stale(answer.act, answer.visit, *answer.before)) {
    answer.after = *answer.before;
    answer.note = "older than what is known of the visit: the visit stays as it is";
    return answer;
  }
  json::Document document;
  hl7v2_fhir::Elements make(document, sender);
  auto encounter = document.object();
  resources::PutOptions options;
  options.source = "hl7";
  options.facility = facility;
  options.sensitivity = sensitivity;
  std::string text_before;
  if (answer.before) {
    CHARTA_TRY(const auto stored, resources_.load(reader, answer.before->encounter));
    if (!stored || stored->deleted) return fail(ErrorKind::gone, "encounter " + answer.before->fhir_id + " was deleted");
    CHARTA_TRY(const auto old, json::Document::parse(stored->json));
    encounter = make.editable(old.root());
    text_before = json::write(encounter);
    options.key = answer.before->encounter;
    options.if_version = stored->version;
    options.facility = stored->facility;
    options.sensitivity = stored->sensitivity;
  }
  apply_visit(make, encounter, message, answer.visit, answer.act, patient_reference);
  answer.after = row_of(encounter);
  if (json::write(encounter) != text_before) {
    document.set_root(encounter);
    CHARTA_TRY(auto prepared, resources_.prepare(encounter, options));
    answer.after.encounter = prepared.key();
    answer.after.fhir_id = prepared.id();
    answer.prepared.emplace(std::move(prepared));
  } else {
    answer.after = *answer.before;
    answer.note = "nothing new of the visit";
  }
  answer.after.patient = answer.before ? answer.before->patient : patient;  // nothing is re-pointed
  answer.after.last_event_at = answer.before ? std::max(answer.before->last_event_at, answer.visit.event_at) : answer.visit.event_at;
  answer.after.facility = options.facility.value_or(facility);
  answer.after.sensitivity = options.sensitivity.value_or(sensitivity);
  return answer;
}

Result<ResourceId> EncounterService::file(store::UnitOfWork& work, const access::Actor& actor, PreparedVisit& visit) const {
  if (!visit.prepared) return visit.after.encounter;
  if (visit.before) {
    CHARTA_TRY(const auto now, rows_.find(work, visit.before->encounter));
    if (!now || now->version != visit.before->version) return fail(ErrorKind::version_conflict, "the encounter changed meanwhile", "prepare-again");
  } else {
    // Two messages of one new visit may have been prepared side by side.
    CHARTA_TRY(const auto now, find(work, visit.visit, visit.after.patient));
    if (now) return fail(ErrorKind::version_conflict, "the encounter was made meanwhile", "prepare-again");
  }
  CHARTA_TRY(const auto written, resources_.put(work, actor, *visit.prepared));
  visit.after.version = written.version;
  CHARTA_TRY_DO(rows_.save(work, visit.after));
  CHARTA_TRY_DO(post_changes(work, visit.before, visit.after));
  return visit.after.encounter;
}

Result<void> EncounterService::post_changes(store::UnitOfWork& work, const std::optional<VisitRow>& before, const VisitRow& after) const {
  const std::string_view was = before ? std::string_view(before->status) : std::string_view();
  const auto id = after.encounter;
  if (after.status == "cancelled" && was != "cancelled") return bus_.post(work, happenings::EncounterCancelled{id, after.patient});
  if (was == "finished" && is_open(after.status)) return bus_.post(work, happenings::EncounterReopened{id, after.patient});
  if (is_open(after.status) && !is_open(was)) {
    const Instant at = after.started_at.value_or(after.last_event_at);
    CHARTA_TRY_DO(bus_.post(work, happenings::EncounterStarted{id, after.patient, after.class_code, at, {after.facility, after.sensitivity}}));
  } else if (is_open(after.status) && before && before->location != after.location && !after.location.empty()) {
    CHARTA_TRY_DO(bus_.post(work, happenings::EncounterMoved{id, after.patient, after.location, after.last_event_at}));
  }
  if (after.status != "finished" || was == "finished") return {};
  return bus_.post(work, happenings::EncounterEnded{id, after.patient, after.class_code, after.ended_at.value_or(after.last_event_at), {after.facility, after.sensitivity}});
}

Result<void> EncounterService::on_resource_changed(store::UnitOfWork& work, const happenings::ResourceChanged& changed) const {
  if (changed.type != "Encounter" || changed.source == "hl7" || changed.source == "move") return {};
  if (changed.deleted) return rows_.remove(work, changed.resource);
  CHARTA_TRY(const auto stored, resources_.load(work, changed.resource));
  if (!stored || stored->deleted) return rows_.remove(work, changed.resource);
  CHARTA_TRY(const auto document, json::Document::parse(stored->json));
  CHARTA_TRY(const auto before, rows_.find(work, changed.resource));
  VisitRow row = row_of(document.root());
  row.encounter = changed.resource;
  row.fhir_id = stored->id;
  row.patient = stored->patient;
  row.version = stored->version;
  row.facility = stored->facility;
  row.sensitivity = stored->sensitivity;
  row.last_event_at = row.ended_at.value_or(row.started_at.value_or(stored->last_updated));
  if (!row.patient.is_set()) return {};
  CHARTA_TRY_DO(rows_.save(work, row));
  return post_changes(work, before, row);
}

Result<std::optional<VisitRow>> EncounterService::current(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto rows, rows_.of_patient(reader, patient, 50));
  const auto open = std::find_if(rows.begin(), rows.end(), [](const VisitRow& row) { return is_open(row.status); });
  if (open == rows.end()) return std::optional<VisitRow>();
  return std::optional<VisitRow>(*open);
}

}  // namespace charta::encounters
