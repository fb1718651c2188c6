// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/worklist_service.hpp"

#include "base/log.hpp"
#include "record/worklists/chase.hpp"
#include "record/worklists/view_store.hpp"
#include "record/worklists/work_item_store.hpp"

#include <algorithm>

namespace charta::worklists {
namespace {

using enum ErrorKind;

// A program's step that meets another's reads again; two rounds are usual under load, five in a row are a defect.
constexpr int rounds = 5;

constexpr std::int64_t longest_neighbourhood = 10000;

Error no_such_item(WorkItemId id) {
  return fail(not_found, "there is no work item " + id.text());
}

Error somebody_was_faster(const WorkItem& item) {
  std::string message = "work item " + item.id.text() + " was changed at " + item.changed_at.text();
  if (item.owner.is_set())
    message += "; it is with user " + item.owner.text() + " since " + item.claimed_at.value_or(item.changed_at).text();
  return fail(version_conflict, message + "; look at it again before going on");
}

struct Declared {
  const StateMachine* machine = nullptr;
  WorklistService::Guard guard;
  WorklistService::Entered entered;
};

}  // namespace

struct WorklistService::Parts {
  Parts(store::Store& s, ledger::Ledger& l, const Clock& c, KeySource& k) : store(s), ledger(l), clock(c), keys(k) {}

  store::Store& store;
  ledger::Ledger& ledger;
  const Clock& clock;
  KeySource& keys;
  std::map<std::string, Declared, std::less<>> declared;
  std::map<std::string, ChaseLadder, std::less<>> ladders;
  Answerers answerers;
  Reasons reasons;

  Result<const Declared*> of_kind(std::string_view kind) const {
    const auto found = declared.find(kind);
    if (found == declared.end()) return fail(internal, "no state machine is declared for '" + std::string(kind) + "'");
    return &found->second;
  }

  /// When the clock looks at it next: its next step of the ladder, never before it has waited.
  std::optional<Instant> escalate_at(const WorkItem& item) const {
    const auto ladder = ladders.find(item.kind);
    if (item.closed_at || !item.due_at || ladder == ladders.end()) return std::nullopt;
    const auto next = next_step_at(ladder->second, *item.due_at, item.escalations);
    if (next && item.waiting_until) return std::max(*next, *item.waiting_until);
    return next;
  }
  StoredMarks marks(const StateMachine& machine, const WorkItem& item) const {
    return {task_status(machine, item), escalate_at(item)};
  }

  Result<void> check_reason(std::string_view kind, const Act& act) const {
    if (act.reason_code.empty() || reasons.all().empty()) return {};
    const Reason* reason = reasons.find(act.reason_code);
    if (reason == nullptr)
      return fail(unknown_code, "'" + act.reason_code + "' is no reason that this department knows", "reason");
    if (reason->kinds.empty() || std::find(reason->kinds.begin(), reason->kinds.end(), kind) != reason->kinds.end()) return {};
    return fail(unknown_code, "'" + act.reason_code + "' is no reason for this queue", "reason");
  }

  Result<void> record(store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item, ledger::Act act,
                      std::string_view reason) {
    ledger::Entry entry;
    entry.act = act;
    entry.subject_kind = "work_item";
    entry.subject = item.id.key();
    entry.subject_version = item.version;
    entry.patient = item.patient;
    entry.reason = reason;
    entry.rule = item.rule;
    return ledger.record(work, actor.author, entry);
  }

  Result<WorkItem> apply(store::UnitOfWork& work, const access::Actor& actor, WorkItem item, const Act& act) {
    CHARTA_TRY(const Declared* kind, of_kind(item.kind));
    CHARTA_TRY_DO(check_reason(item.kind, act));
    for (int round = 0; round < rounds; ++round) {
      CHARTA_TRY(auto done, perform(*kind->machine, item, act, actor, clock.now()));
      if (done.transition != nullptr && !done.transition->guard.empty() && kind->guard)
        CHARTA_TRY_DO(kind->guard(work, done.transition->guard, item, act));
      CHARTA_TRY(const bool changed, update_item(work, done.item, marks(*kind->machine, done.item), item.version));
      if (changed) return finish(work, actor, *kind, done, act);
      CHARTA_TRY(auto current, find_item(work, item.id));
      if (!current) return no_such_item(item.id);
      // A person decided on what they saw; a program's rule holds for whatever stands there now.
      if (actor.kind == access::Actor::Kind::person && !is_universal(act.event)) return somebody_was_faster(*current);
      item = std::move(*current);
    }
    return somebody_was_faster(item);
  }

