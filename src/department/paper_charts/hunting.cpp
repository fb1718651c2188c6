// SPDX-License-Identifier: Apache-2.0
// The hunt for a missing volume: what the house knows of it, gathered as clues; every look is kept.
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t movements_back = 20, batch_most = 400, namesakes_most = 6;
constexpr std::size_t previous_most = 5;

Spot spot_of(PlaceId place, const std::string& words) {
  return {"place:" + place.text(), words, place, {}};
}

bool is_spot_known(const std::vector<Spot>& spots, const Spot& one) {
  return std::any_of(spots.begin(), spots.end(), [&](const Spot& other) { return other.id == one.id; });
}

}  // namespace

Result<void> PaperService::open_hunt(store::UnitOfWork& work, const Actor& actor, const Volume& volume) {
  CHARTA_TRY(const auto known, worklists_.find_open(work, missing_machine().kind, volume.id.key()));
  if (known) return {};
  CHARTA_TRY(const auto last, rows_.place(work, volume.place));
  worklists::NewWorkItem item;
  item.kind = missing_machine().kind;
  item.subject_type = "paper_volume";
  item.subject = volume.id.key();
  item.patient = volume.patient;
  item.priority = worklists::Priority::urgent;
  item.due_at = clock_.now().plus(std::chrono::hours(rules_.loans.hunt_escalates_after_hours));
  item.clock_basis = "reported-missing";
  item.pool = "file-room";
  item.rule = rules_.loans.rule;
  json::Writer(item.detail)
      .begin_object()
      .member("number", volume.barcode)
      .member("title", spaced(volume.chart_number) + " vol. " + std::to_string(volume.number))
      .member("source", last ? last->path : std::string())
      .end_object();
  item.facility = volume.facility;
  item.sensitivity = volume.sensitivity;
  CHARTA_TRY_DO(worklists_.open(work, actor, item));
  return {};
}

Result<void> PaperService::entered_hunt(store::UnitOfWork& work, const Actor& actor, const worklists::WorkItem& item,
                                        const worklists::Act& act) {
  if (act.event != "declare-lost") return {};
  MovementCommand command;
  command.kind = "declare-lost";
  command.reason = act.reason_code;
  CHARTA_TRY_DO(move(work, actor, VolumeId(item.subject), command));
  return worklists_.set_due(work, item.id, clock_.now().plus(std::chrono::days(rules_.loans.breach_assessment_days)),
                            rules_.loans.rule);
}

/// A hand's breadth of shelf where a number stands in the volume's room.
Result<Spot> PaperService::slot(store::Reader& reader, const Volume& volume, std::string_view number,
                                std::string_view name) const {
  CHARTA_TRY(const auto home, rows_.place(reader, volume.home));
  Spot spot;
  spot.number = spaced(number);
  spot.place = volume.home;
  if (!home) {
    spot.id = "slot:" + spot.number;
    spot.words = spot.number;
    return spot;
  }
  const std::string key = filing_key(home->order, number, name);
  spot.id = "slot:" + home->id.text() + ":" + key;
  CHARTA_TRY(const auto shelves, rows_.shelves_about(reader, home->room.is_set() ? home->room : home->id, key));
  if (!shelves.empty()) spot.place = shelves.front().id;
  spot.words = (shelves.empty() ? home->path : shelves.front().path) + ", at " + spot.number;
  return spot;
}

