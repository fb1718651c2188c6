// SPDX-License-Identifier: Apache-2.0
// Volumes by what they were called before and by where they stand on a medium; the plan of the shelves; what has been quiet.
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace charta::paper_charts {
namespace {

constexpr std::int64_t traced_most = 50, positions_looked_at = 5000;

std::string words_of_old(const OldNumber& number) {
  return "old number (" + number.scheme + (number.hospital.empty() ? "" : ", " + number.hospital) + ")";
}

void add_to(std::vector<VolumeRow>& rows, VolumeRow row) {
  const bool is_known =
      std::any_of(rows.begin(), rows.end(), [&](const VolumeRow& one) { return one.volume.id == row.volume.id; });
  if (!is_known) rows.push_back(std::move(row));
}

/// The least fill with which the keys fit on so many shelves; nothing when even the most does not do.
std::optional<std::vector<ShelfShare>> evenly(const std::vector<std::string>& keys, std::int64_t capacity, int most,
                                              std::size_t shelves) {
  int low = 1, high = most;
  if (plan_shelves(keys, capacity, most).size() > shelves) return std::nullopt;
  while (low < high) {
    const int middle = (low + high) / 2;
    if (plan_shelves(keys, capacity, middle).size() <= shelves)
      high = middle;
    else
      low = middle + 1;
  }
  return plan_shelves(keys, capacity, low);
}

std::int64_t keys_between(const std::vector<std::string>& keys, const std::string& from, const std::string* until) {
  const auto begin = std::lower_bound(keys.begin(), keys.end(), from);
  const auto end = until == nullptr ? keys.end() : std::lower_bound(keys.begin(), keys.end(), *until);
  return std::max<std::int64_t>(0, end - begin);
}

}  // namespace

Result<std::vector<VolumeRow>> PaperService::under_number(store::Reader& reader, std::string_view number,
                                                          std::int64_t limit) const {
  CHARTA_TRY(auto rows, rows_.by_number(reader, number, limit));
  CHARTA_TRY(const auto traced, trace(reader, number));
  for (const auto& one : traced.found) {
    if (static_cast<std::int64_t>(rows.size()) >= limit) break;
    if (one.volume.is_set()) {
      CHARTA_TRY(auto row, rows_.volume(reader, one.volume));
      if (row) add_to(rows, std::move(*row));
      continue;
    }
    CHARTA_TRY(auto of_person, rows_.of_patients(reader, {one.patient}));
    for (auto& row : of_person) add_to(rows, std::move(row));
  }
  return rows;
}

Result<std::optional<PlaceId>> PaperService::place_of_path(store::Reader& reader, const std::string& path) const {
  return archive_.place_of_path(reader, folded(path), path);
}

Result<Trace> PaperService::trace(store::Reader& reader, std::string_view text) const {
  Trace trace;
  const std::string said = upper_ascii(trimmed(text));
  CHARTA_TRY(const auto labelled, rows_.volume_by_barcode(reader, said));
  if (labelled) trace.found.push_back({labelled->volume.patient, labelled->volume.id, "barcode"});
  CHARTA_TRY(const auto numbered, rows_.by_number(reader, text, traced_most));
  for (const auto& row : numbered) trace.found.push_back({row.volume.patient, row.volume.id, "chart number"});
  CHARTA_TRY(const auto old, archive_.old_numbers_like(reader, text, traced_most));
  for (const auto& one : old) trace.found.push_back({one.patient, one.volume, words_of_old(one)});
  const auto asked = parse_position(text);
  if (!asked.empty()) {
    CHARTA_TRY(const auto near,
               archive_.at_position(reader, asked.front().name + " " + asked.front().value, positions_looked_at));
    for (const auto id : near) {
      CHARTA_TRY(const auto row, rows_.volume(reader, id));
      if (row && position_holds(parse_position(row->volume.position), asked))
        trace.found.push_back({row->volume.patient, id, "position " + row->volume.position});
      if (trace.found.size() >= static_cast<std::size_t>(traced_most)) break;
    }
  }
  PlaceFilter boxes;
  boxes.kind = "box";
  boxes.text = said;
  boxes.limit = 5;
  CHARTA_TRY(auto places, rows_.places(reader, boxes));
  CHARTA_TRY(const auto scanned, rows_.place_by_barcode(reader, said));
  if (scanned && scanned->kind == PlaceKind::box) places = {*scanned};
  for (const auto& box : places) {
    const bool is_it = folded(box.name) == folded(said) || box.barcode == said;
    if (!is_it) continue;
    CHARTA_TRY(const auto rows, rows_.in_place(reader, box.id, traced_most, 0));
    for (const auto& row : rows) trace.found.push_back({row.volume.patient, row.volume.id, "in " + box.name});
  }
  return trace;
}

Result<std::vector<VolumeRow>> PaperService::quiet(store::Reader& reader, PlaceId room, const std::string& from_section,
                                                   const std::string& until_section, Instant since, std::int64_t limit) const {
  const std::string until = until_section.empty() ? "\x7f" : until_section + "\x7f";  // to the end of that section
  CHARTA_TRY(const auto ids, archive_.quiet_in(reader, room, from_section, until, since, limit));
  std::vector<VolumeRow> rows;
  for (const auto id : ids) {
    CHARTA_TRY(auto row, rows_.volume(reader, id));
    if (row) rows.push_back(std::move(*row));
  }
  return rows;
}

Result<ShelfPlan> PaperService::plan_room(store::Reader& reader, PlaceId room_id, std::int64_t capacity) const {
  CHARTA_TRY(const auto room, rows_.place(reader, room_id));
  if (!room || !room->is_open || room->kind != PlaceKind::room)
    return fail(ErrorKind::invalid, "shelves are planned for an open room", "room");
  ShelfPlan plan;
  plan.room = *room;
  CHARTA_TRY(auto shelves, rows_.shelves(reader, room_id));
  CHARTA_TRY(const auto keys, archive_.keys_of_room(reader, room_id));
  plan.volumes = static_cast<std::int64_t>(keys.size());
  std::map<PlaceId, std::int64_t> now;
  for (std::size_t i = 0; i < shelves.size(); ++i) {
    const bool is_last = i + 1 == shelves.size();
    now[shelves[i].id] = shelves[i].first_key.empty()
                             ? 0
                             : keys_between(keys, shelves[i].first_key, is_last ? nullptr : &shelves[i + 1].first_key);
    if (capacity == 0) plan.capacity = std::max(plan.capacity, shelves[i].capacity);
  }
  if (capacity > 0) plan.capacity = capacity;
  if (plan.capacity <= 0) return fail(ErrorKind::missing, "say how many volumes a shelf takes", "capacity");
  std::map<PlaceId, std::int64_t> bay_walk;
  for (const auto& shelf : shelves) {
    CHARTA_TRY(const auto bay, rows_.place(reader, shelf.parent));
    if (bay) bay_walk[shelf.id] = bay->walk;
  }
  std::stable_sort(shelves.begin(), shelves.end(), [&](const Place& a, const Place& b) {  // as one walks through the room
    return std::tuple(bay_walk[a.id], a.parent, a.walk, a.id) < std::tuple(bay_walk[b.id], b.parent, b.walk, b.id);
  });
  const int most = rules_.filing.fill_percent;
  auto shares = evenly(keys, plan.capacity, most, shelves.size());
  if (!shares) {
    shares = plan_shelves(keys, plan.capacity, most);
    plan.shelves_short = static_cast<std::int64_t>(shares->size() - shelves.size());
  }
  for (std::size_t i = 0; i < shelves.size(); ++i) {
    ShelfPlan::Line line{shelves[i], now[shelves[i].id], i < shares->size() ? (*shares)[i] : ShelfShare{}};
    plan.fill_percent = std::max(plan.fill_percent, line.planned.fill_percent);
    plan.lines.push_back(std::move(line));
  }
  return plan;
}

Result<ShelfPlan> PaperService::shelf_plan(const access::Actor& actor, PlaceId room, std::int64_t capacity) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  return store_.read([&](store::Reader& reader) { return plan_room(reader, room, capacity); });
}

