// SPDX-License-Identifier: Apache-2.0
// The imaging desk: batches of paper, their pages, and the documents that are made of them.
#include "base/text.hpp"
#include "transport/desk_api/scanning_json.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using namespace document_imaging;
using http::Request;
using http::Response;

ImagingService& imaging_of(const Desk& desk) {
  return *desk.imaging;
}

Result<Response> answer_batch(const Desk& desk, const Request& request, BatchId id, int status = 200) {
  CHARTA_TRY(const auto view, imaging_of(desk).view(request.actor, id));
  std::vector<PatientId> patients;
  for (const auto& draft : view.drafts)
    if (draft.patient.is_set()) patients.push_back(draft.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string text;
  json::Writer out(text);
  write_scan_batch(out, desk, view, briefs);
  return http::json_response(std::move(text), status);
}

Result<Response> list_batches(const Desk& desk, const Request& request) {
  std::vector<std::string> states;
  const std::string asked = request.parameter("state").value_or("");
  for (const auto one : split(asked, ','))
    if (!one.empty()) states.emplace_back(one);
  CHARTA_TRY(const auto listed, imaging_of(desk).list(request.actor, states, limit_of(request, 50, 500), offset_of(request)));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", listed.total).key("items").begin_array();
  for (const auto& row : listed.rows) write_scan_batch_row(out, desk, row, {});
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<std::int64_t> version_of(const Body& body) {
  if (!body.value("version")) return 0;
  const auto version = body.integer("version");
  if (!version || *version < 1)
    return fail(ErrorKind::invalid, "'version' is the number that the batch had when it was read", "version");
  return *version;
}

Result<BatchHeader> header_of(const Body& body) {
  BatchHeader header;
  header.title = body.text("title");
  header.device = body.text("device");
  header.settings = body.text("settings");
  if (body.value("sheets") && !body.integer("sheets")) return fail(ErrorKind::invalid, "'sheets' is a whole number", "sheets");
  header.sheets = body.integer("sheets");
  header.sides = body.flag("duplex") ? 2 : 1;
  header.blanks_dropped = body.integer("blanks_dropped").value_or(0);
  CHARTA_TRY(header.expected_sheets, body.list_of_texts("expected_sheets"));
  return header;
}

Result<Response> new_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto header, header_of(body));
  CHARTA_TRY(const auto id, imaging_of(desk).prepare(request.actor, header));
  return answer_batch(desk, request, id);
}

Result<Response> feed_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  const std::string asked = request.parameter("again").value_or("0");
  const auto again = parse_integer(asked);
  if (!again) return fail(ErrorKind::invalid, "'again' is the number of sheets that are fed a second time", "again");
  CHARTA_TRY_DO(imaging_of(desk).feed(request.actor, id, request.body, std::string(request.header("content-type")), *again));
  return answer_batch(desk, request, id);
}

Result<Response> count_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto header, header_of(body));
  CHARTA_TRY(const auto version, version_of(body));
  CHARTA_TRY_DO(imaging_of(desk).count(request.actor, id, header, version));
  return answer_batch(desk, request, id);
}

Result<Response> get_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "scan_batch", id.key()));
  return answer_batch(desk, request, id);
}

template <class IdType>
Result<IdType> id_in(json::Value value, std::string_view name) {
  if (!value[name]) return IdType();
  const auto id = IdType::parse(value[name].text());
  if (!id) return fail(ErrorKind::invalid, "'" + std::string(value[name].text()) + "' is not an id", std::string(name));
  return *id;
}

Result<Edit> edit_of(json::Value value) {
  const auto kind = parse_edit_kind(value["kind"].text());
  if (!kind)
    return fail(
        ErrorKind::invalid,
        "'" + std::string(value["kind"].text()) + "' is no edit; say split, join, move, rotate, reject, blank or separator",
        "kind");
  Edit edit;
  edit.kind = *kind;
  CHARTA_TRY(edit.page, id_in<PageId>(value, "page"));
  CHARTA_TRY(edit.document, id_in<DocumentId>(value, "document"));
  edit.place = value["place"].integer().value_or(0);
  edit.degrees = static_cast<int>(value["degrees"].integer().value_or(0));
  edit.reason = std::string(value["reason"].text());
  return edit;
}

Result<Response> edit_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto version, version_of(body));
  std::vector<Edit> edits;
  for (const auto one : body.value("edits")) {
    CHARTA_TRY(auto edit, edit_of(one));
    edits.push_back(std::move(edit));
  }
  CHARTA_TRY_DO(imaging_of(desk).edit(request.actor, id, edits, version));
  return answer_batch(desk, request, id);
}