Result<HuntFacts> PaperService::hunt_facts(store::Reader& reader, const Volume& volume,
                                           const std::vector<PatientId>& namesakes) const {
  HuntFacts facts;
  CHARTA_TRY(const auto history, rows_.movements(reader, volume.id, movements_back));
  std::int64_t batch = 0;
  for (const auto& row : history) {
    const auto& one = row.movement;
    if (one.kind == "mark-missing" || one.kind == "declare-lost") continue;
    if (batch == 0) batch = one.batch;
    const auto kind = parse_place_kind(row.to_kind);
    if (!kind) continue;
    const Spot spot = spot_of(one.to, row.to);
    const bool is_newest = !facts.borrower && facts.previous.empty() && !facts.own_slot;
    if (is_newest) facts.was_lent = is_borrower(*kind);
    if (is_newest && facts.was_lent)
      facts.borrower = spot;
    else if (is_borrower(*kind) && facts.previous.size() < previous_most && !is_spot_known(facts.previous, spot) &&
             (!facts.borrower || facts.borrower->id != spot.id))
      facts.previous.push_back(spot);
    if (!facts.own_slot) {
      CHARTA_TRY(facts.own_slot, slot(reader, volume, volume.chart_number, {}));
    }
  }
  if (!facts.own_slot) {
    CHARTA_TRY(facts.own_slot, slot(reader, volume, volume.chart_number, {}));
  }
  CHARTA_TRY(const auto home, rows_.place(reader, volume.home));
  const PlaceId room = home && home->room.is_set() ? home->room : volume.home;
  PlaceFilter carts;
  carts.parent = room;
  carts.kind = place_kind_code(PlaceKind::cart);
  CHARTA_TRY(const auto standing, rows_.places(reader, carts));
  for (const auto& one : standing)
    if (one.is_open) facts.carts.push_back(spot_of(one.id, one.path));
  CHARTA_TRY(const auto shelves, rows_.shelves_about(reader, room, volume.filing_key));
  for (std::size_t i = 1; i < shelves.size(); ++i) facts.either_side.push_back(spot_of(shelves[i].id, shelves[i].path));
  for (const auto& number : transposed(volume.chart_number)) {
    CHARTA_TRY(auto one, slot(reader, volume, number, {}));
    facts.transposed.push_back(std::move(one));
    facts.transposed_weights.push_back(slip_weight(volume.chart_number, number, rules_.hunt));
  }
  for (const auto& number : adjacent(volume.chart_number)) {
    CHARTA_TRY(auto one, slot(reader, volume, number, {}));
    facts.adjacent.push_back(std::move(one));
  }
  CHARTA_TRY(const auto alike, rows_.of_patients(reader, namesakes));
  for (const auto& row : alike) {
    if (row.volume.chart_number.empty() || row.volume.home != volume.home) continue;
    CHARTA_TRY(auto one, slot(reader, volume, row.volume.chart_number, {}));
    if (!is_spot_known(facts.namesakes, one)) facts.namesakes.push_back(std::move(one));
  }
  if (batch != 0) {
    CHARTA_TRY(const auto handled, rows_.batch(reader, batch, batch_most));
    const auto own = std::find_if(handled.begin(), handled.end(), [&](const Movement& one) { return one.volume == volume.id; });
    const auto at = own - handled.begin();
    for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(0, at - 2); i < std::min<std::ptrdiff_t>(at + 3, std::ssize(handled)); ++i) {
      const auto other = handled[static_cast<std::size_t>(i)].volume;
      if (other == volume.id) continue;
      CHARTA_TRY(const auto row, rows_.volume(reader, other));
      if (!row) continue;
      CHARTA_TRY(auto one, row->volume.state == "in-file" ? slot(reader, volume, row->volume.chart_number, {})
                                                          : Result<Spot>(spot_of(row->volume.place, row->place)));
      if (!is_spot_known(facts.batch, one)) facts.batch.push_back(std::move(one));
    }
  }
  return facts;
}

Result<HuntView> PaperService::hunt(const Actor& actor, VolumeId id) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY(auto row, store_.read([&](store::Reader& reader) { return rows_.volume(reader, id); }));
  if (!row) return fail(ErrorKind::not_found, "no volume " + id.text());
  std::vector<PatientId> namesakes;
  CHARTA_TRY(const auto person, store_.read([&](store::Reader& reader) { return index_.hit(reader, row->volume.patient); }));
  if (person && !person->name.empty()) {
    CHARTA_TRY(const auto hits, index_.find(system_, person->name, namesakes_most));
    for (const auto& hit : hits)
      if (hit.patient != row->volume.patient) namesakes.push_back(hit.patient);
  }
  return store_.read([&](store::Reader& reader) -> Result<HuntView> {
    HuntView view;
    view.volume = std::move(*row);
    view.rule = rules_.hunt.rule;
    CHARTA_TRY(view.item, worklists_.find_open(reader, missing_machine().kind, id.key()));
    std::map<std::string, int, std::less<>> in_vain;
    if (view.item) {
      CHARTA_TRY(view.looks, rows_.looks(reader, view.item->id));
      for (const auto& look : view.looks)
        if (!look.found) ++in_vain[look.spot];
    }
    CHARTA_TRY(const auto facts, hunt_facts(reader, view.volume.volume, namesakes));
    view.plan = plan_hunt(facts, rules_.hunt, in_vain);
    return view;
  });
}

Result<HuntView> PaperService::look(const Actor& actor, VolumeId id, const std::string& spot, bool found,
                                    const std::string& words) {
  CHARTA_TRY(const auto view, hunt(actor, id));
  if (!view.item) return fail(ErrorKind::business_rule, "nobody misses this volume; say first that it is missing");
  const auto& plan = view.plan.suggestions;
  const auto chosen = std::find_if(plan.begin(), plan.end(), [&](const Suggestion& one) { return one.spot.id == spot; });
  if (chosen == plan.end() && !found) return fail(ErrorKind::invalid, "this spot is not in the plan of the hunt", "spot");
  Look look;
  look.key = keys_.next_key();
  look.volume = id;
  look.item = view.item->id;
  look.spot = spot;
  look.note = words;
  look.by = actor.author.user;
  look.at = clock_.now();
  look.found = found;
  const auto kept = store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(rows_.add_look(work, look));
    CHARTA_TRY_DO(note(work, actor, ledger::Act::searched, "paper_volume", id.key(), view.volume.volume.patient,
                       found ? "found" : "looked-in-vain", rules_.hunt.rule));
    if (view.item->state == "reported") CHARTA_TRY_DO(step(work, actor, view.item->id, "search"));
    if (!found) return {};
    MovementCommand command;
    command.kind = "find";
    CHARTA_TRY_DO(move(work, actor, id, command));
    return {};
  });
  if (!kept) return kept.error();
  return hunt(actor, id);
}

}  // namespace charta::paper_charts
