// SPDX-License-Identifier: Apache-2.0
// What stood with the wrong patient: brought to the right one, the trace of it, and who saw it meanwhile.
#include "department/record_moves/move_service.hpp"
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/move_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using record_moves::MoveId;
using record_moves::RecordMove;

constexpr std::string_view move_reasons = "record-move";

record_moves::MoveService& moves_of(const Desk& desk) {
  return *desk.record_moves;
}

void write_pieces(json::Writer& out, const std::vector<record_moves::Piece>& pieces) {
  out.key("pieces").begin_array();
  for (const auto& piece : pieces) out.begin_object().member("type", piece.type).member("id", piece.id).end_object();
  out.end_array();
}

void write_patient(json::Writer& out, std::string_view name, PatientId patient,
                   const std::map<std::int64_t, PatientBrief>& briefs) {
  out.key(name);
  const auto brief = briefs.find(patient.key());
  if (brief != briefs.end())
    write_brief(out, brief->second);
  else
    out.begin_object().member("id", patient.text()).end_object();  // not for this reader's eyes
}

Result<void> write_move(json::Writer& out, const Desk& desk, const Request& request, const RecordMove& move) {
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {move.from, move.to}));
  out.begin_object()
      .member("id", move.id.text())
      .member("type", move.root_type)
      .member("resource", move.root_id)
      .member("title", move.title);
  write_patient(out, "from", move.from, briefs);
  write_patient(out, "to", move.to, briefs);
  out.member("origin", move.origin).key("reason").begin_object().member("code", move.reason);
  out.member("sentence", desk.worklists.reasons().sentence(move.reason)).end_object();
  member_unless_empty(out, "note", move.note);
  if (move.moved_by.is_set()) write_user(out, desk, "moved_by", move.moved_by);
  if (move.message.is_set()) out.member("message", move.message.text());
  out.member("at", move.at.text());
  if (move.takes_back.is_set()) out.member("takes_back", move.takes_back.text());
  if (move.taken_back_by.is_set()) out.member("taken_back_by", move.taken_back_by.text());
  write_pieces(out, move.pieces);
  out.end_object();
  return {};
}

Result<Response> answer(const Desk& desk, const Request& request, const RecordMove& move) {
  std::string text;
  json::Writer out(text);
  CHARTA_TRY_DO(write_move(out, desk, request, move));
  return http::json_response(std::move(text));
}

/// Only reasons that the department has agreed upon.
Result<std::string> reason_of(const Desk& desk, const Body& body, std::string_view event) {
  CHARTA_TRY(auto reason, body.required("reason"));
  for (const auto* choice : desk.worklists.reasons().choices(move_reasons, event))
    if (choice->code == reason) return reason;
  return fail(ErrorKind::unknown_code, "'" + reason + "' is no reason for this", "reason");
}

Result<Response> move_preview(const Desk& desk, const Request& request) {
  const std::string type = request.parameter("type").value_or(""), id = request.parameter("id").value_or("");
  CHARTA_TRY(const auto pieces, moves_of(desk).preview(request.actor, type, id));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(pieces.size()));
  write_pieces(out, pieces);
  out.key("reasons").begin_array();
  for (const auto* choice : desk.worklists.reasons().choices(move_reasons, "move"))
    out.begin_object().member("code", choice->code).member("sentence", choice->sentence).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> move_piece(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  record_moves::MoveService::Command command;
  CHARTA_TRY(command.type, body.required("type"));
  CHARTA_TRY(command.id, body.required("id"));
  CHARTA_TRY(const auto to, body.required("to"));
  const auto patient = PatientId::parse(to);
  if (!patient) return fail(ErrorKind::invalid, "name the patient record by its id", "to");
  command.to = *patient;
  CHARTA_TRY(command.reason, reason_of(desk, body, "move"));
  command.note = body.text("note");
  CHARTA_TRY(const auto done, moves_of(desk).move(request.actor, command));
  return answer(desk, request, done);
}

Result<Response> take_back(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MoveId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, reason_of(desk, body, "take-back"));
  CHARTA_TRY(const auto done, moves_of(desk).take_back(request.actor, id, reason, body.text("note")));
  return answer(desk, request, done);
}

Result<Response> moves_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto moves, moves_of(desk).of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "record-moves", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(moves.size())).key("items").begin_array();
  for (const auto& one : moves) CHARTA_TRY_DO(write_move(out, desk, request, one));
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> seen(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<MoveId>(request, 0));
  CHARTA_TRY(const auto list, moves_of(desk).seen_meanwhile(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "record-move", id.key()));
  return seen_response(desk, list);
}

}  // namespace

void add_move_routes(Routes& routes) {
  routes
      .read("/api/patients/{id}/moves", "What was brought to this record and what left it", "read-record", "RecordMoves",
            moves_of_patient)
      .read("/api/moves/preview", "What would go along with a visit or document", "link-patients", "MovePreview", move_preview)
      .write("POST", "/api/moves", "Bring a visit or document to the right patient", "link-patients", "MoveRequest", "RecordMove",
             move_piece)
      .write("POST", "/api/moves/{id}/take-back", "Bring it back", "link-patients", "TakeBackRequest", "RecordMove", take_back)
      .read("/api/moves/{id}/seen", "Who saw it while it stood with the wrong patient", "link-patients", "SeenMeanwhile", seen);
}

}  // namespace charta::desk_api
