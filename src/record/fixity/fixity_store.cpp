// SPDX-License-Identifier: Apache-2.0
#include "record/fixity/fixity_store.hpp"

#include <array>

namespace charta::fixity {
namespace {

using store::Row;
using store::Statement;
using store::Value;

#define CHARTA_DAMAGE "SELECT damage, digest, item, found_at, outcome FROM damaged_blob"
constexpr Statement select_round{"fixity.round", "SELECT started_at, cycle_days, done FROM fixity_round WHERE id = 1"};
constexpr Statement replace_round{"fixity.begin", R"sql(
  INSERT INTO fixity_round (id, started_at, cycle_days, done) VALUES (1, :started_at, :cycle_days, :done)
  ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, cycle_days = excluded.cycle_days, done = excluded.done)sql"};
constexpr Statement update_round{"fixity.go_on", "UPDATE fixity_round SET done = :upto WHERE id = 1 AND done = :before"};
constexpr Statement replace_shelf{"fixity.save_shelf", R"sql(
  INSERT INTO fixity_shelf (shelf, checked_at, blobs, bytes) VALUES (:shelf, :checked_at, :blobs, :bytes)
  ON CONFLICT (shelf) DO UPDATE SET checked_at = excluded.checked_at, blobs = excluded.blobs, bytes = excluded.bytes)sql"};
constexpr Statement select_sum{
    "fixity.sum",
    "SELECT count(*), coalesce(sum(blobs), 0), coalesce(sum(bytes), 0), min(checked_at), max(checked_at) FROM fixity_shelf"};
constexpr Statement select_known_damage{"fixity.known_damage",
                                        CHARTA_DAMAGE " WHERE digest = :digest AND outcome <> 'whole' LIMIT 1"};
constexpr Statement select_damage{"fixity.damage", CHARTA_DAMAGE " WHERE damage = :damage"};
constexpr Statement select_open_damages{"fixity.open_damages",
                                        CHARTA_DAMAGE " WHERE closed_at IS NULL ORDER BY damage LIMIT :limit"};
constexpr Statement count_open_damages{"fixity.count_open", "SELECT count(*) FROM damaged_blob WHERE closed_at IS NULL"};
constexpr Statement insert_damage{
    "fixity.add",
    "INSERT INTO damaged_blob (damage, digest, item, found_at, outcome) VALUES (:damage, :digest, :item, :found_at, '')"};
constexpr Statement update_damage{
    "fixity.close", "UPDATE damaged_blob SET closed_at = :at, outcome = :outcome WHERE damage = :damage AND closed_at IS NULL"};
#undef CHARTA_DAMAGE

Damage damage_of(const Row& row) {
  return {row.integer(0), Digest::from_raw(row.bytes(1)).value_or(Digest()), row.id<WorkItemId>(2), row.instant(3),
          row.string(4)};
}

}  // namespace

Result<std::optional<Round>> FixityStore::round(store::Reader& reader) {
  return reader.read_one(select_round, {}, [](const Row& row) { return Round{row.instant(0), row.integer(1), row.integer(2)}; });
}

Result<void> FixityStore::begin(store::UnitOfWork& work, const Round& round) {
  return work.write(replace_round, {{"started_at", round.started_at}, {"cycle_days", round.cycle_days}, {"done", round.done}});
}

Result<void> FixityStore::go_on(store::UnitOfWork& work, std::int64_t from, std::int64_t to) {
  CHARTA_TRY(const auto changed, work.write_counted(update_round, {{"upto", to}, {"before", from}}));
  if (changed == 1) return {};
  return fail(ErrorKind::version_conflict, "another node has read these shelves meanwhile");
}

Result<void> FixityStore::save(store::UnitOfWork& work, const std::vector<ShelfCheck>& checks, Instant at) {
  if (checks.empty()) return {};
  static constexpr std::array<std::string_view, 4> names{"shelf", "checked_at", "blobs", "bytes"};
  std::vector<Value> values;
  for (const auto& check : checks) values.insert(values.end(), {check.shelf, at, check.blobs, check.bytes});
  return work.write_rows(replace_shelf, names, values);
}

Result<Sum> FixityStore::sum(store::Reader& reader) {
  CHARTA_TRY(const auto sum, reader.read_one(select_sum, {}, [](const Row& row) {
    Sum read{row.integer(0), row.integer(1), row.integer(2), {}, {}};
    if (!row.is_null(3)) read.oldest = row.instant(3);
    if (!row.is_null(4)) read.newest = row.instant(4);
    return read;
  }));
  return sum.value_or(Sum());
}

Result<std::optional<Damage>> FixityStore::known_damage(store::Reader& reader, const Digest& digest) {
  return reader.read_one(select_known_damage, {{"digest", Value::bytes(digest.raw())}}, damage_of);
}

Result<std::optional<Damage>> FixityStore::damage(store::Reader& reader, std::int64_t key) {
  return reader.read_one(select_damage, {{"damage", key}}, damage_of);
}

Result<std::vector<Damage>> FixityStore::open_damages(store::Reader& reader, std::int64_t limit) {
  return reader.read_all(select_open_damages, {{"limit", limit}}, damage_of);
}

Result<std::int64_t> FixityStore::count_open(store::Reader& reader) {
  CHARTA_TRY(const auto count, reader.read_one(count_open_damages, {}, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<void> FixityStore::add(store::UnitOfWork& work, const Damage& damage) {
  return work.write(insert_damage, {{"damage", damage.key},
                                    {"digest", Value::bytes(damage.digest.raw())},
                                    {"item", damage.item},
                                    {"found_at", damage.found_at}});
}

Result<void> FixityStore::close(store::UnitOfWork& work, std::int64_t key, std::string_view outcome, Instant at) {
  return work.write(update_damage, {{"at", at}, {"outcome", outcome}, {"damage", key}});
}

}  // namespace charta::fixity