Result<Response> answer_question(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<QuestionId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto answer, body.required("answer"));
  CHARTA_TRY(const auto version, version_of(body));
  CHARTA_TRY(const auto batch, imaging_of(desk).answer(request.actor, id, answer, version));
  return answer_batch(desk, request, batch);
}

Result<Response> act_on_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  worklists::Act act;
  CHARTA_TRY(act.event, body.required("event"));
  act.reason_code = body.text("reason");
  act.note = body.text("note");
  CHARTA_TRY(const auto version, version_of(body));
  CHARTA_TRY_DO(imaging_of(desk).act(request.actor, id, act, version));
  return answer_batch(desk, request, id);
}

Result<Response> commit_batch(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<BatchId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto version, version_of(body));
  CHARTA_TRY_DO(imaging_of(desk).commit(request.actor, id, version));
  return answer_batch(desk, request, id);
}

Response image_response(ImageBytes image) {
  Response response;
  const bool is_shown = image.media_type == "image/png" || image.media_type == "image/jpeg";
  response.content_type = image.media_type.empty() ? "application/octet-stream" : std::move(image.media_type);
  response.body = std::move(image.bytes);
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'self'");
  response.headers.emplace_back("Content-Disposition", is_shown ? "inline" : "attachment");
  return response;
}

Result<Response> page_image(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PageId>(request, 0));
  const std::string which = request.parameter("version").value_or("straightened");
  if (which != "original" && which != "straightened")
    return fail(ErrorKind::invalid, "the versions are 'original' and 'straightened'", "version");
  CHARTA_TRY(auto image, imaging_of(desk).image(request.actor, id, which));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "scan_page", id.key()));
  return image_response(std::move(image));
}

Result<Response> page_thumbnail(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PageId>(request, 0));
  CHARTA_TRY(auto image, imaging_of(desk).image(request.actor, id, "thumbnail"));
  return image_response(std::move(image));
}

Result<Response> page_words(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<PageId>(request, 0));
  CHARTA_TRY(const auto words, imaging_of(desk).words(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "scan_page", id.key()));
  std::string text;
  json::Writer out(text);
  write_scan_words(out, words);
  return http::json_response(std::move(text));
}

Result<Response> document_types(const Desk& desk, const Request&) {
  std::string text;
  json::Writer out(text);
  write_scan_types(out, imaging_of(desk).rules().index);
  return http::json_response(std::move(text));
}

Result<Response> answer_document(const Desk& desk, const Request& request, DocumentId id, PatientId about = {}) {
  CHARTA_TRY(const auto view, imaging_of(desk).document(request.actor, id, about));
  std::vector<PatientId> patients;
  if (view.draft.patient.is_set()) patients.push_back(view.draft.patient);
  for (const auto& one : view.contradictions)
    if (one.other.is_set()) patients.push_back(one.other);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  std::string text;
  json::Writer out(text);
  write_scan_document(out, desk, view, briefs);
  return http::json_response(std::move(text));
}

Result<Response> get_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DocumentId>(request, 0));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "scan_document", id.key()));
  const auto asked = request.parameter("patient");
  const auto about = asked ? PatientId::parse(*asked) : PatientId();
  if (!about) return fail(ErrorKind::invalid, "name the patient record by its id", "patient");
  return answer_document(desk, request, id, *about);
}

Result<Response> index_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DocumentId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  IndexCommand command;
  CHARTA_TRY(const auto patient, body.required("patient"));
  const auto key = PatientId::parse(patient);
  if (!key) return fail(ErrorKind::invalid, "name the patient record by its id", "patient");
  command.patient = *key;
  CHARTA_TRY(command.confirmed, body.list_of_texts("confirmed"));
  CHARTA_TRY(command.type, body.required("type"));
  command.encounter = body.text("encounter");
  command.service_date = body.text("service_date");
  command.author = body.text("author");
  if (const std::string expected = body.text("expected"); !expected.empty()) {
    const auto item = WorkItemId::parse(expected);
    if (!item) return fail(ErrorKind::invalid, "name the expected record by its work item", "expected");
    command.expected = *item;
  }
  const auto again = body.value("again");
  command.again_patient = std::string(again["patient"].text());
  command.again_type = std::string(again["type"].text());
  command.again_service_date = std::string(again["service_date"].text());
  CHARTA_TRY(command.answered, body.list_of_texts("answered"));
  CHARTA_TRY(command.version, version_of(body));
  CHARTA_TRY_DO(imaging_of(desk).index(request.actor, id, command));
  return answer_document(desk, request, id);
}

Result<Response> same_as_previous(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DocumentId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  SameAsPrevious command;
  CHARTA_TRY(command.confirmed, body.list_of_texts("confirmed"));
  CHARTA_TRY(command.answered, body.list_of_texts("answered"));
  command.type = body.text("type");
  command.service_date = body.text("service_date");
  CHARTA_TRY(command.version, version_of(body));
  CHARTA_TRY_DO(imaging_of(desk).same_as_previous(request.actor, id, command));
  return answer_document(desk, request, id);
}

