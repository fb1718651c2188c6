// SPDX-License-Identifier: Apache-2.0
// Pages in the wrong chart: what speaks against them, what is withheld, and who saw it.
#include "department/misfile_watch/misfile_service.hpp"
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/identity_json.hpp"
#include "transport/desk_api/move_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using record_moves::Quarantine;

misfile_watch::MisfileService& misfiles_of(const Desk& desk) {
  return *desk.misfiles;
}

void write_withheld(json::Writer& out, const Desk& desk, const Quarantine& one) {
  out.begin_object().member("id", one.id.text()).member("type", one.type).member("at", one.withheld_at.text());
  out.key("reason").begin_object().member("code", one.reason).member("sentence", desk.worklists.reasons().sentence(one.reason));
  out.end_object();
  if (one.withheld_by.is_set()) write_user(out, desk, "by", one.withheld_by);
  if (one.lifted_at) out.member("lifted_at", one.lifted_at->text()).member("lifted_how", one.lifted_how);
  out.end_object();
}

void write_sign(json::Writer& out, const misfile_watch::Sign& sign, const misfile_watch::Quote& quote) {
  out.begin_object().member("what", sign.what).member("says", sign.says).member("page", sign.page);
  if (sign.image.is_set()) out.member("image", sign.image.text());
  out.key("box").begin_object().member("left", sign.box.left).member("top", sign.box.top);
  out.member("width", sign.box.width).member("height", sign.box.height).end_object();
  if (!quote.line.empty()) {
    out.key("quote").begin_object().member("line", quote.line).member("from", static_cast<std::int64_t>(quote.from));
    out.member("length", static_cast<std::int64_t>(quote.length)).end_object();
  }
  out.end_object();
}

void write_document(json::Writer& out, const misfile_watch::MisfileDetail& shown) {
  out.key("document").begin_object().member("type", shown.type).member("id", shown.id).member("title", shown.title);
  member_unless_empty(out, "content_type", shown.content_type);
  out.end_object().key("pages").begin_array();
  for (const auto& page : shown.pages) {
    out.begin_object().member("number", page.number);
    if (page.image.is_set()) out.member("image", page.image.text());
    out.end_object();
  }
  out.end_array();
  member_unless_empty(out, "text", shown.text);
}

Result<Response> misfile_detail(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto shown, misfiles_of(desk).detail(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", shown.item.patient.key(), shown.item.patient));
  if (shown.other)
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", shown.other->patient.key(), shown.other->patient));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {shown.item.patient}));
  std::string text;
  json::Writer out(text);
  write_item(out.begin_object().key("item"), desk, request.actor, shown.item, briefs);
  write_document(out, shown);
  out.key("signs").begin_array();
  for (std::size_t at = 0; at < shown.finding.signs.size(); ++at) write_sign(out, shown.finding.signs[at], shown.quotes[at]);
  out.end_array().key("chart");
  write_person(out, shown.chart);
  if (shown.other) {
    out.key("other");
    write_person(out, *shown.other);
  }
  if (shown.withheld) {
    out.key("withheld");
    write_withheld(out, desk, *shown.withheld);
  }
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> said_to_be_wrong(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto type, body.required("type"));
  CHARTA_TRY(const auto id, body.required("id"));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY(const auto item, misfiles_of(desk).report(request.actor, type, id, reason, body.text("note")));
  return answer_item(desk, request, item);
}

Result<Response> seen_before(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto list, misfiles_of(desk).seen(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "work_item", id.key()));
  return seen_response(desk, list);
}

Result<Response> withheld_of(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.quarantine->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "withheld", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_withheld(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_misfile_routes(Routes& routes) {
  routes
      .read("/api/misfiles/{id}", "A document that names somebody else than its chart, and what on it says so", "read-record",
            "Misfile", misfile_detail)
      .read("/api/misfiles/{id}/seen", "Who saw, printed or was given it before it was withheld", "link-patients",
            "SeenMeanwhile", seen_before)
      .write("POST", "/api/misfiles", "A document is said to be of another patient: it is withheld at once", "link-patients",
             "MisfileReport", "WorkItem", said_to_be_wrong)
      .read("/api/patients/{id}/withheld", "What was withheld in this record as another patient's", "read-record", "WithheldList",
            withheld_of);
}

}  // namespace charta::desk_api
