// SPDX-License-Identifier: Apache-2.0
// Every queue through one set of addresses: list, count, act, act on many, saved views, CSV.
#include "transport/desk_api/desk.hpp"
#include "transport/desk_api/item_words.hpp"
#include "transport/desk_api/worklist_filter.hpp"

#include <algorithm>

namespace charta::desk_api {
namespace {

using access::Actor;
using http::Request;
using http::Response;
using worklists::Filter;
using worklists::StateMachine;
using worklists::WorkItem;

void write_reasons(json::Writer& out, const std::vector<const worklists::Reason*>& reasons) {
  out.key("reasons").begin_array();
  for (const auto* reason : reasons)
    out.begin_object().member("code", reason->code).member("sentence", reason->sentence).end_object();
  out.end_array();
}

void write_event(json::Writer& out, const Desk& desk, std::string_view kind, const worklists::Offer& offer) {
  out.begin_object().member("event", offer.event).member("title", offer.title).member("allowed", offer.allowed);
  out.member("needs_reason", offer.needs_reason);
  member_unless_empty(out, "why", offer.why);
  write_reasons(out, desk.worklists.reasons().choices(kind, offer.event));
  out.end_object();
}

void write_events(json::Writer& out, const Desk& desk, const Actor& actor, const WorkItem& item) {
  out.key("events").begin_array();
  for (const auto& offer : desk.worklists.offers(actor, item)) write_event(out, desk, item.kind, offer);
  out.end_array();
}

Result<std::map<std::int64_t, PatientBrief>> briefs_of(const Desk& desk, const Actor& actor, const std::vector<WorkItem>& items) {
  std::vector<PatientId> patients;
  for (const WorkItem& item : items)
    if (item.patient.is_set()) patients.push_back(item.patient);
  return desk.briefs(actor, patients);
}

Result<Response> list_items(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto filter, worklist_filter(desk, request));
  CHARTA_TRY(const auto page, desk.worklists.list(request.actor, filter));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::searched, "work_item"));
  CHARTA_TRY(const auto briefs, briefs_of(desk, request.actor, page.items));
  std::string body;
  json::Writer out(body);
  out.begin_object().member("total", page.total).key("items").begin_array();
  for (const WorkItem& item : page.items) write_item(out, desk, request.actor, item, briefs);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

/// What may be done to some item of the queue, in one of its open states: for the bulk menu.
std::vector<worklists::Offer> bulk_offers(const Desk& desk, const Actor& actor, const StateMachine& machine) {
  std::vector<worklists::Offer> all;
  WorkItem sample;
  sample.kind = machine.kind;
  std::vector<std::string_view> states{machine.initial};
  for (const auto& step : machine.transitions) states.push_back(step.from);
  for (const std::string_view state : states) {
    sample.state = state;
    for (auto& offer : desk.worklists.offers(actor, sample)) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const auto& other) { return other.event == offer.event; });
      if (!known) all.push_back(std::move(offer));
    }
  }
  return all;
}

/// Whom the queue asks, each with what waits there: so that a person may look at what others are asked.
void write_pools(json::Writer& out, const Desk& desk, const Actor& actor, const StateMachine& machine,
                 const std::vector<worklists::Counts>& counts) {
  std::map<std::string_view, std::int64_t> open;
  for (const auto& count : counts)
    if (count.kind == machine.kind) open[count.pool] += count.open;
  out.key("pools").begin_array();
  for (const auto& [pool, waiting] : open)
    out.begin_object()
        .member("pool", pool)
        .member("title", title_of(pool))
        .member("open", waiting)
        .member("mine", desk.worklists.answers(actor, pool))
        .end_object();
  out.end_array();
}

