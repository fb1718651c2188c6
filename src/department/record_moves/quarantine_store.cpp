// SPDX-License-Identifier: Apache-2.0
#include "department/record_moves/quarantine_store.hpp"

namespace charta::record_moves {
namespace {

#define CHARTA_QUARANTINE_COLUMNS                                                                                                \
  "SELECT q.quarantine, q.resource, q.type, q.fhir_id, q.patient, q.reason, q.note, q.withheld_by, q.withheld_at, q.lifted_at, " \
  "q.lifted_by, q.lifted_how FROM record_quarantine q "
constexpr store::Statement select_quarantine{"record_moves.select_quarantine",
                                             CHARTA_QUARANTINE_COLUMNS "WHERE q.quarantine = :quarantine"};
constexpr store::Statement select_open_quarantine{"record_moves.select_open_quarantine", CHARTA_QUARANTINE_COLUMNS
                                                  "JOIN record_quarantine_piece p ON p.quarantine = q.quarantine "
                                                  "WHERE p.resource = :resource AND q.lifted_at IS NULL"};
constexpr store::Statement select_quarantines_of{"record_moves.select_quarantines_of", CHARTA_QUARANTINE_COLUMNS
                                                 "WHERE q.patient = :patient ORDER BY q.quarantine DESC LIMIT :limit"};
#undef CHARTA_QUARANTINE_COLUMNS
constexpr store::Statement select_quarantine_pieces{
    "record_moves.select_quarantine_pieces",
    "SELECT resource, type, fhir_id FROM record_quarantine_piece WHERE quarantine = :quarantine ORDER BY resource"};
constexpr store::Statement insert_quarantine{"record_moves.insert_quarantine", R"sql(
  INSERT INTO record_quarantine (quarantine, resource, type, fhir_id, patient, reason, note, withheld_by, withheld_at, lifted_at,
                                 lifted_by, lifted_how)
  VALUES (:quarantine, :resource, :type, :fhir_id, :patient, :reason, :note, :withheld_by, :withheld_at, NULL, 0, ''))sql"};
constexpr store::Statement insert_quarantine_piece{"record_moves.insert_quarantine_piece", R"sql(
  INSERT INTO record_quarantine_piece (quarantine, resource, type, fhir_id)
  VALUES (:quarantine, :resource, :type, :fhir_id))sql"};
constexpr store::Statement update_lifted{"record_moves.update_lifted", R"sql(
  UPDATE record_quarantine SET lifted_at = :lifted_at, lifted_by = :lifted_by, lifted_how = :lifted_how
   WHERE quarantine = :quarantine AND lifted_at IS NULL)sql"};

Quarantine quarantine_of(const store::Row& row) {
  Quarantine one;
  one.id = row.id<QuarantineId>(0);
  one.resource = row.id<ResourceId>(1);
  one.type = row.string(2);
  one.fhir_id = row.string(3);
  one.patient = row.id<PatientId>(4);
  one.reason = row.string(5);
  one.note = row.string(6);
  one.withheld_by = row.id<UserId>(7);
  one.withheld_at = row.instant(8);
  if (!row.is_null(9)) one.lifted_at = row.instant(9);
  one.lifted_by = row.id<UserId>(10);
  one.lifted_how = row.string(11);
  return one;
}

Result<void> read_withheld(store::Reader& reader, Quarantine& one) {
  CHARTA_TRY(one.pieces, reader.read_all(select_quarantine_pieces, {{"quarantine", one.id}}, [](const store::Row& row) {
    return Piece{row.id<ResourceId>(0), row.string(1), row.string(2), 0, {}};
  }));
  return {};
}

}  // namespace

Result<void> QuarantineStore::add(store::UnitOfWork& work, const Quarantine& one) const {
  CHARTA_TRY_DO(work.write(insert_quarantine, {{"quarantine", one.id},
                                               {"resource", one.resource},
                                               {"type", one.type},
                                               {"fhir_id", one.fhir_id},
                                               {"patient", one.patient},
                                               {"reason", one.reason},
                                               {"note", one.note},
                                               {"withheld_by", one.withheld_by.key()},
                                               {"withheld_at", one.withheld_at}}));
  for (const Piece& piece : one.pieces)
    CHARTA_TRY_DO(
        work.write(insert_quarantine_piece,
                   {{"quarantine", one.id}, {"resource", piece.resource}, {"type", piece.type}, {"fhir_id", piece.id}}));
  return {};
}

Result<void> QuarantineStore::lift(store::UnitOfWork& work, QuarantineId quarantine, Instant at, UserId by,
                                   std::string_view how) const {
  return work.write(update_lifted,
                    {{"quarantine", quarantine}, {"lifted_at", at}, {"lifted_by", by.key()}, {"lifted_how", std::string(how)}});
}

Result<std::optional<Quarantine>> QuarantineStore::find(store::Reader& reader, QuarantineId quarantine) const {
  CHARTA_TRY(auto found, reader.read_one(select_quarantine, {{"quarantine", quarantine}}, quarantine_of));
  if (found) CHARTA_TRY_DO(read_withheld(reader, *found));
  return found;
}

Result<std::optional<Quarantine>> QuarantineStore::open_of(store::Reader& reader, ResourceId resource) const {
  CHARTA_TRY(auto found, reader.read_one(select_open_quarantine, {{"resource", resource}}, quarantine_of));
  if (found) CHARTA_TRY_DO(read_withheld(reader, *found));
  return found;
}

Result<std::vector<Quarantine>> QuarantineStore::of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const {
  return reader.read_all(select_quarantines_of, {{"patient", patient}, {"limit", limit}}, quarantine_of);
}

}  // namespace charta::record_moves
