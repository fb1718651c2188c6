// SPDX-License-Identifier: Apache-2.0
// The shift desk: the board with the time that is left, a walk for one person, arrivals, hand-offs, who works alone, who is in
// the room.
#include "base/text.hpp"
#include "department/shift_desk/shift_service.hpp"
#include "transport/desk_api/paper_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using namespace shift_desk;
using http::Request;
using http::Response;
using paper_charts::PlaceId;
using paper_charts::RequisitionId;

ShiftService& shift_of(const Desk& desk) {
  return *desk.shift;
}

Result<PaperBriefs> briefs_of_lines(const Desk& desk, const Request& request, const std::vector<PatientId>& given) {
  std::vector<PatientId> patients = given;
  std::sort(patients.begin(), patients.end());
  patients.erase(std::unique(patients.begin(), patients.end()), patients.end());
  if (patients.empty()) return PaperBriefs();
  return desk.briefs(request.actor, patients);
}

Result<Response> get_board(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto board, shift_of(desk).board(request.actor));
  std::vector<PatientId> patients;
  for (const auto& one : board.lines) patients.push_back(one.line.volume.patient);
  CHARTA_TRY(const auto briefs, briefs_of_lines(desk, request, patients));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shift_board"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", board.now.text()).member("total", board.total);
  out.member("near_seconds", std::int64_t{shift_of(desk).rules().near.count()} * 60).key("items").begin_array();
  for (const auto& one : board.lines) {
    out.begin_object().key("line");
    write_pull_line(out, desk, one.line, briefs);
    out.member("seconds_left", one.left.seconds).member("stage", one.left.stage).member("says", one.left.words);
    out.member("next", one.next);
    if (one.claimed_by.is_set()) write_user(out, desk, "claimed_by", one.claimed_by);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_steps(json::Writer& out, const Walk& walk) {
  out.key("steps").begin_array();
  for (const auto& step : walk.steps) {
    out.begin_object().member("act", step.act).member("path", step.path).member("round", step.round).member("stat", step.is_stat);
    if (step.place.is_set()) out.member("place", step.place.text());
    out.key("requisitions").begin_array();
    for (const auto id : step.requisitions) out.string(id.text());
    out.end_array().end_object();
  }
  out.end_array().key("left_out").begin_array();
  for (const auto& one : walk.left_out)
    out.begin_object().member("requisition", one.requisition.text()).member("why", one.why).end_object();
  out.end_array();
}

Result<Response> get_walk(const Desk& desk, const Request& request) {
  std::vector<RequisitionId> wanted;
  const std::string asked = request.parameter("requisitions").value_or("");
  for (const auto one : split(asked, ',')) {
    if (one.empty()) continue;
    const auto id = RequisitionId::parse(one);
    if (!id) return fail(ErrorKind::invalid, "'" + std::string(one) + "' is not an id; ids have 13 characters", "requisitions");
    wanted.push_back(*id);
  }
  CHARTA_TRY(const auto from, id_filter<PlaceId>(request, "from"));
  CHARTA_TRY(const auto planned, shift_of(desk).walk(request.actor, wanted, from, request.parameter("calls") == "1"));
  std::vector<PatientId> patients;
  for (const auto& [id, line] : planned.lines) patients.push_back(line.volume.patient);
  CHARTA_TRY(const auto briefs, briefs_of_lines(desk, request, patients));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shift_walk"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", desk.clock.now().text());
  write_steps(out, planned.walk);
  out.key("lines").begin_array();
  for (const auto& [id, line] : planned.lines) write_pull_line(out, desk, line, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> get_arrivals(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto rows, shift_of(desk).arrivals(request.actor));
  std::vector<PatientId> patients;
  for (const auto& one : rows) patients.push_back(one.arrival.patient);
  CHARTA_TRY(const auto briefs, briefs_of_lines(desk, request, patients));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shift_arrivals"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", desk.clock.now().text()).member("total", static_cast<std::int64_t>(rows.size()));
  out.key("items").begin_array();
  for (const auto& [arrival, paper] : rows) {
    out.begin_object().member("encounter", arrival.encounter.text()).member("class", arrival.class_code);
    out.member("at", arrival.at.text()).member("asked", paper.asked).member("asked_for_this", paper.asked_for_this);
    const auto brief = briefs.find(arrival.patient.key());
    if (brief != briefs.end()) write_brief(out.key("patient"), brief->second);
    write_paper_volumes(out.key("volumes"), desk, paper.volumes, {});
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> ask_for_arrival(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto encounter, captured_id<ResourceId>(request, 0));
  CHARTA_TRY_DO(shift_of(desk).ask_for_arrival(request.actor, encounter));
  return get_arrivals(desk, request);
}

Result<Response> get_forecast(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto hours, shift_of(desk).forecast(request.actor));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("rule", shift_of(desk).rules().rule).member("weeks", shift_of(desk).rules().forecast_weeks);
  out.key("hours").begin_array();
  for (const auto& one : hours)
    out.begin_object()
        .member("from", one.from.text())
        .member("local", one.local)
        .member("expected_tenths", one.expected_tenths)
        .member("weeks", one.weeks)
        .end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_hand_off(json::Writer& out, const Desk& desk, const HandOff& one) {
  out.member("id", one.id.text()).member("item", one.item.text()).member("state", one.state);
  out.member("state_title", worklists::title_of(hand_off_machine(), one.state));
  out.member("opened_at", one.opened_at.text()).member("due_at", one.due_at.text());
  member(out, "frozen_at", one.frozen_at);
  member_unless_empty(out, "digest", one.digest);
  if (one.signed_by.is_set()) write_user(out, desk, "signed_by", one.signed_by);
  if (one.taken_by.is_set()) write_user(out, desk, "taken_by", one.taken_by);
  member(out, "taken_at", one.taken_at);
  if (!one.reason.empty()) out.member("reason", desk.worklists.reasons().sentence(one.reason));
}

void write_hand_off_line(json::Writer& out, const Desk& desk, const HandOffSection& section, const HandOffLine& line) {
  const auto author = section.code == "notes" ? UserId::parse(line.what) : std::nullopt;
  out.begin_object().member("key", line.key).member("what", author ? desk.user_name(*author) : line.what);
  out.member("says", line.says).member("count", line.count).member("late", line.is_late);
  member_unless_empty(out, "link", line.link);
  member(out, "at", line.at);
  out.end_object();
}

Result<Response> answer_hand_off(const Desk& desk, const Request& request, const HandOffView& view) {
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "shift_hand_off", view.hand_off.id.key()));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_hand_off(out, desk, view.hand_off);
  out.member("now", desk.clock.now().text()).member("written_at", view.content.written_at.text());
  out.member("may_sign", view.may_sign).member("may_accept", view.may_accept).key("sections").begin_array();
  for (const auto& section : view.content.sections) {
    out.begin_object().member("code", section.code).member("total", section.total).member("withheld", section.withheld);
    out.key("lines").begin_array();
    for (const auto& line : section.lines) write_hand_off_line(out, desk, section, line);
    out.end_array().end_object();
  }
  out.end_array().key("changed").begin_array();
  for (const auto& one : view.changed) {
    out.begin_object().member("section", one.section).member("how", one.how).key("line");
    write_hand_off_line(out, desk, {one.section, {}, 0, 0}, one.line);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> current_hand_off(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, shift_of(desk).current(request.actor));
  return answer_hand_off(desk, request, view);
}

