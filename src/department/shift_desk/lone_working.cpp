// SPDX-License-Identifier: Apache-2.0
// Signs of life of who works alone, and who is in the file room.
#include "base/text.hpp"
#include "department/shift_desk/shift_service.hpp"
#include "formats/json/json.hpp"

namespace charta::shift_desk {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t visits_most = 500;
constexpr std::size_t reason_most = 200;

}  // namespace

Result<LoneWatch> ShiftService::begin_watch(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<LoneWatch> {
    CHARTA_TRY(const auto open, rows_.open_watches(work));
    for (const auto& one : open)
      if (one.person == actor.author.user) return one;  // it is watched already
    LoneWatch watch;
    watch.id = keys_.next<LoneWatchId>();
    watch.person = actor.author.user;
    watch.name = actor.name;
    watch.started_at = clock_.now();
    watch = with_sign(watch, watch.started_at, rules_);
    CHARTA_TRY_DO(rows_.add_watch(work, watch));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "shift_watch", watch.id.key(), "works-alone"));
    return watch;
  });
}

Result<LoneWatch> ShiftService::own_watch(store::Reader& reader, const Actor& actor, LoneWatchId id) const {
  CHARTA_TRY(const auto watch, rows_.watch(reader, id));
  if (!watch || watch->ended_at) return fail(ErrorKind::not_found, "no watch " + id.text() + " is kept; begin it again");
  if (watch->person != actor.author.user)
    return fail(ErrorKind::forbidden, "only the person gives the sign of life; a missed one is answered in its worklist");
  return *watch;
}

/// The missed sign closes first, while the watch names it no more.
Result<LoneWatch> ShiftService::sign_of_life(store::UnitOfWork& work, const Actor& actor, LoneWatch watch) {
  const WorkItemId missed = watch.item;
  watch = with_sign(watch, clock_.now(), rules_);
  CHARTA_TRY_DO(rows_.save_watch(work, watch));
  if (missed.is_set()) {
    worklists::Act act;
    act.event = "check-in";
    CHARTA_TRY_DO(worklists_.apply(work, system_, missed, act));
  }
  CHARTA_TRY_DO(
      note(work, actor, ledger::Act::transitioned, "shift_watch", watch.id.key(), missed.is_set() ? "late-sign" : "sign"));
  return watch;
}

Result<LoneWatch> ShiftService::check_in(const Actor& actor, LoneWatchId id) {
  return store_.write([&](store::UnitOfWork& work) -> Result<LoneWatch> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto watch, own_watch(work, actor, id));
    return sign_of_life(work, actor, std::move(watch));
  });
}

Result<void> ShiftService::end_watch(const Actor& actor, LoneWatchId id) {
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto watch, own_watch(work, actor, id));
    CHARTA_TRY(watch, sign_of_life(work, actor, std::move(watch)));
    watch.ended_at = clock_.now();
    CHARTA_TRY_DO(rows_.save_watch(work, watch));
    return note(work, actor, ledger::Act::transitioned, "shift_watch", id.key(), "ended");
  });
}

Result<std::vector<LoneWatch>> ShiftService::watches(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  return store_.read([&](store::Reader& reader) { return rows_.open_watches(reader); });
}

/// Somebody spoke to them: the next sign is due from now.
Result<void> ShiftService::entered_lone_worker(store::UnitOfWork& work, const worklists::WorkItem& item) {
  if (item.state != "reached") return {};
  CHARTA_TRY(auto watch, rows_.watch(work, LoneWatchId(item.subject)));
  if (!watch || watch->ended_at) return {};
  return rows_.save_watch(work, with_sign(*watch, clock_.now(), rules_));
}

Result<std::int64_t> ShiftService::miss_signs() {
  CHARTA_TRY(const auto open, store_.read([&](store::Reader& reader) { return rows_.open_watches(reader); }));
  std::int64_t missed = 0;
  for (const auto& seen : open) {
    if (!is_missed(seen, clock_.now(), rules_)) continue;
    CHARTA_TRY(const bool opened, store_.write([&](store::UnitOfWork& work) -> Result<bool> {
      CHARTA_TRY_DO(work.lock(seen.id.key()));
      CHARTA_TRY(auto watch, rows_.watch(work, seen.id));
      if (!watch || !is_missed(*watch, clock_.now(), rules_)) return false;
      worklists::NewWorkItem item;
      item.kind = lone_worker_machine().kind;
      item.subject_type = "shift_watch";
      item.subject = watch->id.key();
      item.priority = worklists::Priority::stat;
      item.due_at = clock_.now();
      item.clock_basis = "sign-of-life";
      item.pool = "on-call";
      item.rule = rules_.rule;
      json::Writer(item.detail)
          .begin_object()
          .member("title", watch->name + ": last sign at " + zone_.local_text(watch->last_sign))
          .end_object();
      CHARTA_TRY(const auto opened_item, worklists_.open(work, system_, item));
      watch->item = opened_item.id;
      CHARTA_TRY_DO(rows_.save_watch(work, *watch));
      return true;
    }));
    missed += opened;
  }
  return missed;
}

Result<RoomVisitId> ShiftService::enter(const Actor& actor, const NewVisit& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  RoomVisit visit;
  visit.id = keys_.next<RoomVisitId>();
  visit.room = given.room;
  visit.visitor = stripped(given.visitor);
  visit.reason = stripped(given.reason);
  if (visit.visitor.empty()) visit.person = actor.author.user;
  if (!visit.visitor.empty() && visit.reason.empty())
    return fail(ErrorKind::missing, "a visitor has a reason to be there", "reason");
  if (visit.reason.size() > reason_most || visit.visitor.size() > reason_most)
    return fail(ErrorKind::invalid, "a name or a reason has " + std::to_string(reason_most) + " letters at most", "reason");
  CHARTA_TRY(const auto room, paper_.place(actor, given.room));
  if (room.kind != paper_charts::PlaceKind::room || !room.is_open)
    return fail(ErrorKind::invalid, room.path + " is no open file room", "room");
  visit.entered_at = clock_.now();
  visit.let_in_by = actor.author.user;
  return store_.write([&](store::UnitOfWork& work) -> Result<RoomVisitId> {
    CHARTA_TRY_DO(rows_.add_visit(work, visit));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::opened, "shift_room_visit", visit.id.key(),
                       visit.visitor.empty() ? "entered" : "visitor-entered"));
    return visit.id;
  });
}

Result<void> ShiftService::leave(const Actor& actor, RoomVisitId visit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const bool left, rows_.leave(work, visit, clock_.now()));
    if (!left) return fail(ErrorKind::not_found, "nobody is in the room under " + visit.text() + "; they left already");
    return note(work, actor, ledger::Act::transitioned, "shift_room_visit", visit.key(), "left");
  });
}

Result<std::vector<RoomVisit>> ShiftService::visits(const Actor& actor, Instant since) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_worklists));
  CHARTA_TRY(auto all, store_.read([&](store::Reader& reader) { return rows_.visits(reader, since, visits_most); }));
  for (auto& one : all) {
    const auto room = paper_.place(actor, one.room);
    if (room) one.room_path = room->path;
  }
  return all;
}

}  // namespace charta::shift_desk
