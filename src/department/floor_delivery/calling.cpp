// SPDX-License-Identifier: Apache-2.0
// STAT results by telephone: the queue, the log of calls, the read-back.
#include "department/floor_delivery/floor_service.hpp"

#include <algorithm>

namespace charta::floor_delivery {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t most_calls = 500;
constexpr std::chrono::hours calls_shown{24};

bool sees_call(const Actor& actor, const StatCall& call) {
  return actor.visibility.sees(call.facility, call.sensitivity, call.patient);
}

Error no_such_call() {
  return fail(ErrorKind::not_found, "there is no such STAT call");
}

}  // namespace

Result<void> FloorService::ask_ward(store::UnitOfWork& work, const CopiedDocument& document, const Place& place) {
  CHARTA_TRY(const auto open, call_rows_.open_of_document(work, document.document));
  if (!open.empty()) return {};
  StatCall call;
  static_cast<CopiedDocument&>(call) = document;
  call.id = keys_.next<StatCallId>();
  call.ward = place.ward == nullptr ? std::string() : place.ward->code;
  call.room = place.room;
  call.opened_at = clock_.now();
  call.due_at = call.opened_at.plus(rules_.call);
  worklists::NewWorkItem item;
  item.kind = stat_call_machine().kind;
  item.subject_type = call.resource_type;
  item.subject = call.document.key();
  item.patient = call.patient;
  item.priority = worklists::Priority::stat;
  item.due_at = call.due_at;
  item.clock_basis = "arrival";
  item.pool = "floor";
  item.reason_code = "stat-result";
  item.rule = rules_.rule;
  item.facility = call.facility;
  item.sensitivity = call.sensitivity;
  json::Writer(item.detail)
      .begin_object()
      .member("title", call.title)
      .member("document", call.fhir_id)
      .member("source", call.ward + (call.room.empty() ? "" : " " + call.room))
      .member("call", call.id.text())
      .end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  call.item = opened.id;
  return call_rows_.add(work, call);
}

Result<void> FloorService::step_call(store::UnitOfWork& work, const Actor& actor, const StatCall& call, std::string_view event) {
  CHARTA_TRY_DO(call_rows_.save(work, call));
  worklists::Act act;
  act.event = event;
  CHARTA_TRY_DO(worklists_.apply(work, actor, call.item, act));
  return {};
}

Result<std::vector<StatCall>> FloorService::calls(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto all, store_.read([&](store::Reader& reader) {
    return call_rows_.since(reader, clock_.now().plus(-calls_shown), most_calls);
  }));
  std::erase_if(all, [&](const StatCall& one) { return !sees_call(actor, one); });
  return all;
}

Result<StatCall> FloorService::call(const Actor& actor, StatCallId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto call, store_.read([&](store::Reader& reader) { return call_rows_.find(reader, id); }));
  if (!call || !sees_call(actor, *call)) return no_such_call();
  return std::move(*call);
}

Result<StatCall> FloorService::call_of_item(const Actor& actor, WorkItemId item) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto call, store_.read([&](store::Reader& reader) { return call_rows_.of_item(reader, item); }));
  if (!call || !sees_call(actor, *call)) return no_such_call();
  return std::move(*call);
}

Result<StatCall> FloorService::ask_for_call(const Actor& actor, ResourceId document) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  begun_ = true;
  return store_.write([&](store::UnitOfWork& work) -> Result<StatCall> {
    CHARTA_TRY(const auto copied, printed(work, document));
    if (!copied || !actor.visibility.sees(copied->facility, copied->sensitivity, copied->patient))
      return fail(ErrorKind::not_found, "no document " + document.text() + " stands in a chart", "document");
    CHARTA_TRY(const auto open, call_rows_.open_of_document(work, document));
    if (!open.empty()) return fail(ErrorKind::business_rule, "a call about this document is open already", "document");
    CHARTA_TRY(const auto visit, encounters_.encounter(work, copied->encounter));
    CHARTA_TRY_DO(ask_ward(work, *copied, place_of(visit ? visit->location : std::string())));
    CHARTA_TRY(auto calls, call_rows_.open_of_document(work, document));
    if (calls.empty()) return fail(ErrorKind::internal, "the call that was made is not there");
    return std::move(calls.front());
  });
}

Result<StatCall> FloorService::note_call(const Actor& actor, StatCallId id, CallAttempt attempt) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY_DO(check_attempt(attempt));
  return store_.write([&](store::UnitOfWork& work) -> Result<StatCall> {
    CHARTA_TRY(auto call, call_rows_.find(work, id));
    if (!call || !sees_call(actor, *call)) return no_such_call();
    if (worklists::is_final(stat_call_machine(), call->state))
      return fail(ErrorKind::business_rule,
                  "this call is done: it was " + std::string(worklists::title_of(stat_call_machine(), call->state)), "state");
    attempt.number = static_cast<std::int64_t>(call->attempts.size()) + 1;
    attempt.called_by = actor.author.user;
    attempt.called_at = clock_.now();
    CHARTA_TRY_DO(call_rows_.add_attempt(work, id, attempt));
    call->attempts.push_back(attempt);
    call->state = attempt.is_confirmed ? "read-back" : "called";
    if (attempt.is_confirmed) call->confirmed_at = attempt.called_at;
    CHARTA_TRY_DO(step_call(work, actor, *call, attempt.is_confirmed ? "confirm" : "call"));
    ledger::Entry entry;
    entry.act = ledger::Act::sent;
    entry.subject_kind = "stat_call";
    entry.subject = call->id.key();
    entry.subject_version = attempt.number;
    entry.patient = call->patient;
    const std::string words = attempt.outcome + (attempt.is_confirmed ? ":read-back" : "");
    entry.reason = words;
    entry.rule = rules_.rule;
    CHARTA_TRY_DO(ledger_.record(work, actor.author, entry));
    return std::move(*call);
  });
}

}  // namespace charta::floor_delivery