Result<Response> answer_hand_off_of(const Desk& desk, const Request& request, HandOffId id) {
  CHARTA_TRY(const auto view, shift_of(desk).view(request.actor, id));
  return answer_hand_off(desk, request, view);
}

Result<Response> get_hand_off(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<HandOffId>(request, 0));
  return answer_hand_off_of(desk, request, id);
}

Result<Response> list_hand_offs(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto all, shift_of(desk).hand_offs(request.actor, limit_of(request, 30, 200)));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(all.size())).key("items").begin_array();
  for (const auto& one : all) {
    write_hand_off(out.begin_object(), desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> note_on_hand_off(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto words, body.required("text"));
  CHARTA_TRY_DO(shift_of(desk).add_note(request.actor, words));
  return current_hand_off(desk, request);
}

/// A signature asks who it is once more.
Result<Response> sign_hand_off(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<HandOffId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto password, body.required("password"));
  if (request.session_token.empty()) return fail(ErrorKind::forbidden, "only a signed-in person signs a hand-off");
  CHARTA_TRY_DO(desk.access.confirm_person(request.session_token, password));
  CHARTA_TRY_DO(shift_of(desk).sign(request.actor, id));
  return answer_hand_off_of(desk, request, id);
}

Result<Response> accept_hand_off(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<HandOffId>(request, 0));
  CHARTA_TRY_DO(shift_of(desk).accept(request.actor, id));
  return answer_hand_off_of(desk, request, id);
}

Result<Response> take_hand_off_without(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<HandOffId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto reason, body.required("reason"));
  CHARTA_TRY_DO(shift_of(desk).take_without(request.actor, id, reason));
  return answer_hand_off_of(desk, request, id);
}

void write_watch(json::Writer& out, const Desk& desk, const access::Actor& actor, const LoneWatch& one) {
  out.begin_object().member("id", one.id.text());
  write_user(out, desk, "person", one.person);
  out.member("since", one.started_at.text()).member("last_sign", one.last_sign.text()).member("due_at", one.due_at.text());
  out.member("missed", one.item.is_set()).member("mine", one.person == actor.author.user);
  if (one.item.is_set()) out.member("item", one.item.text());
  out.end_object();
}

