// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/paper_face.hpp"

#include "base/key_time.hpp"
#include "base/text.hpp"
#include "department/paper_interface/searchset_text.hpp"

#include <algorithm>
#include <set>

namespace charta::paper_interface {
namespace {

using namespace paper_charts;
using access::Actor;

constexpr std::int64_t steps_at_once = 200, examined_most = 20'000;

Error nothing_there(std::string_view id) {
  return fail(ErrorKind::not_found, "nothing of the file room has the id " + std::string(id.substr(0, 3)) + "…");
}

bool has(const std::vector<std::string>& list, std::string_view one) {
  return list.empty() || std::find(list.begin(), list.end(), one) != list.end();
}

struct Named {
  std::string_view system, value;
};

/// Each group of identifiers names one of these.
bool is_named(const PaperQuery& query, std::initializer_list<Named> names) {
  return std::all_of(query.identifiers.begin(), query.identifiers.end(), [&](const std::vector<Token>& group) {
    return std::any_of(group.begin(), group.end(), [&](const Token& token) {
      return std::any_of(names.begin(), names.end(), [&](const Named& name) {
        const bool is_number = name.system == number_system;
        const std::string wanted = is_number ? digits_of(token.value) : token.value;
        const std::string own = is_number ? digits_of(name.value) : std::string(name.value);
        return !name.value.empty() && (!token.system || *token.system == name.system) &&
               upper_ascii(wanted) == upper_ascii(own) && !wanted.empty();
      });
    });
  });
}

bool was_changed(const PaperQuery& query, Instant at) {
  return at >= query.changed_from && at < query.changed_until;
}

bool asks_time(const PaperQuery& query) {
  return query.changed_from != Instant() || query.changed_until != Instant(INT64_MAX);
}

bool is_place(const std::string& asked, PlaceId place) {
  return asked.empty() || id_behind<PlaceId>(place_prefix, asked) == place;
}

/// The rows of a short list behind a point, in order.
template <class IdType>
std::vector<Step<IdType>> steps_behind(std::vector<IdType> ids, std::int64_t behind) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<Step<IdType>> steps;
  for (const auto id : ids)
    if (id.key() > behind) steps.push_back({id, id.key()});
  return steps;
}

template <class IdType>
std::vector<IdType> ids_with(std::string_view prefix, const std::vector<std::string>& texts) {
  std::vector<IdType> ids;
  for (const auto& text : texts)
    if (const auto id = id_behind<IdType>(prefix, text)) ids.push_back(*id);
  return ids;
}

std::string_view kind_of(std::string_view id) {
  return id.starts_with(volume_prefix) ? "paper_volume" : id.starts_with(movement_prefix) ? "paper_movement" : "paper_place";
}

}  // namespace

bool PaperFace::owns(std::string_view type, std::string_view id) {
  if (type == "Location") return id.starts_with(place_prefix);
  return type == "Basic" && (id.starts_with(volume_prefix) || id.starts_with(movement_prefix));
}

Result<std::optional<PaperFace::Found>> PaperFace::volume(store::Reader& reader, const Actor& actor, const PaperQuery& query,
                                                          VolumeId id) {
  CHARTA_TRY(const auto row, rows_.volume(reader, id));
  if (!row) return std::optional<Found>();
  const Volume& one = row->volume;
  if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) return std::optional<Found>();
  if (!is_named(query, {{barcode_system, one.barcode}, {number_system, one.chart_number}})) return std::optional<Found>();
  if (!has(query.states, one.state) || !has(query.kinds, one.kind)) return std::optional<Found>();
  if (!is_place(query.current_place, one.place) || !is_place(query.home, one.home)) return std::optional<Found>();
  VolumeWords words;
  CHARTA_TRY(const auto changed, walks_.newest_movement_at(reader, id));
  words.changed_at = changed.value_or(one.since);
  if (!was_changed(query, words.changed_at)) return std::optional<Found>();
  CHARTA_TRY(words.patient, references_.print("Patient", one.patient.key()));
  if (one.merged_into.is_set()) words.merged_into = "Basic/" + printed_id(volume_prefix, one.merged_into);
  return std::optional(Found{printed_id(volume_prefix, id), volume_json(*row, words), one.patient, id.key()});
}

