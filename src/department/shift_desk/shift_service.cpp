// SPDX-License-Identifier: Apache-2.0
// The board, the walk, who came in, and what the coming hours may ask for.
#include "department/shift_desk/shift_service.hpp"

#include <algorithm>

namespace charta::shift_desk {
namespace {

using access::Actor;
using access::Permission;
using paper_charts::PullLine;
using paper_charts::RequisitionId;

constexpr std::size_t board_most = 200, walk_most = 60;
constexpr std::int64_t arrivals_most = 60;
/// Requests of appointments are opened hours ahead; nothing is promised a year ahead.
constexpr auto any_time = std::chrono::hours(24 * 366);

Errand errand_of(const PullLine& line, Way stands, Way goes_to) {
  Errand one;
  one.requisition = line.requisition.id;
  one.priority = line.requisition.priority;
  one.promised = line.requisition.needed_at;
  one.next = next_act(line.requisition.state, line.volume.state);
  one.filing_key = line.volume.filing_key;
  one.stands = std::move(stands);
  one.goes_to = std::move(goes_to);
  return one;
}

}  // namespace

void ShiftService::declare() {
  const auto ask = [this](store::UnitOfWork& work, std::string_view guard, const worklists::WorkItem& item,
                          const worklists::Act& act) { return check(work, guard, item, act); };
  worklists_.declare(hand_off_machine(), ask,
                     [this](store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                            const worklists::Act& act) { return entered_hand_off(work, actor, item, act); });
  worklists_.declare(lone_worker_machine(), ask,
                     [this](store::UnitOfWork& work, const Actor&, const worklists::WorkItem& item, const worklists::Act&) {
                       return entered_lone_worker(work, item);
                     });
}

void ShiftService::subscribe(happenings::Bus& bus) {
  using namespace happenings;
  bus.on("encounter_started", "shift_desk.on_arrival", [this](store::UnitOfWork& work, const Happening& it) -> Result<void> {
    const auto& started = std::get<EncounterStarted>(it);
    if (!rules_.arrivals_of.contains(started.class_code)) return {};
    return rows_.save_arrival(work, {started.encounter, started.patient, started.class_code, started.at, started.marks.facility,
                                     started.marks.sensitivity});
  });
  bus.on("encounter_cancelled", "shift_desk.on_arrival_cancelled", [this](store::UnitOfWork& work, const Happening& it) {
    return rows_.remove_arrival(work, std::get<EncounterCancelled>(it).encounter);
  });
  bus.on("record_moved", "shift_desk.on_moved", [this](store::UnitOfWork& work, const Happening& it) -> Result<void> {
    const auto& moved = std::get<RecordMoved>(it);
    for (const auto& piece : moved.pieces) {
      if (piece.type != "Encounter") continue;
      CHARTA_TRY_DO(rows_.move_arrival(work, piece.resource, moved.to, piece.marks.facility, piece.marks.sensitivity));
    }
    return {};
  });
  bus.on("record_relabelled", "shift_desk.on_relabelled", [this](store::UnitOfWork& work, const Happening& it) {
    const auto& changed = std::get<RecordRelabelled>(it);
    return rows_.relabel(work, changed.patient, changed.removed, changed.added);
  });
}

Result<void> ShiftService::note(store::UnitOfWork& work, const Actor& actor, ledger::Act act, std::string_view kind,
                                std::int64_t subject, std::string_view reason, std::optional<Digest> digest) {
  return ledger_.record(work, actor.author, {act, kind, subject, 0, {}, reason, rules_.rule, digest});
}

/// What is asked for and stands on the board, in its order, with who has claimed it.
Result<std::vector<BoardLine>> ShiftService::open_lines(const Actor& actor) {
  const Instant now = clock_.now();
  CHARTA_TRY(const auto lines, paper_.pull_list(actor, now.plus(any_time), {}));
  std::vector<BoardLine> board;
  for (const auto& line : lines) {
    if (!is_on_board(line.requisition, now, rules_.near)) continue;
    board.push_back(
        {line, {}, countdown(line.requisition.needed_at, now, rules_.near), next_act(line.requisition.state, line.volume.state)});
  }
  sort_board(board);
  return board;
}

Result<Board> ShiftService::board(const Actor& actor) {
  Board board;
  board.now = clock_.now();
  CHARTA_TRY(board.lines, open_lines(actor));
  board.total = static_cast<std::int64_t>(board.lines.size());
  if (board.lines.size() > board_most) board.lines.resize(board_most);
  CHARTA_TRY_DO(store_.read([&](store::Reader& reader) -> Result<void> {
    for (auto& one : board.lines) {
      CHARTA_TRY(const auto item, worklists_.find(reader, one.line.requisition.item));
      if (item) one.claimed_by = item->owner;
    }
    return {};
  }));
  return board;
}

Result<PlannedWalk> ShiftService::walk(const Actor& actor, const std::vector<RequisitionId>& requisitions,
                                       paper_charts::PlaceId from, bool calls_borrowers) {
  if (requisitions.empty() || requisitions.size() > walk_most)
    return fail(ErrorKind::invalid, "name 1 to " + std::to_string(walk_most) + " requests", "requisitions");
  CHARTA_TRY(auto lines, paper_.pull_list(actor, clock_.now().plus(any_time), {}));
  PlannedWalk planned;
  for (auto& line : lines)
    if (std::find(requisitions.begin(), requisitions.end(), line.requisition.id) != requisitions.end())
      planned.lines.emplace(line.requisition.id, std::move(line));
  std::vector<paper_charts::PaperService::WayTo> asked{{from, {}}};
  for (const auto& [id, line] : planned.lines) {
    asked.push_back({line.volume.place, line.volume.filing_key});
    asked.push_back({line.requisition.deliver_to, {}});
  }
  CHARTA_TRY(auto ways, paper_.ways(actor, asked));
  std::vector<Errand> errands;
  std::size_t at = 1;
  for (const auto& [id, line] : planned.lines) {
    errands.push_back(errand_of(line, std::move(ways[at]), std::move(ways[at + 1])));
    at += 2;
  }
  planned.walk = plan_walk(errands, ways.front(), calls_borrowers);
  for (const auto id : requisitions)
    if (!planned.lines.contains(id)) planned.walk.left_out.push_back({id, "not-open"});
  return planned;
}

Result<std::vector<ArrivalRow>> ShiftService::arrivals(const Actor& actor) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const Instant since = clock_.now().plus(-rules_.arrivals);
  CHARTA_TRY(const auto all, store_.read([&](store::Reader& reader) { return rows_.arrivals(reader, since, arrivals_most); }));
  std::vector<ArrivalRow> rows;
  for (const auto& one : all) {
    if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) continue;
    CHARTA_TRY(auto paper, paper_.paper_of_arrival(actor, one.patient, one.encounter));
    rows.push_back({one, std::move(paper)});
  }
  return rows;
}

