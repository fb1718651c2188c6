// SPDX-License-Identifier: Apache-2.0
// The coder's desk: a case with its documents, codes, edits, DRG and abstract; search and suggestions; grouping for programs.
#include "transport/desk_api/coding_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace coder = coding_desk;

Response coding_answer(const Desk& desk, const coder::CodingView& view) {
  std::string text;
  json::Writer out(text);
  write_coding_view(out, desk, view);
  return http::json_response(std::move(text));
}

Result<Response> coding_case(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto view, desk.coding->open(request.actor, request.captured.at(0)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_case", view.row.encounter.key(), view.row.patient));
  return coding_answer(desk, view);
}

Result<Response> coding_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto cases, desk.coding->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_cases", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(cases.size())).key("items").begin_array();
  for (const auto& one : cases) {
    out.begin_object();
    write_coding_case(out, desk, one);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

coder::EvidenceSpan span_in(json::Value value) {
  coder::EvidenceSpan span;
  span.resource_type = value["document"]["type"].text();
  span.fhir_id = value["document"]["id"].text();
  span.page = value["page"].integer().value_or(1);
  span.quote = value["quote"].text();
  return span;
}

/// One unit, where nothing is said of them.
Result<void> read_service(json::Value value, coder::CodedLine& into) {
  const auto units = value["units"] ? value["units"].integer() : std::optional<std::int64_t>(1);
  if (!units || *units < 1 || *units > coder::most_units)
    return fail(ErrorKind::invalid,
                "'units' of " + into.code + " is a whole number from 1 to " + std::to_string(coder::most_units), "units");
  into.units = static_cast<int>(*units);
  const auto modifiers = value["modifiers"];
  if (modifiers && !modifiers.is_array())
    return fail(ErrorKind::invalid, "'modifiers' of " + into.code + " is a list", "modifiers");
  for (const auto one : modifiers) into.modifiers.emplace_back(one.text());
  return {};
}

Result<coder::CodedLine> coded_line_in(json::Value value, coder::LineKind kind) {
  coder::CodedLine line;
  line.code = value["code"].text();
  line.poa = value["poa"].text();
  line.index_path = value["index_path"].text();
  if (const auto origin = value["origin"].text(); !origin.empty()) {
    const auto parsed = coder::parse_origin(origin);
    if (!parsed) return fail(ErrorKind::invalid, "'origin' is typed or suggested", "origin");
    line.origin = *parsed;
  }
  if (const auto day = value["done_on"].text(); !day.empty()) {
    line.done_on = Date::parse(day);
    if (!line.done_on) return fail(ErrorKind::invalid, "'" + std::string(day) + "' is not a day", "done_on");
  }
  if (kind == coder::LineKind::service) CHARTA_TRY_DO(read_service(value, line));
  for (const auto one : value["evidence"]) line.evidence.push_back(span_in(one));
  return line;
}

/// Of the case as it was shown to who writes now.
Result<std::int64_t> version_shown(const Body& body) {
  if (const auto version = body.integer("version")) return *version;
  return fail(ErrorKind::missing, "'version' says which state of the case was shown", "version");
}

constexpr std::pair<const char*, coder::LineKind> sheet_parts[] = {{"diagnoses", coder::LineKind::diagnosis},
                                                                   {"procedures", coder::LineKind::procedure},
                                                                   {"services", coder::LineKind::service}};

Result<Response> keep_codes(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  coder::CodedSheet sheet;
  for (const auto& [name, kind] : sheet_parts) {
    const auto lines = body.value(name);
    if (lines && !lines.is_array()) return fail(ErrorKind::invalid, "'" + std::string(name) + "' is a list", name);
    for (const auto one : lines) {
      CHARTA_TRY(auto line, coded_line_in(one, kind));
      sheet.of(kind).push_back(std::move(line));
    }
  }
  CHARTA_TRY(const auto version, version_shown(body));
  // Who does not know of services does not take them away.
  const auto services = body.value("services") ? coder::Services::as_sent : coder::Services::as_they_were;
  CHARTA_TRY(const auto view, desk.coding->keep(request.actor, request.captured.at(0), version, std::move(sheet), services));
  return coding_answer(desk, view);
}

Result<Response> step_on_coding(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  worklists::Act act;
  CHARTA_TRY(act.event, body.required("event"));
  act.reason_code = body.text("reason");
  act.note = body.text("note");
  CHARTA_TRY(const auto version, version_shown(body));
  CHARTA_TRY(const auto view, desk.coding->act(request.actor, request.captured.at(0), version, act));
  return coding_answer(desk, view);
}

Result<Response> enter_abstract(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  coder::AbstractEntry entry;
  CHARTA_TRY(entry.element, body.required("element"));
  entry.value = body.text("value");
  entry.source = span_in(body.value("evidence"));
  CHARTA_TRY(const auto version, version_shown(body));
  CHARTA_TRY(const auto view, desk.coding->enter(request.actor, request.captured.at(0), version, std::move(entry)));
  return coding_answer(desk, view);
}

Result<Response> answer_coding_finding(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto finding, body.required("finding"));
  CHARTA_TRY(const auto version, version_shown(body));
  CHARTA_TRY(const auto view, desk.coding->answer(request.actor, request.captured.at(0), version, finding, body.text("words")));
  return coding_answer(desk, view);
}

Result<Response> verify_code(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto code, body.required("code"));
  CHARTA_TRY(const auto view, desk.coding->verify(request.actor, request.captured.at(0), code));
  return coding_answer(desk, view);
}

