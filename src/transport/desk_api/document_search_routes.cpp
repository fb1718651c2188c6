// SPDX-License-Identifier: Apache-2.0
// Words looked for in every document. What is asked comes in a body: it names patients, and addresses are written down in many
// places.
#include "department/document_search/search_service.hpp"
#include "transport/desk_api/chart_json.hpp"
#include "transport/desk_api/desk.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using document_search::DocumentHit;
using document_search::SearchAnswer;
using http::Request;
using http::Response;

constexpr std::int64_t usual_hits = 20, most_hits = 100;

/// A day or an instant of the body; a day that ends a span is meant whole.
Result<std::optional<Instant>> moment_in(const Body& body, std::string_view name, bool is_end) {
  const auto text = body.text(name);
  if (text.empty()) return std::optional<Instant>();
  const auto time = LocalTime::parse_fhir(text);
  if (!time) return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a day such as 2026-01-31", std::string(name));
  Instant at = time->earliest(TimeZone::utc());
  if (is_end && text.size() == 10) at = Instant(at.milliseconds() + 86'400'000);
  return std::optional(at);
}

Result<document_search::SearchCommand> command_of(const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  document_search::SearchCommand command;
  CHARTA_TRY(command.text, body.required("text"));
  if (const auto patient = body.text("patient"); !patient.empty()) {
    const auto id = PatientId::parse(patient);
    if (!id) return fail(ErrorKind::invalid, "this is not the id of a patient; ids have 13 characters", "patient");
    command.patient = *id;
  }
  command.type = body.text("type");
  command.author = body.text("author");
  CHARTA_TRY(command.from, moment_in(body, "from", false));
  CHARTA_TRY(command.until, moment_in(body, "until", true));
  command.limit = std::clamp<std::int64_t>(body.integer("limit").value_or(usual_hits), 1, most_hits);
  command.offset = std::max<std::int64_t>(body.integer("offset").value_or(0), 0);
  return command;
}

void write_hit(json::Writer& out, const DocumentHit& hit, const std::map<std::int64_t, PatientBrief>& briefs,
               const std::set<ResourceId>& asked) {
  const auto& document = hit.document;
  out.begin_object().member("id", document.fhir_id);
  out.key("resource").begin_object().member("type", document.resource_type).member("id", document.fhir_id).end_object();
  out.member("title", document.title).member("at", hit.at.text());
  member_unless_empty(out, "type", document.title_code);
  member_unless_empty(out, "author", document.author);
  member_unless_empty(out, "content_type", document.content_type);
  if (asked.contains(document.document)) out.member("amendment_asked", true);
  out.member("pages", document.pages).member("page", hit.page);
  out.key("other_pages").begin_array();
  for (const auto page : hit.other_pages) out.integer(page);
  out.end_array().key("snippet").begin_array();
  for (const auto& piece : hit.snippet) {
    out.begin_object().member("text", piece.text);
    if (piece.is_hit) out.member("hit", true);
    out.end_object();
  }
  out.end_array();
  if (const auto brief = briefs.find(hit.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  out.end_object();
}

/// What the reader marks in a document: each term that was looked for, folded as the index has it.
void write_terms(json::Writer& out, const SearchAnswer& answer) {
  out.key("terms").begin_array();
  for (const auto& clause : answer.clauses) {
    for (const auto& term : clause.any) {
      if (clause.is_excluded) continue;
      out.begin_object().key("words").begin_array();
      for (const auto& word : term.words) out.string(word);
      out.end_array();
      if (term.is_prefix) out.member("begins", true);
      out.end_object();
    }
  }
  out.end_array();
}

Result<Response> search(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto command, command_of(request));
  CHARTA_TRY(const auto answer, desk.document_search->search(request.actor, command));
  std::vector<PatientId> patients;
  for (const auto& hit : answer.hits) patients.push_back(hit.patient);
  CHARTA_TRY(const auto briefs, desk.briefs(request.actor, patients));
  CHARTA_TRY(const auto asked, amendments_asked(desk, patients));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", answer.total).member("more", answer.is_more);
  write_terms(out, answer);
  out.key("items").begin_array();
  for (const auto& hit : answer.hits) write_hit(out, hit, briefs, asked);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

/// A document's address names no type: it is a DocumentReference, else a DiagnosticReport.
Result<Response> words(const Desk& desk, const Request& request) {
  const std::string& id = request.captured.at(0);
  auto text = desk.document_search->text(request.actor, "DocumentReference", id);
  const auto is_none = [&] { return !text && text.error().kind == ErrorKind::not_found && text.error().location.empty(); };
  if (is_none()) text = desk.document_search->text(request.actor, "DiagnosticReport", id);
  if (is_none()) return fail(ErrorKind::not_found, "there is no document with this id");
  if (!text) return text.error();
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(*text);
  return response;
}

}  // namespace

void add_document_search_routes(Routes& routes) {
  routes
      .write("POST", "/api/documents/search", "Words looked for in every document that the reader may read", "search-record",
             "DocumentSearch", "DocumentHits", search)
      .read("/api/documents/{id}/text", "The words of a document as they are searched", "read-record", "", words);
}

}  // namespace charta::desk_api
