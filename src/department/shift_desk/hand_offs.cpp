// SPDX-License-Identifier: Apache-2.0
// Hand-offs: written by themselves, frozen when they are signed, accepted by somebody else.
#include "base/text.hpp"
#include "department/shift_desk/shift_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::shift_desk {
namespace {

using access::Actor;
using access::Permission;

constexpr std::size_t note_most = 2'000;
constexpr std::string_view hand_off_pool = "file-room";

}  // namespace

Result<void> ShiftService::open_hand_off(store::UnitOfWork& work) {
  HandOff one;
  one.id = keys_.next<HandOffId>();
  one.opened_at = clock_.now();
  one.due_at = next_change(rules_, one.opened_at, zone_);
  worklists::NewWorkItem item;
  item.kind = hand_off_machine().kind;
  item.subject_type = "shift_hand_off";
  item.subject = one.id.key();
  item.due_at = one.due_at;
  item.clock_basis = "change-of-shift";
  item.pool = hand_off_pool;
  item.rule = rules_.rule;
  json::Writer(item.detail).begin_object().member("title", "Hand-off of " + zone_.local_text(one.due_at)).end_object();
  CHARTA_TRY(const auto opened, worklists_.open(work, system_, item));
  one.item = opened.id;
  CHARTA_TRY_DO(rows_.add(work, one));
  return note(work, system_, ledger::Act::created, "shift_hand_off", one.id.key(), {});
}

/// Lines about volumes that this reader may not see are counted and left out, by the labels that the volume has now.
Result<HandOffContent> ShiftService::seen_by(const Actor& actor, HandOffContent content) {
  const auto queues = worklists_.machines(actor);
  const auto is_shown = [&](const HandOffSection& section, const HandOffLine& line) {
    if (section.code == "queues")
      return std::any_of(queues.begin(), queues.end(), [&](const auto* one) { return one->kind == line.key; });
    if (line.volume == 0) return true;
    const auto view = paper_.view(actor, paper_charts::VolumeId(line.volume));
    if (!view) return false;
    const auto& volume = view->row.volume;
    return actor.visibility.sees(volume.facility, volume.sensitivity, volume.patient);
  };
  for (auto& section : content.sections) {
    std::vector<HandOffLine> shown;
    for (auto& line : section.lines) {
      if (!is_shown(section, line)) {
        ++section.withheld;
        continue;
      }
      shown.push_back(std::move(line));
    }
    section.lines = std::move(shown);
  }
  return content;
}

Result<HandOffView> ShiftService::current(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto open, store_.read([&](store::Reader& reader) { return rows_.open_one(reader); }));
  if (!open) {
    CHARTA_TRY_DO(run_clock());
    CHARTA_TRY(open, store_.read([&](store::Reader& reader) { return rows_.open_one(reader); }));
  }
  if (!open) return fail(ErrorKind::unavailable, "no hand-off is open; try again in a moment");
  return view(actor, open->id);
}

Result<HandOffView> ShiftService::view(const Actor& actor, HandOffId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return rows_.hand_off(reader, id); }));
  if (!found) return fail(ErrorKind::not_found, "no hand-off " + id.text());
  HandOffView view;
  view.hand_off = *found;
  CHARTA_TRY(auto now, compose(actor, id));
  view.may_sign = found->state == "open";
  view.may_accept = found->state == "signed" && found->signed_by != actor.author.user;
  if (found->content.empty()) {
    view.content = std::move(now);
    return view;
  }
  CHARTA_TRY(auto frozen, parse_content(found->content));
  CHARTA_TRY(view.content, seen_by(actor, std::move(frozen)));
  view.changed = changes(view.content, now);
  return view;
}

Result<std::vector<HandOff>> ShiftService::hand_offs(const Actor& actor, std::int64_t limit) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.read([&](store::Reader& reader) { return rows_.newest(reader, limit); });
}

