// SPDX-License-Identifier: Apache-2.0
// Questions to physicians: written, judged, sent, answered, handed on; and what came of them.
#include "department/physician_queries/query_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace physician_query = physician_queries;

void write_finding(json::Writer& out, const physician_query::Finding& one) {
  out.begin_object().member("fault", fault_code(one.fault)).member("blocks", blocks(one.fault)).member("where", one.where);
  out.member("number", static_cast<std::int64_t>(one.number)).member("from", static_cast<std::int64_t>(one.from));
  out.member("length", static_cast<std::int64_t>(one.length)).member("quote", one.quote).member("says", one.says);
  out.member("rule", one.rule).end_object();
}

void write_quote(json::Writer& out, const physician_query::QuotedFinding& one) {
  out.begin_object().key("document").begin_object().member("type", one.resource_type).member("id", one.fhir_id).end_object();
  out.member("title", one.title).member("at", one.at.text()).member("version", one.version).member("page", one.page);
  out.member("quote", one.quote)
      .member("of_this_encounter", one.is_of_this_encounter)
      .member("says_earlier", one.says_it_is_earlier);
  out.end_object();
}

void write_answer(json::Writer& out, const Desk& desk, const physician_query::Query& query) {
  if (!query.answered_at) return;
  out.key("answer")
      .begin_object()
      .member("choice", query.choice)
      .member("words", query.answer)
      .member("at", query.answered_at->text());
  write_user(out, desk, "by", query.answered_by);
  out.end_object();
}

void write_query(json::Writer& out, const Desk& desk, const Request& request, const physician_query::Query& query) {
  out.begin_object().member("id", query.id.text()).member("item", query.item.text()).member("patient", query.patient.text());
  out.member("encounter", query.encounter)
      .member("purpose", purpose_code(query.purpose))
      .member("format", format_code(query.format));
  out.member("timing", timing_code(query.timing)).member("title", query.title).member("question", query.question);
  out.key("choices").begin_array();
  for (const auto& one : query.choices) out.string(one);
  out.end_array().key("findings").begin_array();
  for (const auto& one : query.findings) write_quote(out, one);
  out.end_array().member("state", query.state).member("state_title", title_of(physician_query::query_machine(), query.state));
  write_user(out, desk, "asked_by", query.asked_by);
  if (query.to.is_set()) write_user(out, desk, "to", query.to);
  out.member("is_mine_to_answer", query.to == request.actor.author.user).member("written_at", query.written_at.text());
  member(out, "sent_at", query.sent_at);
  member(out, "due_at", query.due_at);
  member(out, "closed_at", query.closed_at);
  write_answer(out, desk, query);
  member_unless_empty(out, "outcome", query.outcome);
  out.member("kept_as", query.kept_as).member("rule", query.rule).end_object();
}

Result<Response> query_response(const Desk& desk, const Request& request, const physician_query::Query& query) {
  std::string text;
  json::Writer out(text);
  write_query(out, desk, request, query);
  return http::json_response(std::move(text));
}

Result<std::vector<physician_query::QuotedFinding>> quotes_of(const Body& body) {
  std::vector<physician_query::QuotedFinding> quotes;
  for (const auto one : body.value("findings")) {
    physician_query::QuotedFinding quote;
    quote.resource_type = one["document"]["type"].text();
    quote.fhir_id = one["document"]["id"].text();
    quote.page = one["page"].integer().value_or(1);
    quote.quote = one["quote"].text();
    quote.says_it_is_earlier = one["says_earlier"].boolean();
    quotes.push_back(std::move(quote));
  }
  return quotes;
}

