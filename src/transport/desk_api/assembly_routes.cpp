// SPDX-License-Identifier: Apache-2.0
// The chart in an order, how whole the file of each encounter is, and places marked on pages.
#include "department/chart_assembly/assembly_service.hpp"
#include "department/page_places/page_place_service.hpp"
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using chart_assembly::ArrangedChart;
using chart_assembly::EncounterCompleteness;
using http::Request;
using http::Response;
using page_places::PagePlace;

void write_order_choice(json::Writer& out, const chart_assembly::ChartOrder& order) {
  out.begin_object()
      .member("id", order.id)
      .member("title", order.title)
      .member("rule", order.rule)
      .member("verified", order.verified)
      .end_object();
}

Result<Response> arranged(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto chart, desk.assembly->arranged(request.actor, patient, request.parameter("order").value_or(""),
                                                       request.parameter("encounter").value_or("")));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "chart", 0, patient));
  CHARTA_TRY(const auto asked, amendments_asked(desk, {patient}));
  std::string body;
  body.reserve(static_cast<std::size_t>(chart.total) * 260 + 2048);
  json::Writer out(body);
  out.begin_object()
      .member("total", chart.total)
      .member("left_off", chart.left_off)
      .member("usual", chart.usual)
      .member("in_house", chart.in_house);
  write_order_choice(out.key("order"), *chart.order);
  out.key("orders").begin_array();
  for (const auto& order : desk.assembly->rules().orders) write_order_choice(out, order);
  out.end_array().key("sections").begin_array();
  for (const auto& section : chart.sections) {
    out.begin_object()
        .member("id", section.id)
        .member("title", section.title)
        .member("first", section.oldest_first ? "oldest" : "newest");
    out.key("items").begin_array();
    for (const auto& line : section.lines) write_entry(out, line, asked);
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

void write_missing(json::Writer& out, const chart_assembly::Missing& one) {
  out.begin_object()
      .member("lack", chart_assembly::lack_code(one.lack))
      .member("title", one.title)
      .member("sentence", chart_assembly::sentence_of(one));
  member_unless_empty(out, "type", one.type_code);
  member_unless_empty(out, "rule", one.rule);
  member(out, "due_at", one.due_at);
  if (!one.fhir_id.empty())
    out.key("document").begin_object().member("type", one.resource_type).member("id", one.fhir_id).end_object();
  out.end_object();
}

void write_completeness(json::Writer& out, const Desk& desk, const EncounterCompleteness& one) {
  const auto& machine = chart_assembly::completeness_machine();
  out.begin_object().member("encounter", one.visit.fhir_id).member("class", one.visit.class_code).member("state", one.state);
  out.member("state_title", worklists::title_of(machine, one.state));
  member_unless_empty(out, "location", one.visit.location);
  member(out, "from", one.visit.started_at);
  member(out, "until", one.visit.ended_at);
  member(out, "due_at", one.due_at);
  if (one.item.is_set()) out.member("item", one.item.text());
  member(out, "changed_at", one.changed_at);
  if (one.changed_by.is_set()) write_user(out, desk, "changed_by", one.changed_by);
  if (!one.reason.empty())
    out.key("reason")
        .begin_object()
        .member("code", one.reason)
        .member("sentence", desk.worklists.reasons().sentence(one.reason))
        .end_object();
  out.key("missing").begin_array();
  for (const auto& missing : one.missing) write_missing(out, missing);
  out.end_array().end_object();
}

Result<Response> completeness_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.assembly->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "completeness", 0, patient));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_completeness(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Response completeness_response(const Desk& desk, const EncounterCompleteness& one) {
  std::string body;
  json::Writer out(body);
  write_completeness(out, desk, one);
  return http::json_response(std::move(body));
}

Result<Response> completeness_of_encounter(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto one, desk.assembly->of_encounter(request.actor, request.captured.at(0)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "Encounter", one.visit.encounter.key(), one.visit.patient));
  return completeness_response(desk, one);
}

Result<Response> act_on_completeness(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  worklists::Act act;
  CHARTA_TRY(act.event, body.required("event"));
  act.reason_code = body.text("reason");
  act.note = body.text("note");
  CHARTA_TRY(const auto one, desk.assembly->act(request.actor, request.captured.at(0), act));
  return completeness_response(desk, one);
}