Result<std::optional<PaperFace::Found>> PaperFace::movement(store::Reader& reader, const Actor& actor, const PaperQuery& query,
                                                            MovementId id) {
  CHARTA_TRY(const auto row, walks_.movement(reader, id));
  if (!row || !was_changed(query, row->movement.recorded_at) || !has(query.kinds, row->movement.kind) ||
      !query.identifiers.empty())
    return std::optional<Found>();
  CHARTA_TRY(const auto of, rows_.volume(reader, row->movement.volume));
  if (!of) return std::optional<Found>();
  const Volume& one = of->volume;
  if (!actor.visibility.sees(one.facility, one.sensitivity, one.patient)) return std::optional<Found>();
  MovementWords words;
  words.facility = one.facility;
  words.sensitivity = one.sensitivity;
  CHARTA_TRY(words.patient, references_.print("Patient", one.patient.key()));
  if (row->movement.requisition.is_set()) {
    CHARTA_TRY(const auto asked, rows_.requisition(reader, row->movement.requisition));
    if (asked) words.requisition = "Task/" + asked->item.text();
  }
  return std::optional(Found{printed_id(movement_prefix, id), movement_json(*row, words), one.patient, id.key()});
}

Result<std::optional<PaperFace::Found>> PaperFace::place(store::Reader& reader, const PaperQuery& query, PlaceId id) {
  CHARTA_TRY(const auto row, rows_.place(reader, id));
  if (!row || !is_named(query, {{barcode_system, row->barcode}, {place_code_system, row->code}})) return std::optional<Found>();
  if (!is_place(query.partof, row->parent) || !has(query.types, place_kind_code(row->kind))) return std::optional<Found>();
  if (!query.name.empty() && !folded(row->name).starts_with(folded(query.name))) return std::optional<Found>();
  return std::optional(Found{printed_id(place_prefix, id), place_json(*row), {}, id.key()});
}

Result<std::vector<PatientId>> PaperFace::patients_of(store::Reader& reader, const PaperQuery& query) {
  std::vector<PatientId> all;
  for (const auto& text : query.patients) {
    CHARTA_TRY(const auto key, references_.read("Patient", text));
    if (!key) continue;
    CHARTA_TRY(const auto linked, index_.expand(reader, PatientId(*key)));
    all.insert(all.end(), linked.begin(), linked.end());
  }
  return all;
}

/// Volumes that a narrow parameter names by itself.
Result<std::vector<VolumeId>> PaperFace::listed_volumes(store::Reader& reader, const PaperQuery& query) {
  if (!query.ids.empty()) return ids_with<VolumeId>(volume_prefix, query.ids);
  std::vector<VolumeId> ids;
  if (query.asks_patient) {
    CHARTA_TRY(const auto patients, patients_of(reader, query));
    CHARTA_TRY(const auto rows, rows_.of_patients(reader, patients));
    for (const auto& row : rows) ids.push_back(row.volume.id);
    return ids;
  }
  for (const auto& token : query.identifiers.front()) {
    CHARTA_TRY(const auto labelled, rows_.volume_by_barcode(reader, upper_ascii(token.value)));
    if (labelled) ids.push_back(labelled->volume.id);
    CHARTA_TRY(const auto numbered, rows_.by_number(reader, token.value, examined_most));
    for (const auto& row : numbered) ids.push_back(row.volume.id);
  }
  return ids;
}

Result<std::vector<Step<VolumeId>>> PaperFace::volume_steps(store::Reader& reader, const PaperQuery& query, std::int64_t behind) {
  if (!query.ids.empty() || query.asks_patient || !query.identifiers.empty()) {
    CHARTA_TRY(auto ids, listed_volumes(reader, query));
    return steps_behind(std::move(ids), behind);
  }
  if (!query.current_place.empty()) {
    const auto place = id_behind<PlaceId>(place_prefix, query.current_place);
    if (!place) return std::vector<Step<VolumeId>>();
    return walks_.volumes_in(reader, *place, behind, steps_at_once);
  }
  if (!asks_time(query)) return walks_.volumes(reader, behind, steps_at_once);
  const auto first = std::max(behind, first_key_at(query.changed_from) - 1);
  CHARTA_TRY(auto steps, walks_.volumes_by_movement(reader, first, steps_at_once));
  const auto last = query.changed_until == Instant(INT64_MAX) ? INT64_MAX : first_key_at(query.changed_until);
  std::erase_if(steps, [&](const auto& step) { return step.behind >= last; });
  return steps;
}

