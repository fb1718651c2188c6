// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/paper_search_store.hpp"

namespace charta::paper_charts {
namespace {

constexpr store::Statement walk_volumes{
    "paper_charts.walk_volumes", "SELECT volume, volume FROM paper_volume WHERE volume > :behind ORDER BY volume LIMIT :limit"};
constexpr store::Statement walk_volumes_in{"paper_charts.walk_volumes_in", R"sql(
  SELECT volume, volume FROM paper_volume
   WHERE place = :place
     AND (:behind = 0 OR filing_key > (SELECT b.filing_key FROM paper_volume b WHERE b.volume = :behind)
          OR (filing_key = (SELECT b.filing_key FROM paper_volume b WHERE b.volume = :behind) AND volume > :behind))
   ORDER BY filing_key, volume LIMIT :limit)sql"};
constexpr store::Statement walk_newest_movements{"paper_charts.walk_newest_movements", R"sql(
  SELECT m.volume, m.movement FROM paper_movement m
   WHERE m.movement > :behind
     AND NOT EXISTS (SELECT 1 FROM paper_movement n WHERE n.volume = m.volume AND n.movement > m.movement)
   ORDER BY m.movement LIMIT :limit)sql"};
constexpr store::Statement walk_movements{
    "paper_charts.walk_movements",
    "SELECT movement, movement FROM paper_movement WHERE movement > :behind ORDER BY movement LIMIT :limit"};
constexpr store::Statement walk_movements_of{"paper_charts.walk_movements_of", R"sql(
  SELECT movement, movement FROM paper_movement WHERE volume = :volume AND movement > :behind ORDER BY movement LIMIT :limit)sql"};
constexpr store::Statement walk_places{"paper_charts.walk_places",
                                       "SELECT place, place FROM paper_place WHERE place > :behind ORDER BY place LIMIT :limit"};
constexpr store::Statement walk_places_in{"paper_charts.walk_places_in", R"sql(
  SELECT place, place FROM paper_place WHERE parent = :parent AND place > :behind ORDER BY place LIMIT :limit)sql"};
constexpr store::Statement select_one_movement{"paper_charts.select_one_movement", R"sql(
  SELECT m.movement, m.volume, m.kind, m.from_place, m.to_place, m.at, m.recorded_at, m.author, m.purpose, m.reason, m.note,
         m.requisition, m.batch, m.device, m.device_number, f.path, t.path, t.kind
    FROM paper_movement m LEFT JOIN paper_place f ON f.place = m.from_place LEFT JOIN paper_place t ON t.place = m.to_place
   WHERE m.movement = :movement)sql"};
constexpr store::Statement select_newest_recorded{
    "paper_charts.select_newest_recorded",
    "SELECT recorded_at FROM paper_movement WHERE volume = :volume ORDER BY movement DESC LIMIT 1"};
constexpr store::Statement select_requisitions_of{
    "paper_charts.select_requisitions_of",
    "SELECT requisition FROM paper_requisition WHERE volume = :volume ORDER BY requisition"};

template <class IdType>
Result<std::vector<Step<IdType>>> steps(store::Reader& reader, const store::Statement& statement, store::BindingList bindings) {
  return reader.read_all(statement, bindings, [](const store::Row& row) {
    return Step<IdType>{row.id<IdType>(0), row.integer(1)};
  });
}

MovementRow whole_movement_of(const store::Row& row) {
  MovementRow found;
  auto& one = found.movement;
  one.id = row.id<MovementId>(0);
  one.volume = row.id<VolumeId>(1);
  one.kind = row.string(2);
  one.from = row.id<PlaceId>(3);
  one.to = row.id<PlaceId>(4);
  one.at = row.instant(5);
  one.recorded_at = row.instant(6);
  one.by = row.id<UserId>(7);
  one.purpose = row.string(8);
  one.reason = row.string(9);
  one.note = row.string(10);
  one.requisition = row.id<RequisitionId>(11);
  one.batch = row.integer(12);
  one.device = row.string(13);
  one.device_number = row.integer(14);
  found.from = row.string(15);
  found.to = row.string(16);
  found.to_kind = row.string(17);
  return found;
}

}  // namespace

Result<std::vector<Step<VolumeId>>> PaperSearchStore::volumes(store::Reader& reader, std::int64_t behind,
                                                              std::int64_t limit) const {
  return steps<VolumeId>(reader, walk_volumes, {{"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<VolumeId>>> PaperSearchStore::volumes_in(store::Reader& reader, PlaceId place, std::int64_t behind,
                                                                 std::int64_t limit) const {
  return steps<VolumeId>(reader, walk_volumes_in, {{"place", place.key()}, {"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<VolumeId>>> PaperSearchStore::volumes_by_movement(store::Reader& reader, std::int64_t behind,
                                                                          std::int64_t limit) const {
  return steps<VolumeId>(reader, walk_newest_movements, {{"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<MovementId>>> PaperSearchStore::movements(store::Reader& reader, std::int64_t behind,
                                                                  std::int64_t limit) const {
  return steps<MovementId>(reader, walk_movements, {{"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<MovementId>>> PaperSearchStore::movements_of(store::Reader& reader, VolumeId volume, std::int64_t behind,
                                                                     std::int64_t limit) const {
  return steps<MovementId>(reader, walk_movements_of, {{"volume", volume.key()}, {"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<PlaceId>>> PaperSearchStore::places(store::Reader& reader, std::int64_t behind,
                                                            std::int64_t limit) const {
  return steps<PlaceId>(reader, walk_places, {{"behind", behind}, {"limit", limit}});
}

Result<std::vector<Step<PlaceId>>> PaperSearchStore::places_in(store::Reader& reader, PlaceId parent, std::int64_t behind,
                                                               std::int64_t limit) const {
  return steps<PlaceId>(reader, walk_places_in, {{"parent", parent.key()}, {"behind", behind}, {"limit", limit}});
}

Result<std::optional<MovementRow>> PaperSearchStore::movement(store::Reader& reader, MovementId movement) const {
  return reader.read_one(select_one_movement, {{"movement", movement.key()}}, whole_movement_of);
}

Result<std::optional<Instant>> PaperSearchStore::newest_movement_at(store::Reader& reader, VolumeId volume) const {
  return reader.read_one(select_newest_recorded, {{"volume", volume.key()}},
                         [](const store::Row& row) { return row.instant(0); });
}

Result<std::vector<RequisitionId>> PaperSearchStore::requisitions_of(store::Reader& reader, VolumeId volume) const {
  return reader.read_all(select_requisitions_of, {{"volume", volume.key()}},
                         [](const store::Row& row) { return row.id<RequisitionId>(0); });
}

}  // namespace charta::paper_charts
