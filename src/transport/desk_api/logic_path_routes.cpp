// SPDX-License-Identifier: Apache-2.0
// Logic mode of the encoder: the answers so far lead to the next question or to a code. Nothing of a patient is read or kept.
#include "department/coding/code_sets/book_shelf.hpp"
#include "transport/desk_api/coding_json.hpp"

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
using logic_path::Way;

void member_code(json::Writer& out, std::string_view name, grouper::CodeKey code) {
  if (code != 0) out.member(name, claim_edits::dotted(code));
}

void write_choice(json::Writer& out, const logic_path::Choice& choice) {
  out.begin_object().member("answer", choice.token).member("words", choice.words);
  member_unless_empty(out, "more", choice.more);
  member_unless_empty(out, "group", choice.group);
  member_code(out, "code", choice.code);
  out.member("unspecified", choice.says_nothing).end_object();
}

void write_question(json::Writer& out, const logic_path::Question& question) {
  out.key("question").begin_object().member("asks", name_of(question.ask)).member("about", question.about);
  member_code(out, "code", question.code);
  out.member("number", static_cast<std::int64_t>(question.number));
  member_unless_empty(out, "kind", question.note_kind);
  out.key("choices").begin_array();
  for (const auto& one : question.choices) write_choice(out, one);
  out.end_array().end_object();
}

void write_step(json::Writer& out, const logic_path::Step& step) {
  out.begin_object().member("asks", name_of(step.ask)).member("about", step.about).member("words", step.words);
  member_unless_empty(out, "group", step.group);
  member_code(out, "code", step.code);
  out.member("number", static_cast<std::int64_t>(step.number));
  member_unless_empty(out, "kind", step.note_kind);
  out.member("why", name_of(step.why)).member("unspecified", step.says_nothing);
  if (step.answer >= 0) out.member("answer", static_cast<std::int64_t>(step.answer));
  out.end_object();
}

void write_companion(json::Writer& out, const logic_path::Companion& companion) {
  out.begin_object().member("kind", companion.kind).member("words", companion.words);
  member_unless_empty(out, "start", companion.start);
  out.end_object();
}

void write_end(json::Writer& out, const Desk& desk, const Way& way, Date day) {
  out.key("result").begin_object();
  out.member("code", way.is_procedure ? grouper::text_of(way.code) : claim_edits::dotted(way.code));
  out.member("system", way.is_procedure ? "icd10pcs" : "icd10cm").member("title", way.title);
  out.member("notes_known", way.notes_known).key("notes").begin_array();
  for (const auto& one : way.told) {
    out.begin_object().member("kind", name_of(one.kind)).member("text", one.text);
    member_code(out, "at", one.at);
    out.end_object();
  }
  out.end_array().key("companions").begin_array();
  for (const auto& one : way.companions) write_companion(out, one);
  out.end_array().key("guidelines").begin_array();
  if (!way.is_procedure)
    for (const auto* one : desk.code_shelf->guidelines().of(way.code))
      out.begin_object().member("section", one->section).member("title", one->title).end_object();
  out.end_array();
  if (const auto exempt = desk.code_shelf->poa_exempt(day); exempt && !way.is_procedure)
    out.member("poa_exempt", (*exempt)->has(way.code));
  out.end_object();
}

void write_stop(json::Writer& out, const Way& way) {
  out.key("stopped").begin_object().member("why", name_of(way.stop)).member("at", way.stopped_at).end_object();
}

Result<Response> code_questions(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto day, day_asked(desk, request));
  CHARTA_TRY(const auto shelf, desk.code_shelf->logic_books(day));
  const auto answers = logic_path::answers_in(request.parameter("answers").value_or(""));
  CHARTA_TRY(const auto way,
             logic_path::follow(shelf.books, desk.code_shelf->logic_words(), answers, request.parameter("words").value_or("")));
  std::string text;
  json::Writer out(text);
  out.begin_object().key("steps").begin_array();
  for (const auto& one : way.steps) write_step(out, one);
  out.end_array();
  if (way.question) write_question(out, *way.question);
  if (way.code != 0) write_end(out, desk, way, day);
  if (way.stop != logic_path::Stop::none) write_stop(out, way);
  out.end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_logic_path_routes(Routes& routes) {
  routes.read(
      "/api/coding/questions",
      "Logic mode: the answers so far (?answers=, separated by full stops) lead to the next question or to a code, with the "
      "reason of each step; ?words= of a main term, ?on=",
      "read-worklists", "CodeQuestions", code_questions);
}

}  // namespace charta::desk_api
