// SPDX-License-Identifier: Apache-2.0
// The floor: what waits for which ward, runs and their sheets, receipts and filings by scan, STAT results by telephone.
#include "department/floor_delivery/floor_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

namespace floor_copy = floor_delivery;
using http::Request;
using http::Response;

using FloorBriefs = std::map<std::int64_t, PatientBrief>;

template <class Rows>
Result<FloorBriefs> briefs_on_floor(const Desk& desk, const Request& request, const Rows& rows) {
  std::vector<PatientId> patients;
  for (const auto& one : rows) patients.push_back(one.patient);
  std::sort(patients.begin(), patients.end());
  patients.erase(std::unique(patients.begin(), patients.end()), patients.end());
  if (patients.empty()) return FloorBriefs();
  return desk.briefs(request.actor, patients);
}

void write_copied(json::Writer& out, const floor_copy::CopiedDocument& one, const FloorBriefs& briefs) {
  out.member("title", one.title).key("document").begin_object().member("type", one.resource_type).member("id", one.fhir_id);
  out.member("version", one.version).end_object();
  const auto brief = briefs.find(one.patient.key());
  if (brief != briefs.end()) write_brief(out.key("patient"), brief->second);
}

void write_ward_copy(json::Writer& out, const Desk& desk, const floor_copy::Delivery& one, const FloorBriefs& briefs) {
  out.begin_object().member("id", one.id.text()).member("item", one.item.text()).member("barcode", one.barcode);
  write_copied(out, one, briefs);
  out.member("pages", one.pages).member("ward", one.ward).member("room", one.room);
  member_unless_empty(out, "lies_at", one.lies_at);
  out.member("priority", priority_code(one.priority)).member("state", one.state);
  out.member("state_title", title_of(floor_copy::delivery_machine(), one.state));
  if (!one.reason.empty() && desk.reason_sentence) out.member("reason", desk.reason_sentence(one.reason));
  out.member("made_at", one.made_at.text()).member("due_at", one.due_at.text());
  out.member("late", one.delivered_at.value_or(desk.clock.now()) > one.due_at).member("replaces", one.replaces.is_set());
  if (one.run.is_set()) out.member("run", one.run.text());
  member(out, "delivered_at", one.delivered_at);
  if (one.delivered_to.is_set()) write_user(out, desk, "delivered_to", one.delivered_to);
  member(out, "filed_at", one.filed_at);
  out.end_object();
}

Result<Response> get_floor(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto boards, desk.floor->board(request.actor));
  std::vector<floor_copy::Delivery> all;
  for (const auto& one : boards) all.insert(all.end(), one.copies.begin(), one.copies.end());
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, all));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "floor"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", desk.clock.now().text()).member("rule", desk.floor->rules().rule).key("wards").begin_array();
  for (const auto& one : boards) {
    out.begin_object().member("code", one.ward.code).member("name", one.ward.name);
    out.member("wants_paper", one.wants_paper).member("wants_calls", one.wants_calls).key("copies").begin_array();
    for (const auto& copy : one.copies) write_ward_copy(out, desk, copy, briefs);
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> set_ward_wish(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto wish,
             desk.floor->set_wish(request.actor, request.captured.at(0), body.flag("wants_paper"), body.flag("wants_calls")));
  std::string text;
  json::Writer(text)
      .begin_object()
      .member("code", wish.ward)
      .member("wants_paper", wish.wants_paper)
      .member("wants_calls", wish.wants_calls)
      .end_object();
  return http::json_response(std::move(text));
}

Result<Response> answer_run(const Desk& desk, const Request& request, const floor_copy::RunSheet& sheet) {
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, sheet.copies));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "floor_run", sheet.run.id.key()));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("id", sheet.run.id.text()).member("taken_at", sheet.run.taken_at.text());
  if (sheet.run.taken_by.is_set()) write_user(out, desk, "taken_by", sheet.run.taken_by);
  out.member("total", sheet.run.copies).key("copies").begin_array();
  for (const auto& copy : sheet.copies) write_ward_copy(out, desk, copy, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> take_floor_run(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto wards, body.list_of_texts("wards"));
  CHARTA_TRY(const auto sheet, desk.floor->take_run(request.actor, wards, body.flag("only_stat")));
  return answer_run(desk, request, sheet);
}

Result<Response> get_floor_run(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<floor_copy::RunId>(request, 0));
  CHARTA_TRY(const auto sheet, desk.floor->run(request.actor, id));
  return answer_run(desk, request, sheet);
}

