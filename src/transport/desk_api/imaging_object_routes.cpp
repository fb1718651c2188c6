// SPDX-License-Identifier: Apache-2.0
// DICOM objects of the chart: brought, shown, and asked about.
#include "base/text.hpp"
#include "department/imaging_objects/catalogue_service.hpp"
#include "formats/dicom/multipart.hpp"
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/identity_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using imaging_objects::CataloguedObject;
using imaging_objects::CatalogueService;
using imaging_objects::ObjectBytes;
using imaging_objects::ObjectId;
using imaging_objects::Receipt;

CatalogueService& catalogue_of(const Desk& desk) {
  return *desk.imaging_objects;
}

std::string_view outcome_code(Receipt::Outcome outcome) {
  constexpr std::string_view codes[] = {"filed", "known", "held", "refused"};
  return codes[static_cast<std::size_t>(outcome)];
}

void write_receipt(json::Writer& out, const Desk& desk, const Receipt& one) {
  out.begin_object().member("outcome", outcome_code(one.outcome));
  member_unless_empty(out, "instance", one.instance);
  if (one.object.is_set()) out.member("object", one.object.text());
  member_unless_empty(out, "study", one.study_id);
  if (one.item.is_set()) out.member("item", one.item.text());
  if (!one.reason.empty()) out.member("why", desk.worklists.reasons().sentence(one.reason));
  if (one.problem) out.member("why", one.problem->message);
  out.end_object();
}

Result<Response> bring(const Desk& desk, const Request& request) {
  if (request.body.empty()) return fail(ErrorKind::missing, "send a DICOM file, or several as multipart/related");
  std::vector<std::string_view> files{request.body};
  if (lower_ascii(std::string(request.header("content-type"))).starts_with("multipart/related")) {
    CHARTA_TRY(const auto parts, dicom::parts_of(request.header("content-type"), request.body));
    files.clear();
    for (const auto& part : parts) files.push_back(part.bytes);
  }
  CHARTA_TRY(const auto receipts, catalogue_of(desk).receive(request.actor, files, "desk"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(receipts.size())).key("items").begin_array();
  for (const auto& one : receipts) write_receipt(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_object(json::Writer& out, const CataloguedObject& one) {
  out.begin_object().member("id", one.id.text()).member("instance", one.instance);
  out.member("title", imaging_objects::class_title(one.sop_class)).member("number", one.number).member("frames", one.frames);
  out.member("has_picture", !one.preview.empty()).member("has_text", !one.report.empty()).member("size", one.size);
  member_unless_empty(out, "note", one.note);
  if (one.document.is_set()) out.member("document", one.document.text());
  out.member("received_at", one.received_at.text()).end_object();
}

/// Series as they stand in the study, each with its objects in order.
void write_series(json::Writer& out, json::Value study, const std::vector<CataloguedObject>& objects) {
  out.key("series").begin_array();
  for (const auto series : study["series"]) {
    const auto uid = series["uid"].text();
    out.begin_object().member("uid", uid).member("modality", series["modality"]["code"].text());
    out.member("modality_title", imaging_objects::modality_title(series["modality"]["code"].text()));
    if (const auto number = series["number"].integer()) out.member("number", *number);
    member_unless_empty(out, "title", series["description"].text());
    member_unless_empty(out, "body_part", series["bodySite"]["display"].text());
    out.key("objects").begin_array();
    for (const auto& one : objects)
      if (one.series == uid) write_object(out, one);
    out.end_array().end_object();
  }
  out.end_array();
}

Result<Response> show_study(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, catalogue_of(desk).study(request.actor, request.captured.at(0)));
  CHARTA_TRY(const auto document, json::Document::parse(view.stored.json));
  const auto study = document.root();
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {view.stored.patient}));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("id", view.stored.id);
  const auto brief = briefs.find(view.stored.patient.key());
  if (brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  const auto title = study["description"].text();
  out.member("title", title.empty() ? std::string_view("Imaging study") : title).member("status", study["status"].text());
  member_unless_empty(out, "uid", view.study);
  member_unless_empty(out, "started", study["started"].text());
  member_unless_empty(out, "referrer", study["referrer"]["display"].text());
  for (const auto one : study["identifier"])
    if (one["type"]["coding"].at(0)["code"].text() == "ACSN") out.member("accession", one["value"].text());
  const auto order = study["basedOn"].at(0)["reference"].text();
  if (order.starts_with("ServiceRequest/")) out.member("order", order.substr(15));
  member_unless_empty(out, "viewer_url", view.viewer_url);
  if (!view.viewer_url.empty())
    out.member("viewer_title", view.viewer_title.empty() ? std::string("the viewer") : view.viewer_title);
  write_series(out, study, view.objects);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> show_object(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<ObjectId>(request, 0));
  CHARTA_TRY(const auto view, catalogue_of(desk).object(request.actor, id));
  std::string text;
  json::Writer out(text);
  write_object(out.begin_object().key("object"), view.object);
  member_unless_empty(out, "study", view.study_id);
  out.key("words").begin_array();
  for (const auto& [name, value] : view.words) out.begin_object().member("name", name).member("value", value).end_object();
  out.end_array();
  member_unless_empty(out, "report", view.report);
  out.end_object();
  return http::json_response(std::move(text));
}

Response picture(ObjectBytes shown) {
  Response response;
  response.content_type = std::move(shown.media_type);
  response.body = std::move(shown.bytes);
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'self'");
  response.headers.emplace_back("Content-Disposition", response.content_type == "image/png" ? "inline" : "attachment");
  return response;
}

Result<Response> show_frame(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<ObjectId>(request, 0));
  const auto frame = parse_integer(request.captured.at(1));
  if (!frame || *frame < 1 || *frame > 1'000'000) return fail(ErrorKind::invalid, "a frame is a number from 1", "frame");
  CHARTA_TRY(auto shown, catalogue_of(desk).frame(request.actor, id, static_cast<int>(*frame)));
  return picture(std::move(shown));
}