void write_machine(json::Writer& out, const Desk& desk, const Actor& actor, const StateMachine& machine,
                   const std::vector<worklists::Counts>& counts) {
  std::int64_t open = 0, overdue = 0, unowned = 0, stat = 0;
  std::map<std::string, std::int64_t, std::less<>> by_state;
  for (const auto& count : counts) {
    if (count.kind != machine.kind || !count.is_asked) continue;
    open += count.open, overdue += count.overdue, unowned += count.unowned, stat += count.stat;
    by_state[count.state] += count.open;
  }
  out.begin_object().member("kind", machine.kind).member("title", machine.title).member("open", open).member("overdue", overdue);
  out.member("unowned", unowned).member("stat", stat).key("states").begin_array();
  for (const std::string_view state : worklists::states_of(machine)) {
    const auto found = by_state.find(state);
    out.begin_object()
        .member("state", state)
        .member("title", title_of(machine, state))
        .member("count", found == by_state.end() ? 0 : found->second);
    out.member("final", worklists::is_final(machine, state)).end_object();
  }
  out.end_array().key("bulk_events").begin_array();
  for (const auto& offer : bulk_offers(desk, actor, machine)) write_event(out, desk, machine.kind, offer);
  out.end_array();
  write_reasons(out, desk.worklists.reasons().of_kind(machine.kind));
  if (machine.asks_roles) write_pools(out, desk, actor, machine, counts);
  out.end_object();
}

Result<Response> summary(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto counts, desk.worklists.counts(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().key("items").begin_array();
  for (const StateMachine* machine : desk.worklists.machines(request.actor))
    if (is_for(desk, request.actor, *machine, counts)) write_machine(out, desk, request.actor, *machine, counts);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> get_item(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto item, desk.worklists.get(request.actor, id));
  CHARTA_TRY_DO(note_read(desk, request, ledger::Act::viewed, "work_item", id.key(), item.patient));
  return answer_item(desk, request, item);
}

Result<worklists::Act> to_act(const Body& body) {
  worklists::Act act;
  CHARTA_TRY(act.event, body.required("event"));
  act.reason_code = body.text("reason");
  act.note = body.text("note");
  if (const auto user = UserId::parse(body.text("assignee"))) act.assignee = *user;
  act.waiting_until = Instant::parse(body.text("waiting_until"));
  act.expected_version = body.integer("version").value_or(0);
  return act;
}

Result<Response> act(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto id, captured_id<WorkItemId>(request, 0));
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto step, to_act(body));
  CHARTA_TRY(const auto item, desk.worklists.act(request.actor, id, step));
  return answer_item(desk, request, item);
}

constexpr std::size_t most_items_at_once = 500;

Result<Response> act_on_many(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  CHARTA_TRY(const auto step, to_act(body));
  std::vector<WorkItemId> ids;
  for (const std::string& text : body.texts("ids")) {
    const auto id = WorkItemId::parse(text);
    if (!id) return fail(ErrorKind::invalid, "'" + text + "' is not the id of a work item", "ids");
    ids.push_back(*id);
  }
  if (ids.empty() || ids.size() > most_items_at_once) return fail(ErrorKind::invalid, "choose 1 to 500 items", "ids");
  const auto outcomes = desk.worklists.act_on_many(request.actor, ids, step);
  std::vector<WorkItem> moved;
  for (const auto& done : outcomes)
    if (done.result) moved.push_back(*done.result);
  CHARTA_TRY(const auto briefs, briefs_of(desk, request.actor, moved));
  std::string answer;
  json::Writer out(answer);
  out.begin_object().key("results").begin_array();
  for (const auto& done : outcomes) {
    out.begin_object().member("id", done.id.text()).member("ok", done.result.has_value());
    if (done.result)
      write_item(out.key("item"), desk, request.actor, *done.result, briefs);
    else
      out.member("problem", done.result.error().message);
    out.end_object();
  }
  out.end_array().end_object();
  return http::json_response(std::move(answer));
}

void write_view(json::Writer& out, const Actor& actor, const worklists::WorklistService::View& view) {
  out.begin_object()
      .member("id", print_key(view.key))
      .member("kind", view.kind)
      .member("name", view.name)
      .member("query", view.query);
  out.member("shared", view.shared).member("pinned", view.pinned).member("mine", view.owner == actor.author.user).end_object();
}

Result<Response> list_views(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto views, desk.worklists.list_views(request.actor));
  std::string body;
  json::Writer out(body);
  out.begin_object().key("items").begin_array();
  for (const auto& view : views) write_view(out, request.actor, view);
  out.end_array().end_object();
  return http::json_response(std::move(body));
}

Result<Response> save_view(const Desk& desk, const Request& request) {
  CHARTA_TRY(const auto body, Body::parse(request));
  worklists::WorklistService::View view;
  view.key = parse_key(body.text("id")).value_or(0);
  CHARTA_TRY(view.kind, body.required("kind"));
  CHARTA_TRY(view.name, body.required("name"));
  view.query = body.text("query");
  view.shared = body.flag("shared");
  view.pinned = body.flag("pinned");
  CHARTA_TRY(const auto saved, desk.worklists.save_view(request.actor, view));
  std::string answer;
  json::Writer out(answer);
  write_view(out, request.actor, saved);
  return http::json_response(std::move(answer));
}

