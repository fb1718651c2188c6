// SPDX-License-Identifier: Apache-2.0
// Copies of reports: who has which, by which way, what failed, what is asked back; how somebody is reached.
#include "department/distribution/distribution_service.hpp"
#include "department/distribution/word_diff.hpp"
#include "transport/desk_api/desk.hpp"

#include <set>

namespace charta::desk_api {
namespace {

using http::Request;
using http::Response;
namespace given_out = distribution;

void write_copy(json::Writer& out, const Desk& desk, const given_out::Copy& copy, const Request& request) {
  out.begin_object().member("id", copy.id.text()).member("number", copy.number());
  out.key("document").begin_object().member("type", copy.document_type).member("id", copy.document_id).end_object();
  out.member("version", copy.version).member("patient", copy.patient.text()).member("title", copy.title);
  out.member("to", copy.recipient.text()).member("kind", kind_code(copy.kind)).member("recipient", copy.recipient_name);
  out.member("purpose", purpose_code(copy.purpose)).member("reasons", copy.reasons);
  member_unless_empty(out, "rule", copy.rule);
  out.member("channel", channel_code(copy.channel)).member("state", state_code(copy.state));
  member_unless_empty(out, "address", copy.address);
  out.member("is_notice", copy.content == given_out::CopyContent::notice);
  member_unless_empty(out, "problem", copy.problem);
  out.member("attempts", copy.attempts).member("made_at", copy.made_at.text());
  member(out, "next_try_at", copy.state == given_out::CopyState::owed ? copy.next_try_at : std::nullopt);
  member(out, "sent_at", copy.sent_at);
  member(out, "delivered_at", copy.delivered_at);
  member(out, "opened_at", copy.opened_at);
  member(out, "acted_at", copy.acted_at);
  member(out, "settled_at", copy.settled_at);
  member_unless_empty(out, "action", copy.action);
  if (copy.acted_by.is_set()) write_user(out, desk, "acted_by", copy.acted_by);
  out.member("reminders", copy.reminders);
  if (copy.item.is_set()) out.member("item", copy.item.text());
  if (copy.replaces.is_set()) out.member("replaces", copy.replaces.text());
  member_unless_empty(out, "proof", copy.proof);
  member_unless_empty(out, "place", copy.place);
  out.member("is_mine", copy.user.is_set() && copy.user == request.actor.author.user);
}

void write_view(json::Writer& out, const Desk& desk, const Request& request, const given_out::CopyView& view) {
  write_copy(out, desk, view.copy, request);
  out.key("steps").begin_array();
  for (const auto& step : view.steps) {
    out.begin_object().member("at", step.at.text()).member("event", step.event).member("state", step.state);
    out.member("channel", step.channel);
    if (step.by.is_set()) write_user(out, desk, "by", step.by);
    member_unless_empty(out, "words", step.words);
    member_unless_empty(out, "proof", step.proof);
    out.end_object();
  }
  out.end_array().end_object();
}

Result<void> write_people(json::Writer& out, const Desk& desk, const Request& request, const std::set<PatientId>& whose) {
  out.key("patients").begin_array();
  if (desk.briefs) {
    CHARTA_TRY(const auto briefs, desk.briefs(request.actor, std::vector<PatientId>(whose.begin(), whose.end())));
    for (const auto& [key, brief] : briefs)
      out.begin_object().member("id", brief.id.text()).member("name", brief.name).member("mrn", brief.mrn).end_object();
  }
  out.end_array();
  return {};
}

Result<given_out::CopyFilter> copy_filter(const Request& request) {
  given_out::CopyFilter filter;
  const auto state = request.parameter("state").value_or(""), channel = request.parameter("channel").value_or("");
  filter.state = given_out::parse_state(state);
  filter.channel = given_out::parse_channel(channel);
  if (!state.empty() && !filter.state) return fail(ErrorKind::unknown_code, "'" + state + "' is no state of a copy", "state");
  if (!channel.empty() && !filter.channel) return fail(ErrorKind::unknown_code, "'" + channel + "' is no channel", "channel");
  CHARTA_TRY(filter.recipient, id_filter<given_out::RecipientId>(request, "to"));
  CHARTA_TRY(filter.patient, id_filter<PatientId>(request, "patient"));
  if (request.parameter("mine").value_or("") == "1") filter.user = request.actor.author.user;
  filter.in_trouble = request.parameter("trouble").value_or("") == "1";
  filter.is_current = request.parameter("current").value_or("") == "1";
  filter.limit = limit_of(request, 50, 200);
  filter.offset = offset_of(request);
  return filter;
}

Result<Response> list_copies(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto filter, copy_filter(request));
  CHARTA_TRY(const auto page, desk.distribution->list(request.actor, filter));
  std::set<PatientId> whose;
  for (const auto& one : page.copies)
    if (whose.insert(one.patient).second)
      CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "distribution_copies", 0, one.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", page.total).key("items").begin_array();
  for (const auto& one : page.copies) {
    write_copy(out, desk, one, request);
    out.end_object();
  }
  out.end_array();
  CHARTA_TRY_DO(write_people(out, desk, request, whose));
  out.end_object();
  return http::json_response(std::move(text));
}

Result<Response> answer_copy(const Desk& desk, const Request& request, const given_out::CopyView& view) {
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "distribution_copy", view.copy.id.key(), view.copy.patient));
  std::string text;
  json::Writer out(text);
  write_view(out, desk, request, view);
  return http::json_response(std::move(text));
}

