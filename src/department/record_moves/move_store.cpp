// SPDX-License-Identifier: Apache-2.0
#include "department/record_moves/move_store.hpp"

#include <algorithm>

namespace charta::record_moves {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_MOVE_COLUMNS                                                                                               \
  "SELECT move, from_patient, to_patient, root_type, root_id, title, origin, reason, note, moved_by, message, moved_at, " \
  "takes_back, "                                                                                                          \
  "taken_back_by FROM record_move "
constexpr Statement select_move{"record_moves.select_move", CHARTA_MOVE_COLUMNS "WHERE move = :move"};
constexpr Statement select_from{"record_moves.select_from",
                                CHARTA_MOVE_COLUMNS "WHERE from_patient = :patient ORDER BY move DESC LIMIT :limit"};
constexpr Statement select_to{"record_moves.select_to",
                              CHARTA_MOVE_COLUMNS "WHERE to_patient = :patient ORDER BY move DESC LIMIT :limit"};
#undef CHARTA_MOVE_COLUMNS
constexpr Statement select_pieces{"record_moves.select_pieces", R"sql(
  SELECT resource, type, fhir_id, version, left_behind FROM record_move_piece WHERE move = :move ORDER BY resource)sql"};
constexpr Statement select_newest{"record_moves.select_newest",
                                  "SELECT move FROM record_move_piece WHERE resource = :resource ORDER BY move DESC LIMIT 1"};
constexpr Statement insert_move{"record_moves.insert_move", R"sql(
  INSERT INTO record_move (move, from_patient, to_patient, root_type, root_id, title, origin, reason, note, moved_by, message, moved_at,
                           takes_back, taken_back_by)
  VALUES (:move, :from_patient, :to_patient, :root_type, :root_id, :title, :origin, :reason, :note, :moved_by, :message, :moved_at,
          :takes_back, 0))sql"};
constexpr Statement insert_piece{"record_moves.insert_piece", R"sql(
  INSERT INTO record_move_piece (move, resource, type, fhir_id, version, left_behind)
  VALUES (:move, :resource, :type, :fhir_id, :version, :left_behind))sql"};
constexpr Statement update_taken_back{"record_moves.update_taken_back",
                                      "UPDATE record_move SET taken_back_by = :by WHERE move = :move AND taken_back_by = 0"};

RecordMove move_of(const Row& row) {
  RecordMove move;
  move.id = row.id<MoveId>(0);
  move.from = row.id<PatientId>(1);
  move.to = row.id<PatientId>(2);
  move.root_type = row.string(3);
  move.root_id = row.string(4);
  move.title = row.string(5);
  move.origin = row.string(6);
  move.reason = row.string(7);
  move.note = row.string(8);
  move.moved_by = row.id<UserId>(9);
  move.message = row.id<MessageId>(10);
  move.at = row.instant(11);
  move.takes_back = row.id<MoveId>(12);
  move.taken_back_by = row.id<MoveId>(13);
  return move;
}

Result<void> read_pieces(store::Reader& reader, RecordMove& move) {
  CHARTA_TRY(move.pieces, reader.read_all(select_pieces, {{"move", move.id}}, [](const Row& row) {
    return Piece{row.id<ResourceId>(0), row.string(1), row.string(2), row.integer(3), row.string(4)};
  }));
  return {};
}

}  // namespace

Result<void> MoveStore::add(store::UnitOfWork& work, const RecordMove& move) const {
  CHARTA_TRY_DO(work.write(insert_move, {{"move", move.id},
                                         {"from_patient", move.from},
                                         {"to_patient", move.to},
                                         {"root_type", move.root_type},
                                         {"root_id", move.root_id},
                                         {"title", move.title},
                                         {"origin", move.origin},
                                         {"reason", move.reason},
                                         {"note", move.note},
                                         {"moved_by", move.moved_by.key()},
                                         {"message", move.message.key()},
                                         {"moved_at", move.at},
                                         {"takes_back", move.takes_back.key()}}));
  for (const Piece& piece : move.pieces) {
    CHARTA_TRY_DO(work.write(insert_piece, {{"move", move.id},
                                            {"resource", piece.resource},
                                            {"type", piece.type},
                                            {"fhir_id", piece.id},
                                            {"version", piece.version},
                                            {"left_behind", piece.left_behind}}));
  }
  return {};
}

Result<std::int64_t> MoveStore::take_back(store::UnitOfWork& work, MoveId move, MoveId by) const {
  return work.write_counted(update_taken_back, {{"move", move}, {"by", by}});
}

Result<std::optional<RecordMove>> MoveStore::find(store::Reader& reader, MoveId move) const {
  CHARTA_TRY(auto found, reader.read_one(select_move, {{"move", move}}, move_of));
  if (found) CHARTA_TRY_DO(read_pieces(reader, *found));
  return found;
}

Result<std::vector<RecordMove>> MoveStore::of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const {
  CHARTA_TRY(auto moves, reader.read_all(select_from, {{"patient", patient}, {"limit", limit}}, move_of));
  CHARTA_TRY(auto came, reader.read_all(select_to, {{"patient", patient}, {"limit", limit}}, move_of));
  for (auto& move : came)
    if (move.from != patient) moves.push_back(std::move(move));
  std::sort(moves.begin(), moves.end(), [](const RecordMove& a, const RecordMove& b) { return b.id < a.id; });
  for (auto& move : moves) CHARTA_TRY_DO(read_pieces(reader, move));
  return moves;
}

Result<std::optional<MoveId>> MoveStore::newest_of(store::Reader& reader, ResourceId resource) const {
  return reader.read_one(select_newest, {{"resource", resource}}, [](const Row& row) { return row.id<MoveId>(0); });
}

}  // namespace charta::record_moves
