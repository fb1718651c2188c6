// SPDX-License-Identifier: Apache-2.0
// DICOMweb: STOW-RS, QIDO-RS and WADO-RS over the catalogue. Source: DICOM PS3.18 10.4 to 10.6.
#include "department/imaging_objects/catalogue_service.hpp"
#include "formats/dicom/multipart.hpp"
#include "transport/desk_api/desk.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using imaging_objects::CataloguedObject;
using imaging_objects::CatalogueService;
using imaging_objects::FoundStudy;
using imaging_objects::Receipt;
using imaging_objects::StudyView;
using Outcome = Receipt::Outcome;

constexpr std::string_view dicom_json = "application/dicom+json";

CatalogueService& catalogue_behind(const Desk& desk) {
  return *desk.imaging_objects;
}

Response dicom_response(std::string text, int status = 200) {
  auto response = http::json_response(std::move(text), status);
  response.content_type = dicom_json;
  return response;
}

json::Writer& attribute(json::Writer& out, std::string_view tag, std::string_view vr, std::string_view value) {
  out.key(tag).begin_object().member("vr", vr);
  if (!value.empty()) out.key("Value").begin_array().string(value).end_array();
  return out.end_object();
}

json::Writer& attribute(json::Writer& out, std::string_view tag, std::string_view vr, std::int64_t value) {
  out.key(tag).begin_object().member("vr", vr).key("Value").begin_array().integer(value).end_array();
  return out.end_object();
}

// STOW-RS.

/// PS3.18, 10.5.1.1: why an object was not taken. 0111H: the same UID; C000H: not understood.
std::int64_t failure_of(const Error& problem) {
  return problem.kind == ErrorKind::business_rule ? 0x0111 : problem.kind == ErrorKind::too_large ? 0xA700 : 0xC000;
}

void write_references(json::Writer& out, std::string_view tag, const std::vector<Receipt>& receipts, bool refused) {
  out.key(tag).begin_object().member("vr", "SQ").key("Value").begin_array();
  for (const auto& one : receipts) {
    if ((one.outcome == Outcome::refused) != refused) continue;
    attribute(out.begin_object(), "00081150", "UI", one.sop_class);
    attribute(out, "00081155", "UI", one.instance);
    if (one.problem) attribute(out, "00081197", "US", failure_of(*one.problem));
    // B000H: taken, but a person has to say whose it is before it can be asked for.
    if (one.outcome == Outcome::held) attribute(out, "00081196", "US", 0xB000);
    if (one.outcome == Outcome::filed) attribute(out, "00081190", "UR", "/dicomweb/studies/" + one.study);
    out.end_object();
  }
  out.end_array().end_object();
}

Result<Response> store_instances(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto parts, dicom::parts_of(request.header("content-type"), request.body));
  std::vector<std::string_view> files;
  for (const auto& part : parts) {
    if (!part.media_type.empty() && part.media_type != "application/dicom")
      return fail(ErrorKind::unsupported, "every part is application/dicom", "Content-Type");
    files.push_back(part.bytes);
  }
  if (files.empty()) return fail(ErrorKind::missing, "the body holds no object");
  CHARTA_TRY(const auto receipts, catalogue_behind(desk).receive(request.actor, files, "dicomweb"));
  const auto refused =
      std::count_if(receipts.begin(), receipts.end(), [](const auto& one) { return one.outcome == Outcome::refused; });
  const bool all = refused == static_cast<std::ptrdiff_t>(receipts.size());
  std::string text;
  json::Writer out(text);
  out.begin_object();
  if (!all) write_references(out, "00081199", receipts, false);
  if (refused > 0) write_references(out, "00081198", receipts, true);
  out.end_object();
  return dicom_response(std::move(text), all ? 409 : refused > 0 ? 202 : 200);
}

// QIDO-RS.

/// A keyword or its tag, as clients write either.
std::string asked(const Request& request, std::string_view keyword, std::string_view tag) {
  auto value = request.parameter(keyword);
  if (!value) value = request.parameter(tag);
  return value.value_or("");
}

