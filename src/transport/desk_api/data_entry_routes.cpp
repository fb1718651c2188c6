// SPDX-License-Identifier: Apache-2.0
// Visit notes typed into forms: opened, typed, checked, verified, posted; figures with the list behind them.
#include "transport/desk_api/data_entry_writing.hpp"

#include <cmath>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace typing = data_entry;

Result<Response> entry_response(const Desk& desk, const Request& request, const typing::EntryView& view) {
  CHARTA_TRY(const auto briefs, briefs_of_entries(desk, request, {&view.entry}));
  std::string text;
  json::Writer out(text);
  write_entry_view(out, desk, view, briefs);
  return http::json_response(std::move(text));
}

void write_entry_lines(json::Writer& out, const Desk& desk, std::string_view name, const std::vector<typing::Entry>& entries,
                       const std::map<std::int64_t, PatientBrief>& briefs) {
  out.key(name).begin_array();
  for (const auto& one : entries) {
    out.begin_object();
    write_entry_line(out, desk, one, briefs);
    out.end_object();
  }
  out.end_array();
}

Result<Response> entry_desk(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto waiting, desk.data_entry->desk(request.actor));
  std::vector<const typing::Entry*> all;
  for (const auto* list : {&waiting.to_type, &waiting.to_type_again, &waiting.to_verify})
    for (const auto& one : *list) all.push_back(&one);
  CHARTA_TRY(const auto briefs, briefs_of_entries(desk, request, all));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry_desk"));
  std::string text;
  json::Writer out(text);
  out.begin_object();
  write_entry_lines(out, desk, "to_type", waiting.to_type, briefs);
  write_entry_lines(out, desk, "to_type_again", waiting.to_type_again, briefs);
  write_entry_lines(out, desk, "to_verify", waiting.to_verify, briefs);
  out.key("forms").begin_array();
  for (const auto& one : desk.data_entry->rules().forms)
    out.begin_object().member("id", one.id).member("title", one.title).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> open_entry(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  const auto document = body.value("document");
  CHARTA_TRY(const auto view,
             desk.data_entry->open(request.actor, document["type"].text(), document["id"].text(), body.text("form")));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry", view.entry.id.key(), view.entry.patient));
  return entry_response(desk, request, view);
}