Result<std::vector<Step<MovementId>>> PaperFace::movement_steps(store::Reader& reader, const PaperQuery& query,
                                                                std::int64_t behind) {
  if (!query.ids.empty()) return steps_behind(ids_with<MovementId>(movement_prefix, query.ids), behind);
  if (!query.volume.empty()) {
    const auto volume = id_behind<VolumeId>(volume_prefix, query.volume);
    if (!volume) return std::vector<Step<MovementId>>();
    return walks_.movements_of(reader, *volume, behind, steps_at_once);
  }
  if (query.asks_patient) {
    CHARTA_TRY(const auto patients, patients_of(reader, query));
    CHARTA_TRY(const auto rows, rows_.of_patients(reader, patients));
    std::vector<MovementId> ids;
    for (const auto& row : rows) {
      CHARTA_TRY(const auto steps, walks_.movements_of(reader, row.volume.id, behind, examined_most));
      for (const auto& step : steps) ids.push_back(step.id);
    }
    return steps_behind(std::move(ids), behind);
  }
  const auto first = asks_time(query) ? std::max(behind, first_key_at(query.changed_from) - 1) : behind;
  CHARTA_TRY(auto steps, walks_.movements(reader, first, steps_at_once));
  const auto last = query.changed_until == Instant(INT64_MAX) ? INT64_MAX : first_key_at(query.changed_until);
  std::erase_if(steps, [&](const auto& step) { return step.behind >= last; });
  return steps;
}

Result<std::vector<Step<PlaceId>>> PaperFace::place_steps(store::Reader& reader, const PaperQuery& query, std::int64_t behind) {
  if (!query.ids.empty()) return steps_behind(ids_with<PlaceId>(place_prefix, query.ids), behind);
  if (query.partof.empty()) return walks_.places(reader, behind, steps_at_once);
  const auto parent = id_behind<PlaceId>(place_prefix, query.partof);
  if (!parent) return std::vector<Step<PlaceId>>();
  return walks_.places_in(reader, *parent, behind, steps_at_once);
}

template <class StepsOf, class FoundOf>
Result<bool> PaperFace::walk(Page& page, Walk& at, const PaperQuery& query, StepsOf steps_of, FoundOf found_of) {
  std::int64_t examined = 0;
  while (true) {
    CHARTA_TRY(const auto steps, steps_of(at.behind));
    if (steps.empty()) return true;
    for (const auto& step : steps) {
      CHARTA_TRY(auto found, found_of(step.id));
      const bool is_full = !query.count_only && static_cast<std::int64_t>(page.found.size()) == query.count;
      const bool is_long = ++examined > examined_most;
      if (is_long && query.count_only)
        return fail(ErrorKind::too_large, "there is too much to count; narrow the search by a patient, an identifier or a place");
      if ((found && is_full) || is_long) {
        page.next = std::string(1, at.phase) + "~" + std::to_string(at.behind);
        return false;
      }
      at.behind = step.behind;
      if (!found) continue;
      ++page.total;
      if (!query.count_only) page.found.push_back(std::move(*found));
    }
  }
}

Result<PaperFace::Page> PaperFace::page(store::Reader& reader, const Actor& actor, const PaperQuery& query) {
  Page page;
  Walk at;
  if (const auto parts = split(query.cursor, '~'); parts.size() == 2 && parts[0].size() == 1) {
    at.phase = parts[0][0];
    const auto behind = parse_integer(parts[1]);
    if (!behind || *behind < 0) return fail(ErrorKind::invalid, "this cursor is of no search here", "_cursor");
    at.behind = *behind;
  } else if (!query.cursor.empty()) {
    return fail(ErrorKind::invalid, "this cursor is of no search here", "_cursor");
  }
  if (query.places) {
    CHARTA_TRY_DO(walk(
        page, at, query, [&](std::int64_t behind) { return place_steps(reader, query, behind); },
        [&](PlaceId id) { return place(reader, query, id); }));
    return page;
  }
  if (at.phase == 'v' && query.volumes) {
    CHARTA_TRY(const bool is_done, walk(
                                       page, at, query, [&](std::int64_t behind) { return volume_steps(reader, query, behind); },
                                       [&](VolumeId id) { return volume(reader, actor, query, id); }));
    if (!is_done) return page;
  }
  if (!query.movements) return page;
  if (at.phase == 'v') at = {'m', 0};
  CHARTA_TRY_DO(walk(
      page, at, query, [&](std::int64_t behind) { return movement_steps(reader, query, behind); },
      [&](MovementId id) { return movement(reader, actor, query, id); }));
  return page;
}

