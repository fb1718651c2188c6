// SPDX-License-Identifier: Apache-2.0
// Production sets: what belongs to a definition, what was made of it, and what is handed out.
#include "base/text.hpp"
#include "department/record_production/production_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using record_production::Asked;
using record_production::Production;
using record_production::ProductionId;
using record_production::SetDocument;

void write_definition(json::Writer& out, const record_production::RecordDefinition& one) {
  out.begin_object().member("code", one.code).member("title", one.title).member("rule", one.rule);
  out.member("citation", one.citation).member("verified", one.is_verified).member("note", one.note).key("clauses").begin_array();
  for (const auto& clause : one.clauses)
    out.begin_object().member("code", clause.code).member("in", clause.is_in).member("because", clause.because).end_object();
  out.end_array().end_object();
}

Result<Response> record_definitions(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(access::require(request.actor, access::Permission::produce_records));
  std::string text;
  json::Writer out(text);
  const auto& rules = desk.productions->rules();
  out.begin_object().key("definitions").begin_array();
  for (const auto& one : rules.definitions) write_definition(out, one);
  out.end_array().key("purposes").begin_array();
  for (const auto& one : rules.purposes) out.begin_object().member("code", one.code).member("title", one.title).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_document_of_set(json::Writer& out, const SetDocument& one) {
  const auto& line = one.line;
  out.begin_object().member("type", line.type).member("id", line.id).member("version", line.version);
  out.member("at", line.at.text()).member("title", line.title).member("status", line.status);
  out.member("in", one.decision.is_in).member("clause", one.decision.clause).member("because", one.decision.because);
  out.member("rule", one.decision.rule);
  if (one.pages > 0) out.member("first_page", one.first_page).member("pages", one.pages);
  member_unless_empty(out, "problem", one.problem);
  out.end_object();
}

void write_documents(json::Writer& out, const std::vector<SetDocument>& documents) {
  out.key("documents").begin_array();
  for (const auto& one : documents) write_document_of_set(out, one);
  out.end_array();
}

void write_production(json::Writer& out, const Desk& desk, const Production& one) {
  out.member("id", one.id.text()).member("definition", one.asked.definition).member("rule", one.rule);
  member(out, "from", one.asked.from);
  member(out, "until", one.asked.until);
  member_unless_empty(out, "encounter", one.asked.encounter);
  out.member("purpose", one.asked.purpose).member("purpose_title", desk.productions->rules().purpose_title(one.asked.purpose));
  out.member("custodian", one.asked.custodian_name).member("custodian_title", one.asked.custodian_title);
  if (one.by.is_set()) write_user(out, desk, "by", one.by);
  out.member("at", one.at.text()).member("state", one.state);
  member_unless_empty(out, "problem", one.problem);
  member(out, "made_at", one.made_at);
  out.member("total_documents", one.documents).member("pages", one.pages).member("not_copied", one.not_copied);
  member_unless_empty(out, "sha256", one.pdf);
  member_unless_empty(out, "pages_sha256", one.pages_digest);
}

Result<Response> production_response(const Desk& desk, const Production& one, int status = 200) {
  std::string text;
  json::Writer out(text);
  write_production(out.begin_object(), desk, one);
  out.end_object();
  return http::json_response(std::move(text), status);
}

Result<Response> production_preview(const Desk& desk, const Request& request) {
  Asked asked;
  CHARTA_TRY(asked.patient, captured_id<PatientId>(request, 0));
  asked.definition = request.parameter("definition").value_or("");
  CHARTA_TRY(asked.from, instant_of(request, "from"));
  CHARTA_TRY(asked.until, instant_of(request, "until"));
  asked.encounter = request.parameter("encounter").value_or(""), asked.types = request.parameters("type");
  CHARTA_TRY(const auto documents, desk.productions->preview(request.actor, asked));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "production", 0, asked.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(documents.size()));
  write_documents(out, documents);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<std::optional<Instant>> instant_in(const Body& body, std::string_view name) {
  const auto text = body.text(name);
  if (text.empty()) return std::optional<Instant>();
  if (const auto at = Instant::parse(text)) return std::optional(*at);
  return fail(ErrorKind::invalid, "'" + text + "' is no time; write it as 2026-01-31T00:00:00Z", std::string(name));
}

Result<Response> start_production(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  Asked asked;
  CHARTA_TRY(asked.patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(asked.definition, body.required("definition"));
  CHARTA_TRY(asked.from, instant_in(body, "from"));
  CHARTA_TRY(asked.until, instant_in(body, "until"));
  asked.encounter = body.text("encounter");
  CHARTA_TRY(asked.types, body.list_of_texts("types"));
  CHARTA_TRY(asked.purpose, body.required("purpose"));
  CHARTA_TRY(asked.custodian_name, body.required("custodian"));
  CHARTA_TRY(asked.custodian_title, body.required("custodian_title"));
  CHARTA_TRY(const auto production, desk.productions->start(request.actor, std::move(asked)));
  return production_response(desk, production, 201);
}

Result<Response> productions_of(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto list, desk.productions->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "production", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    write_production(out.begin_object(), desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> one_production(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<ProductionId>(request, 0));
  CHARTA_TRY(const auto view, desk.productions->view(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "production", id.key(), view.production.asked.patient));
  std::string text;
  json::Writer out(text);
  write_production(out.begin_object(), desk, view.production);
  if (view.total > 0) out.key("progress").begin_object().member("done", view.done).member("total", view.total).end_object();
  write_documents(out, view.documents);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> file_of(const Desk& desk, const Request& request, record_production::File file) {
  CHARTA_TRY(const auto id, captured_id<ProductionId>(request, 0));
  Response response;
  CHARTA_TRY(response.body, desk.productions->open(request.actor, id, file));
  const bool is_pdf = file == record_production::File::pdf;
  response.content_type = is_pdf ? "application/pdf" : "text/csv; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back(
      "Content-Disposition",
      std::string(is_pdf ? "inline" : "attachment") + "; filename=\"production-" + id.text() + (is_pdf ? ".pdf\"" : ".csv\""));
  return response;
}

Result<Response> production_pdf(const Desk& desk, const Request& request) {
  return file_of(desk, request, record_production::File::pdf);
}

Result<Response> production_hashes(const Desk& desk, const Request& request) {
  return file_of(desk, request, record_production::File::hash_list);
}

Result<Response> production_changes(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<ProductionId>(request, 0));
  CHARTA_TRY(const auto view, desk.productions->view(request.actor, id));
  CHARTA_TRY(const auto list, desk.productions->changes(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "production", id.key(), view.production.asked.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    out.begin_object().member("what", one.what).member("type", one.line.type);
    member_unless_empty(out, "id", one.line.id);
    member_unless_empty(out, "title", one.line.title);
    out.member("at", one.line.at.text())
        .member("version", one.line.version)
        .member("version_then", one.version_then)
        .end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_production_routes(Routes& routes) {
  routes
      .read("/api/record-definitions", "What belongs to the legal health record and the designated record set, with the rules",
            "produce-records", "RecordDefinitions", record_definitions)
      .read("/api/patients/{id}/productions/preview", "What would be in a production set, what would be out, and why",
            "produce-records", "ProductionPreview", production_preview)
      .read("/api/patients/{id}/productions", "Production sets of a patient", "produce-records", "ProductionList", productions_of)
      .write("POST", "/api/patients/{id}/productions", "Make a production set", "produce-records", "ProductionRequest",
             "Production", start_production)
      .read("/api/productions/{id}", "A production set: its state, what is in it, what is not, and why", "produce-records",
            "ProductionDetail", one_production)
      .read("/api/productions/{id}/pdf", "The set as one stamped PDF", "produce-records", "", production_pdf)
      .read("/api/productions/{id}/hashes", "The digest of each page and of the whole, as CSV", "produce-records", "",
            production_hashes)
      .read("/api/productions/{id}/changes", "How the same question would be answered today", "produce-records",
            "ProductionChanges", production_changes);
}

}  // namespace charta::desk_api