Result<Response> get_copy(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<given_out::CopyId>(request, 0));
  CHARTA_TRY(const auto view, desk.distribution->find(request.actor, id));
  return answer_copy(desk, request, view);
}

Result<Response> copy_of_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto view, desk.distribution->of_item(request.actor, id));
  return answer_copy(desk, request, view);
}

Result<Response> who_has_document(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto views, desk.distribution->who_has(request.actor, request.captured.at(0), request.captured.at(1)));
  if (!views.empty())
    CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "distribution_copies", 0, views.front().copy.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(views.size())).key("items").begin_array();
  for (const auto& one : views) write_view(out, desk, request, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> copy_changes(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<given_out::CopyId>(request, 0));
  CHARTA_TRY(const auto two, desk.distribution->words(request.actor, id));
  CHARTA_TRY(const auto view, desk.distribution->find(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "distribution_copy", id.key(), view.copy.patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("has_earlier", view.copy.replaces.is_set()).key("runs").begin_array();
  const auto runs = view.copy.replaces.is_set() ? given_out::compare_words(two.before, two.now)
                                                : std::vector<given_out::DiffRun>{{given_out::Change::same, two.now}};
  for (const auto& run : runs)
    out.begin_object().member("change", change_code(run.change)).member("words", run.words).end_object();
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<given_out::Copy> carry_out(const Desk& desk, const Request& request, given_out::CopyId id, const Body& body) {
  auto& service = *desk.distribution;
  CHARTA_TRY(const auto event, body.required("event"));
  const auto to = given_out::RecipientId::parse(body.text("to")).value_or(given_out::RecipientId());
  if (event == "open") return service.open(request.actor, id);
  if (event == "approve") return service.approve(request.actor, id);
  if (event == "request-corrections")
    return service.request_corrections(request.actor, id, body.text("reason"), body.text("words"));
  if (event == "not-mine") return service.not_mine(request.actor, id, body.text("reason"));
  if (event == "reassign") return service.reassign(request.actor, id, to);
  if (event == "give-up") return service.give_up(request.actor, id, body.text("reason"));
  if (event == "recall-answer") return service.answer_recall(request.actor, id, body.text("answer"));
  if (event != "send-again")
    return fail(ErrorKind::unknown_code,
                "'event' is open, approve, request-corrections, not-mine, reassign, send-again, give-up or recall-answer",
                "event");
  const auto channel = given_out::parse_channel(body.text("channel"));
  if (!channel && !body.text("channel").empty())
    return fail(ErrorKind::unknown_code, "'" + body.text("channel") + "' is no channel", "channel");
  return service.send_again(request.actor, id, channel, to);
}

Result<Response> act_on_copy(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<given_out::CopyId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto copy, carry_out(desk, request, id, body));
  CHARTA_TRY(const auto view, desk.distribution->find(request.actor, copy.id));
  std::string text;
  json::Writer out(text);
  write_view(out, desk, request, view);
  return http::json_response(std::move(text));
}

Result<Response> distribution_figures(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto figures, desk.distribution->figures(request.actor));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("waiting", figures.waiting);
  member(out, "begun_at", figures.begun_at);
  out.key("channels").begin_array();
  for (const auto& one : figures.channels) {
    out.begin_object().member("channel", channel_code(one.channel)).member("owed", one.owed).member("late", one.in_trouble);
    out.member("sent", one.sent).member("failed", one.failed).member("asked_back", one.asked_back);
    member(out, "owed_since", one.owed_since);
    member_unless_empty(out, "problem", one.problem);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

void write_recipient(json::Writer& out, const Desk& desk, const given_out::Recipient& one) {
  out.begin_object()
      .member("id", one.id.text())
      .member("key", one.key)
      .member("kind", kind_code(one.kind))
      .member("name", one.name);
  if (one.user.is_set()) write_user(out, desk, "user", one.user);
  out.member("is_known", one.is_known()).member("version", one.version).member("changed_at", one.changed_at.text());
  out.key("ways").begin_array();
  for (const auto& way : one.ways)
    out.begin_object().member("channel", channel_code(way.channel)).member("address", way.address).end_object();
  out.end_array().end_object();
}

Result<Response> list_recipients(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto list,
             desk.distribution->recipients(request.actor, request.parameter("q").value_or(""), limit_of(request, 50, 200)));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) write_recipient(out, desk, one);
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<given_out::Recipient> recipient_in(const Body& body) {
  given_out::Recipient recipient;
  CHARTA_TRY(recipient.key, body.required("key"));
  CHARTA_TRY(recipient.name, body.required("name"));
  const auto kind = given_out::parse_kind(body.text("kind"));
  if (!kind) return fail(ErrorKind::unknown_code, "'kind' is practitioner, organization, ward or file", "kind");
  recipient.kind = *kind;
  if (const auto user = UserId::parse(body.text("user"))) recipient.user = *user;
  recipient.version = body.integer("version").value_or(0);
  for (const auto one : body.value("ways")) {
    const auto channel = given_out::parse_channel(one["channel"].text());
    if (!channel) return fail(ErrorKind::unknown_code, "'" + std::string(one["channel"].text()) + "' is no channel", "ways");
    recipient.ways.push_back({*channel, std::string(one["address"].text())});
  }
  return recipient;
}

Result<Response> save_recipient(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(auto recipient, recipient_in(body));
  CHARTA_TRY(const auto saved, desk.distribution->save_recipient(request.actor, std::move(recipient)));
  std::string text;
  json::Writer out(text);
  write_recipient(out, desk, saved);
  return http::json_response(std::move(text));
}

Response done_response() {
  return http::no_content();
}

Result<Response> begin_distribution(const Desk& desk, const Request& request) {
  CHARTA_TRY_DO(desk.distribution->begin(request.actor));
  return done_response();
}

Result<Response> list_opt_outs(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto patient, id_filter<PatientId>(request, "patient"));
  CHARTA_TRY(const auto list, desk.distribution->opt_outs(request.actor, patient));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "distribution_opt_outs", 0, patient));
  std::string text;
  json::Writer out(text);
  out.begin_object().member("total", static_cast<std::int64_t>(list.size())).key("items").begin_array();
  for (const auto& one : list) {
    out.begin_object().member("id", print_key(one.key)).member("recipient", one.recipient).member("role", one.role);
    out.member("type", one.type_code).member("reason", one.reason).member("said_at", one.said_at.text());
    if (one.said_by.is_set()) write_user(out, desk, "said_by", one.said_by);
    if (one.patient.is_set()) out.member("patient", one.patient.text());
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(text));
}