floor_copy::PrintWords words_of_print(const Desk& desk, const FloorBriefs& briefs) {
  const auto name_of = [briefs](PatientId patient) {
    const auto found = briefs.find(patient.key());
    return found == briefs.end() ? std::string() : found->second.name + "  " + found->second.mrn;
  };
  return {name_of, desk.clock.now().text().substr(0, 16)};
}

Response pdf_response(std::string pdf) {
  Response response;
  response.body = std::move(pdf);
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

Result<Response> print_floor_run(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<floor_copy::RunId>(request, 0));
  CHARTA_TRY(const auto sheet, desk.floor->run(request.actor, id));
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, sheet.copies));
  CHARTA_TRY(auto pdf, run_sheet_as_pdf(sheet, desk.floor->rules(), words_of_print(desk, briefs)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::printed, "floor_run", id.key()));
  return pdf_response(std::move(pdf));
}

Result<Response> print_run_copies(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<floor_copy::RunId>(request, 0));
  CHARTA_TRY(const auto sheet, desk.floor->run(request.actor, id));
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, sheet.copies));
  CHARTA_TRY(auto pdf, desk.floor->print_run(request.actor, id, words_of_print(desk, briefs)));
  return pdf_response(std::move(pdf));
}

Result<Response> print_floor_badge(const Desk& desk, const Request& request) {
  const auto name_of = [&](UserId user) { return desk.user_name ? desk.user_name(user) : std::string(); };
  CHARTA_TRY(auto pdf, desk.floor->print_badge(request.actor, request.captured.at(0), name_of));
  return pdf_response(std::move(pdf));
}

void write_floor_scan(json::Writer& out, const Desk& desk, std::string_view barcode, const floor_copy::FloorScan& scan,
                      const FloorBriefs& briefs) {
  out.begin_object().member("barcode", barcode).member("outcome", scan.outcome).member("says", scan.says);
  if (scan.copy) write_ward_copy(out.key("copy"), desk, *scan.copy, briefs);
  out.end_object();
}

Result<FloorBriefs> brief_of_scan(const Desk& desk, const Request& request, const floor_copy::FloorScan& scan) {
  return briefs_on_floor(desk, request, scan.copy ? std::vector{*scan.copy} : std::vector<floor_copy::Delivery>());
}

/// Each by itself: one that is refused does not hold up the others. What the house cannot do now fails as a whole and is sent
/// again.
Result<Response> receive_copies(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto barcodes, body.list_of_texts("barcodes"));
  if (barcodes.empty()) return fail(ErrorKind::missing, "scan the copies that are handed over", "barcodes");
  CHARTA_TRY(const auto at_ward, body.required("at_ward"));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("items").begin_array();
  for (const auto& barcode : barcodes) {
    auto scan = desk.floor->receive(request.actor, barcode, body.text("badge"), at_ward);
    if (!scan && (scan.error().kind != ErrorKind::not_found || scan.error().location != "barcode")) return scan.error();
    if (!scan) scan = floor_copy::FloorScan{"wrong", scan.error().message, {}};
    CHARTA_TRY(const auto briefs, brief_of_scan(desk, request, *scan));
    write_floor_scan(out, desk, barcode, *scan, briefs);
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> file_copy(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto barcode, body.required("barcode"));
  CHARTA_TRY(const auto scan, desk.floor->file(request.actor, barcode, body.text("folder")));
  CHARTA_TRY(const auto briefs, brief_of_scan(desk, request, scan));
  std::string text;
  json::Writer out(text);
  write_floor_scan(out, desk, barcode, scan, briefs);
  return http::json_response(std::move(text));
}

