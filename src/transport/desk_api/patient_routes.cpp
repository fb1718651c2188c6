// SPDX-License-Identifier: Apache-2.0
// The finder, the banner and the palette: from any word to the right patient.
#include "department/distribution/distribution_service.hpp"
#include "department/patient_index/patient_index_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using patient_index::PatientHit;

void write_hit_members(json::Writer& out, const PatientHit& hit) {
  out.member("id", hit.patient.text()).member("name", hit.name);
  member_unless_empty(out, "birth_date", hit.birth_date);
  if (!hit.closed) member_unless_empty(out, "sex", hit.sex);  // a closed record shows name, number and birth date alone
  member_unless_empty(out, "mrn", hit.mrn);
  member_unless_empty(out, "assigner", hit.assigner);
  out.key("former_names").begin_array();
  for (const auto& name : hit.former_names) out.string(name);
  out.end_array().key("mrns").begin_array();
  for (const auto& number : hit.numbers)
    out.begin_object()
        .member("value", number.value)
        .member("assigner", number.assigner)
        .member("type", number.type)
        .member("status", number.status)
        .end_object();
  out.end_array().member("deceased", hit.deceased).member("why", hit.why);
  if (hit.restricted) out.member("restricted", true);
  if (hit.merged_into.is_set()) out.member("merged_into", hit.merged_into.text());
}

void write_alerts(json::Writer& out, const PatientHit& hit, bool has_opt_outs) {
  out.key("alerts").begin_array();
  const auto alert = [&](bool raised, std::string_view code, std::string_view text) {
    if (raised) out.begin_object().member("code", code).member("text", text).end_object();
  };
  alert(hit.overlay_flag, "overlay", "Two people are suspected in this number: nothing is filed to it without a person.");
  alert(hit.review_flag, "identity-review", "An identity review is open.");
  alert(has_opt_outs, "copies-opt-out", "Somebody asked not to be sent copies of this person's reports.");
  alert(hit.deceased, "deceased", "Deceased");
  alert(hit.merged_into.is_set(), "merged", "Merged: this number belongs to another record now.");
  out.end_array();
}

Result<Response> find(const Desk& desk, const Request& request) {
  const std::string typed = request.parameter("q").value_or("");
  CHARTA_TRY(const auto hits, desk.patient_index->find(request.actor, typed, limit_of(request, 12, 50)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(hits.size())).key("items").begin_array();
  for (const auto& hit : hits) {
    out.begin_object();
    write_hit_members(out, hit);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> banner(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto hit, desk.patient_index->banner(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", id.key(), id));
  bool has_opt_outs = false;
  if (desk.distribution != nullptr) {
    CHARTA_TRY(has_opt_outs, desk.distribution->has_opt_outs(id));
  }
  std::string body;
  json::Writer out(body);
  out.begin_object();
  write_hit_members(out, hit);
  member_unless_empty(out, "address", hit.address);
  member_unless_empty(out, "phone", hit.phone);
  write_alerts(out, hit, has_opt_outs);
  if (hit.merged_into.is_set()) {
    const auto survivor =
        desk.patient_index->banner(request.actor, hit.merged_into);  // its number, where this person may know it
    if (survivor) member_unless_empty(out, "merged_into_mrn", survivor->mrn);
  }
  if (desk.write_current_encounter) desk.write_current_encounter(out, request.actor, id);
  out.end_object();
  return http::json_response(std::move(body));
}

Result<Response> expected_of_patient(const Desk& desk, const Request& request) {
  worklists::Filter filter;
  filter.kind = "expected-record";
  CHARTA_TRY(filter.patient, captured_id<PatientId>(request, 0));
  filter.include_closed = request.parameter("closed") == "1";
  filter.limit = limit_of(request, 100, 500);
  CHARTA_TRY(const auto page, desk.worklists.list(request.actor, filter));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "expected_record", 0, filter.patient));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {filter.patient}));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", page.total).key("items").begin_array();
  for (const auto& item : page.items) write_item(out, desk, request.actor, item, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

/// What the palette offers beside patients: a work item or a document by its id.
void write_id_hits(json::Writer& out, const Desk& desk, const Request& request, const std::string& typed) {
  const auto id = WorkItemId::parse(typed);
  if (!id) return;
  const auto item = desk.worklists.get(request.actor, *id);
  if (!item) return;
  out.begin_object().member("kind", "work-item").member("title", title_of(item->kind) + " " + id->text());
  out.member("subtitle", desk.worklists.state_title(*item))
      .member("link", "/app/worklists/" + item->kind + "?item=" + id->text())
      .end_object();
}

Result<Response> palette(const Desk& desk, const Request& request) {
  const std::string typed = request.parameter("q").value_or("");
  CHARTA_TRY(const auto hits, desk.patient_index->find(request.actor, typed, 8));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "Patient"));
  std::string body;
  json::Writer out(body);
  out.begin_object().key("items").begin_array();
  for (const auto& hit : hits) {
    out.begin_object().member("kind", "patient").member("title", hit.name);
    out.member("subtitle", hit.birth_date + (hit.mrn.empty() ? "" : " · MRN " + hit.mrn))
        .member("link", "/app/patients/" + hit.patient.text())
        .end_object();
  }
  write_id_hits(out, desk, request, typed);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

}  // namespace

void add_patient_routes(Routes& routes) {
  routes
      .read("/api/patients/find", "The finder: smi,joh; birth date; any number; former names", "search-record", "PatientHits",
            find)
      .read("/api/patients/{id}", "The banner of a patient", "read-record", "Patient", banner)
      .read("/api/patients/{id}/expected", "What is still expected for a patient", "read-worklists", "WorkItems",
            expected_of_patient)
      .read("/api/palette", "Patients and work items for the command palette", "search-record", "PaletteHits", palette);
}

}  // namespace charta::desk_api
