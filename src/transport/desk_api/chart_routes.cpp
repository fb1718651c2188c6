// SPDX-License-Identifier: Apache-2.0
// The chart: timeline, documents and their bytes, encounters.
#include "base/text.hpp"
#include "department/chart/chart_service.hpp"
#include "department/encounters/encounter_service.hpp"
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using chart::ChartEntry;
using http::Request;
using http::Response;

Result<Response> timeline(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  chart::TimelineQuery query;
  query.kind = request.parameter("kind").value_or("");
  CHARTA_TRY(query.from, instant_of(request, "from"));
  CHARTA_TRY(query.until, instant_of(request, "until"));
  query.limit = limit_of(request, 200, 10'000);
  query.offset = offset_of(request);
  CHARTA_TRY(const auto found, desk.chart->timeline(request.actor, patient, query));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "timeline", 0, patient));
  CHARTA_TRY(const auto asked, amendments_asked(desk, {patient}));
  std::string body;
  body.reserve(found.entries.size() * 260 + 64);
  json::Writer out(body);
  out.begin_object().member("total", found.total).key("items").begin_array();
  for (const ChartEntry& entry : found.entries) write_entry(out, entry, asked);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

void write_order(json::Writer& out, const chart::DocumentView& view) {
  if (view.order.empty() && view.placer.empty() && view.filler.empty()) return;
  out.key("order").begin_object().member("id", view.order);
  member_unless_empty(out, "placer", view.placer);
  member_unless_empty(out, "filler", view.filler);
  out.end_object();
}

Result<Response> document(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  CHARTA_TRY(const auto view,
             of_either_type(request, [&](std::string_view type) { return desk.chart->document(request.actor, type, id); }));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {view.patient}));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("id", view.id).member("title", view.title);
  out.key("resource").begin_object().member("type", view.type).member("id", view.id).end_object();
  out.key("type").begin_object().member("code", view.type_code).member("display", view.type_display).end_object();
  out.member("status", view.status).member("date", view.date).member("content_type", view.content_type).member("size", view.size);
  member_unless_empty(out, "completion", view.completion);
  member_unless_empty(out, "author", view.author);
  member_unless_empty(out, "encounter", view.encounter);
  if (const auto brief = briefs.find(view.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  out.key("versions").begin_array();
  for (const auto& version : view.versions)
    out.begin_object().member("version", version.version).member("at", version.at.text()).member("by", "").end_object();
  out.end_array();
  write_order(out, view);
  if (view.source_message.is_set()) out.member("source_message", view.source_message.text());
  out.end_object();
  return http::json_response(std::move(body));
}

/// Only what a browser shows without running anything is shown in place; the rest is offered as a file.
bool is_safe_inline(std::string_view content_type) {
  return content_type.starts_with("text/plain") || content_type == "application/pdf" || content_type == "image/png" ||
         content_type == "image/jpeg" || content_type == "image/gif";
}

Result<Response> content(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  const std::string version = request.parameter("version").value_or("");
  const auto number =
      static_cast<std::size_t>(std::max<long long>(0, parse_integer(request.parameter("number").value_or("0")).value_or(0)));
  CHARTA_TRY(auto found, of_either_type(request, [&](std::string_view type) {
               return desk.chart->content(request.actor, type, id, version, number);
             }));
  Response response;
  response.content_type = found.content_type.empty() ? "application/octet-stream" : found.content_type;
  if (response.content_type == "text/plain") response.content_type += "; charset=utf-8";
  response.body = std::move(found.bytes);
  // A document may be HTML or SVG from anywhere: it is shown in a sandbox, without scripts, without our cookies.
  response.headers.emplace_back("Content-Security-Policy",
                                "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'");
  response.headers.emplace_back(
      "Content-Disposition", is_safe_inline(found.content_type) || found.content_type == "text/html" ? "inline" : "attachment");
  return response;
}

Result<Response> encounter(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  CHARTA_TRY(const auto stored, desk.resources->read(request.actor, "Encounter", id));
  CHARTA_TRY(const auto document, json::Document::parse(stored.json));
  const json::Value root = document.root();
  CHARTA_TRY(const auto entries, desk.chart->of_encounter(request.actor, id, limit_of(request, 200, 5000)));
  CHARTA_TRY(const auto asked, amendments_asked(desk, {stored.patient}));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("id", id).member("class", root["class"]["code"].text()).member("status", root["status"].text());
  out.member("location", root["location"].at(0)["location"]["display"].text()).member("from", root["period"]["start"].text());
  member_unless_empty(out, "until", root["period"]["end"].text());
  member_unless_empty(out, "reason", root["reasonCode"].at(0)["text"].text());
  out.key("documents").begin_array();
  for (const ChartEntry& entry : entries)
    if (entry.fhir_id != id) write_entry(out, entry, asked);  // the encounter is no document of its own
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

}  // namespace

void write_entry(json::Writer& out, const ChartEntry& entry, const std::set<ResourceId>& amendments_asked) {
  out.begin_object().member("at", entry.at.text()).member("kind", entry.kind).member("id", entry.fhir_id);
  out.key("resource").begin_object().member("type", entry.resource_type).member("id", entry.fhir_id).end_object();
  out.member("title", entry.title).member("status", entry.status);
  member_unless_empty(out, "encounter", entry.encounter);
  member_unless_empty(out, "author", entry.author);
  member_unless_empty(out, "content_type", entry.content_type);
  if (entry.pages > 0) out.member("pages", entry.pages);
  if (entry.source_message.is_set()) out.member("message", entry.source_message.text());
  if (amendments_asked.contains(entry.resource)) out.member("amendment_asked", true);
  out.end_object();
}

void add_chart_routes(Routes& routes) {
  routes.read("/api/patients/{id}/timeline", "Everything of a patient, newest first", "read-record", "TimelineEntries", timeline)
      .read("/api/documents/{id}", "A document's particulars and versions", "read-record", "Document", document)
      .read("/api/documents/{id}/content", "A document's bytes in their own media type", "read-record", "", content)
      .read("/api/encounters/{id}", "An encounter and its documents", "read-record", "Encounter", encounter);
}

}  // namespace charta::desk_api
