// SPDX-License-Identifier: Apache-2.0
// The counter: what devices scanned, what of it asks, and what people answer.
#include "department/counter/counter_service.hpp"
#include "transport/desk_api/paper_json.hpp"

namespace charta::desk_api {
namespace {

using namespace counter;
using http::Request;
using http::Response;

Result<DeviceScan> scan_of(json::Value value) {
  DeviceScan scan;
  const auto text = [&](std::string_view name) { return std::string(value[name].text()); };
  scan.number = value["number"].integer().value_or(0);
  scan.kind = text("kind");
  scan.barcode = text("barcode");
  scan.to_barcode = text("to_barcode");
  scan.at_barcode = text("at_barcode");
  scan.purpose = text("purpose");
  scan.difference = value["difference"].integer();
  scan.is_live = value["live"].boolean();
  const auto at = Instant::parse(text("at_time"));
  if (!at) return fail(ErrorKind::missing, "each scan says when it was made, as an instant", "at_time");
  scan.said_at = *at;
  if (const auto audit = text("audit"); !audit.empty()) {
    const auto id = shelf_audits::AuditId::parse(audit);
    if (!id) return fail(ErrorKind::invalid, "'" + audit + "' is not an id", "audit");
    scan.audit = *id;
  }
  if (const auto user = text("scanned_by"); !user.empty()) {
    const auto id = UserId::parse(user);
    if (!id) return fail(ErrorKind::invalid, "'" + user + "' is not an id", "scanned_by");
    scan.scanned_by = *id;
  }
  return scan;
}

void write_scan(json::Writer& out, const Desk& desk, const CounterAnswer& answer) {
  const CounterScan& scan = answer.scan;
  out.begin_object().member("id", scan.id.text()).member("device", scan.device).member("number", scan.number);
  out.member("kind", scan.kind).member("barcode", scan.barcode).member("at_time", scan.said_at.text());
  if (scan.difference) out.member("difference", *scan.difference);
  out.member("house_time", house_time(scan).text())
      .member("received_at", scan.received_at.text())
      .member("outcome", scan.outcome);
  member_unless_empty(out, "says", scan.says);
  member_unless_empty(out, "asks", scan.asks);
  member_unless_empty(out, "reason", scan.reason);
  member_unless_empty(out, "to_barcode", scan.to_barcode);
  if (scan.audit.is_set()) out.member("audit", scan.audit.text());
  write_user(out, desk, "sent_by", scan.sent_by);
  if (scan.scanned_by.is_set()) write_user(out, desk, "scanned_by", scan.scanned_by);
  if (scan.answered_by.is_set()) write_user(out, desk, "answered_by", scan.answered_by);
  if (answer.volume) write_paper_volume(out.key("volume"), desk, *answer.volume, {});
  out.end_object();
}

Response answer_scans(const Desk& desk, const std::vector<CounterAnswer>& answers) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("now", desk.clock.now().text()).member("total", static_cast<std::int64_t>(answers.size()));
  out.key("items").begin_array();
  for (const auto& one : answers) write_scan(out, desk, one);
  out.end_array().key("drop_reasons").begin_array();
  for (const auto& [code, sentence] : desk.counter->rules().drop_reasons)
    out.begin_object().member("code", code).member("sentence", sentence).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Response answer_scan(const Desk& desk, const CounterAnswer& answer) {
  std::string text;
  json::Writer out(text);
  write_scan(out, desk, answer);
  return http::json_response(std::move(text));
}

Result<Response> take_scans(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto device, body.required("device"));
  std::vector<DeviceScan> scans;
  for (const auto one : body.value("scans")) {
    CHARTA_TRY(auto scan, scan_of(one));
    scans.push_back(std::move(scan));
  }
  CHARTA_TRY(const auto answers, desk.counter->take(request.actor, device, scans));
  return answer_scans(desk, answers);
}

Result<Response> list_scans(const Desk& desk, const Request& request) {
  const bool every = request.parameter("all").value_or("") == "1";
  const auto limit = limit_of(request, 100, 500);
  CHARTA_TRY(const auto answers, every ? desk.counter->newest(request.actor, limit) : desk.counter->open(request.actor, limit));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "counter_scan"));
  return answer_scans(desk, answers);
}

Result<Response> reply_to_scan(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<CounterScanId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CounterReply reply;
  CHARTA_TRY(reply.confirmed, body.list_of_texts("confirmed"));
  reply.purpose = body.text("purpose");
  reply.to_barcode = body.text("to_barcode");
  CHARTA_TRY(const auto answer, desk.counter->reply(request.actor, id, reply));
  return answer_scan(desk, answer);
}

Result<Response> drop_scan(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<CounterScanId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto answer, desk.counter->drop(request.actor, id, body.text("reason")));
  return answer_scan(desk, answer);
}

}  // namespace

void add_counter_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes
      .read("/api/counter/scans", "Scans of devices that wait for an answer, and the time of the house", may, "CounterScans",
            list_scans)
      .write("POST", "/api/counter/scans", "What a device scanned, each number once", may, "DeviceScans", "CounterScans",
             take_scans)
      .write("POST", "/api/counter/scans/{id}/answer", "Answer what a scan asks", may, "CounterReply", "CounterScan",
             reply_to_scan)
      .write("POST", "/api/counter/scans/{id}/drop", "Drop a scan, with a reason", may, "CounterDrop", "CounterScan", drop_scan);
}

}  // namespace charta::desk_api