Result<physician_query::NewQuery> asked_in(const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  physician_query::NewQuery query;
  if (const auto patient = PatientId::parse(body.text("patient"))) query.patient = *patient;
  query.encounter = body.text("encounter");
  const auto purpose = physician_query::parse_purpose(body.text("purpose"));
  if (!purpose)
    return fail(ErrorKind::invalid, "'" + body.text("purpose") + "' is no purpose of a question; /api/query-terms lists them",
                "purpose");
  const auto format = physician_query::parse_format(body.text("format"));
  if (!format) return fail(ErrorKind::invalid, "'format' is open, choice or yes-no", "format");
  query.purpose = *purpose;
  query.format = *format;
  query.is_post_bill = body.flag("post_bill");
  query.title = body.text("title");
  query.question = body.text("question");
  CHARTA_TRY(query.choices, body.list_of_texts("choices"));
  CHARTA_TRY(query.findings, quotes_of(body));
  if (const auto to = UserId::parse(body.text("to"))) query.to = *to;
  query.used_template = body.text("template");
  return query;
}

Result<Response> check_query(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto query, asked_in(request));
  CHARTA_TRY(const auto findings, desk.queries->check(request.actor, query));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("may_be_asked", may_be_asked(findings)).key("findings").begin_array();
  for (const auto& one : findings) write_finding(out, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> write_new_query(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto query, asked_in(request));
  CHARTA_TRY(const auto written, desk.queries->write(request.actor, query));
  return query_response(desk, request, written);
}

Result<Response> rewrite_query(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<physician_query::QueryId>(request, 0));
  CHARTA_TRY(const auto words, asked_in(request));
  CHARTA_TRY(const auto written, desk.queries->rewrite(request.actor, id, words));
  return query_response(desk, request, written);
}

Result<Response> get_query(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<physician_query::QueryId>(request, 0));
  CHARTA_TRY(const auto query, desk.queries->find(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "physician_query", id.key(), query.patient));
  return query_response(desk, request, query);
}

Result<Response> query_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto query, desk.queries->of_item(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "physician_query", query.id.key(), query.patient));
  return query_response(desk, request, query);
}

