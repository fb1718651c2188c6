// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/standing_store.hpp"

#include <algorithm>
#include <tuple>

namespace charta::paper_charts {
namespace {

using store::Row;
using store::Statement;

constexpr Statement select_standing_places{"paper_charts.select_standing_places", R"sql(
  SELECT place FROM paper_place WHERE room = :room AND kind IN ('room', 'bay', 'shelf') ORDER BY place)sql"};
constexpr Statement count_standing{"paper_charts.count_standing",
                                   "SELECT COUNT(*) FROM paper_volume WHERE place = :place AND state = 'in-file'"};
constexpr Statement select_standing{"paper_charts.select_standing", R"sql(
  SELECT volume, filing_key FROM paper_volume WHERE place = :place AND filing_key >= :key AND state = 'in-file'
   ORDER BY filing_key, volume LIMIT :limit)sql"};
constexpr Statement select_standing_at{"paper_charts.select_standing_at", R"sql(
  SELECT filing_key FROM paper_volume WHERE place = :place AND state = 'in-file'
   ORDER BY filing_key, volume LIMIT 1 OFFSET :offset)sql"};

bool stands_before(const StandingVolume& a, const StandingVolume& b) {
  return std::tie(a.filing_key, a.volume) < std::tie(b.filing_key, b.volume);
}

}  // namespace

Result<std::vector<StandingStore::Shelf>> StandingStore::shelves(store::Reader& reader, PlaceId room) const {
  CHARTA_TRY(const auto places,
             reader.read_all(select_standing_places, {{"room", room}}, [](const Row& row) { return row.id<PlaceId>(0); }));
  std::vector<Shelf> all;
  for (const auto place : places) {
    CHARTA_TRY(const auto volumes,
               reader.read_one(count_standing, {{"place", place}}, [](const Row& row) { return row.integer(0); }));
    if (volumes.value_or(0) > 0) all.push_back({place, *volumes});
  }
  return all;
}

Result<std::vector<StandingVolume>> StandingStore::from(store::Reader& reader, PlaceId room, std::string_view key,
                                                        std::int64_t limit) const {
  CHARTA_TRY(const auto places,
             reader.read_all(select_standing_places, {{"room", room}}, [](const Row& row) { return row.id<PlaceId>(0); }));
  std::vector<StandingVolume> all;
  for (const auto place : places)
    CHARTA_TRY_DO(reader.read(select_standing, {{"place", place}, {"key", key}, {"limit", limit}}, [&](const Row& row) {
      all.push_back({row.id<VolumeId>(0), row.string(1)});
      return true;
    }));
  std::sort(all.begin(), all.end(), stands_before);
  if (std::ssize(all) > limit) all.resize(static_cast<std::size_t>(limit));
  return all;
}

Result<std::int64_t> StandingStore::count(store::Reader& reader, PlaceId room) const {
  CHARTA_TRY(const auto all, shelves(reader, room));
  std::int64_t sum = 0;
  for (const auto& one : all) sum += one.volumes;
  return sum;
}

Result<std::optional<std::string>> StandingStore::any_key(store::Reader& reader, PlaceId room, std::uint64_t number) const {
  CHARTA_TRY(const auto all, shelves(reader, room));
  std::int64_t sum = 0;
  for (const auto& one : all) sum += one.volumes;
  if (sum == 0) return std::optional<std::string>();
  auto at = static_cast<std::int64_t>(number % static_cast<std::uint64_t>(sum));
  for (const auto& one : all) {
    if (at < one.volumes)
      return reader.read_one(select_standing_at, {{"place", one.place}, {"offset", at}},
                             [](const Row& row) { return row.string(0); });
    at -= one.volumes;
  }
  return std::optional<std::string>();
}

}  // namespace charta::paper_charts