Result<ShelfPlan> PaperService::replan_shelves(const access::Actor& actor, PlaceId room, std::int64_t capacity) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<ShelfPlan> {
    CHARTA_TRY_DO(work.lock(room.key()));
    CHARTA_TRY(auto plan, plan_room(work, room, capacity));
    if (plan.shelves_short > 0)
      return fail(ErrorKind::business_rule,
                  std::to_string(plan.shelves_short) + " more shelves are needed; make them first, or allow more on a shelf",
                  "capacity");
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
      auto& [shelf, volumes, share] = plan.lines[i];
      // An empty shelf behind the last one begins behind every key.
      shelf.first_key = share.first_key.empty() ? (i == 0 ? std::string() : "~~" + std::to_string(1000 + i)) : share.first_key;
      if (i == 0) shelf.first_key = "0";  // what comes before the first folder stands there too
      shelf.capacity = plan.capacity;
      volumes = share.volumes;
      CHARTA_TRY(const bool fresh, rows_.save_place(work, shelf, shelf.version));
      if (!fresh) return fail(ErrorKind::version_conflict, "a shelf was changed meanwhile; look at the plan again", "version");
      ++shelf.version;
      CHARTA_TRY_DO(note(work, actor, ledger::Act::amended, "paper_place", shelf.id.key(), {}, "planned"));
    }
    return plan;
  });
}

}  // namespace charta::paper_charts