Result<Response> floor_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  CHARTA_TRY(auto period, desk.floor->period(request.actor, from.value_or(now.plus(-std::chrono::hours(24 * 7))),
                                             until.value_or(now.plus(std::chrono::seconds(1)))));
  // Whoever counts the work and reads no record sees the number alone.
  if (!request.actor.may(access::Permission::read_record)) period.copies.clear();
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, period.copies));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "floor_figures"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("delivered", period.figures.delivered).member("on_time", period.figures.on_time);
  out.member("stat", period.figures.stat).member("stat_on_time", period.figures.stat_on_time);
  out.member("target_percent", desk.floor->rules().target_percent).key("items").begin_array();
  for (const auto& copy : period.copies) write_ward_copy(out, desk, copy, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_attempt(json::Writer& out, const Desk& desk, const floor_copy::CallAttempt& one) {
  out.begin_object().member("number", one.number).member("at", one.called_at.text()).member("outcome", one.outcome);
  if (one.called_by.is_set()) write_user(out, desk, "by", one.called_by);
  member_unless_empty(out, "who_answered", one.who_answered);
  member_unless_empty(out, "telephone", one.telephone);
  member_unless_empty(out, "read_back", one.read_back);
  out.member("confirmed", one.is_confirmed).end_object();
}

void write_stat_call(json::Writer& out, const Desk& desk, const floor_copy::StatCall& call, const FloorBriefs& briefs) {
  out.begin_object().member("id", call.id.text()).member("item", call.item.text());
  write_copied(out, call, briefs);
  out.member("ward", call.ward).member("room", call.room).member("state", call.state);
  out.member("state_title", title_of(floor_copy::stat_call_machine(), call.state));
  out.member("open", !worklists::is_final(floor_copy::stat_call_machine(), call.state));
  out.member("opened_at", call.opened_at.text()).member("due_at", call.due_at.text());
  out.member("late", call.confirmed_at.value_or(desk.clock.now()) > call.due_at);
  member(out, "confirmed_at", call.confirmed_at);
  out.key("attempts").begin_array();
  for (const auto& one : call.attempts) write_attempt(out, desk, one);
  out.end_array().end_object();
}

Result<Response> answer_call(const Desk& desk, const Request& request, const floor_copy::StatCall& call) {
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, std::vector{call}));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "stat_call", call.id.key(), call.patient));
  std::string text;
  json::Writer out(text);
  write_stat_call(out, desk, call, briefs);
  return http::json_response(std::move(text));
}

Result<Response> list_stat_calls(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto calls, desk.floor->calls(request.actor));
  CHARTA_TRY(const auto briefs, briefs_on_floor(desk, request, calls));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "stat_calls"));
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("now", desk.clock.now().text())
      .member("total", static_cast<std::int64_t>(calls.size()))
      .key("items")
      .begin_array();
  for (const auto& one : calls) write_stat_call(out, desk, one, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> ask_for_stat_call(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  const auto document = ResourceId::parse(body.text("document"));
  if (!document) return fail(ErrorKind::missing, "name the document that is to be told", "document");
  CHARTA_TRY(const auto call, desk.floor->ask_for_call(request.actor, *document));
  return answer_call(desk, request, call);
}

Result<Response> get_stat_call_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto item, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto call, desk.floor->call_of_item(request.actor, item));
  return answer_call(desk, request, call);
}

Result<Response> note_stat_call(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<floor_copy::StatCallId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  floor_copy::CallAttempt attempt;
  attempt.outcome = body.text("outcome");
  attempt.who_answered = body.text("who_answered");
  attempt.telephone = body.text("telephone");
  attempt.read_back = body.text("read_back");
  attempt.is_confirmed = body.flag("confirmed");
  CHARTA_TRY(const auto call, desk.floor->note_call(request.actor, id, std::move(attempt)));
  return answer_call(desk, request, call);
}

}  // namespace

void add_floor_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/floor", "What waits for, or lies at, each ward, as one walks", may, "Floor", get_floor)
      .write("POST", "/api/floor/wards/{code}", "What a ward asks for: printed copies, STAT results by telephone", may,
             "FloorWish", "FloorWishSet", set_ward_wish)
      .write("POST", "/api/floor/runs", "Take along what waits", may, "FloorRunAsked", "FloorRun", take_floor_run)
      .read("/api/floor/runs/{id}", "A run, where each of its copies goes now", may, "FloorRun", get_floor_run)
      .read("/api/floor/runs/{id}/copies", "The run sheet and every copy that is still to be carried, with its barcode, to print",
            "file-documents read-record", "", print_run_copies)
      .read("/api/floor/badges/{account}", "The badge with which somebody receives, to print", "assign-work", "",
            print_floor_badge)
      .read("/api/floor/runs/{id}/sheet", "The run sheet, to print", may, "", print_floor_run)
      .write("POST", "/api/floor/receipts", "Copies handed over on the ward", may, "FloorReceipt", "FloorScans", receive_copies)
      .write("POST", "/api/floor/filings", "A copy filed in the chart on the unit", may, "FloorFiling", "FloorScan", file_copy)
      .read("/api/floor/figures", "Delivered in time, and the list behind the number", "read-worklists", "FloorFigures",
            floor_figures)
      .read("/api/floor/calls", "STAT results to tell by telephone, and those of the last day", may, "StatCalls", list_stat_calls)
      .write("POST", "/api/floor/calls", "Ask that a result be told", may, "StatCallAsked", "StatCall", ask_for_stat_call)
      .read("/api/floor/call-of-item/{id}", "The call behind a work item", may, "StatCall", get_stat_call_of_item)
      .write("POST", "/api/floor/calls/{id}/log", "Who was called, who answered, what was read back", may, "StatCallAttempt",
             "StatCall", note_stat_call);
}

}  // namespace charta::desk_api