Result<Response> get_room(const Desk& desk, const Request& request) {
  constexpr auto shown = std::chrono::hours(24 * 7);
  CHARTA_TRY(const auto since, instant_of(request, "since"));
  CHARTA_TRY(const auto watches, shift_of(desk).watches(request.actor));
  CHARTA_TRY(const auto visits, shift_of(desk).visits(request.actor, since.value_or(desk.clock.now().plus(-shown))));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", desk.clock.now().text()).key("watches").begin_array();
  for (const auto& one : watches) write_watch(out, desk, request.actor, one);
  out.end_array().key("visits").begin_array();
  for (const auto& one : visits) {
    out.begin_object().member("id", one.id.text()).member("room", one.room_path).member("entered_at", one.entered_at.text());
    if (one.person.is_set()) write_user(out, desk, "person", one.person);
    member_unless_empty(out, "visitor", one.visitor);
    member_unless_empty(out, "reason", one.reason);
    write_user(out, desk, "let_in_by", one.let_in_by);
    member(out, "left_at", one.left_at);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> begin_watch(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(shift_of(desk).begin_watch(request.actor));
  return get_room(desk, request);
}

Result<Response> check_in(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<LoneWatchId>(request, 0));
  CHARTA_TRY_DO(shift_of(desk).check_in(request.actor, id));
  return get_room(desk, request);
}

Result<Response> end_watch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<LoneWatchId>(request, 0));
  CHARTA_TRY_DO(shift_of(desk).end_watch(request.actor, id));
  return get_room(desk, request);
}

Result<Response> enter_room(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto room, body.required("room"));
  const auto id = PlaceId::parse(room);
  if (!id) return fail(ErrorKind::invalid, "'" + room + "' is not an id", "room");
  CHARTA_TRY_DO(shift_of(desk).enter(request.actor, {*id, body.text("visitor"), body.text("reason")}));
  return get_room(desk, request);
}

Result<Response> leave_room(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<RoomVisitId>(request, 0));
  CHARTA_TRY_DO(shift_of(desk).leave(request.actor, id));
  return get_room(desk, request);
}

}  // namespace

void add_shift_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/shift/board", "What is urgent, with the time that is left", may, "ShiftBoard", get_board)
      .read("/api/shift/walk", "In which order one person fetches and brings", may, "ShiftWalk", get_walk)
      .read("/api/shift/arrivals", "Who came in lately, and what of them is on paper", may, "ShiftArrivals", get_arrivals)
      .write("POST", "/api/shift/arrivals/{id}/ask", "Ask for the volumes of who came in", may, "", "ShiftArrivals",
             ask_for_arrival)
      .read("/api/shift/forecast", "How much the coming hours may ask for", "read-worklists", "ShiftForecast", get_forecast)
      .read("/api/shift/hand-off", "The hand-off as it writes itself now", may, "ShiftHandOff", current_hand_off)
      .write("POST", "/api/shift/hand-off/notes", "Add a note to the open hand-off", may, "NewShiftNote", "ShiftHandOff",
             note_on_hand_off)
      .read("/api/shift/hand-offs", "Hand-offs, the newest first", may, "ShiftHandOffs", list_hand_offs)
      .read("/api/shift/hand-offs/{id}", "A hand-off as it was signed, and what changed since", may, "ShiftHandOff", get_hand_off)
      .write("POST", "/api/shift/hand-offs/{id}/sign", "Sign the hand-off; the password is asked again", may, "ShiftSignature",
             "ShiftHandOff", sign_hand_off)
      .write("POST", "/api/shift/hand-offs/{id}/accept", "Accept a hand-off that was signed", may, "", "ShiftHandOff",
             accept_hand_off)
      .write("POST", "/api/shift/hand-offs/{id}/take-without", "Take over where nobody is there to sign", may, "ShiftReason",
             "ShiftHandOff", take_hand_off_without)
      .read("/api/shift/room", "Who works alone, and who is in the file room", "read-worklists", "ShiftRoom", get_room)
      .write("POST", "/api/shift/watches", "Say that one works alone", may, "", "ShiftRoom", begin_watch)
      .write("POST", "/api/shift/watches/{id}/check-in", "Give a sign of life", may, "", "ShiftRoom", check_in)
      .write("POST", "/api/shift/watches/{id}/end", "Be alone no longer", may, "", "ShiftRoom", end_watch)
      .write("POST", "/api/shift/visits", "Enter the file room, or let a visitor in", may, "NewShiftVisit", "ShiftRoom",
             enter_room)
      .write("POST", "/api/shift/visits/{id}/leave", "Leave the file room", may, "", "ShiftRoom", leave_room);
}

}  // namespace charta::desk_api