Result<Response> queries_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto queries, desk.queries->of_patient(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "physician_queries", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(queries.size())).key("items").begin_array();
  for (const auto& one : queries) write_query(out, desk, request, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

template <class Step>
Handler step_on_query(Step step) {
  return [step](const Desk& desk, const Request& request) -> Result<Response> {
    CHARTA_TRY(const auto id, captured_id<physician_query::QueryId>(request, 0));
    CHARTA_TRY(const auto body, Body::parse(request));
    CHARTA_TRY(const auto query, step(desk, request, id, body));
    return query_response(desk, request, query);
  };
}

Result<physician_query::Query> answer_query(const Desk& desk, const Request& request, physician_query::QueryId id,
                                            const Body& body) {
  return desk.queries->answer(request.actor, id, {body.integer("choice").value_or(0), body.text("words")});
}

Result<physician_query::Query> reassign_query(const Desk& desk, const Request& request, physician_query::QueryId id,
                                              const Body& body) {
  CHARTA_TRY(const auto reason, body.required("reason"));
  return desk.queries->reassign(request.actor, id, UserId::parse(body.text("to")).value_or(UserId()), reason);
}

Result<physician_query::Query> complete_query(const Desk& desk, const Request& request, physician_query::QueryId id,
                                              const Body& body) {
  const auto outcome = physician_query::parse_outcome(body.text("outcome"));
  if (!outcome) return fail(ErrorKind::invalid, "'outcome' is agreed, disagreed or undetermined", "outcome");
  return desk.queries->complete(request.actor, id, *outcome);
}

Result<physician_query::Query> send_query(const Desk& desk, const Request& request, physician_query::QueryId id, const Body&) {
  return desk.queries->send(request.actor, id);
}
Result<physician_query::Query> discard_query(const Desk& desk, const Request& request, physician_query::QueryId id, const Body&) {
  return desk.queries->discard(request.actor, id);
}
Result<physician_query::Query> deactivate_query(const Desk& desk, const Request& request, physician_query::QueryId id,
                                                const Body& body) {
  CHARTA_TRY(const auto reason, body.required("reason"));
  return desk.queries->deactivate(request.actor, id, reason);
}

void write_template(json::Writer& out, const physician_query::QueryTemplate& one) {
  out.begin_object().member("id", one.id).member("title", one.title).member("question", one.question);
  out.member("purpose", purpose_code(one.purpose)).member("format", format_code(one.format)).key("choices").begin_array();
  for (const auto& choice : one.choices) out.string(choice);
  out.end_array().end_object();
}

Result<Response> query_terms(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto physicians, desk.queries->physicians(request.actor));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("templates").begin_array();
  for (const auto& one : desk.queries->response().templates) write_template(out, one);
  out.end_array().key("purposes").begin_array();
  for (auto one : {physician_query::Purpose::specificity, physician_query::Purpose::clinical_validation,
                   physician_query::Purpose::procedure_detail, physician_query::Purpose::missing_diagnosis,
                   physician_query::Purpose::conflict, physician_query::Purpose::present_on_admission,
                   physician_query::Purpose::cause_and_effect})
    out.string(purpose_code(one));
  out.end_array().key("physicians").begin_array();
  for (const auto& one : physicians) out.begin_object().member("id", one.user.text()).member("name", one.name).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> query_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  CHARTA_TRY(const auto period,
             desk.queries->period(request.actor, from.value_or(now.plus(-std::chrono::hours(24 * 90))), until.value_or(now)));
  const auto& figures = period.figures;
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "query_figures"));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("sent", figures.sent).member("answered", figures.answered).member("agreed", figures.agreed);
  out.member("disagreed", figures.disagreed).member("undetermined", figures.undetermined).member("open", figures.open);
  out.member("overdue", figures.overdue);
  if (figures.median_hours) out.member("median_minutes", static_cast<std::int64_t>(*figures.median_hours * 60));
  out.key("items").begin_array();
  for (const auto& one : period.queries) {
    out.begin_object()
        .member("id", one.id.text())
        .member("item", one.item.text())
        .member("title", one.title)
        .member("state", one.state);
    write_user(out, desk, "to", one.to);
    member(out, "sent_at", one.sent_at);
    member(out, "answered_at", one.answered_at);
    member_unless_empty(out, "outcome", one.outcome);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_query_routes(Routes& routes) {
  constexpr auto ask = "ask-physicians";
  routes
      .write("POST", "/api/queries/check", "What speaks against asking it so; nothing is written", ask, "NewQuery", "QueryJudged",
             check_query)
      .read("/api/query-terms", "Templates, purposes, and whom one may ask", "read-record", "QueryTerms", query_terms)
      .write("POST", "/api/queries", "Write a question to a physician", ask, "NewQuery", "PhysicianQuery", write_new_query)
      .read("/api/queries/{id}", "A question with its quotes and its answer", "read-record", "PhysicianQuery", get_query)
      .read("/api/query-of-item/{id}", "The question behind a work item", "read-record", "PhysicianQuery", query_of_item)
      .write("POST", "/api/queries/{id}", "Write a question that was not sent anew", ask, "NewQuery", "PhysicianQuery",
             rewrite_query)
      .write("POST", "/api/queries/{id}/send", "Send it to the physician", ask, "QueryStep", "PhysicianQuery",
             step_on_query(send_query))
      .write("POST", "/api/queries/{id}/answer", "Answer it", "write-record", "QueryAnswer", "PhysicianQuery",
             step_on_query(answer_query))
      .write("POST", "/api/queries/{id}/reassign", "Hand it to another physician", "work-worklists", "QueryStep",
             "PhysicianQuery", step_on_query(reassign_query))
      .write("POST", "/api/queries/{id}/deactivate", "Take it back", ask, "QueryStep", "PhysicianQuery",
             step_on_query(deactivate_query))
      .write("POST", "/api/queries/{id}/discard", "Throw away one that was not sent", ask, "QueryStep", "PhysicianQuery",
             step_on_query(discard_query))
      .write("POST", "/api/queries/{id}/complete", "Say what the answer came to", ask, "QueryStep", "PhysicianQuery",
             step_on_query(complete_query))
      .read("/api/query-figures", "Sent, answered, agreed, and the list behind the numbers", "read-worklists", "QueryFigures",
            query_figures)
      .read("/api/patients/{id}/queries", "What was asked about a patient", "read-record", "PhysicianQueries",
            queries_of_patient);
}

}  // namespace charta::desk_api
