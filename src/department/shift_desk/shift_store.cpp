// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/shift_store.hpp"

namespace charta::shift_desk {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_HAND_OFF_COLUMNS                                                                                         \
  "SELECT hand_off, item, state, opened_at, due_at, content, digest, frozen_at, signed_by, taken_by, taken_at, reason " \
  "FROM shift_hand_off "
constexpr Statement insert_hand_off{"shift_desk.insert_hand_off", R"sql(
  INSERT INTO shift_hand_off (hand_off, item, state, opened_at, due_at, content, digest, frozen_at, signed_by, taken_by, taken_at,
    reason)
  VALUES (:hand_off, :item, :state, :opened_at, :due_at, :content, :digest, :frozen_at, :signed_by, :taken_by, :taken_at,
    :reason))sql"};
constexpr Statement update_hand_off{"shift_desk.update_hand_off", R"sql(
  UPDATE shift_hand_off SET state = :state, content = :content, digest = :digest, frozen_at = :frozen_at, signed_by = :signed_by,
    taken_by = :taken_by, taken_at = :taken_at, reason = :reason WHERE hand_off = :hand_off)sql"};
constexpr Statement select_hand_off{"shift_desk.select_hand_off", CHARTA_HAND_OFF_COLUMNS "WHERE hand_off = :hand_off"};
constexpr Statement select_open_hand_off{"shift_desk.select_open",
                                         CHARTA_HAND_OFF_COLUMNS "WHERE state = 'open' ORDER BY hand_off DESC LIMIT 1"};
constexpr Statement select_newest_hand_offs{"shift_desk.select_newest",
                                            CHARTA_HAND_OFF_COLUMNS "ORDER BY hand_off DESC LIMIT :limit"};

constexpr Statement insert_note_of_shift{"shift_desk.insert_note", R"sql(
  INSERT INTO shift_note (note, hand_off, author, at, text) VALUES (:note, :hand_off, :author, :at, :text))sql"};
constexpr Statement select_notes_of_shift{"shift_desk.select_notes", R"sql(
  SELECT note, hand_off, author, at, text FROM shift_note WHERE hand_off = :hand_off ORDER BY note)sql"};

#define CHARTA_ARRIVAL_COLUMNS "SELECT encounter, patient, class_code, at, facility, sensitivity FROM shift_arrival "
constexpr Statement upsert_arrival{"shift_desk.upsert_arrival", R"sql(
  INSERT INTO shift_arrival (encounter, patient, class_code, at, facility, sensitivity)
  VALUES (:encounter, :patient, :class_code, :at, :facility, :sensitivity)
  ON CONFLICT (encounter) DO UPDATE SET patient = excluded.patient, class_code = excluded.class_code, at = excluded.at,
    facility = excluded.facility, sensitivity = excluded.sensitivity)sql"};
constexpr Statement delete_arrival{"shift_desk.delete_arrival", "DELETE FROM shift_arrival WHERE encounter = :encounter"};
constexpr Statement update_arrival_patient{"shift_desk.move_arrival", R"sql(
  UPDATE shift_arrival SET patient = :patient, facility = :facility, sensitivity = :sensitivity
   WHERE encounter = :encounter)sql"};
constexpr Statement update_arrival_labels{
    "shift_desk.relabel_arrivals",
    "UPDATE shift_arrival SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement select_arrival{"shift_desk.select_arrival", CHARTA_ARRIVAL_COLUMNS "WHERE encounter = :encounter"};
constexpr Statement select_arrivals{"shift_desk.select_arrivals",
                                    CHARTA_ARRIVAL_COLUMNS "WHERE at >= :since ORDER BY at DESC, encounter DESC LIMIT :limit"};

#define CHARTA_WATCH_COLUMNS "SELECT watch, person, name, started_at, last_sign, due_at, ended_at, item FROM shift_watch "
constexpr Statement insert_watch{"shift_desk.insert_watch", R"sql(
  INSERT INTO shift_watch (watch, person, name, started_at, last_sign, due_at, ended_at, item)
  VALUES (:watch, :person, :name, :started_at, :last_sign, :due_at, :ended_at, :item))sql"};
constexpr Statement update_watch{"shift_desk.update_watch", R"sql(
  UPDATE shift_watch SET last_sign = :last_sign, due_at = :due_at, ended_at = :ended_at, item = :item WHERE watch = :watch)sql"};
constexpr Statement select_watch{"shift_desk.select_watch", CHARTA_WATCH_COLUMNS "WHERE watch = :watch"};
constexpr Statement select_open_watches{"shift_desk.select_open_watches",
                                        CHARTA_WATCH_COLUMNS "WHERE ended_at IS NULL ORDER BY watch"};

constexpr Statement insert_visit_of_room{"shift_desk.insert_visit", R"sql(
  INSERT INTO shift_room_visit (visit, room, person, visitor, reason, entered_at, let_in_by, left_at)
  VALUES (:visit, :room, :person, :visitor, :reason, :entered_at, :let_in_by, :left_at))sql"};
constexpr Statement update_visit_left{"shift_desk.update_visit_left",
                                      "UPDATE shift_room_visit SET left_at = :left_at WHERE visit = :visit AND left_at IS NULL"};
constexpr Statement select_visits_of_room{"shift_desk.select_visits", R"sql(
  SELECT visit, room, person, visitor, reason, entered_at, let_in_by, left_at FROM shift_room_visit
   WHERE entered_at >= :since OR left_at IS NULL ORDER BY entered_at DESC, visit DESC LIMIT :limit)sql"};

std::optional<Instant> when(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

HandOff hand_off_of(const Row& row) {
  HandOff one;
  one.id = row.id<HandOffId>(0);
  one.item = row.id<WorkItemId>(1);
  one.state = row.string(2);
  one.opened_at = row.instant(3);
  one.due_at = row.instant(4);
  one.content = row.string(5);
  one.digest = row.string(6);
  one.frozen_at = when(row, 7);
  one.signed_by = row.id<UserId>(8);
  one.taken_by = row.id<UserId>(9);
  one.taken_at = when(row, 10);
  one.reason = row.string(11);
  return one;
}

Arrival arrival_of(const Row& row) {
  return {row.id<ResourceId>(0),
          row.id<PatientId>(1),
          row.string(2),
          row.instant(3),
          static_cast<int>(row.integer(4)),
          static_cast<access::SensitivityMask>(row.integer(5))};
}

LoneWatch watch_of(const Row& row) {
  LoneWatch one;
  one.id = row.id<LoneWatchId>(0);
  one.person = row.id<UserId>(1);
  one.name = row.string(2);
  one.started_at = row.instant(3);
  one.last_sign = row.instant(4);
  one.due_at = row.instant(5);
  one.ended_at = when(row, 6);
  one.item = row.id<WorkItemId>(7);
  return one;
}

RoomVisit visit_of(const Row& row) {
  RoomVisit one;
  one.id = row.id<RoomVisitId>(0);
  one.room = row.id<paper_charts::PlaceId>(1);
  one.person = row.id<UserId>(2);
  one.visitor = row.string(3);
  one.reason = row.string(4);
  one.entered_at = row.instant(5);
  one.let_in_by = row.id<UserId>(6);
  one.left_at = when(row, 7);
  return one;
}

}  // namespace

Result<void> ShiftStore::add(store::UnitOfWork& work, const HandOff& one) const {
  return work.write(insert_hand_off, {{"hand_off", one.id},
                                      {"item", one.item.key()},
                                      {"state", one.state},
                                      {"opened_at", one.opened_at},
                                      {"due_at", one.due_at},
                                      {"content", one.content},
                                      {"digest", one.digest},
                                      {"frozen_at", one.frozen_at},
                                      {"signed_by", one.signed_by.key()},
                                      {"taken_by", one.taken_by.key()},
                                      {"taken_at", one.taken_at},
                                      {"reason", one.reason}});
}

Result<void> ShiftStore::save(store::UnitOfWork& work, const HandOff& one) const {
  return work.write(update_hand_off, {{"hand_off", one.id},
                                      {"state", one.state},
                                      {"content", one.content},
                                      {"digest", one.digest},
                                      {"frozen_at", one.frozen_at},
                                      {"signed_by", one.signed_by.key()},
                                      {"taken_by", one.taken_by.key()},
                                      {"taken_at", one.taken_at},
                                      {"reason", one.reason}});
}

Result<std::optional<HandOff>> ShiftStore::hand_off(store::Reader& reader, HandOffId id) const {
  return reader.read_one(select_hand_off, {{"hand_off", id}}, hand_off_of);
}

Result<std::optional<HandOff>> ShiftStore::open_one(store::Reader& reader) const {
  return reader.read_one(select_open_hand_off, {}, hand_off_of);
}

Result<std::vector<HandOff>> ShiftStore::newest(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_newest_hand_offs, {{"limit", limit}}, hand_off_of);
}

Result<void> ShiftStore::add_note(store::UnitOfWork& work, const HandOffNote& note) const {
  return work.write(insert_note_of_shift, {{"note", note.key},
                                           {"hand_off", note.hand_off.key()},
                                           {"author", note.author.key()},
                                           {"at", note.at},
                                           {"text", note.text}});
}

Result<std::vector<HandOffNote>> ShiftStore::notes(store::Reader& reader, HandOffId hand_off) const {
  return reader.read_all(select_notes_of_shift, {{"hand_off", hand_off.key()}}, [](const Row& row) {
    return HandOffNote{row.integer(0), row.id<HandOffId>(1), row.id<UserId>(2), row.instant(3), row.string(4)};
  });
}

Result<void> ShiftStore::save_arrival(store::UnitOfWork& work, const Arrival& one) const {
  return work.write(upsert_arrival, {{"encounter", one.encounter},
                                     {"patient", one.patient.key()},
                                     {"class_code", one.class_code},
                                     {"at", one.at},
                                     {"facility", one.facility},
                                     {"sensitivity", one.sensitivity}});
}

Result<void> ShiftStore::remove_arrival(store::UnitOfWork& work, ResourceId encounter) const {
  return work.write(delete_arrival, {{"encounter", encounter}});
}

Result<void> ShiftStore::move_arrival(store::UnitOfWork& work, ResourceId encounter, PatientId to, int facility,
                                      access::SensitivityMask sensitivity) const {
  return work.write(update_arrival_patient,
                    {{"encounter", encounter}, {"patient", to.key()}, {"facility", facility}, {"sensitivity", sensitivity}});
}

Result<void> ShiftStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  return work.write(update_arrival_labels, {{"patient", patient.key()}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<std::optional<Arrival>> ShiftStore::arrival(store::Reader& reader, ResourceId encounter) const {
  return reader.read_one(select_arrival, {{"encounter", encounter}}, arrival_of);
}

Result<std::vector<Arrival>> ShiftStore::arrivals(store::Reader& reader, Instant since, std::int64_t limit) const {
  return reader.read_all(select_arrivals, {{"since", since}, {"limit", limit}}, arrival_of);
}

Result<void> ShiftStore::add_watch(store::UnitOfWork& work, const LoneWatch& one) const {
  return work.write(insert_watch, {{"watch", one.id},
                                   {"person", one.person.key()},
                                   {"name", one.name},
                                   {"started_at", one.started_at},
                                   {"last_sign", one.last_sign},
                                   {"due_at", one.due_at},
                                   {"ended_at", one.ended_at},
                                   {"item", one.item.key()}});
}

Result<void> ShiftStore::save_watch(store::UnitOfWork& work, const LoneWatch& one) const {
  return work.write(update_watch, {{"watch", one.id},
                                   {"last_sign", one.last_sign},
                                   {"due_at", one.due_at},
                                   {"ended_at", one.ended_at},
                                   {"item", one.item.key()}});
}

Result<std::optional<LoneWatch>> ShiftStore::watch(store::Reader& reader, LoneWatchId id) const {
  return reader.read_one(select_watch, {{"watch", id}}, watch_of);
}

Result<std::vector<LoneWatch>> ShiftStore::open_watches(store::Reader& reader) const {
  return reader.read_all(select_open_watches, {}, watch_of);
}

Result<void> ShiftStore::add_visit(store::UnitOfWork& work, const RoomVisit& one) const {
  return work.write(insert_visit_of_room, {{"visit", one.id},
                                           {"room", one.room.key()},
                                           {"person", one.person.key()},
                                           {"visitor", one.visitor},
                                           {"reason", one.reason},
                                           {"entered_at", one.entered_at},
                                           {"let_in_by", one.let_in_by.key()},
                                           {"left_at", one.left_at}});
}

Result<bool> ShiftStore::leave(store::UnitOfWork& work, RoomVisitId visit, Instant at) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_visit_left, {{"visit", visit}, {"left_at", at}}));
  return changed == 1;
}

Result<std::vector<RoomVisit>> ShiftStore::visits(store::Reader& reader, Instant since, std::int64_t limit) const {
  return reader.read_all(select_visits_of_room, {{"since", since}, {"limit", limit}}, visit_of);
}

}  // namespace charta::shift_desk