void write_suggestion(json::Writer& out, const coder::ProposedCode& one) {
  out.begin_object().member("code", one.suggestion.code).member("title", one.title).member("index_path", one.suggestion.path);
  out.member("assertion", assertion_code(one.suggestion.assertion)).member("section", one.suggestion.section);
  out.member("source", one.suggestion.source).member("times", static_cast<std::int64_t>(one.suggestion.times));
  out.key("evidence").begin_object().key("document").begin_object();
  out.member("type", one.document.resource_type).member("id", one.document.fhir_id).end_object();
  out.member("title", one.document.title).member("page", static_cast<std::int64_t>(one.suggestion.page));
  out.member("quote", one.suggestion.quote).end_object().end_object();
}

Result<Response> coding_suggestions(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto proposed, desk.coding->suggest(request.actor, request.captured.at(0)));
  CHARTA_TRY(const auto view, desk.coding->open(request.actor, request.captured.at(0)));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "coding_suggestions", view.row.encounter.key(), view.row.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(proposed.size())).key("items").begin_array();
  for (const auto& one : proposed) write_suggestion(out, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> search_codes(const Desk& desk, const Request& request) {
  const auto words = request.parameter("words").value_or("");
  CHARTA_TRY(const auto day, day_asked(desk, request));
  CHARTA_TRY(const auto found, desk.coding->books().search(words, day, request.parameter("system").value_or(""),
                                                           static_cast<std::size_t>(limit_of(request, 12, 50))));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(found.size())).key("items").begin_array();
  for (const auto& one : found) {
    out.begin_object()
        .member("code", one.code)
        .member("system", one.system)
        .member("title", one.title)
        .member("billable", one.is_billable);
    member_unless_empty(out, "index_path", one.index_path);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> code_books(const Desk& desk, const Request&) {
  const auto loaded = desk.coding->books().loaded();
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(loaded.size())).key("items").begin_array();
  for (const auto& one : loaded) {
    out.begin_object()
        .member("kind", one.kind)
        .member("release", one.release)
        .member("from", one.from.text())
        .member("rows", one.rows);
    if (one.to) out.member("to", one.to->text());
    member_unless_empty(out, "licence", one.licence);
    out.member("sha256", one.sha256).key("sources").begin_array();
    for (const auto& source : one.sources)
      out.begin_object().member("name", source.name).member("sha256", source.sha256).member("bytes", source.bytes).end_object();
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_coding_routes(Routes& routes) {
  constexpr auto code = "code-records";
  routes
      .read("/api/coding/cases/{id}", "The coding of an encounter: documents, codes with evidence, edits, DRG, abstract",
            "read-record", "CodingCase", coding_case)
      .write("POST", "/api/coding/cases/{id}/codes",
             "Keep the whole sheet of codes; without 'services' those that are there stay", code, "CodedSheet", "CodingCase",
             keep_codes)
      .write("POST", "/api/coding/cases/{id}/steps",
             "A step: begin, put-aside, go-on, finish, review, compare, agree, give-back, looked-at, …", code, "CodingStep",
             "CodingCase", step_on_coding)
      .write("POST", "/api/coding/cases/{id}/abstract", "Say an element of the abstract, with its page", code, "AbstractEntry",
             "CodingCase", enter_abstract)
      .write("POST", "/api/coding/cases/{id}/findings", "Say why a finding stands", code, "FindingAnswer", "CodingCase",
             answer_coding_finding)
      .write("POST", "/api/coding/cases/{id}/verified", "A diagnosis of the sheet was opened in the tabular list", code,
             "CodeToVerify", "CodingCase", verify_code)
      .read("/api/coding/cases/{id}/suggestions", "Codes that the notes speak of, each with its words; nothing is written", code,
            "CodeSuggestions", coding_suggestions)
      .read("/api/coding/search", "Codes by words, code or index path; ?on= the day, ?system= icd10cm, icd10pcs, services", code,
            "FoundCodes", search_codes)
      .read("/api/coding/books", "Which code sets are loaded, for which days", "read-worklists", "CodeBooks", code_books)
      .read("/api/patients/{id}/coding", "How the stays of a patient were coded", "read-record", "CodingCases",
            coding_of_patient);
}

}  // namespace charta::desk_api
