// SPDX-License-Identifier: Apache-2.0
// Shelf reading: audits, what they found, what people answer, and how much is misfiled.
#include "department/shelf_audits/audit_service.hpp"
#include "transport/desk_api/paper_json.hpp"

#include <fmt/format.h>

namespace charta::desk_api {
namespace {

using namespace shelf_audits;
using http::Request;
using http::Response;

void write_figures(json::Writer& out, const Figures& figures) {
  out.key("figures").begin_object();
  out.member("expected", figures.expected).member("read", figures.read).member("in_order", figures.in_order);
  out.member("out_of_place", figures.out_of_place).member("foreign", figures.foreign).member("stands_here", figures.stands_here);
  out.member("not_seen", figures.not_seen).member("no_volume", figures.no_volume).member("misfiled", figures.misfiled());
  out.end_object();
}

void write_audit_head(json::Writer& out, const Desk& desk, const AuditView& view) {
  const Audit& audit = view.audit;
  out.member("id", audit.id.text()).member("item", audit.item.text()).member("state", audit.state);
  out.member("state_title", worklists::title_of(audit_machine(), audit.state));
  out.key("room").begin_object().member("id", audit.room.text()).member("path", view.room).end_object();
  out.member("from_number", audit.from_number).member("volumes", audit.volumes).member("readings", view.readings);
  out.member("rule", audit.rule).member("planned_at", audit.planned_at.text());
  member(out, "begun_at", audit.begun_at);
  member(out, "compared_at", audit.compared_at);
  member(out, "closed_at", audit.closed_at);
  write_user(out, desk, "planned_by", audit.planned_by);
  write_figures(out, audit.figures);
  out.key("events").begin_array();
  for (const auto event : worklists::events_from(audit_machine(), audit.state))
    out.begin_object().member("event", event).member("title", worklists::title_of(audit_machine(), event)).end_object();
  out.end_array();
}

void write_named_volume(json::Writer& out, const Desk& desk, const AuditView& view, std::string_view name, VolumeId volume) {
  const auto row = view.volumes.find(volume);
  if (row != view.volumes.end()) write_paper_volume(out.key(name), desk, row->second, {});
}

void write_finding(json::Writer& out, const Desk& desk, const AuditView& view, const Finding& finding) {
  out.begin_object().member("number", finding.number).member("kind", finding_code(finding.kind));
  out.member("proposal", proposal_of(finding.kind)).member("state", finding.state).member("misfiled", finding.is_misfiled);
  out.member("position", finding.position);
  member_unless_empty(out, "barcode", finding.barcode);
  member_unless_empty(out, "reason", finding.reason);
  member(out, "answered_at", finding.answered_at);
  if (finding.answered_by.is_set()) write_user(out, desk, "answered_by", finding.answered_by);
  write_named_volume(out, desk, view, "volume", finding.volume);
  write_named_volume(out, desk, view, "behind", finding.behind);
  out.end_object();
}

Result<Response> answer_audit(const Desk& desk, const Request& request, AuditId id) {
  CHARTA_TRY(const auto view, desk.audits->view(request.actor, id));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_audit_head(out, desk, view);
  out.key("findings").begin_array();
  for (const auto& one : view.findings) write_finding(out, desk, view, one);
  out.end_array().key("dismissals").begin_array();
  for (const auto& [code, sentence] : desk.audits->rules().dismissals)
    out.begin_object().member("code", code).member("sentence", sentence).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> get_audit(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<AuditId>(request, 0));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shelf_audit", id.key()));
  return answer_audit(desk, request, id);
}

Result<Response> list_audits(const Desk& desk, const Request& request) {
  const bool open_only = request.parameter("all").value_or("") != "1";
  CHARTA_TRY(const auto audits, desk.audits->audits(request.actor, open_only, limit_of(request, 50, 200)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shelf_audit"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(audits.size())).key("items").begin_array();
  for (const auto& one : audits) {
    out.begin_object();
    write_audit_head(out, desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> plan_audit(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto room, body.required("room"));
  const auto id = PlaceId::parse(room);
  if (!id) return fail(ErrorKind::invalid, "'" + room + "' is not an id", "room");
  CHARTA_TRY(const auto audit,
             desk.audits->plan(request.actor, {*id, body.integer("volumes").value_or(0), body.text("from_number")}));
  return answer_audit(desk, request, audit);
}

Result<Response> answer_finding(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<AuditId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  const auto number = body.integer("number").value_or(0);
  CHARTA_TRY(const auto answer, body.required("answer"));
  if (answer == "confirm")
    CHARTA_TRY_DO(desk.audits->confirm(request.actor, id, number));
  else if (answer == "dismiss")
    CHARTA_TRY_DO(desk.audits->dismiss(request.actor, id, number, body.text("reason")));
  else
    return fail(ErrorKind::unknown_code, "a finding is answered by confirm or dismiss", "answer");
  return answer_audit(desk, request, id);
}

Result<Response> rates(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const auto now = desk.clock.now();
  const auto first = from.value_or(now.plus(-std::chrono::hours(24 * 90)));
  const auto last = until.value_or(now.plus(std::chrono::seconds(1)));
  CHARTA_TRY(const auto rooms, desk.audits->rates(request.actor, first, last));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("from", first.text()).member("until", last.text()).member("rule", desk.audits->rules().rule);
  out.member("total", static_cast<std::int64_t>(rooms.size())).key("items").begin_array();
  for (const auto& one : rooms) {
    out.begin_object().key("room").begin_object().member("id", one.room.text()).member("path", one.path).end_object();
    out.member("audits", one.audits).member("read", one.read).member("misfiled", one.misfiled).member("not_seen", one.not_seen);
    out.key("per_thousand").raw(fmt::format("{:.1f}", one.rate.per_thousand));
    out.key("low").raw(fmt::format("{:.1f}", one.rate.from)).key("high").raw(fmt::format("{:.1f}", one.rate.until));
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_audit_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/paper/audits", "Shelf-reading audits, the newest first", may, "ShelfAudits", list_audits)
      .write("POST", "/api/paper/audits", "Plan an audit of a section of a room", may, "NewShelfAudit", "ShelfAudit", plan_audit)
      .read("/api/paper/audits/{id}", "An audit with what it found", may, "ShelfAudit", get_audit)
      .write("POST", "/api/paper/audits/{id}/findings", "Confirm what a finding proposes, or dismiss it", may,
             "ShelfFindingAnswer", "ShelfAudit", answer_finding)
      .read("/api/paper/misfile-rates", "How much of what was read was misfiled, room by room", "read-worklists", "MisfileRates",
            rates);
}

}  // namespace charta::desk_api
