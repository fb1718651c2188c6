// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item_act.hpp"

#include <algorithm>
#include <array>

namespace charta::worklists {
namespace {

using access::Permission;
using enum ErrorKind;

constexpr std::array<std::string_view, 6> universal = {"claim", "release", "assign", "note", "wait", "resume"};

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_others(const WorkItem& item, const access::Actor& actor) {
  return item.owner.is_set() && item.owner != actor.author.user;
}

std::string whose(const WorkItem& item) {
  return "work item " + item.id.text() + " is with user " + item.owner.text() + " since " +
         item.claimed_at.value_or(item.changed_at).text();
}

Result<void> require_fresh(const WorkItem& item, const Act& act) {
  if (act.expected_version == 0 || act.expected_version == item.version) return {};
  return fail(version_conflict, "work item " + item.id.text() + " was changed at " + item.changed_at.text() +
                                    (item.owner.is_set() ? " and is with user " + item.owner.text() : "") +
                                    "; look at it again before going on");
}

Result<void> require_permission(const access::Actor& actor, Permission permission) {
  if (actor.may(permission)) return {};
  return fail(forbidden, "this needs the permission '" + std::string(access::permission_code(permission)) + "'");
}

/// A person works on what is theirs or nobody's; whoever may assign work may also step in. Programs and jobs are never stopped by
/// a claim.
Result<void> require_not_others(const WorkItem& item, const access::Actor& actor) {
  if (actor.kind != access::Actor::Kind::person || !is_others(item, actor) || actor.may(Permission::assign_work)) return {};
  return fail(version_conflict, whose(item) + "; ask them to release it");
}

Result<void> claim(WorkItem& item, const access::Actor& actor, Instant now) {
  if (is_others(item, actor)) return fail(version_conflict, whose(item) + "; take the next one");
  if (!actor.author.user.is_set()) return fail(business_rule, "only a person or program with an account can claim work");
  item.owner = actor.author.user;
  item.claimed_at = now;
  return {};
}

Result<void> release(WorkItem& item, const access::Actor& actor) {
  CHARTA_TRY_DO(require_not_others(item, actor));
  item.owner = UserId();
  item.claimed_at.reset();
  return {};
}

Result<void> assign(WorkItem& item, const Act& act, Instant now) {
  if (!act.assignee.is_set()) return fail(missing, "say to whom this is assigned", "assignee");
  item.owner = act.assignee;
  item.claimed_at = now;
  return {};
}

Result<void> wait(WorkItem& item, const Act& act, Instant now) {
  if (!act.waiting_until) return fail(missing, "say until when this waits", "waiting_until");
  if (*act.waiting_until <= now) return fail(business_rule, "it can only wait until a time to come", "waiting_until");
  if (act.reason_code.empty()) return fail(business_rule, "say for what it waits: a reason is needed", "reason");
  item.waiting_until = act.waiting_until;
  item.reason_code = act.reason_code;
  return {};
}

Permission permission_of(std::string_view event) {
  return event == "assign" ? Permission::assign_work : Permission::work_worklists;
}

ledger::Act ledger_act(std::string_view event) {
  if (event == "note") return ledger::Act::commented;
  if (event == "claim" || event == "assign" || event == "release") return ledger::Act::assigned;
  return ledger::Act::transitioned;
}

Result<void> do_universal(WorkItem& item, const Act& act, const access::Actor& actor, Instant now) {
  CHARTA_TRY_DO(require_permission(actor, permission_of(act.event)));
  if (act.event == "note") {
    if (act.note.empty()) return fail(missing, "a note needs words", "note");
    return {};
  }
  if (item.closed_at)
    return fail(business_rule,
                "work item " + item.id.text() + " was closed at " + item.closed_at->text() + "; nothing more can be done to it");
  if (act.event == "claim") return claim(item, actor, now);
  if (act.event == "release") return release(item, actor);
  if (act.event == "assign") return assign(item, act, now);
  CHARTA_TRY_DO(require_not_others(item, actor));
  if (act.event == "wait") return wait(item, act, now);
  item.waiting_until.reset();
  return {};
}

Result<const Transition*> do_step(const StateMachine& machine, WorkItem& item, const Act& act, const access::Actor& actor,
                                  Instant now) {
  CHARTA_TRY(const Transition* transition, step(machine, item.state, act.event));
  CHARTA_TRY_DO(require_permission(actor, transition->permission));
  CHARTA_TRY_DO(require_not_others(item, actor));
  if (transition->needs_reason && act.reason_code.empty())
    return fail(business_rule, "'" + act.event + "' needs a reason; choose one from the list", "reason");
  item.state = transition->to;
  if (!act.reason_code.empty()) item.reason_code = act.reason_code;
  item.waiting_until.reset();
  if (is_final(machine, item.state)) item.closed_at = now;
  return transition;
}

}  // namespace

std::span<const std::string_view> universal_events() {
  return universal;
}
bool is_universal(std::string_view event) {
  return contains(universal, event);
}

Result<Performed> perform(const StateMachine& machine, const WorkItem& item, const Act& act, const access::Actor& actor,
                          Instant now) {
  CHARTA_TRY_DO(require_fresh(item, act));
  Performed done{item, nullptr, ledger_act(act.event), act.event};
  if (is_universal(act.event)) {
    CHARTA_TRY_DO(do_universal(done.item, act, actor, now));
  } else {
    CHARTA_TRY(done.transition, do_step(machine, done.item, act, actor, now));
  }
  if (!act.reason_code.empty()) done.reason += ":" + act.reason_code;
  if (!act.note.empty()) done.item.note = act.note;
  if (done.transition != nullptr && done.transition->lets_go_of_second) {
    done.item.second_subject = 0;
    done.item.second_subject_type.clear();
  }
  if (act.second_subject != 0) {
    done.item.second_subject = act.second_subject;
    done.item.second_subject_type = act.second_subject_type;
  }
  done.item.changed_at = now;
  ++done.item.version;
  return done;
}

std::vector<Offer> offers(const StateMachine& machine, const WorkItem& item, const access::Actor& actor) {
  std::vector<Offer> list;
  const auto add = [&](std::string_view event, Permission permission, bool needs_reason) {
    Offer offer{std::string(event), title_of(machine, event), {}, true, needs_reason};
    if (!actor.may(permission)) {
      offer.why = "needs the permission '" + std::string(access::permission_code(permission)) + "'";
    } else if (event == "claim" && is_others(item, actor)) {
      offer.why = whose(item);
    } else if (event != "note" && event != "assign") {
      if (const auto free = require_not_others(item, actor); !free) offer.why = free.error().message;
    }
    offer.allowed = offer.why.empty();
    list.push_back(std::move(offer));
  };
  for (const Transition& transition : machine.transitions) {
    if (transition.from == item.state) add(transition.event, transition.permission, transition.needs_reason);
  }
  if (item.closed_at) {
    add("note", Permission::work_worklists, false);
    return list;
  }
  const bool is_mine = item.owner.is_set() && item.owner == actor.author.user;
  if (!is_mine) add("claim", Permission::work_worklists, false);
  if (item.owner.is_set()) add("release", Permission::work_worklists, false);
  add("assign", Permission::assign_work, false);
  add("note", Permission::work_worklists, false);
  if (item.waiting_until)
    add("resume", Permission::work_worklists, false);
  else
    add("wait", Permission::work_worklists, true);
  return list;
}

std::string_view task_status(const StateMachine& machine, const WorkItem& item) {
  if (item.closed_at) return contains(machine.cancelled_states, item.state) ? "cancelled" : "completed";
  if (item.waiting_until) return "on-hold";
  if (item.state != machine.initial) return "in-progress";
  return item.owner.is_set() ? "accepted" : "requested";
}

}  // namespace charta::worklists
