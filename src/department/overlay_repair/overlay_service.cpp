// SPDX-License-Identifier: Apache-2.0
#include "department/overlay_repair/overlay_service.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace charta::overlay_repair {
namespace {

using access::Permission;
using worklists::WorkItem;

constexpr std::string_view split_reason = "overlay-split";

bool is_copying(std::string_view act) {
  static constexpr std::array<std::string_view, 4> acts{"viewed", "printed", "exported", "sent"};
  return std::find(acts.begin(), acts.end(), act) != acts.end();
}

}  // namespace

void OverlayService::declare() {
  worklists_.declare(
      overlay_machine(),
      [this](store::UnitOfWork& work, std::string_view, const WorkItem& item, const worklists::Act&) {
        return check_moved(work, item);
      },
      [this](store::UnitOfWork& work, const access::Actor& actor, const WorkItem& item, const worklists::Act&) -> Result<void> {
        if (!worklists::is_final(overlay_machine(), item.state)) return {};
        return set_frozen(work, actor, PatientId(item.subject), false);
      });
}

/// "Split" is what moving pieces does; nobody says it of a record from which nothing went.
Result<void> OverlayService::check_moved(store::UnitOfWork& work, const WorkItem& item) const {
  const record_moves::MoveStore rows;
  CHARTA_TRY(const auto moves, rows.of_patient(work, PatientId(item.subject), 1000));
  const bool moved = std::any_of(moves.begin(), moves.end(), [&](const record_moves::RecordMove& move) {
    return move.from == PatientId(item.subject) && move.reason == split_reason && !move.taken_back_by.is_set() &&
           item.created_at <= move.at;
  });
  if (moved) return {};
  return fail(ErrorKind::business_rule, "choose which pieces go to which record; bringing them there makes this step", "event");
}

Result<void> OverlayService::set_frozen(store::UnitOfWork& work, const access::Actor& actor, PatientId patient, bool frozen) {
  CHARTA_TRY(const auto person, index_.rows().person(work, patient));
  if (!person) return fail(ErrorKind::not_found, "no patient record " + patient.text());
  return index_.set_flags(work, actor, patient, frozen, person->record.review_flag);
}

Result<WorkItem> OverlayService::suspect(const access::Actor& actor, PatientId patient, const std::string& reason,
                                         const std::string& note) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  if (reason.empty()) return fail(ErrorKind::missing, "say what makes you think that two persons are in one number", "reason");
  CHARTA_TRY_DO(index_.banner(actor, patient));
  return store_.write([&](store::UnitOfWork& work) -> Result<WorkItem> {
    CHARTA_TRY_DO(work.lock(patient.key()));
    CHARTA_TRY(const auto open, worklists_.find_open(work, overlay_machine().kind, patient.key()));
    if (open)
      return fail(ErrorKind::business_rule, "the record is frozen already; work item " + open->id.text() + " is about it");
    CHARTA_TRY(const auto person, index_.rows().person(work, patient));
    if (!person) return fail(ErrorKind::not_found, "no patient record " + patient.text());
    CHARTA_TRY_DO(set_frozen(work, actor, patient, true));
    worklists::NewWorkItem item;
    item.kind = overlay_machine().kind;
    item.subject_type = "Patient";
    item.subject = patient.key();
    item.patient = patient;
    item.priority = worklists::Priority::stat;
    item.pool = "identity";
    item.reason_code = reason;
    item.facility = person->record.facility;
    item.sensitivity = person->record.sensitivity;
    CHARTA_TRY(auto opened, worklists_.open(work, actor, item));
    if (note.empty()) return opened;
    worklists::Act act;
    act.event = "note";
    act.note = note;
    return worklists_.apply(work, actor, opened.id, act);
  });
}

Result<WorkItem> OverlayService::item_of(const access::Actor& actor, WorkItemId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::link_patients));
  CHARTA_TRY(auto item, worklists_.get(actor, id));
  if (item.kind != overlay_machine().kind)
    return fail(ErrorKind::not_found, "work item " + id.text() + " is not about an overlay");
  CHARTA_TRY_DO(index_.banner(actor, PatientId(item.subject)));
  return item;
}

Result<Sides> OverlayService::sides_of(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto person, index_.rows().person(reader, patient));
  if (!person) return fail(ErrorKind::not_found, "no patient record " + patient.text());
  CHARTA_TRY(const auto witnesses, questions_.witnesses(reader, patient));
  CHARTA_TRY(auto pieces, questions_.pieces(reader, patient));
  auto now = person->record.who;
  // What the record says now is its current name; former ones may be the other person's.
  if (now.names.size() > 1) now.names.resize(1);
  return sort_into_sides(now, witnesses, std::move(pieces));
}