Result<Response> get_entry(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<typing::EntryId>(request, 0));
  CHARTA_TRY(const auto view, desk.data_entry->find(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry", id.key(), view.entry.patient));
  return entry_response(desk, request, view);
}

Result<Response> entry_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto view, desk.data_entry->of_item(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry", view.entry.id.key(), view.entry.patient));
  return entry_response(desk, request, view);
}

template <class Act>
Handler act_on_entry(Act act) {
  return [act](const Desk& desk, const Request& request) -> Result<Response> {
    CHARTA_TRY(const auto id, captured_id<typing::EntryId>(request, 0));
    CHARTA_TRY(const auto body, Body::parse(request));
    CHARTA_TRY(const auto view, act(desk, request, id, body));
    return entry_response(desk, request, view);
  };
}

using Answered = Result<typing::EntryView>;

Answered save_field(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  CHARTA_TRY(const auto field, body.required("field"));
  return desk.data_entry->save(request.actor, id, body.integer("version").value_or(0), field,
                               entered_values_of(body.value("values")));
}

Answered answer_finding(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  CHARTA_TRY(const auto key, body.required("finding"));
  return desk.data_entry->answer_warning(request.actor, id, body.integer("version").value_or(0), key, body.text("words"));
}

Answered answer_prior(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  const auto prior = body.value("prior");
  typing::PriorAnswer answer;
  answer.type = prior["type"].text();
  answer.id = prior["id"].text();
  answer.version = body.integer("prior_version").value_or(0);
  const auto says = typing::parse_prior(body.text("says"));
  if (!says) return fail(ErrorKind::invalid, "'says' is goes-on, stopped, changed, not-in-note or unanswered", "says");
  answer.says = *says;
  const auto value = body.value("value");
  answer.value = {std::string(value["field"].text()), static_cast<int>(value["row"].integer().value_or(0))};
  return desk.data_entry->answer_prior(request.actor, id, body.integer("version").value_or(0), answer);
}

Answered validate_entry(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  return desk.data_entry->validate(request.actor, id, body.integer("version").value_or(0));
}
Answered finish_second_entry(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  return desk.data_entry->finish_second(request.actor, id, body.integer("version").value_or(0));
}

Answered verify_entry(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  std::vector<typing::Settled> settled;
  for (const auto one : body.value("settled"))
    settled.push_back({std::string(one["field"].text()), static_cast<int>(one["row"].integer().value_or(0)),
                       static_cast<int>(one["second_row"].integer().value_or(0)), one["takes_second"].boolean()});
  return desk.data_entry->verify(request.actor, id, body.integer("version").value_or(0), settled);
}

/// Steps that need a reason.
Answered step_of_entry(const Desk& desk, const Request& request, typing::EntryId id, const Body& body) {
  CHARTA_TRY(const auto event, body.required("event"));
  CHARTA_TRY(const auto reason, body.required("reason"));
  auto& service = *desk.data_entry;
  const auto words = body.text("words");
  if (event == "return") return service.send_back(request.actor, id, reason, words);
  if (event == "not-needed") return service.not_needed(request.actor, id, reason, words);
  if (event == "keep") return service.keep(request.actor, id, reason, words);
  if (event == "retract") return service.retract(request.actor, id, reason, words);
  return fail(ErrorKind::invalid, "'event' is return, not-needed, keep or retract", "event");
}

Result<Response> entry_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto from, instant_of(request, "from"));
  CHARTA_TRY(const auto until, instant_of(request, "until"));
  const Instant now = desk.clock.now();
  CHARTA_TRY(const auto period, desk.data_entry->period(request.actor, from.value_or(now.plus(-std::chrono::hours(24 * 90))),
                                                        until.value_or(now.plus(std::chrono::minutes(1)))));
  std::vector<const typing::Entry*> all;
  for (const auto& one : period.entries) all.push_back(&one);
  CHARTA_TRY(const auto briefs, briefs_of_entries(desk, request, all));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry_figures"));
  const auto& figures = period.figures;
  const auto& goals = desk.data_entry->rules().double_entry;
  std::string text;
  json::Writer out(text);
  out.begin_object()
      .member("posted", figures.posted)
      .member("within_goal", figures.within_goal)
      .member("returned", figures.returned);
  out.member("typed_twice", figures.typed_twice).member("compared", figures.compared).member("agreed", figures.agreed);
  out.member("open", figures.open).member("lag_goal_hours", goals.lag_goal_hours);
  out.member("accuracy_goal_per_thousand", static_cast<std::int64_t>(std::lround(goals.accuracy_goal * 1000)));
  if (figures.median_hours) out.member("median_minutes", static_cast<std::int64_t>(*figures.median_hours * 60));
  if (figures.accuracy) out.member("accuracy_per_thousand", static_cast<std::int64_t>(std::floor(*figures.accuracy * 1000)));
  write_entry_lines(out, desk, "items", period.entries, briefs);
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> typed_values_of_patient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, captured_id<PatientId>(request, 0));
  CHARTA_TRY(const auto values, desk.data_entry->posted_of(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "data_entry_values", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(values.size())).key("items").begin_array();
  for (const auto& one : values) {
    out.begin_object().member("entry", one.entry.text()).member("title", one.title);
    out.key("resource").begin_object().member("type", one.posting.type).member("id", one.posting.id).end_object();
    out.key("document").begin_object().member("type", one.document_type).member("id", one.document_id).end_object();
    const typing::FormField* field = nullptr;
    for (const auto& form : desk.data_entry->rules().forms)
      if (field == nullptr) field = form.field(one.value.field);
    out.member("field_title", field == nullptr ? one.value.field : field->title);
    out.member("made", one.posting.version_before == 0).member("retracted", one.posting.is_retracted);
    write_entered_value(out.key("value"), desk, one.value);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

}  // namespace

void add_data_entry_routes(Routes& routes) {
  constexpr auto enter = "enter-data";
  constexpr auto verify = "verify-data";
  routes
      .read("/api/data-entry", "Notes that wait to be typed, typed again or verified", "read-record", "DataEntryDesk", entry_desk)
      .write("POST", "/api/data-entry", "Open data entry for a note", enter, "NewDataEntry", "DataEntry", open_entry)
      .read("/api/data-entry/{id}", "A note's form with what was typed and what speaks against it", "read-record", "DataEntry",
            get_entry)
      .read("/api/data-entry-of-item/{id}", "The data entry behind a work item", "read-record", "DataEntry", entry_of_item)
      .write("POST", "/api/data-entry/{id}/fields", "Keep every line of one field", enter, "DataEntryField", "DataEntry",
             act_on_entry(save_field))
      .write("POST", "/api/data-entry/{id}/warnings", "Answer a warning", enter, "DataEntryWarning", "DataEntry",
             act_on_entry(answer_finding))
      .write("POST", "/api/data-entry/{id}/prior", "Say what the note says of an item of the chart", enter, "DataEntryPrior",
             "DataEntry", act_on_entry(answer_prior))
      .write("POST", "/api/data-entry/{id}/validate", "Typed whole: check it", enter, "DataEntryVersion", "DataEntry",
             act_on_entry(validate_entry))
      .write("POST", "/api/data-entry/{id}/second", "The second, blind entry is done", enter, "DataEntryVersion", "DataEntry",
             act_on_entry(finish_second_entry))
      .write("POST", "/api/data-entry/{id}/verify", "Verify it and post it to the chart", verify, "DataEntryVerification",
             "DataEntry", act_on_entry(verify_entry))
      .write("POST", "/api/data-entry/{id}/steps", "Send it back, not needed, keep or retract what was posted", "read-record",
             "DataEntryStep", "DataEntry", act_on_entry(step_of_entry))
      .read("/api/data-entry-figures", "Lag, accuracy of blind double entry, and the list behind the numbers", "read-worklists",
            "DataEntryFigures", entry_figures)
      .read("/api/patients/{id}/typed-values", "What stands in a chart by data entry, with the page it was read from",
            "read-record", "TypedValues", typed_values_of_patient);
}

}  // namespace charta::desk_api