Result<Response> check_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<DocumentId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto verdict, body.required("verdict"));
  const std::string error = body.text("error");
  if (verdict != "right" && verdict != "wrong") return fail(ErrorKind::invalid, "a verdict is 'right' or 'wrong'", "verdict");
  if (verdict == "wrong" && error.empty()) return fail(ErrorKind::missing, "say what is wrong", "error");
  if (verdict == "right" && !error.empty()) return fail(ErrorKind::invalid, "what is right has no error", "error");
  CHARTA_TRY(const auto version, version_of(body));
  CHARTA_TRY(const auto batch, imaging_of(desk).check(request.actor, id, error, body.text("note"), version));
  return answer_batch(desk, request, batch);
}

Result<Response> print_sheets(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  SheetOrder order;
  CHARTA_TRY(const auto kind, body.required("kind"));
  const auto parsed = parse_kind(kind);
  if (!parsed)
    return fail(ErrorKind::invalid, "'" + kind + "' is no sheet; print patient, document_type, patch or sticker", "kind");
  order.kind = *parsed;
  if (const std::string patient = body.text("patient"); !patient.empty()) {
    const auto key = PatientId::parse(patient);
    if (!key) return fail(ErrorKind::invalid, "name the patient record by its id", "patient");
    order.patient = *key;
  }
  order.encounter = body.text("encounter");
  order.document_type = body.text("document_type");
  order.count = static_cast<int>(std::clamp<std::int64_t>(body.integer("count").value_or(1), 0, sheets_at_once + 1));
  const auto format = body.text("format");
  if (!format.empty() && format != "pdf" && format != "zpl")
    return fail(ErrorKind::invalid, "'" + format + "' is no way to print; say pdf or zpl", "format");
  order.as_zpl = format == "zpl";
  Response response;
  CHARTA_TRY(response.body, imaging_of(desk).print_sheets(request.actor, order));
  response.content_type = order.as_zpl ? "application/zpl" : "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

}  // namespace

void add_scanning_routes(Routes& routes) {
  constexpr const char* may = "file-documents";
  routes.read("/api/scanning/batches", "The batches of the imaging desk", may, "ScanBatches", list_batches)
      .write("POST", "/api/scanning/batches", "Prepare a batch: its header, counted blind", may, "NewScanBatch", "ScanBatch",
             new_batch)
      .write("POST", "/api/scanning/batches/{id}/files", "Feed a file: PDF, TIFF, PNG or JPEG", may, "", "ScanBatch", feed_batch)
      .write("POST", "/api/scanning/batches/{id}/count", "Count the sheets of a batch that nobody counted", may, "ScanCount",
             "ScanBatch", count_batch)
      .read("/api/scanning/batches/{id}", "A batch with its pages, documents, questions and balance", may, "ScanBatch", get_batch)
      .write("POST", "/api/scanning/batches/{id}/edits", "Arrange pages and documents by hand", may, "ScanEdits", "ScanBatch",
             edit_batch)
      .write("POST", "/api/scanning/questions/{id}/answer", "Answer what stopped a batch", may, "ScanAnswer", "ScanBatch",
             answer_question)
      .write("POST", "/api/scanning/batches/{id}/acts", "A step of a batch", may, "ScanAct", "ScanBatch", act_on_batch)
      .write("POST", "/api/scanning/batches/{id}/commit", "File every document of a batch", may, "ScanCommit", "ScanBatch",
             commit_batch)
      .write("POST", "/api/scanning/cover-sheets", "Print cover sheets or stickers", may, "ScanSheetOrder", "", print_sheets)
      .read("/api/scanning/pages/{id}/image", "A page's image", may, "", page_image)
      .read("/api/scanning/pages/{id}/thumbnail", "A page in small", may, "", page_thumbnail)
      .read("/api/scanning/pages/{id}/words", "A page's words and where they stand", may, "ScanWords", page_words)
      .read("/api/scanning/types", "Document types and the fields that each needs", may, "ScanDocumentTypes", document_types)
      .read("/api/scanning/documents/{id}", "A document in the making, with what is suggested and what contradicts", may,
            "ScanDocument", get_document)
      .write("POST", "/api/scanning/documents/{id}/index", "Index a document", may, "ScanIndex", "ScanDocument", index_document)
      .write("POST", "/api/scanning/documents/{id}/same-as-previous", "Index it as the one before", may, "ScanSameAsPrevious",
             "ScanDocument", same_as_previous)
      .write("POST", "/api/scanning/documents/{id}/check", "The second look at an index", may, "ScanCheck", "ScanBatch",
             check_document);
}

}  // namespace charta::desk_api