Result<void> ShiftService::add_note(const Actor& actor, const std::string& text) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto words = stripped(text);
  if (words.empty()) return fail(ErrorKind::missing, "a note has words", "text");
  if (words.size() > note_most)
    return fail(ErrorKind::invalid, "a note has " + std::to_string(note_most) + " letters at most", "text");
  CHARTA_TRY(const auto open, current(actor));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto still, rows_.hand_off(work, open.hand_off.id));
    if (!still || still->state != "open")
      return fail(ErrorKind::version_conflict, "this hand-off was signed meanwhile; the note belongs to the next one");
    const HandOffNote note_of_shift{keys_.next_key(), open.hand_off.id, actor.author.user, clock_.now(), words};
    CHARTA_TRY_DO(rows_.add_note(work, note_of_shift));
    return note(work, actor, ledger::Act::commented, "shift_hand_off", open.hand_off.id.key(), {}, sha256(words));
  });
}

/// As it is now, whole: who signs answers for all of it, and a reader sees the lines that are theirs to see.
Result<HandOff> ShiftService::freeze(const Actor& actor, HandOffId id, std::string_view event, const std::string& reason) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto content, compose(system_, id));
  return store_.write([&](store::UnitOfWork& work) -> Result<HandOff> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto one, rows_.hand_off(work, id));
    if (!one) return fail(ErrorKind::not_found, "no hand-off " + id.text());
    if (one->state != "open")
      return fail(ErrorKind::version_conflict, "this hand-off is " + one->state + " already; look at it again");
    one->content = content_json(content);
    const Digest digest = sha256(one->content);
    one->digest = digest.hex();
    one->frozen_at = content.written_at;
    CHARTA_TRY_DO(rows_.save(work, *one));
    worklists::Act act;
    act.event = event;
    act.reason_code = reason;
    CHARTA_TRY_DO(worklists_.apply(work, actor, one->item, act));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::transitioned, "shift_hand_off", id.key(), event, digest));
    CHARTA_TRY_DO(open_hand_off(work));
    CHARTA_TRY(const auto frozen, rows_.hand_off(work, id));
    return *frozen;
  });
}

Result<HandOff> ShiftService::sign(const Actor& actor, HandOffId id) {
  return freeze(actor, id, "sign", {});
}

Result<HandOff> ShiftService::take_without(const Actor& actor, HandOffId id, const std::string& reason) {
  if (reason.empty()) return fail(ErrorKind::missing, "say why nobody signs", "reason");
  return freeze(actor, id, "take-without", reason);
}

Result<void> ShiftService::accept(const Actor& actor, HandOffId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY(const auto one, rows_.hand_off(work, id));
    if (!one) return fail(ErrorKind::not_found, "no hand-off " + id.text());
    if (one->signed_by == actor.author.user && actor.kind == Actor::Kind::person && one->state == "signed")
      return fail(ErrorKind::business_rule, "nobody accepts their own hand-off; who comes accepts it");
    worklists::Act act;
    act.event = "accept";
    CHARTA_TRY_DO(worklists_.apply(work, actor, one->item, act));
    return {};
  });
}

/// A signature belongs to what is frozen, which the steps of this desk do first.
Result<void> ShiftService::check(store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item,
                                 const worklists::Act&) {
  if (guard == "own-sign") {
    CHARTA_TRY(const auto watch, rows_.watch(work, LoneWatchId(item.subject)));
    if (watch && !watch->item.is_set()) return {};
    return fail(ErrorKind::business_rule, "only the person gives the sign of life; say that you reached them instead", "event");
  }
  CHARTA_TRY(const auto one, rows_.hand_off(work, HandOffId(item.subject)));
  if (guard == "is-frozen" && (!one || one->content.empty()))
    return fail(ErrorKind::business_rule, "a hand-off is signed or taken over on its own page, where it is read first", "event");
  return {};
}

Result<void> ShiftService::entered_hand_off(store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                                            const worklists::Act& act) {
  CHARTA_TRY(auto one, rows_.hand_off(work, HandOffId(item.subject)));
  if (!one) return {};  // it is being opened in this unit
  if (act.event == "accept" && actor.kind == Actor::Kind::person && one->signed_by == actor.author.user)
    return fail(ErrorKind::business_rule, "nobody accepts their own hand-off; who comes accepts it", "event");
  one->state = item.state;
  if (act.event == "sign") one->signed_by = actor.author.user;
  if (act.event == "accept" || act.event == "take-without") {
    one->taken_by = actor.author.user;
    one->taken_at = clock_.now();
    one->reason = act.reason_code;
  }
  return rows_.save(work, *one);
}

}  // namespace charta::shift_desk