Result<imaging_objects::StudyQuery> query_of(const Request& request) {
  imaging_objects::StudyQuery query;
  query.patient_id = asked(request, "PatientID", "00100020");
  query.issuer = asked(request, "IssuerOfPatientID", "00100021");
  query.accession = asked(request, "AccessionNumber", "00080050");
  query.study = asked(request, "StudyInstanceUID", "0020000D");
  query.modality = asked(request, "ModalitiesInStudy", "00080061");
  const auto days = asked(request, "StudyDate", "00080020");
  if (days.empty()) return query;
  const auto dash = days.find('-');
  query.from = days.substr(0, dash);
  query.until = dash == std::string::npos ? days : days.substr(dash + 1);
  for (const auto& day : {query.from, query.until})
    if (!day.empty() && !dicom::day_of(day))
      return fail(ErrorKind::invalid, "'" + days + "' is no day nor span of days", "StudyDate");
  return query;
}

void write_study(json::Writer& out, const FoundStudy& found, json::Value study) {
  std::string day;
  for (const char one : study["started"].text().substr(0, 10))
    if (one != '-') day += one;
  std::string born;
  for (const char one : found.patient.birth_date)
    if (one != '-') born += one;
  attribute(out.begin_object(), "00080020", "DA", day);
  std::string accession;
  for (const auto one : study["identifier"])
    if (one["type"]["coding"].at(0)["code"].text() == "ACSN") accession = one["value"].text();
  attribute(out, "00080050", "SH", accession);
  out.key("00080061").begin_object().member("vr", "CS").key("Value").begin_array();
  for (const auto one : study["modality"]) out.string(one["code"].text());
  out.end_array().end_object();
  attribute(out, "00081030", "LO", study["description"].text());
  attribute(out, "00081190", "UR", "/dicomweb/studies/" + found.view.study);
  out.key("00100010").begin_object().member("vr", "PN").key("Value").begin_array().begin_object();
  auto name = found.patient.name;  // "MARSH, Ada Jane" -> MARSH^Ada Jane
  if (const auto comma = name.find(", "); comma != std::string::npos) name.replace(comma, 2, "^");
  out.member("Alphabetic", name).end_object().end_array().end_object();
  attribute(out, "00100020", "LO", found.patient.mrn);
  attribute(out, "00100021", "LO", found.patient.assigner);
  attribute(out, "00100030", "DA", born);
  attribute(out, "0020000D", "UI", found.view.study);
  attribute(out, "00201206", "IS", study["numberOfSeries"].integer().value_or(0));
  attribute(out, "00201208", "IS", study["numberOfInstances"].integer().value_or(0));
  out.end_object();
}

Result<Response> search_studies(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto query, query_of(request));
  CHARTA_TRY(const auto found, catalogue_behind(desk).search(request.actor, query));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "ImagingStudy"));
  const auto limit = static_cast<std::size_t>(limit_of(request, 200, 200)), offset = static_cast<std::size_t>(offset_of(request));
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (std::size_t at = offset; at < found.size() && at < offset + limit; ++at) {
    CHARTA_TRY(const auto document, json::Document::parse(found[at].view.stored.json));
    write_study(out, found[at], document.root());
  }
  out.end_array();
  return dicom_response(std::move(text));
}

Result<Response> search_series(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, catalogue_behind(desk).study_of_uid(request.actor, request.captured.at(0)));
  CHARTA_TRY(const auto document, json::Document::parse(view.stored.json));
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto series : document.root()["series"]) {
    attribute(out.begin_object(), "00080060", "CS", series["modality"]["code"].text());
    attribute(out, "0008103E", "LO", series["description"].text());
    attribute(out, "0020000D", "UI", view.study);
    attribute(out, "0020000E", "UI", series["uid"].text());
    attribute(out, "00200011", "IS", series["number"].integer().value_or(0));
    attribute(out, "00201209", "IS", series["numberOfInstances"].integer().value_or(0));
    out.end_object();
  }
  out.end_array();
  return dicom_response(std::move(text));
}