void write_place(json::Writer& out, const Desk& desk, const Request& request, const PagePlace& place) {
  out.begin_object()
      .member("id", place.id.text())
      .member("version", place.version)
      .member("page", place.page)
      .member("comment", place.comment);
  out.key("document").begin_object().member("type", place.resource_type).member("id", place.fhir_id).end_object();
  if (place.region)
    out.key("region")
        .begin_object()
        .member("left", place.region->left)
        .member("top", place.region->top)
        .member("width", place.region->width)
        .member("height", place.region->height)
        .end_object();
  write_user(out, desk, "by", place.by);
  out.member("at", place.at.text()).member("is_mine", place.by == request.actor.author.user);
  if (!place.retracted_at) return;
  write_user(out, desk, "retracted_by", place.retracted_by);
  out.member("retracted_at", place.retracted_at->text()).member("retract_reason", place.retract_reason);
}

Result<Response> places_of_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, of_either_type(request, [&](std::string_view type) {
               return desk.places->of_document(request.actor, type, request.captured.at(0));
             }));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& place : list) {
    write_place(out, desk, request, place);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> places_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.places->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "page_places", 0, patient));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    write_place(out, desk, request, one.place);
    out.member("title", one.title).member("document_at", one.document_at.text()).end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

/// Four numbers or none. Errors: `invalid`.
Result<std::optional<page_places::Region>> region_of(json::Value value) {
  if (!value) return std::optional<page_places::Region>();
  page_places::Region region;
  for (const auto& [name, into] : {std::pair("left", &region.left), std::pair("top", &region.top),
                                   std::pair("width", &region.width), std::pair("height", &region.height)}) {
    const auto number = value[name].integer();
    if (!number || *number < 0 || *number > 1000)
      return fail(ErrorKind::invalid, "a region is left, top, width and height in thousandths of the page", "region");
    *into = static_cast<int>(*number);
  }
  return std::optional<page_places::Region>(region);
}

Response place_response(const Desk& desk, const Request& request, const PagePlace& place) {
  std::string body;
  json::Writer out(body);
  write_place(out, desk, request, place);
  out.end_object();
  return http::json_response(std::move(body));
}

Result<Response> mark_place(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  page_places::NewPlace place;
  place.version = body.integer("version").value_or(0);
  place.page = body.integer("page").value_or(1);
  place.comment = body.text("comment");
  CHARTA_TRY(place.region, region_of(body.value("region")));
  CHARTA_TRY(const auto marked, of_either_type(request, [&](std::string_view type) {
               return desk.places->mark(request.actor, type, request.captured.at(0), place);
             }));
  return place_response(desk, request, marked);
}

Result<Response> retract_place(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<page_places::PlaceId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto place, desk.places->retract(request.actor, id, body.text("reason")));
  return place_response(desk, request, place);
}

}  // namespace

void add_assembly_routes(Routes& routes) {
  routes
      .read("/api/patients/{id}/chart", "The chart, or the part of one encounter, in a chart order", "read-record",
            "ArrangedChart", arranged)
      .read("/api/patients/{id}/completeness", "How whole the file of each encounter is, and what it lacks", "read-record",
            "CompletenessList", completeness_of_patient)
      .read("/api/encounters/{id}/completeness", "How whole the file of one encounter is, and what it lacks", "read-record",
            "Completeness", completeness_of_encounter)
      .write("POST", "/api/encounters/{id}/completeness", "A step of a file: lock, lock-incomplete, look-through, reopen",
             "file-documents", "CompletenessAct", "Completeness", act_on_completeness)
      .read("/api/documents/{id}/places", "Places that people marked on the pages of a document", "read-record", "PagePlaces",
            places_of_document)
      .write("POST", "/api/documents/{id}/places", "Marks a page, or a region of it, with a comment", "read-record",
             "NewPagePlace", "PagePlace", mark_place)
      .read("/api/patients/{id}/places", "Places marked in a chart, that stand", "read-record", "PagePlaces", places_of_patient)
      .write("POST", "/api/places/{id}/retract", "A mark is taken back; it stays readable as such", "read-record",
             "PlaceRetraction", "PagePlace", retract_place);
}

}  // namespace charta::desk_api
