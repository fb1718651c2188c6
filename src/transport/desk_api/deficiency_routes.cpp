// SPDX-License-Identifier: Apache-2.0
// Deficiencies: who owes which chart what, since when, and what people do about it.
#include "department/chart_completion/delinquency_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <set>

namespace charta::desk_api {
namespace {

using chart_completion::DeficiencyView;
using http::Request;
using http::Response;

void write_staff(json::Writer& out, std::string_view name, const chart_completion::StaffMember& who) {
  if (!who.is_known()) return;
  out.key(name).begin_object().member("key", who.key).member("name", who.name).end_object();
}

void write_stops(json::Writer& out, const Desk& desk, const DeficiencyView& view) {
  out.key("stops").begin_array();
  for (const auto& stop : view.stops) {
    out.begin_object().member("from", stop.from.text());
    member(out, "until", stop.until);
    out.member("reason", stop.reason).member("sentence", desk.worklists.reasons().sentence(stop.reason)).end_object();
  }
  out.end_array();
}

void write_clock(json::Writer& out, const Desk& desk, const DeficiencyView& view) {
  member(out, "rule_due_at", view.row.due_at);
  member(out, "due_at", view.clock.due_at);
  out.member("is_stopped", view.clock.is_stopped)
      .member("is_delinquent", view.clock.is_delinquent)
      .member("days_owed", view.clock.days_owed())
      .member("days_stopped", view.clock.stopped / std::chrono::hours(24));
  write_stops(out, desk, view);
}

void write_deficiency(json::Writer& out, const Desk& desk, const DeficiencyView& view) {
  const auto& row = view.row;
  const auto& machine = chart_completion::deficiency_machine();
  out.begin_object()
      .member("id", row.id.text())
      .member("encounter", row.encounter_id)
      .member("patient", row.patient.text())
      .member("lack", chart_completion::lack_code(row.lack))
      .member("title", row.title)
      .member("sentence", chart_completion::sentence_of(row.lack, row.title))
      .member("state", row.state)
      .member("state_title", worklists::title_of(machine, row.state))
      .member("item", row.item.text())
      .member("rule", row.rule)
      .member("citation", view.citation)
      .member("verified", view.is_verified)
      .member("opened_at", row.opened_at.text())
      .member("times_reopened", row.times_reopened);
  if (!view.kind.empty())
    out.key("kind").begin_object().member("number", view.kind).member("title", view.kind_title).end_object();
  write_staff(out, "responsible", row.responsible);
  member_unless_empty(out, "role", row.role);
  write_clock(out, desk, view);
  if (!row.document_id.empty())
    out.key("document").begin_object().member("type", row.document_type).member("id", row.document_id).end_object();
  member(out, "closed_at", row.closed_at);
  member_unless_empty(out, "closed_with", row.closed_with);
  if (row.closed_by.is_set()) write_user(out, desk, "closed_by", row.closed_by);
  if (!row.reason.empty())
    out.key("reason")
        .begin_object()
        .member("code", row.reason)
        .member("sentence", desk.worklists.reasons().sentence(row.reason))
        .end_object();
  out.key("steps").begin_array();
  for (const auto event : worklists::events_from(machine, row.state)) out.string(event);
  out.end_array().end_object();
}

Result<Response> deficiency_list(const Desk& desk, const Request& request, const std::vector<DeficiencyView>& list) {
  std::vector<PatientId> patients;
  for (const auto& one : list) patients.push_back(one.row.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_deficiency(out, desk, one);
  out.end_array().key("patients").begin_array();
  for (const auto& [key, brief] : briefs)
    out.begin_object().member("id", brief.id.text()).member("name", brief.name).member("mrn", brief.mrn).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> owed_by_staff(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, desk.completion->owed_by_staff(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    out.begin_object().member("key", one.who.key).member("name", one.who.name);
    out.member("owed", one.owed).member("past_due", one.past_due).member("stopped", one.stopped);
    member(out, "oldest", one.oldest);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

/// Whose deficiencies were looked at stands in the ledger of each.
Result<void> note_patients(const Desk& desk, const Request& request, const std::vector<DeficiencyView>& list) {
  std::set<PatientId> seen;
  for (const auto& one : list)
    if (seen.insert(one.row.patient).second)
      CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "deficiencies", 0, one.row.patient));
  return {};
}

Result<Response> owed_deficiencies(const Desk& desk, const Request& request) {
  if (const auto which = request.parameter("which"); which && !which->empty()) {
    if (*which != "incomplete" && *which != "delinquent")
      return fail(ErrorKind::unknown_code, "'which' is incomplete or delinquent", "which");
    CHARTA_TRY(const auto behind, desk.delinquency->records_behind(request.actor, *which == "delinquent"));
    CHARTA_TRY_DO(note_patients(desk, request, behind));
    return deficiency_list(desk, request, behind);
  }
  chart_completion::OwedFilter filter;
  filter.limit = 100;
  if (const auto responsible = request.parameter("responsible")) filter.responsible = *responsible;
  CHARTA_TRY(const auto list, desk.completion->owed(request.actor, filter));
  CHARTA_TRY_DO(note_patients(desk, request, list));
  return deficiency_list(desk, request, list);
}

Result<Response> deficiencies_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.completion->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "deficiencies", 0, patient));
  return deficiency_list(desk, request, list);
}

Response one_deficiency(const Desk& desk, const DeficiencyView& view) {
  std::string body;
  json::Writer out(body);
  write_deficiency(out, desk, view);
  return http::json_response(std::move(body));
}

Result<Response> deficiency_detail(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<chart_completion::DeficiencyId>(request, 0));
  CHARTA_TRY(const auto view, desk.completion->get(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "deficiency", id.key(), view.row.patient));
  return one_deficiency(desk, view);
}

Result<Response> act_on_deficiency(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<chart_completion::DeficiencyId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  chart_completion::DeficiencyAct act;
  CHARTA_TRY(act.event, body.required("event"));
  act.reason = body.text("reason");
  act.note = body.text("note");
  const auto responsible = body.value("responsible");
  act.responsible = {std::string(responsible["key"].text()), std::string(responsible["name"].text())};
  CHARTA_TRY(const auto view, desk.completion->act(request.actor, id, act));
  return one_deficiency(desk, view);
}

}  // namespace

void add_deficiency_routes(Routes& routes) {
  routes
      .read("/api/deficiencies/staff",
            "How much each person of the medical staff owes; an empty key is the department's own queue", "read-record",
            "StaffOwing", owed_by_staff)
      .read("/api/deficiencies",
            "What is owed, the longest due first; ?responsible= narrows it to one person, ?which=incomplete or delinquent to the "
            "records behind a figure",
            "read-record", "Deficiencies", owed_deficiencies)
      .read("/api/deficiencies/{id}", "One deficiency with its clock and the law behind it", "read-record", "Deficiency",
            deficiency_detail)
      .write("POST", "/api/deficiencies/{id}",
             "A step: assign-physician, reassign, decline, take-back, waive, stop-clock, start-clock", "file-documents",
             "DeficiencyAct", "Deficiency", act_on_deficiency)
      .read("/api/patients/{id}/deficiencies", "What the file of each encounter owes or owed", "read-record", "Deficiencies",
            deficiencies_of_patient);
}

}  // namespace charta::desk_api
