// SPDX-License-Identifier: Apache-2.0
// Figures of completion, letters to the medical staff, suspensions.
#include "department/chart_completion/delinquency_service.hpp"
#include "transport/desk_api/desk.hpp"

#include <cstdio>
#include <set>

namespace charta::desk_api {
namespace {

using chart_completion::Letter;
using chart_completion::Suspension;
using http::Request;
using http::Response;

std::string rounded(double value) {
  char text[32];
  (void)std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void write_on_time(json::Writer& out, const Desk& desk, const chart_completion::CompletionCounts& counts) {
  out.key("on_time").begin_array();
  for (const auto& one : counts.on_time) {
    const auto* requirement = desk.completion->rules().find(one.rule.substr(0, one.rule.find('@')));
    out.begin_object().member("rule", one.rule).member("title", requirement == nullptr ? one.rule : requirement->title);
    out.member("kept", one.kept).member("in_time", one.in_time).end_object();
  }
  out.end_array();
}

Result<Response> completion_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto figures, desk.delinquency->figures(request.actor));
  const auto& rules = desk.delinquency->rules();
  std::string body;
  json::Writer out(body);
  out.begin_object()
      .member("incomplete", figures.counts.incomplete)
      .member("delinquent", figures.counts.delinquent)
      .member("discharges", figures.counts.discharges)
      .member("months", rules.months)
      .member("average_monthly_discharges", rounded(figures.average_monthly_discharges))
      .member("delinquent_after_days", rules.delinquent_after_days)
      .member("rule", rules.rule)
      .member("citation", rules.citation)
      .member("verified", rules.verified)
      .member("closed", figures.counts.closed)
      .member("closed_by_itself", figures.counts.closed_by_itself);
  if (figures.rate) out.member("rate", rounded(*figures.rate));
  write_on_time(out, desk, figures.counts);
  out.end_object();
  return http::json_response(std::move(body));
}

void write_letter(json::Writer& out, const Desk& desk, const Letter& letter) {
  const auto* level = desk.delinquency->rules().find(letter.level);
  out.begin_object()
      .member("id", letter.id.text())
      .member("key", letter.to.key)
      .member("name", letter.to.name)
      .member("level", letter.level)
      .member("title", level == nullptr ? std::string() : level->title)
      .member("made_at", letter.made_at.text())
      .member("items", letter.items);
  write_user(out, desk, "made_by", letter.made_by);
  out.end_object();
}

Result<Response> letters_due(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto due, desk.delinquency->letters_due(request.actor));
  CHARTA_TRY(const auto sent, desk.delinquency->letters(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(due.size())).key("items").begin_array();
  for (const auto& one : due) {
    out.begin_object().member("key", one.to.key).member("name", one.to.name).member("level", one.level->level);
    out.member("title", one.level->title).member("items", one.items).member("longest_days", one.longest_days);
    out.member("suspends", one.level->suspends).member("is_suspended", one.is_suspended);
    if (one.last) write_letter(out.key("last"), desk, *one.last);
    out.end_object();
  }
  out.end_array().key("sent").begin_array();
  for (const auto& letter : sent) write_letter(out, desk, letter);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> letter_as_it_would_be(const Desk& desk, const Request& request) {
  const auto responsible = request.parameter("responsible").value_or("");
  CHARTA_TRY(const auto text, desk.delinquency->letter_text(request.actor, responsible));
  chart_completion::OwedFilter filter;
  filter.responsible = responsible;
  CHARTA_TRY(const auto owed, desk.completion->owed(request.actor, filter));
  std::set<PatientId> named;
  for (const auto& one : owed)
    if (named.insert(one.row.patient).second)
      CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "completion_letter", 0, one.row.patient));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("text", text).end_object();
  return http::json_response(std::move(body));
}

Result<Response> write_one_letter(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto responsible, body.required("key"));
  CHARTA_TRY(const auto letter, desk.delinquency->write_letter(request.actor, responsible));
  std::string text;
  json::Writer out(text);
  write_letter(out, desk, letter);
  return http::json_response(std::move(text));
}

Result<Response> letter_as_pdf(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<chart_completion::LetterId>(request, 0));
  Response response;
  CHARTA_TRY(response.body, desk.delinquency->letter_pdf(request.actor, id));
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline");
  return response;
}

void write_suspension(json::Writer& out, const Desk& desk, const Suspension& one) {
  out.begin_object().member("id", one.id.text()).member("key", one.who.key).member("name", one.who.name);
  out.member("approved_at", one.approved_at.text());
  write_user(out, desk, "approved_by", one.approved_by);
  member(out, "lifted_at", one.lifted_at);
  out.end_object();
}

Result<Response> suspension_list(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list, desk.delinquency->suspensions(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_suspension(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> approve_suspension(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto responsible, body.required("key"));
  CHARTA_TRY(const auto made, desk.delinquency->suspend(request.actor, responsible));
  std::string text;
  json::Writer out(text);
  write_suspension(out, desk, made);
  return http::json_response(std::move(text));
}

}  // namespace

void add_delinquency_routes(Routes& routes) {
  routes
      .read("/api/completion/figures", "Incomplete and delinquent records, the delinquency rate, what came in time",
            "read-record", "CompletionFigures", completion_figures)
      .read("/api/completion/letters", "Who is to be written to, and the letters that were", "file-documents",
            "CompletionLetters", letters_due)
      .write("POST", "/api/completion/letters", "Writes and keeps the letter that is due", "file-documents", "CompletionKey",
             "CompletionLetter", write_one_letter)
      .read("/api/completion/letters/preview", "The letter as it would be written now; ?responsible=", "file-documents",
            "LetterText", letter_as_it_would_be)
      .read("/api/completion/letters/{id}/pdf", "A letter to print", "file-documents", "", letter_as_pdf)
      .read("/api/completion/suspensions", "Who is suspended, and who was", "read-record", "Suspensions", suspension_list)
      .write("POST", "/api/completion/suspensions", "The committee's approval; the record lifts it", "waive-work",
             "CompletionKey", "Suspension", approve_suspension);
}

}  // namespace charta::desk_api