Result<std::vector<RequisitionId>> ShiftService::ask_for_arrival(const Actor& actor, ResourceId encounter) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(const auto one, store_.read([&](store::Reader& reader) { return rows_.arrival(reader, encounter); }));
  if (!one || !actor.visibility.sees(one->facility, one->sensitivity, one->patient))
    return fail(ErrorKind::not_found, "no arrival " + encounter.text() + " is listed");
  return paper_.ask_for_arrival(actor, one->patient, encounter, one->class_code);
}

Result<std::vector<HourForecast>> ShiftService::forecast(const Actor& actor) {
  const Instant now = clock_.now();
  const auto back = std::chrono::hours(24 * (7 * rules_.forecast_weeks + 2));
  CHARTA_TRY(const auto asked, paper_.asked_by_quarter(actor, now.plus(-back), now));
  return shift_desk::forecast(asked, now, zone_, rules_.forecast_weeks, rules_.forecast_hours);
}

Result<std::int64_t> ShiftService::run_clock() {
  CHARTA_TRY(const auto open, store_.read([&](store::Reader& reader) { return rows_.open_one(reader); }));
  if (!open) {
    CHARTA_TRY_DO(store_.write([&](store::UnitOfWork& work) -> Result<void> {
      CHARTA_TRY(const auto meanwhile, rows_.open_one(work));
      return meanwhile ? Result<void>() : open_hand_off(work);
    }));
  }
  CHARTA_TRY(const auto missed, miss_signs());
  return missed + (open ? 0 : 1);
}

}  // namespace charta::shift_desk