Result<Response> delete_view(const Desk& desk, const Request& request) {
  const auto key = parse_key(request.captured.at(0));
  if (!key) return fail(ErrorKind::not_found, "there is no such view");
  CHARTA_TRY_DO(desk.worklists.delete_view(request.actor, *key));
  return http::no_content();
}

}  // namespace

bool is_for(const Desk& desk, const Actor& actor, const StateMachine& machine, const std::vector<worklists::Counts>& counts) {
  if (!machine.asks_roles || actor.may(access::Permission::assign_work)) return true;
  return desk.worklists.answers_any(actor) || std::any_of(counts.begin(), counts.end(), [&](const auto& count) {
           return count.kind == machine.kind && count.is_asked && count.open > 0;
         });
}

Result<Response> answer_item(const Desk& desk, const Request& request, const WorkItem& item) {
  CHARTA_TRY(const auto briefs, briefs_of(desk, request.actor, {item}));
  std::string body;
  json::Writer out(body);
  write_item(out, desk, request.actor, item, briefs);
  return http::json_response(std::move(body));
}

void write_item(json::Writer& out, const Desk& desk, const Actor& actor, const WorkItem& item,
                const std::map<std::int64_t, PatientBrief>& briefs) {
  out.begin_object()
      .member("id", item.id.text())
      .member("kind", item.kind)
      .member("state", item.state)
      .member("state_title", desk.worklists.state_title(item));
  out.member("priority", worklists::priority_code(item.priority)).member("pool", item.pool).member("version", item.version);
  out.member("escalations", item.escalations)
      .member("created_at", item.created_at.text())
      .member("changed_at", item.changed_at.text());
  member(out, "due_at", item.due_at);
  member(out, "closed_at", item.closed_at);
  member(out, "waiting_until", item.waiting_until);
  member_unless_empty(out, "clock_basis", item.clock_basis);
  member_unless_empty(out, "rule", item.rule);
  member_unless_empty(out, "note", item.note);
  out.member("overdue", !item.closed_at && item.due_at && *item.due_at < desk.clock.now());
  write_user(out, desk, "owner", item.owner);
  if (!item.reason_code.empty())
    out.key("reason")
        .begin_object()
        .member("code", item.reason_code)
        .member("sentence", desk.reason_sentence(item.reason_code))
        .end_object();
  out.key("subject").begin_object().member("type", item.subject_type).member("id", print_key(item.subject)).end_object();
  if (item.second_subject != 0)
    out.key("second_subject").begin_object().member("type", "").member("id", print_key(item.second_subject)).end_object();
  if (const auto brief = briefs.find(item.patient.key()); brief != briefs.end()) write_brief(out.key("patient"), brief->second);
  const ItemWords words = words_of(item);
  out.member("title", words.title);
  member_unless_empty(out, "source", words.source);
  member_unless_empty(out, "number", words.number);
  member_unless_empty(out, "named", words.named);
  out.key("detail").raw(item.detail.empty() ? "{}" : item.detail);
  write_events(out, desk, actor, item);
  out.end_object();
}

void add_worklist_routes(Routes& routes) {
  routes.read("/api/worklists", "Every queue with its counts", "read-worklists", "WorklistSummaries", summary)
      .read("/api/worklists/{kind}", "One queue", "read-worklists", "WorkItems", list_items)
      .read("/api/work-items/{id}", "One work item", "read-worklists", "WorkItem", get_item)
      .write("POST", "/api/work-items/{id}/acts", "One step of its state machine", "work-worklists", "WorkItemAct", "WorkItem",
             act)
      .write("POST", "/api/work-items/acts", "The same step for many items", "work-worklists", "WorkItemActs", "WorkItemResults",
             act_on_many)
      .read("/api/views", "Saved views", "read-worklists", "Views", list_views)
      .write("POST", "/api/views", "Save a view", "read-worklists", "View", "View", save_view)
      .write("DELETE", "/api/views/{id}", "Forget a view", "read-worklists", "", "", delete_view);
  add_worklist_export(routes);
}

}  // namespace charta::desk_api