Result<Response> give_original(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<ObjectId>(request, 0));
  CHARTA_TRY(auto file, catalogue_of(desk).original(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::exported, "imaging_object", id.key()));
  return picture(std::move(file));
}

Result<Response> show_held(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto view, catalogue_of(desk).held(request.actor, id));
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, {view.item.patient}));
  std::string text;
  json::Writer out(text);
  write_item(out.begin_object().key("item"), desk, request.actor, view.item, briefs);
  const auto& said = view.said;
  out.key("said").begin_object();
  member_unless_empty(out, "name", said.name.given.empty() ? said.name.family : said.name.family + ", " + said.name.given);
  member_unless_empty(out, "birth_date", said.birth_date ? said.birth_date->text() : said.birth_text);
  member_unless_empty(out, "sex", said.sex == "F" ? "female" : said.sex == "M" ? "male" : "");
  member_unless_empty(out, "mrn", said.patient_id);
  member_unless_empty(out, "issuer", said.issuer);
  member_unless_empty(out, "assigner", view.assigner);
  member_unless_empty(out, "accession", said.accession);
  member_unless_empty(out, "study", said.study_title);
  member_unless_empty(out, "day", said.study_date);
  out.end_object().key("known").begin_array();
  for (const auto& one : view.known) write_person(out, one);
  out.end_array().key("objects").begin_array();
  for (const auto& one : view.objects) write_object(out, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> assign_held(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto asked, body.required("patient"));
  CHARTA_TRY(const auto patient, patient_named(asked, "patient"));
  CHARTA_TRY(const auto item, catalogue_of(desk).assign(request.actor, id, patient, body.text("note")));
  return answer_item(desk, request, item);
}

}  // namespace

void add_imaging_object_routes(Routes& routes) {
  routes
      .write("POST", "/api/dicom", "DICOM files into charts: one as the body, or several as multipart/related", "file-documents",
             "", "DicomReceipts", bring)
      .read("/api/imaging-studies/{id}", "A study with its series and objects", "read-record", "ImagingStudyView", show_study)
      .read("/api/imaging-objects/{id}", "What an object says of itself, in words", "read-record", "ImagingObjectView",
            show_object)
      // On the pool: another frame than the first is drawn by a page reader, for which it waits.
      .write("GET", "/api/imaging-objects/{id}/frames/{frame}", "The picture of a frame, from 1", "read-record", "", "",
             show_frame)
      .write("GET", "/api/imaging-objects/{id}/original", "The file as it came", "read-record", "", "", give_original)
      .read("/api/held-imaging/{item}", "Objects whose patient is in doubt: what they say, and who has that number here",
            "assign-patient", "HeldImaging", show_held)
      .write("POST", "/api/held-imaging/{item}/assign", "Files what an item holds into a chart", "assign-patient",
             "HeldImagingAssignment", "WorkItem", assign_held);
}

}  // namespace charta::desk_api