Result<OverlayDetail> OverlayService::detail(const access::Actor& actor, WorkItemId id) {
  OverlayDetail detail;
  CHARTA_TRY(detail.item, item_of(actor, id));
  const PatientId patient(detail.item.subject);
  CHARTA_TRY(detail.record, index_.banner(actor, patient));
  CHARTA_TRY(detail.sides, store_.read([&](store::Reader& reader) { return sides_of(reader, patient); }));
  return detail;
}

Result<PatientId> OverlayService::receiver(store::UnitOfWork& work, const access::Actor& actor, const Split& split,
                                           int facility) {
  if (split.to.is_set()) return split.to;
  resources::PutOptions options;
  options.source = "desk";
  options.facility = facility;
  CHARTA_TRY(auto prepared, resources_.prepare(split.person, options));
  if (prepared.type() != "Patient") return fail(ErrorKind::invalid, "the new record is a Patient", "person");
  CHARTA_TRY(const auto written, resources_.put(work, actor, prepared));
  return PatientId(written.key.key());
}

Result<void> OverlayService::bring(store::UnitOfWork& work, const access::Actor& actor, PatientId from, PatientId to,
                                   const Split& split) {
  record_moves::MoveOrder order;
  order.from = from;
  order.to = to;
  order.reason = split_reason;
  order.note = split.note;
  for (const auto& [type, id] : split.pieces) {
    CHARTA_TRY(const auto stored, resources_.load(work, type, id));
    if (!stored || stored->deleted) return fail(ErrorKind::not_found, "no " + type + "/" + id);
    order.chosen.push_back(stored->key);
  }
  CHARTA_TRY(auto move, moves_.prepare(work, order));
  return moves_.carry_out(work, actor, move);
}

Result<PatientId> OverlayService::split(const access::Actor& actor, WorkItemId id, const Split& split) {
  CHARTA_TRY(const auto item, item_of(actor, id));
  if (split.pieces.empty()) return fail(ErrorKind::missing, "say which pieces go to a record of their own", "pieces");
  if (split.to.is_set()) CHARTA_TRY_DO(index_.banner(actor, split.to));
  if (!split.to.is_set()) {
    CHARTA_TRY_DO(access::require(actor, Permission::register_patient));
    if (split.person.empty()) return fail(ErrorKind::missing, "say who receives them: a known record, or a new person", "to");
  }
  const PatientId from(item.subject);
  return store_.write([&](store::UnitOfWork& work) -> Result<PatientId> {
    CHARTA_TRY(const auto to, receiver(work, actor, split, item.facility));
    if (to == from) return fail(ErrorKind::business_rule, "the pieces stand with this record already", "to");
    CHARTA_TRY_DO(bring(work, actor, from, to, split));
    worklists::Act act;
    act.event = "split";
    act.note = split.note;
    act.expected_version = split.version;
    act.second_subject = to.key();
    act.second_subject_type = "Patient";
    CHARTA_TRY_DO(worklists_.apply(work, actor, id, act));
    return to;
  });
}

Result<std::vector<CopyHolder>> OverlayService::copies(const access::Actor& actor, WorkItemId id) {
  CHARTA_TRY(const auto item, item_of(actor, id));
  const PatientId patient(item.subject);
  return store_.read([&](store::Reader& reader) -> Result<std::vector<CopyHolder>> {
    CHARTA_TRY(const auto sides, sides_of(reader, patient));
    CHARTA_TRY(const auto witnesses, questions_.witnesses(reader, patient));
    ledger::Filter filter;
    filter.patient = patient;
    // Two persons are in it from the first message of the second one on.
    for (const auto& witness : witnesses) {
      const auto& stays = sides.sides.front().messages;
      if (filter.from || std::find(stays.begin(), stays.end(), witness.message) != stays.end()) continue;
      filter.from = witness.at;
    }
    CHARTA_TRY(filter.limit, ledger_.count(reader, filter));  // every one of them: who is left out is never told
    CHARTA_TRY(const auto entries, ledger_.list(reader, filter));
    std::map<std::tuple<UserId, std::string, std::string>, CopyHolder> holders;
    for (const auto& entry : entries) {
      if (!is_copying(entry.act)) continue;
      auto& holder = holders[{entry.author.user, entry.author.workstation, entry.act}];
      if (holder.times++ == 0) holder = {entry.author.user, entry.author.workstation, entry.act, 1, entry.at, entry.at};
      holder.first = std::min(holder.first, entry.at);
      holder.last = std::max(holder.last, entry.at);
    }
    std::vector<CopyHolder> list;
    for (auto& [who, holder] : holders) list.push_back(std::move(holder));
    std::sort(list.begin(), list.end(), [](const CopyHolder& a, const CopyHolder& b) { return b.last < a.last; });
    return list;
  });
}

}  // namespace charta::overlay_repair