Result<Response> add_opt_out(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  given_out::RecipientStore::StoredOptOut one;
  one.recipient = body.text("recipient");
  one.role = body.text("role");
  one.type_code = body.text("type");
  one.reason = body.text("reason");
  if (const auto patient = PatientId::parse(body.text("patient"))) one.patient = *patient;
  CHARTA_TRY_DO(desk.distribution->opt_out(request.actor, std::move(one)));
  return done_response();
}

Result<Response> end_opt_out(const Desk& desk, const Request& request) {
  const auto key = parse_key(request.captured.at(0));
  if (!key) return fail(ErrorKind::not_found, "'" + request.captured.at(0) + "' is not an id; ids have 13 characters");
  CHARTA_TRY_DO(desk.distribution->end_opt_out(request.actor, *key));
  return done_response();
}

}  // namespace

void add_distribution_routes(Routes& routes) {
  routes
      .read("/api/distribution", "How copies go out: by channel what is owed, late, failed, asked back", "read-record",
            "Distribution", distribution_figures)
      .read("/api/distribution/copies",
            "Copies, the newest first; ?state=, channel=, to=, patient=, mine=1, trouble=1 (failed, late, asked back), current=1",
            "read-record", "DistributionCopies", list_copies)
      .read("/api/distribution/copies/{id}", "One copy with everything that happened to it", "read-record", "DistributionCopy",
            get_copy)
      .read("/api/distribution/copies/{id}/changes", "Its words, and what changed since the recipient's copy before",
            "read-record", "DistributionChanges", copy_changes)
      .write("POST", "/api/distribution/copies/{id}",
             "A step: open, approve, request-corrections, not-mine (by whom it is for), reassign, send-again, give-up, "
             "recall-answer",
             "work-worklists", "DistributionAct", "DistributionCopy", act_on_copy)
      .read("/api/distribution/of-item/{id}", "The copy behind a work item", "read-record", "DistributionCopy", copy_of_item)
      .read("/api/distribution/of/{type}/{id}", "Who has a document, in every version, with what shows it", "read-record",
            "DistributionHolders", who_has_document)
      .read("/api/distribution/recipients", "Who is reached how; those whom nobody can reach first. ?q= a part of name or number",
            "read-worklists", "DistributionRecipients", list_recipients)
      .write("POST", "/api/distribution/recipients", "How somebody is reached; what waited for that goes out", "file-documents",
             "NewDistributionRecipient", "DistributionRecipient", save_recipient)
      .read("/api/distribution/opt-outs", "Who asked not to be sent something; ?patient= with those of one patient",
            "read-record", "DistributionOptOuts", list_opt_outs)
      .write("POST", "/api/distribution/opt-outs", "Somebody asked not to be sent something", "file-documents",
             "NewDistributionOptOut", "", add_opt_out)
      .write("DELETE", "/api/distribution/opt-outs/{id}", "They want it again", "file-documents", "", "", end_opt_out)
      .write("POST", "/api/distribution/begin", "From now on this house gives out copies", "file-documents", "", "",
             begin_distribution);
}

}  // namespace charta::desk_api