  Result<WorkItem> finish(store::UnitOfWork& work, const access::Actor& actor, const Declared& kind, const Performed& done,
                          const Act& act) {
    CHARTA_TRY_DO(record(work, actor, done.item, done.act, done.reason));
    if (done.item.closed_at && done.item.escalations > 0) CHARTA_TRY_DO(withdraw_chases(work, done.item.id));
    if (!act.note.empty())
      CHARTA_TRY_DO(insert_note(work, keys.next_key(), done.item.id, {actor.author.user, done.item.changed_at, act.note}));
    if (done.transition != nullptr && kind.entered) CHARTA_TRY_DO(kind.entered(work, actor, done.item, act));
    return done.item;
  }

  bool asks_people() const { return declared.contains(chase_machine().kind); }

  /// Whoever was asked about work that is done now, or has a new due time, need not answer any more.
  Result<void> withdraw_chases(store::UnitOfWork& work, WorkItemId late) {
    if (!asks_people()) return {};
    const auto system = access::Actor::system("chase");
    while (true) {
      CHARTA_TRY(auto asked, find_open_item(work, chase_machine().kind, late.key()));
      if (!asked) return {};
      Act withdraw;
      withdraw.event = "withdraw";
      CHARTA_TRY_DO(apply(work, system, std::move(*asked), withdraw));
    }
  }

  Result<WorkItem> open(store::UnitOfWork& work, const access::Actor& actor, const NewWorkItem& item) {
    CHARTA_TRY(const Declared* kind, of_kind(item.kind));
    WorkItem opened;
    static_cast<NewWorkItem&>(opened) = item;
    if (opened.state.empty()) opened.state = kind->machine->initial;
    if (opened.detail.empty()) opened.detail = "{}";
    opened.id = keys.next<WorkItemId>();
    opened.created_at = opened.changed_at = clock.now();
    if (is_final(*kind->machine, opened.state)) opened.closed_at = opened.created_at;
    CHARTA_TRY_DO(insert_item(work, opened, marks(*kind->machine, opened)));
    CHARTA_TRY_DO(record(work, actor, opened, ledger::Act::opened, opened.reason_code));
    return opened;
  }

  /// Changes that are no act: a due time, what the list shows.
  Result<void> change(store::UnitOfWork& work, WorkItemId id, const std::function<void(WorkItem&)>& edit) {
    for (int round = 0; round < rounds; ++round) {
      CHARTA_TRY(auto item, find_item(work, id));
      if (!item) return no_such_item(id);
      CHARTA_TRY(const Declared* kind, of_kind(item->kind));
      const std::int64_t expected = item->version;
      edit(*item);
      item->changed_at = clock.now();
      ++item->version;
      CHARTA_TRY(const bool changed, update_item(work, *item, marks(*kind->machine, *item), expected));
      if (changed) return {};
    }
    return fail(version_conflict, "work item " + id.text() + " is being changed by others; try again");
  }

  bool may_see(const access::Actor& actor, std::string_view kind) const {
    const auto found = declared.find(kind);
    return found == declared.end() || actor.may(found->second.machine->seen_with);
  }

  bool answers(const access::Actor& actor, std::string_view pool) const {
    const auto found = answerers.find(pool);
    if (actor.kind != access::Actor::Kind::person || found == answerers.end()) return true;
    const auto has = [&](const std::string& role) {
      return std::find(actor.roles.begin(), actor.roles.end(), role) != actor.roles.end();
    };
    return std::any_of(found->second.begin(), found->second.end(), has);
  }

  bool asks_roles(std::string_view kind) const {
    const auto found = declared.find(kind);
    return found != declared.end() && found->second.machine->asks_roles;
  }

  Filter::AskedOfOthers asked_of_others(const access::Actor& actor, const Filter& filter) const {
    Filter::AskedOfOthers others;
    if (!filter.pools.empty() || filter.owner || filter.id || filter.subject != 0 || !filter.subjects.empty()) return others;
    for (const auto& [kind, queue] : declared)
      if (queue.machine->asks_roles && (filter.kind.empty() || filter.kind == kind)) others.kinds.push_back(kind);
    for (const auto& [pool, roles] : answerers)
      if (!answers(actor, pool)) others.pools.push_back(pool);
    others.but_owned_by = actor.author.user;
    return others;
  }

  /// The filter without the queues that are not there for this actor, and without what others are asked.
  Filter seen_of(const access::Actor& actor, Filter filter) const {
    for (const auto& [kind, queue] : declared) {
      if (!may_see(actor, kind)) filter.not_kinds.push_back(kind);
    }
    filter.asked_of_others = asked_of_others(actor, filter);
    return filter;
  }

