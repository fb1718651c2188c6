// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/amendment_json.hpp"

namespace charta::desk_api {
namespace {

using amendment_requests::Amendment;
using http::Request;
namespace amendment = amendment_requests;

void member_day(json::Writer& out, std::string_view name, std::optional<Date> day) {
  if (day) out.member(name, day->text());
}

void write_amendment_document(json::Writer& out, const amendment::AmendmentDocument& one) {
  out.begin_object().member("role", role_code(one.role));
  out.key("document").begin_object().member("type", one.resource_type).member("id", one.fhir_id).end_object();
  out.member("title", one.title).member("at", one.at.text()).member("version", one.version).member("elsewhere", one.is_elsewhere);
  member_unless_empty(out, "quote", one.quote);
  out.end_object();
}

void write_person_to_inform(json::Writer& out, const Desk& desk, const amendment::PersonToInform& one) {
  out.begin_object().member("id", one.id.text()).member("name", one.name).member("why", one.why);
  member_unless_empty(out, "reached", one.reached);
  member(out, "informed_at", one.informed_at);
  if (one.informed_by.is_set()) write_user(out, desk, "informed_by", one.informed_by);
  member_unless_empty(out, "how", one.how);
  out.end_object();
}

void write_opinion(json::Writer& out, const Desk& desk, const Request& request, const Amendment& one) {
  if (!one.asked_author.is_set()) return;
  out.key("author").begin_object();
  write_user(out, desk, "asked", one.asked_author);
  out.member("is_mine", one.asked_author == request.actor.author.user);
  member(out, "asked_at", one.asked_at);
  member(out, "at", one.opinion_at);
  member_unless_empty(out, "opinion", one.opinion.code);
  member_unless_empty(out, "words", one.opinion.words);
  out.end_object();
}

void write_amendment_decision(json::Writer& out, const Desk& desk, const Amendment& one) {
  if (!one.decided_at) return;
  out.key("decision").begin_object().member("code", one.decided.decision).member("at", one.decided_at->text());
  write_user(out, desk, "by", one.decided_by);
  member_unless_empty(out, "accepted", one.decided.accepted);
  member_unless_empty(out, "denied", one.decided.denied);
  out.key("grounds").begin_array();
  for (const auto& code : one.decided.grounds) {
    const auto* ground = desk.amendments->rules().ground(code);
    out.begin_object().member("code", code).member("title", ground == nullptr ? code : ground->title);
    member_unless_empty(out, "paragraph", ground == nullptr ? "" : ground->paragraph);
    out.end_object();
  }
  out.end_array().end_object();
}

void write_amendment_dispute(json::Writer& out, const Desk& desk, const Amendment& one) {
  if (!one.statement.empty()) {
    out.key("statement").begin_object().member("words", one.statement);
    member_day(out, "received_on", one.statement_on);
    out.end_object();
  }
  if (one.rebuttal.empty()) return;
  out.key("rebuttal").begin_object().member("words", one.rebuttal);
  member(out, "at", one.rebutted_at);
  write_user(out, desk, "by", one.rebutted_by);
  out.end_object();
}

}  // namespace

void write_amendment_members(json::Writer& out, const Desk& desk, const http::Request& request,
                             const amendment_requests::Amendment& one) {
  out.member("id", one.id.text()).member("item", one.item.text()).member("state", one.state);
  out.member("state_title", title_of(amendment_requests::amendment_machine(), one.state))
      .member("received_on", one.received_on.text());
  out.member("last_day", last_day_of(one, desk.amendments->rules().clock).text()).member("channel", one.channel);
  out.member("wanted", one.wanted).member("wants_disclosed", one.wants_disclosed).member("undecided", one.is_undecided());
  member_unless_empty(out, "because", one.because);
  member_unless_empty(out, "asked_by", one.asked_by);
  member(out, "due_at", one.due_at);
  member(out, "acknowledged_at", one.acknowledged_at);
  member_day(out, "extended_until", one.extended_until);
  member_unless_empty(out, "extension_reason", one.extension_reason);
  member(out, "amended_at", one.amended_at);
  member(out, "closed_at", one.closed_at);
  out.key("documents").begin_array();
  for (const auto& document : one.documents) write_amendment_document(out, document);
  out.end_array().key("persons").begin_array();
  for (const auto& person : one.persons) write_person_to_inform(out, desk, person);
  out.end_array();
  write_opinion(out, desk, request, one);
  write_amendment_decision(out, desk, one);
  write_amendment_dispute(out, desk, one);
  out.member("rule", one.rule);
}

}  // namespace charta::desk_api
