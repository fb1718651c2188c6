// SPDX-License-Identifier: Apache-2.0
// Two persons in one number: frozen, sorted by source, split, and who holds contaminated copies.
#include "department/overlay_repair/overlay_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using overlay_repair::Side;

overlay_repair::OverlayService& overlays_of(const Desk& desk) {
  return *desk.overlays;
}

void write_pieces(json::Writer& out, std::string_view name, const std::vector<overlay_repair::Piece>& pieces) {
  out.key(name).begin_array();
  for (const auto& piece : pieces) {
    out.begin_object()
        .member("type", piece.type)
        .member("id", piece.id)
        .member("title", piece.title)
        .member("at", piece.at.text());
    member_unless_empty(out, "encounter", piece.encounter);
    if (piece.message.is_set()) out.member("message", piece.message.text());
    out.end_object();
  }
  out.end_array();
}

void write_side(json::Writer& out, const Side& side) {
  const auto& who = side.who;
  out.begin_object().member("stays", side.stays);
  out.member("name", who.current_name() == nullptr ? std::string() : patient_index::display_name(*who.current_name()));
  out.member("birth_date", who.birth_date ? who.birth_date->text() : who.birth_text);
  member_unless_empty(out, "sex", who.sex);
  out.key("numbers").begin_array();
  for (const auto& id : who.identifiers)
    if (id.type != "SS") out.string(id.value);
  out.end_array().key("messages").begin_array();
  for (const auto message : side.messages) out.string(message.text());
  out.end_array();
  write_pieces(out, "pieces", side.pieces);
  out.end_object();
}

Result<Response> suspect_overlay(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY(const auto item, overlays_of(desk).suspect(request.actor, patient, reason, body.text("note")));
  return answer_item(desk, request, item);
}

Result<Response> overlay_detail(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto shown, overlays_of(desk).detail(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Patient", shown.item.subject, shown.item.patient));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {shown.item.patient}));
  std::string text;
  json::Writer out(text);
  write_item(out.begin_object().key("item"), desk, request.actor, shown.item, briefs);
  out.member("frozen", shown.record.overlay_flag).key("sides").begin_array();
  for (const auto& side : shown.sides.sides) write_side(out, side);
  out.end_array();
  write_pieces(out, "undecided", shown.sides.undecided);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> split_overlay(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  overlay_repair::Split command;
  for (const auto piece : body.value("pieces")) command.pieces.emplace_back(piece["type"].text(), piece["id"].text());
  if (const auto to = body.text("to"); !to.empty()) {
    const auto patient = PatientId::parse(to);
    if (!patient) return fail(ErrorKind::invalid, "name the receiving record by its id", "to");
    command.to = *patient;
  }
  if (body.value("person")) command.person = json::write(body.value("person"));
  command.note = body.text("note");
  command.version = body.integer("version").value_or(0);
  CHARTA_TRY(const auto to, overlays_of(desk).split(request.actor, id, command));
  CHARTA_TRY(const auto item, desk.worklists.get(request.actor, id));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {item.patient}));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("to", to.text());
  write_item(out.key("item"), desk, request.actor, item, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> copies(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto list, overlays_of(desk).copies(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "work_item", id.key()));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& holder : list) {
    out.begin_object().member("act", holder.act).member("times", holder.times);
    member_unless_empty(out, "workstation", holder.workstation);
    if (holder.user.is_set()) write_user(out, desk, "user", holder.user);
    out.member("first", holder.first.text()).member("last", holder.last.text()).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_overlay_routes(Routes& routes) {
  routes
      .write("POST", "/api/patients/{id}/overlay", "Two persons are suspected in this number: freeze the record", "link-patients",
             "OverlayReport", "WorkItem", suspect_overlay)
      .read("/api/overlays/{id}", "The record's pieces, sorted by the demographics under which they came", "link-patients",
            "Overlay", overlay_detail)
      .write("POST", "/api/overlays/{id}/split", "Bring pieces to a record of their own", "link-patients", "OverlaySplit",
             "OverlaySplitDone", split_overlay)
      .read("/api/overlays/{id}/copies", "Who viewed or received something of the record while it held two persons",
            "link-patients", "CopyHolders", copies);
}

}  // namespace charta::desk_api