  Result<void> add_pool_counts(store::Reader& reader, const access::Actor& actor, std::vector<Counts>& counts) const {
    for (const auto& [kind, queue] : declared) {
      if (!queue.machine->asks_roles || !may_see(actor, kind)) continue;
      CHARTA_TRY(const auto rows, count_pools(reader, kind, actor.author.user, clock.now(), actor.visibility));
      for (const PoolCountRow& row : rows)
        counts.push_back({row.kind, row.state, row.open, row.overdue, row.unowned, row.stat, row.pool,
                          row.is_owned || answers(actor, row.pool)});
    }
    return {};
  }

  Result<WorkItem> seen(store::Reader& reader, const access::Actor& actor, WorkItemId id) {
    CHARTA_TRY(auto item, find_item(reader, id));
    if (!item || !actor.visibility.sees(item->facility, item->sensitivity, item->patient)) return no_such_item(id);
    if (!may_see(actor, item->kind)) return no_such_item(id);
    return std::move(*item);
  }

  Result<WorkItem> act_on_seen(store::UnitOfWork& work, const access::Actor& actor, WorkItemId id, const Act& act) {
    CHARTA_TRY(auto item, seen(work, actor, id));
    CHARTA_TRY_DO(apply(work, actor, std::move(item), act));
    return seen(work, actor, id);  // again: what `entered` made of it counts
  }

  Result<void> resume(store::UnitOfWork& work, const access::Actor& actor, WorkItem item) {
    CHARTA_TRY_DO(apply(
        work, actor, std::move(item),
        {.event = "resume", .reason_code = {}, .note = {}, .assignee = {}, .waiting_until = {}, .second_subject_type = {}}));
    return {};
  }

  Result<void> climb(store::UnitOfWork& work, const access::Actor& actor, WorkItem item, const ChaseLadder& ladder, Instant now) {
    const std::int64_t expected = item.version;
    const int reached = steps_reached(ladder, *item.due_at, now), before = item.escalations;
    CHARTA_TRY(const Declared* kind, of_kind(item.kind));
    item.escalations = std::max(reached, item.escalations + 1);
    item.changed_at = now;
    ++item.version;
    CHARTA_TRY(const bool changed, update_item(work, item, marks(*kind->machine, item), expected));
    if (!changed) return {};  // somebody works on it right now: the next pass looks again
    item.rule = ladder.rule;
    const int last = std::min(item.escalations, static_cast<int>(ladder.steps.size()));
    for (int step = before; step < last; ++step) {
      const std::string& to = ladder.steps[static_cast<std::size_t>(step)].to;
      CHARTA_TRY_DO(record(work, actor, item, ledger::Act::transitioned, "chase:" + to));
      if (asks_people()) CHARTA_TRY_DO(open(work, actor, chase_item(item, to, ladder.rule)));
    }
    return {};
  }
};

WorklistService::WorklistService(store::Store& store, ledger::Ledger& ledger, const Clock& clock, KeySource& keys)
    : parts_(std::make_unique<Parts>(store, ledger, clock, keys)) {}
WorklistService::~WorklistService() = default;

void WorklistService::declare(const StateMachine& machine, Guard guard, Entered entered) {
  parts_->declared[std::string(machine.kind)] = {&machine, std::move(guard), std::move(entered)};
}
void WorklistService::set_reasons(Reasons reasons) {
  parts_->reasons = std::move(reasons);
}
const Reasons& WorklistService::reasons() const {
  return parts_->reasons;
}
void WorklistService::set_ladders(std::vector<ChaseLadder> ladders) {
  parts_->ladders.clear();
  for (ChaseLadder& ladder : ladders) parts_->ladders[ladder.kind] = std::move(ladder);
}

void WorklistService::set_answerers(Answerers answerers) {
  parts_->answerers = std::move(answerers);
}
bool WorklistService::answers(const access::Actor& actor, std::string_view pool) const {
  return parts_->answers(actor, pool);
}
bool WorklistService::answers_any(const access::Actor& actor) const {
  const auto& all = parts_->answerers;
  return all.empty() || std::any_of(all.begin(), all.end(), [&](const auto& one) { return parts_->answers(actor, one.first); });
}

const StateMachine* WorklistService::machine(std::string_view kind) const {
  const auto found = parts_->declared.find(kind);
  return found == parts_->declared.end() ? nullptr : found->second.machine;
}
std::string WorklistService::state_title(const WorkItem& item) const {
  const auto* declared = machine(item.kind);
  return declared == nullptr ? title_of(item.state) : title_of(*declared, item.state);
}
std::vector<const StateMachine*> WorklistService::machines() const {
  std::vector<const StateMachine*> list;
  for (const auto& [kind, declared] : parts_->declared) list.push_back(declared.machine);
  return list;
}
std::vector<const StateMachine*> WorklistService::machines(const access::Actor& actor) const {
  std::vector<const StateMachine*> list;
  for (const auto& [kind, declared] : parts_->declared) {
    if (parts_->may_see(actor, kind)) list.push_back(declared.machine);
  }
  return list;
}

Result<WorkItem> WorklistService::open(store::UnitOfWork& work, const access::Actor& actor, const NewWorkItem& item) {
  return parts_->open(work, actor, item);
}

Result<WorkItem> WorklistService::apply(store::UnitOfWork& work, const access::Actor& actor, WorkItemId id, const Act& act) {
  CHARTA_TRY(auto item, find_item(work, id));
  if (!item) return no_such_item(id);
  return parts_->apply(work, actor, std::move(*item), act);
}

Result<std::optional<WorkItem>> WorklistService::find_open(store::Reader& reader, std::string_view kind, std::int64_t subject) {
  return find_open_item(reader, kind, subject);
}
Result<std::optional<WorkItem>> WorklistService::find(store::Reader& reader, WorkItemId id) {
  return find_item(reader, id);
}

Result<void> WorklistService::set_due(store::UnitOfWork& work, WorkItemId id, std::optional<Instant> due_at,
                                      const std::string& rule) {
  bool was_chased = false;
  CHARTA_TRY_DO(parts_->change(work, id, [&](WorkItem& item) {
    was_chased = item.escalations > 0;
    item.due_at = due_at;
    item.rule = rule;
    item.escalations = 0;  // the ladder counts from the new time
  }));
  return was_chased ? parts_->withdraw_chases(work, id) : Result<void>();
}

Result<void> WorklistService::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                      access::SensitivityMask added) {
  return relabel_items(work, patient, removed, added);
}

