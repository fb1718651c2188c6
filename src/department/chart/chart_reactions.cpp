// SPDX-License-Identifier: Apache-2.0
// What another door (FHIR, import, the desk) filed, told as happenings.
#include "department/chart/chart_service.hpp"

namespace charta::chart {
namespace {

happenings::OrderKeys keys_of(json::Value resource) {
  happenings::OrderKeys keys;
  for (const auto identifier : resource["identifier"]) {
    const auto type = identifier["type"]["coding"].at(0)["code"].text();
    const std::string system(identifier["system"].text()), value(identifier["value"].text());
    if (type == "FILL") {
      keys.filler_assigner = system;
      keys.filler = value;
    } else if (keys.placer.empty() && (type == "PLAC" || type.empty())) {
      keys.placer_assigner = system;
      keys.placer = value;
    }
  }
  const auto code = resource["code"]["coding"].at(0);
  keys.service_system = std::string(code["system"].text());
  keys.service_code = std::string(code["code"].text());
  keys.service_text = std::string(resource["code"]["text"].text());
  return keys;
}

std::vector<ChartKey> chart_keys(const happenings::OrderKeys& keys, ResourceId resource, PatientId patient) {
  std::vector<ChartKey> rows;
  if (!keys.placer.empty()) rows.push_back({"placer", keys.placer_assigner, keys.placer, keys.service_code, resource, patient});
  if (!keys.filler.empty()) rows.push_back({"filler", keys.filler_assigner, keys.filler, keys.service_code, resource, patient});
  return rows;
}

}  // namespace

/// What is deleted keeps no promise and makes none.
Result<void> ChartService::post_removed(store::UnitOfWork& work, const happenings::ResourceChanged& removed) {
  if (removed.type == "DocumentReference" || removed.type == "DiagnosticReport")
    return bus_.post(work, happenings::DocumentWithdrawn{removed.resource, removed.patient});
  if (removed.type == "ServiceRequest") return bus_.post(work, happenings::OrderCancelled{removed.resource, removed.patient, "deleted"});
  if (removed.type == "Appointment") return bus_.post(work, happenings::AppointmentCancelled{removed.resource, removed.patient});
  return {};
}

Result<void> ChartService::post_for(store::UnitOfWork& work, json::Value resource, const resources::StoredResource& stored, const ChartEntry& entry, std::string_view status_before) {
  ResourceId encounter;
  if (!entry.encounter.empty()) {
    if (const auto key = ResourceId::parse(entry.encounter)) encounter = *key;
  }
  const auto status = resource["status"].text();
  if (stored.type == "ServiceRequest") {
    const auto is_void = [](std::string_view one) { return one == "revoked" || one == "entered-in-error"; };
    if (is_void(status)) return bus_.post(work, happenings::OrderCancelled{stored.key, stored.patient, std::string(status)});
    if (status != "active") return {};  // a draft is expected from when it becomes active
    auto keys = keys_of(resource);
    keys.service_at = entry.at;
    CHARTA_TRY_DO(rows_.add_keys(work, chart_keys(keys, stored.key, stored.patient)));
    std::string priority(resource["priority"].text());
    if (priority.empty()) priority = "routine";
    const auto authored = LocalTime::parse_fhir(resource["authoredOn"].text());
    const Instant at = authored ? authored->earliest(TimeZone::utc()) : stored.last_updated;
    return bus_.post(work, happenings::OrderPlaced{stored.key, stored.patient, encounter, std::move(keys), std::move(priority), "", at, {stored.facility, stored.sensitivity}, is_void(status_before)});
  }
  if (stored.type == "Appointment") {
    if (status == "cancelled" || status == "entered-in-error") return bus_.post(work, happenings::AppointmentCancelled{stored.key, stored.patient});
    if (status == "booked") return bus_.post(work, happenings::AppointmentBooked{stored.key, stored.patient, entry.at, entry.title_code, {stored.facility, stored.sensitivity}});
    return {};
  }
  if (stored.type != "DocumentReference" && stored.type != "DiagnosticReport") return {};
  if (status == "entered-in-error") return bus_.post(work, happenings::DocumentWithdrawn{stored.key, stored.patient});
  happenings::DocumentFiled filed;
  filed.document = stored.key;
  filed.patient = stored.patient;
  filed.encounter = encounter;
  filed.keys = keys_of(resource);
  filed.type_system = "http://loinc.org";
  filed.type_code = entry.title_code;
  filed.at = entry.at;
  filed.replaces_earlier = stored.version > 1;
  filed.document_number = std::string(resource["masterIdentifier"]["value"].text());
  filed.marks = {stored.facility, stored.sensitivity};
  filed.resource_type = stored.type;
  const bool is_final = entry.status == "final" || entry.status == "amended" || entry.status == "corrected" || entry.status == "current";
  filed.completion = is_final ? "AU" : "IP";
  return bus_.post(work, std::move(filed));
}

Result<void> ChartService::on_moved(store::UnitOfWork& work, const happenings::RecordMoved& moved) {
  for (const auto& piece : moved.pieces) {
    CHARTA_TRY_DO(rows_.move_keys(work, piece.resource, moved.to));
    CHARTA_TRY(auto entry, rows_.find(work, piece.resource));
    if (!entry) continue;
    CHARTA_TRY(const auto stored, resources_.load(work, piece.resource));
    if (!stored || stored->deleted) continue;
    CHARTA_TRY(const auto document, json::Document::parse(stored->json));
    if (piece.type != "Encounter") entry->encounter = entry_of(document.root(), entry->at).encounter;
    entry->patient = moved.to;
    entry->version = stored->version;
    entry->facility = stored->facility;
    entry->sensitivity = stored->sensitivity;
    CHARTA_TRY_DO(rows_.save(work, *entry, true));
  }
  return {};
}

/// What a label is taken off keeps the labels of its own resource.
Result<void> ChartService::on_relabelled(store::UnitOfWork& work, const happenings::RecordRelabelled& changed) {
  if (changed.added != 0) CHARTA_TRY_DO(rows_.add_label(work, changed.patient, changed.added));
  if (changed.removed == 0) return {};
  CHARTA_TRY(const auto entries, rows_.labelled(work, changed.patient, changed.removed));
  for (const ResourceId resource : entries) {
    CHARTA_TRY(const auto stored, resources_.load(work, resource));
    if (stored) CHARTA_TRY_DO(rows_.set_label(work, resource, stored->sensitivity));
  }
  return {};
}

}  // namespace charta::chart
