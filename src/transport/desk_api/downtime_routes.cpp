// SPDX-License-Identifier: Apache-2.0
// Without the server: how the pack stands, times without it, numbered forms and what became of each.
#include "department/downtime/event_service.hpp"
#include "department/downtime/pack_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using downtime::DowntimeId;
using http::Request;
using http::Response;

void write_pack(json::Writer& out, const downtime::PackState& state) {
  out.begin_object().member("is_set_up", state.is_set_up);
  member_unless_empty(out, "folder", state.folder);
  member_unless_empty(out, "problem", state.problem);
  out.member("refresh_minutes", state.refresh_minutes).member("warn_minutes", state.warn_minutes);
  if (state.last) {
    out.member("made_at", state.last->made_at.text()).member("file", state.last->file).member("people", state.last->people);
    out.member("requests", state.last->requests).member("left_out", state.last->left_out).member("bytes", state.last->bytes);
  }
  out.end_object();
}

void write_downtime(json::Writer& out, const downtime::Event& event) {
  out.begin_object().member("id", event.id.text()).member("what", event.what).member("began_at", event.began_at.text());
  member(out, "ended_at", event.ended_at);
  member(out, "closed_at", event.closed_at);
  out.member("state", event.closed_at ? "closed" : event.ended_at ? "ended" : "running");
}

void write_form(json::Writer& out, const Desk& desk, const downtime::Form& form) {
  out.begin_object().member("number", form.number).member("barcode", downtime::form_barcode(form.number));
  out.member("kind", form.kind).member("state", form.state);
  member_unless_empty(out, "reason", form.reason);
  member_unless_empty(out, "batch", form.batch);
  member_unless_empty(out, "outcome", form.outcome);
  member_unless_empty(out, "says", form.says);
  member_unless_empty(out, "asks", form.asks);
  if (form.accounted_by.is_set()) write_user(out, desk, "by", form.accounted_by);
  member(out, "at", form.accounted_at);
  out.end_object();
}

Result<Response> answer_report(const Desk& desk, const Request& request, DowntimeId id, int status = 200) {
  CHARTA_TRY(const auto report, desk.downtimes->report(request.actor, id));
  std::string text;
  json::Writer out(text);
  write_downtime(out, report.event);
  out.member("out", report.out).member("used", report.used).member("spoiled", report.spoiled).member("unused", report.unused);
  out.member("conflicts", report.conflicts).key("forms").begin_array();
  for (const auto& form : report.forms) write_form(out, desk, form);
  out.end_array().end_object();
  return http::json_response(std::move(text), status);
}

Result<Response> downtime_state(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto events, desk.downtimes->events(request.actor));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("pack");
  write_pack(out, desk.downtime_packs->state());
  out.key("kinds").begin_array();
  for (const auto kind : downtime::form_kinds()) out.string(kind);
  out.end_array().key("events").begin_array();
  for (const auto& event : events) {
    write_downtime(out, event);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> build_pack(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(desk.downtime_packs->build_here(request.actor));
  std::string text;
  json::Writer out(text);
  write_pack(out, desk.downtime_packs->state());
  return http::json_response(std::move(text));
}

Result<Response> begin_downtime(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto what, body.required("what"));
  std::optional<Instant> began;
  if (const auto said = body.text("began_at"); !said.empty()) {
    began = Instant::parse(said);
    if (!began) return fail(ErrorKind::invalid, "'" + said + "' is no time", "began_at");
  }
  CHARTA_TRY(const auto id, desk.downtimes->begin(request.actor, what, began));
  return answer_report(desk, request, id, 201);
}

Result<Response> get_downtime(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DowntimeId>(request, 0));
  return answer_report(desk, request, id);
}

Result<Response> act_on_downtime(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DowntimeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto event, body.required("event"));
  if (event != "end" && event != "close") return fail(ErrorKind::invalid, "a downtime is ended or closed", "event");
  CHARTA_TRY_DO(event == "end" ? desk.downtimes->end(request.actor, id) : desk.downtimes->close(request.actor, id));
  return answer_report(desk, request, id);
}

Result<Response> issue_forms(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DowntimeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto kind, body.required("kind"));
  CHARTA_TRY_DO(desk.downtimes->issue(request.actor, id, kind, body.integer("count").value_or(0)));
  return answer_report(desk, request, id, 201);
}

Result<Response> mark_unused(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DowntimeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY_DO(
      desk.downtimes->account_unused(request.actor, id, body.integer("from").value_or(0), body.integer("until").value_or(0)));
  return answer_report(desk, request, id);
}

Result<Response> print_forms(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DowntimeId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  Response response;
  CHARTA_TRY(response.body,
             desk.downtimes->forms_pdf(request.actor, id, body.integer("from").value_or(0), body.integer("until").value_or(0)));
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

Result<std::optional<downtime::NotedMovement>> movement_in(const Body& body) {
  const auto value = body.value("movement");
  if (!value) return std::optional<downtime::NotedMovement>();
  downtime::NotedMovement movement;
  movement.barcode = std::string(value["barcode"].text());
  movement.kind = std::string(value["kind"].text());
  const auto at = Instant::parse(value["at"].text());
  if (!at) return fail(ErrorKind::invalid, "say when it was moved, with its time zone", "movement.at");
  movement.at = *at;
  if (value["to"]) {
    const auto to = paper_charts::PlaceId::parse(value["to"].text());
    if (!to) return fail(ErrorKind::invalid, "name the place by its id", "movement.to");
    movement.to = *to;
  }
  for (const auto one : value["confirmed"]) movement.confirmed.emplace_back(one.text());
  return std::optional(movement);
}

Result<Response> account_form(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  downtime::Accounting said;
  CHARTA_TRY(said.number, body.required("number"));
  CHARTA_TRY(said.state, body.required("state"));
  said.reason = body.text("reason");
  said.batch = body.text("batch");
  CHARTA_TRY(said.movement, movement_in(body));
  CHARTA_TRY(const auto form, desk.downtimes->account(request.actor, said));
  return answer_report(desk, request, form.event);
}

}  // namespace

void add_downtime_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/downtime", "How the downtime pack stands, and every time without the server", may, "Downtime", downtime_state)
      .write("POST", "/api/downtime/pack", "Make the downtime pack now", "export-lists", "", "DowntimePack", build_pack)
      .write("POST", "/api/downtime/events", "The server is away, or was", may, "NewDowntime", "DowntimeEvent", begin_downtime)
      .read("/api/downtime/events/{id}", "A downtime with each of its forms", may, "DowntimeEvent", get_downtime)
      .write("POST", "/api/downtime/events/{id}/acts", "End or close a downtime", may, "DowntimeAct", "DowntimeEvent",
             act_on_downtime)
      .write("POST", "/api/downtime/events/{id}/forms", "Give out a block of numbered forms", may, "NewDowntimeForms",
             "DowntimeEvent", issue_forms)
      .write("POST", "/api/downtime/events/{id}/unused", "A run of forms came back blank", may, "DowntimeFormRun",
             "DowntimeEvent", mark_unused)
      .write("POST", "/api/downtime/events/{id}/print", "Print a run of blank forms", may, "DowntimeFormRun", "", print_forms)
      .write("POST", "/api/downtime/forms", "What became of a form, by its number", may, "DowntimeAccounting", "DowntimeEvent",
             account_form);
}

}  // namespace charta::desk_api
