// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/archive_store.hpp"

#include "base/text.hpp"

namespace charta::paper_charts {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_OLD_NUMBER_COLUMNS \
  "SELECT old_number, patient, volume, value, scheme, hospital, author, added_at FROM paper_old_number "
constexpr Statement insert_old_number{"paper_charts.insert_old_number", R"sql(
  INSERT INTO paper_old_number (old_number, patient, volume, value, folded, scheme, hospital, author, added_at)
  VALUES (:old_number, :patient, :volume, :value, :folded, :scheme, :hospital, :author, :added_at)
  ON CONFLICT DO NOTHING)sql"};
constexpr Statement select_old_numbers_of{"paper_charts.select_old_numbers_of",
                                          CHARTA_OLD_NUMBER_COLUMNS "WHERE patient = :patient ORDER BY volume, old_number"};
constexpr Statement select_old_numbers_like{"paper_charts.select_old_numbers_like",
                                            CHARTA_OLD_NUMBER_COLUMNS "WHERE folded = :folded ORDER BY old_number LIMIT :limit"};
constexpr Statement insert_position{"paper_charts.insert_position",
                                    "INSERT INTO paper_position (volume, folded) VALUES (:volume, :folded)"};
constexpr Statement select_at_position{"paper_charts.select_at_position", R"sql(
  SELECT volume FROM paper_position WHERE folded >= :exact AND folded < :until ORDER BY folded, volume LIMIT :limit)sql"};
constexpr Statement select_keys_of_room{"paper_charts.select_keys_of_room", R"sql(
  SELECT v.filing_key FROM paper_volume v JOIN paper_place p ON p.place = v.home
   WHERE p.room = :room AND v.state NOT IN ('destroyed', 'merged', 'retired', 'transferred', 'off-site') ORDER BY v.filing_key)sql"};
constexpr Statement select_quiet_in{"paper_charts.select_quiet_in", R"sql(
  SELECT v.volume FROM paper_volume v JOIN paper_place p ON p.place = v.home
   WHERE p.room = :room AND v.state = 'in-file' AND v.filing_key >= :from_key AND v.filing_key < :until_key
     AND v.since < :quiet_since
     AND NOT EXISTS (SELECT 1 FROM paper_appointment a WHERE a.patient = v.patient AND a.is_open = 1)
     AND NOT EXISTS (SELECT 1 FROM paper_requisition r WHERE r.volume = v.volume
                        AND r.state IN ('requested', 'approved', 'on-pull-list', 'pulled', 'in-transit', 'delivered'))
   ORDER BY v.filing_key, v.volume LIMIT :limit)sql"};
constexpr Statement select_place_of_path{"paper_charts.select_place_of_path", R"sql(
  SELECT place FROM paper_place WHERE folded = :folded AND path = :path AND is_open = 1 ORDER BY place LIMIT 1)sql"};

OldNumber old_number_of(const Row& row) {
  return {row.integer(0), row.id<PatientId>(1), row.id<VolumeId>(2), row.string(3),
          row.string(4),  row.string(5),        row.id<UserId>(6),   row.instant(7)};
}

VolumeId volume_id_of(const Row& row) {
  return row.id<VolumeId>(0);
}

}  // namespace

Result<bool> ArchiveStore::add_old_number(store::UnitOfWork& work, const OldNumber& number) const {
  const auto folded = number_folded(number.value);
  CHARTA_TRY(const auto added, work.write_counted(insert_old_number, {{"old_number", number.key},
                                                                      {"patient", number.patient.key()},
                                                                      {"volume", number.volume.key()},
                                                                      {"value", number.value},
                                                                      {"folded", folded},
                                                                      {"scheme", number.scheme},
                                                                      {"hospital", number.hospital},
                                                                      {"author", number.by.key()},
                                                                      {"added_at", number.added_at}}));
  return added == 1;
}

Result<std::vector<OldNumber>> ArchiveStore::old_numbers_of(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_old_numbers_of, {{"patient", patient.key()}}, old_number_of);
}

Result<std::vector<OldNumber>> ArchiveStore::old_numbers_like(store::Reader& reader, std::string_view number,
                                                              std::int64_t limit) const {
  const auto folded = number_folded(number);
  if (folded.empty()) return std::vector<OldNumber>();
  return reader.read_all(select_old_numbers_like, {{"folded", folded}, {"limit", limit}}, old_number_of);
}

Result<void> ArchiveStore::add_position(store::UnitOfWork& work, VolumeId volume, std::string_view position) const {
  const auto folded = position_folded(position);
  if (folded.empty()) return {};
  return work.write(insert_position, {{"volume", volume}, {"folded", folded}});
}

Result<std::vector<VolumeId>> ArchiveStore::at_position(store::Reader& reader, std::string_view folded,
                                                        std::int64_t limit) const {
  if (folded.empty()) return std::vector<VolumeId>();
  const auto until = std::string(folded) + "!";  // the sign behind the blank: "roll 118", "roll 118 frame 2", not "roll 1180"
  return reader.read_all(select_at_position, {{"exact", folded}, {"until", until}, {"limit", limit}}, volume_id_of);
}

Result<std::vector<std::string>> ArchiveStore::keys_of_room(store::Reader& reader, PlaceId room) const {
  return reader.read_all(select_keys_of_room, {{"room", room}}, [](const Row& row) { return row.string(0); });
}

Result<std::vector<VolumeId>> ArchiveStore::quiet_in(store::Reader& reader, PlaceId room, std::string_view from_key,
                                                     std::string_view until_key, Instant quiet_since, std::int64_t limit) const {
  return reader.read_all(
      select_quiet_in,
      {{"room", room}, {"from_key", from_key}, {"until_key", until_key}, {"quiet_since", quiet_since}, {"limit", limit}},
      volume_id_of);
}

Result<std::optional<PlaceId>> ArchiveStore::place_of_path(store::Reader& reader, std::string_view folded_path,
                                                           std::string_view path) const {
  return reader.read_one(select_place_of_path, {{"folded", folded_path}, {"path", path}},
                         [](const Row& row) { return row.id<PlaceId>(0); });
}

}  // namespace charta::paper_charts