Result<void> WorklistService::relabel_one(store::UnitOfWork& work, WorkItemId id, int facility,
                                          access::SensitivityMask sensitivity) {
  return relabel_item(work, id, facility, sensitivity);
}

Result<void> WorklistService::follow_move(store::UnitOfWork& work, std::int64_t subject, PatientId from, PatientId to,
                                          int facility, access::SensitivityMask sensitivity) {
  return move_items(work, subject, from, to, facility, sensitivity);
}

Result<void> WorklistService::set_detail(store::UnitOfWork& work, WorkItemId id, const std::string& detail) {
  return parts_->change(work, id, [&](WorkItem& item) { item.detail = detail; });
}

Result<void> WorklistService::set_rank(store::UnitOfWork& work, WorkItemId id, std::int64_t rank, const std::string& detail) {
  return parts_->change(work, id, [&](WorkItem& item) {
    item.rank = rank;
    item.detail = detail;
  });
}

Result<WorkItem> WorklistService::act(const access::Actor& actor, WorkItemId id, const Act& act) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.write([&](store::UnitOfWork& work) { return parts_->act_on_seen(work, actor, id, act); });
}

std::vector<WorklistService::BulkResult> WorklistService::act_on_many(const access::Actor& actor,
                                                                      const std::vector<WorkItemId>& ids, const Act& act) {
  std::vector<BulkResult> results;
  const auto all_refused = [&](const Error& error) {
    results.clear();
    for (const WorkItemId id : ids) results.push_back({id, error});
    return results;
  };
  if (const auto allowed = access::require(actor, access::Permission::read_worklists); !allowed)
    return all_refused(allowed.error());
  const auto done = parts_->store.write([&](store::UnitOfWork& work) -> Result<bool> {
    results.clear();  // the unit may run again
    for (const WorkItemId id : ids) {
      Result<WorkItem> result = no_such_item(id);
      const auto kept = work.savepoint([&]() -> Result<void> {
        result = parts_->act_on_seen(work, actor, id, act);
        if (!result) return result.error();
        return {};
      });
      if (!kept && kept.error().kind == unavailable) return kept.error();
      if (!kept && result) result = kept.error();
      results.push_back({id, std::move(result)});
    }
    return true;
  });
  if (!done) return all_refused(done.error());
  return results;
}

Result<WorkItem> WorklistService::get(const access::Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.read([&](store::Reader& reader) { return parts_->seen(reader, actor, id); });
}