/// Those of the study, or of one series where the address names it.
std::vector<CataloguedObject> named_objects(const StudyView& view, const Request& request) {
  auto objects = view.objects;
  if (request.captured.size() > 1) std::erase_if(objects, [&](const auto& one) { return one.series != request.captured.at(1); });
  return objects;
}

Result<Response> search_instances(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, catalogue_behind(desk).study_of_uid(request.actor, request.captured.at(0)));
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& one : named_objects(view, request)) {
    attribute(out.begin_object(), "00080016", "UI", one.sop_class);
    attribute(out, "00080018", "UI", one.instance);
    attribute(out, "00080060", "CS", one.modality);
    attribute(out, "0020000D", "UI", one.study);
    attribute(out, "0020000E", "UI", one.series);
    attribute(out, "00200013", "IS", one.number);
    if (one.frames > 0) attribute(out, "00280008", "IS", one.frames);
    out.end_object();
  }
  out.end_array();
  return dicom_response(std::move(text));
}

// WADO-RS.

Result<Response> metadata_of(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, catalogue_behind(desk).study_of_uid(request.actor, request.captured.at(0)));
  auto objects = named_objects(view, request);
  if (request.captured.size() > 2) {
    CHARTA_TRY(auto one, CatalogueService::instance_in(view, request.captured.at(1), request.captured.at(2)));
    objects = {std::move(one)};
  }
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& one : objects) {
    CHARTA_TRY(const auto attributes, catalogue_behind(desk).metadata(request.actor, view, one));
    out.raw(attributes);
  }
  out.end_array();
  return dicom_response(std::move(text));
}

Result<CataloguedObject> named_instance(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, catalogue_behind(desk).study_of_uid(request.actor, request.captured.at(0)));
  return CatalogueService::instance_in(view, request.captured.at(1), request.captured.at(2));
}

Result<Response> retrieve_instance(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto one, named_instance(desk, request));
  CHARTA_TRY(const auto file, catalogue_behind(desk).original(request.actor, one.id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::exported, "imaging_object", one.id.key()));
  auto written = dicom::multipart("application/dicom", {file.bytes});
  Response response;
  response.content_type = std::move(written.content_type);
  response.body = std::move(written.body);
  return response;
}

Result<Response> rendered_instance(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto one, named_instance(desk, request));
  CHARTA_TRY(auto shown, catalogue_behind(desk).frame(request.actor, one.id, 1));
  Response response;
  response.content_type = std::move(shown.media_type);
  response.body = std::move(shown.bytes);
  return response;
}

}  // namespace

void add_dicomweb_routes(Routes& routes) {
  const std::string study = "/dicomweb/studies/{study}", series = study + "/series/{series}";
  const std::string instance = series + "/instances/{instance}";
  routes
      .write("POST", "/dicomweb/studies", "STOW-RS: DICOM objects as multipart/related", "file-documents", "", "",
             store_instances)
      .read("/dicomweb/studies", "QIDO-RS: studies by patient, accession number or UID", "read-record", "", search_studies)
      .read(study + "/series", "QIDO-RS: the series of a study", "read-record", "", search_series)
      .read(study + "/instances", "QIDO-RS: the objects of a study", "read-record", "", search_instances)
      .read(series + "/instances", "QIDO-RS: the objects of a series", "read-record", "", search_instances)
      .read(study + "/metadata", "WADO-RS: what the objects of a study say, as DICOM JSON", "read-record", "", metadata_of)
      .read(series + "/metadata", "WADO-RS: what the objects of a series say", "read-record", "", metadata_of)
      .read(instance + "/metadata", "WADO-RS: what an object says", "read-record", "", metadata_of)
      .write("GET", instance, "WADO-RS: the file as it came", "read-record", "", "", retrieve_instance)
      .write("GET", instance + "/rendered", "WADO-RS: a picture of its first frame", "read-record", "", "", rendered_instance);
}

}  // namespace charta::desk_api