Result<void> PaperFace::note_read(const Actor& actor, std::string_view kind, std::int64_t subject, PatientId patient,
                                  ledger::Act act) {
  ledger::Entry entry;
  entry.act = act;
  entry.subject_kind = kind;
  entry.subject = subject;
  entry.patient = patient;
  if (actor.kind == Actor::Kind::person) return ledger_.record_read(actor.author, entry);
  ledger_.record_program_read(actor.author, entry);
  return {};
}

/// One entry for each patient whose paper was shown, and a person's search itself.
Result<void> PaperFace::note_search(const Actor& actor, const PaperQuery& query, const Page& page) {
  std::set<PatientId> seen;
  for (const auto& one : page.found)
    if (one.patient.is_set() && seen.insert(one.patient).second)
      CHARTA_TRY_DO(note_read(actor, kind_of(one.id), one.subject, one.patient, ledger::Act::viewed));
  if (seen.empty() && actor.kind != Actor::Kind::person) return {};
  return note_read(actor, query.places ? "paper_place" : "paper_volume", 0, seen.size() == 1 ? *seen.begin() : PatientId(),
                   ledger::Act::searched);
}

Result<std::string> PaperFace::read(const Actor& actor, std::string_view id) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  const PaperQuery any;
  CHARTA_TRY(auto found, store_.read([&](store::Reader& reader) -> Result<std::optional<Found>> {
    if (const auto one = id_behind<VolumeId>(volume_prefix, id)) return volume(reader, actor, any, *one);
    if (const auto one = id_behind<MovementId>(movement_prefix, id)) return movement(reader, actor, any, *one);
    if (const auto one = id_behind<PlaceId>(place_prefix, id)) return place(reader, any, *one);
    return std::optional<Found>();
  }));
  if (!found) return nothing_there(id);
  if (found->patient.is_set()) CHARTA_TRY_DO(note_read(actor, kind_of(id), found->subject, found->patient, ledger::Act::viewed));
  return std::move(found->json);
}

Result<std::string> PaperFace::search(const Actor& actor, const resources::SearchRequest& request) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  CHARTA_TRY(const auto query, read_paper_query(request.type, request.query));
  if (request.strict && !query.ignored.empty())
    return fail(ErrorKind::invalid, "the file room is not searched by '" + query.ignored.front() + "'", query.ignored.front());
  CHARTA_TRY(const auto found, store_.read([&](store::Reader& reader) { return page(reader, actor, query); }));
  CHARTA_TRY_DO(note_search(actor, query, found));
  SearchsetText text(request);
  if (found.next.empty() && (query.cursor.empty() || query.count_only)) text.total(found.total);
  text.next(found.next);
  for (const auto& one : found.found) text.add(one.id, one.json);
  return text.finish(query.ignored);
}

Result<worklists::TaskPart> PaperFace::requisition_part(const worklists::WorkItem& item) {
  worklists::TaskPart part;
  CHARTA_TRY(const auto one,
             store_.read([&](store::Reader& reader) { return rows_.requisition(reader, RequisitionId(item.subject)); }));
  if (!one) return part;
  part.profile = requisition_profile;
  part.focus = "Basic/" + printed_id(volume_prefix, one->volume);
  part.write_members = [requisition = *one](json::Writer& out) { write_requisition_members(out, requisition); };
  return part;
}

Result<std::vector<std::int64_t>> PaperFace::about(std::int64_t volume) {
  std::vector<std::int64_t> subjects{volume};
  CHARTA_TRY(const auto asked,
             store_.read([&](store::Reader& reader) { return walks_.requisitions_of(reader, VolumeId(volume)); }));
  for (const auto one : asked) subjects.push_back(one.key());
  return subjects;
}

}  // namespace charta::paper_interface