Result<std::vector<Note>> WorklistService::notes(const access::Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(get(actor, id));
  return parts_->store.read([&](store::Reader& reader) { return find_notes(reader, id); });
}

std::vector<Offer> WorklistService::offers(const access::Actor& actor, const WorkItem& item) const {
  const StateMachine* declared = machine(item.kind);
  return declared == nullptr ? std::vector<Offer>{} : worklists::offers(*declared, item, actor);
}

Result<WorklistService::Page> WorklistService::list(const access::Actor& actor, const Filter& filter) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.read([&](store::Reader& reader) -> Result<Page> {
    Page page;
    const Filter narrowed = parts_->seen_of(actor, filter);
    CHARTA_TRY(page.items, search_items(reader, narrowed, actor.visibility));
    CHARTA_TRY(page.total, count_items(reader, narrowed, actor.visibility));
    return page;
  });
}

Result<WorklistService::Position> WorklistService::position(const access::Actor& actor, const Filter& filter, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  Filter all = parts_->seen_of(actor, filter);
  all.limit = longest_neighbourhood;
  CHARTA_TRY(const auto ids,
             parts_->store.read([&](store::Reader& reader) { return search_ids(reader, all, actor.visibility); }));
  Position position;
  position.total = static_cast<std::int64_t>(ids.size());
  const auto here = std::find(ids.begin(), ids.end(), id);
  if (here == ids.end()) {
    if (!ids.empty()) position.next = ids.front();
    return position;
  }
  position.position = here - ids.begin() + 1;
  if (here != ids.begin()) position.previous = *(here - 1);
  if (here + 1 != ids.end()) position.next = *(here + 1);
  return position;
}

Result<std::vector<Counts>> WorklistService::counts(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.read([&](store::Reader& reader) -> Result<std::vector<Counts>> {
    CHARTA_TRY(const auto rows, count_open(reader, parts_->clock.now(), actor.visibility));
    std::vector<Counts> counts;
    for (const CountRow& row : rows)
      if (parts_->may_see(actor, row.kind) && !parts_->asks_roles(row.kind))
        counts.push_back({row.kind, row.state, row.open, row.overdue, row.unowned, row.stat, {}, true});
    CHARTA_TRY_DO(parts_->add_pool_counts(reader, actor, counts));
    return counts;
  });
}

Result<std::int64_t> WorklistService::run_clock(const access::Actor& actor, std::int64_t limit) {
  const Instant now = parts_->clock.now();
  return parts_->store.write([&](store::UnitOfWork& work) -> Result<std::int64_t> {
    std::int64_t moved = 0;
    CHARTA_TRY(auto waited, find_waited(work, now, limit));
    for (WorkItem& item : waited) {
      CHARTA_TRY_DO(parts_->resume(work, actor, std::move(item)));
      ++moved;
    }
    for (const auto& [kind, ladder] : parts_->ladders) {
      CHARTA_TRY(auto overdue, find_to_escalate(work, kind, now, limit));
      for (WorkItem& item : overdue) {
        CHARTA_TRY_DO(parts_->climb(work, actor, std::move(item), ladder, now));
        ++moved;
      }
    }
    return moved;
  });
}

Result<WorklistService::View> WorklistService::save_view(const access::Actor& actor, const View& view) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  View saved = view;
  saved.owner = actor.author.user;
  if (saved.name.empty()) return fail(missing, "a view needs a name", "name");
  const bool is_new = saved.key == 0;
  if (is_new) saved.key = parts_->keys.next_key();
  const auto done = parts_->store.write([&](store::UnitOfWork& work) -> Result<View> {
    CHARTA_TRY(const auto stored, find_view(work, saved.key));
    if (!is_new && (!stored || stored->owner != saved.owner)) return fail(not_found, "you have no view " + print_key(saved.key));
    CHARTA_TRY_DO(save_view_row(work, saved));
    return saved;
  });
  if (!done && done.error().kind == version_conflict)
    return fail(version_conflict, "you have a view of that name for this queue; choose another name", "name");
  return done;
}

Result<std::vector<WorklistService::View>> WorklistService::list_views(const access::Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.read([&](store::Reader& reader) { return find_views(reader, actor.author.user); });
}

Result<void> WorklistService::delete_view(const access::Actor& actor, std::int64_t key) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_worklists));
  return parts_->store.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto stored, find_view(work, key));
    if (!stored || stored->owner != actor.author.user) return fail(not_found, "you have no view " + print_key(key));
    return delete_view_row(work, key);
  });
}

}  // namespace charta::worklists
