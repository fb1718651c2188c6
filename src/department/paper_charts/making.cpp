// SPDX-License-Identifier: Apache-2.0
// Places and volumes are made: the tree, the plan of the shelves, the next volume of somebody, and what it was called before.
#include "base/text.hpp"
#include "department/paper_charts/paper_service.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using access::Actor;
using access::Permission;

Result<void> check_day(const std::string& day, std::string_view name) {
  if (day.empty() || Date::parse(day)) return {};
  return fail(ErrorKind::invalid, "'" + day + "' is no day; write 2026-03-01", std::string(name));
}

Result<void> check_new_volume(const NewVolume& given) {
  if (!is_volume_kind(given.kind)) return fail(ErrorKind::unknown_code, "'" + given.kind + "' is no kind of volume", "kind");
  if (!is_medium(given.medium)) return fail(ErrorKind::unknown_code, "'" + given.medium + "' is no medium", "medium");
  CHARTA_TRY_DO(check_day(given.from_day, "from_day"));
  CHARTA_TRY_DO(check_day(given.until_day, "until_day"));
  CHARTA_TRY_DO(check_day(given.cut_off, "cut_off"));
  if (!given.until_day.empty() && given.until_day < given.from_day)
    return fail(ErrorKind::invalid, "its papers end before they begin", "until_day");
  if (given.number < 0 || given.number > 999) return fail(ErrorKind::invalid, "volumes are numbered 1 to 999", "number");
  return {};
}

Result<void> check_number(const Volume& volume, const std::vector<VolumeRow>& others) {
  for (const auto& one : others)
    if (one.volume.kind == volume.kind && one.volume.number == volume.number && !volume.is_temporary &&
        !one.volume.is_temporary && one.volume.state != "merged")
      return fail(ErrorKind::business_rule,
                  "volume " + std::to_string(volume.number) + " of this kind is there already: " + one.volume.barcode, "number");
  return {};
}

}  // namespace

Result<PlaceId> PaperService::add_place(const Actor& actor, const NewPlace& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  const auto kind = parse_place_kind(given.kind);
  if (!kind) return fail(ErrorKind::unknown_code, "'" + given.kind + "' is no kind of place", "kind");
  if (trimmed(std::string_view(given.name)).empty()) return fail(ErrorKind::missing, "a place has a name", "name");
  Place place;
  place.id = keys_.next<PlaceId>();
  place.parent = given.parent;
  place.kind = *kind;
  place.name = stripped(given.name);
  place.code = stripped(given.code);
  place.loan_class = given.loan_class;
  place.capacity = given.capacity;
  place.walk = given.walk;
  place.holder = given.holder;
  place.barcode = given.barcode.empty() ? barcode_of(Scanned::place, place.id.key()) : upper_ascii(given.barcode);
  const auto order = parse_filing_order(given.order.empty() ? "terminal-digit" : given.order);
  if (!order) return fail(ErrorKind::unknown_code, "'" + given.order + "' is no filing order", "order");
  return store_.write([&](store::UnitOfWork& work) { return add_place(work, actor, place, given.first_number, *order); });
}

Result<PlaceId> PaperService::add_place(store::UnitOfWork& work, const Actor& actor, Place place, const std::string& first_number,
                                        FilingOrder order) {
  const std::string kind(place_kind_code(place.kind));
  CHARTA_TRY(const auto parent, rows_.place(work, place.parent));
  if (place.parent.is_set() && (!parent || !parent->is_open))
    return fail(ErrorKind::not_found, "no open place " + place.parent.text(), "parent");
  if (!may_stand_in(place.kind, parent ? std::optional(parent->kind) : std::nullopt))
    return fail(ErrorKind::invalid,
                "a " + kind + " does not stand " +
                    (parent ? "in a " + std::string(place_kind_code(parent->kind)) : std::string("by itself")),
                "parent");
  place.path = parent ? parent->path + " / " + place.name : place.name;
  place.facility = parent ? parent->facility : 0;
  place.order = parent && parent->room.is_set() ? parent->order : order;
  place.room = place.kind == PlaceKind::room ? place.id : parent ? parent->room : PlaceId();
  if (place.kind == PlaceKind::shelf) place.first_key = filing_key(place.order, first_number, first_number);
  CHARTA_TRY_DO(rows_.add_place(work, place));
  CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "paper_place", place.id.key(), {}, kind));
  return place.id;
}

Result<void> PaperService::close_place(const Actor& actor, PlaceId id, std::int64_t version) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(auto place, rows_.place(work, id));
    if (!place || !place->is_open) return fail(ErrorKind::not_found, "no open place " + id.text());
    CHARTA_TRY(const auto volumes, rows_.volumes_in(work, id));
    if (volumes > 0)
      return fail(ErrorKind::business_rule, std::to_string(volumes) + " volumes stand or belong there; move them first");
    CHARTA_TRY(const auto inner, rows_.open_places_in(work, id));
    if (inner > 0) return fail(ErrorKind::business_rule, std::to_string(inner) + " places in it are open; close them first");
    CHARTA_TRY(const auto asked, rows_.open_requisitions_to(work, id));
    if (asked > 0) return fail(ErrorKind::business_rule, std::to_string(asked) + " charts are asked for there");
    place->is_open = false;
    CHARTA_TRY(const bool fresh, rows_.save_place(work, *place, version == 0 ? place->version : version));
    if (!fresh) return fail(ErrorKind::version_conflict, "this place was changed meanwhile; look at it again", "version");
    return note(work, actor, ledger::Act::deleted, "paper_place", id.key(), {}, "closed");
  });
}

Result<VolumeId> PaperService::add_volume(const Actor& actor, const NewVolume& given) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) { return add_volume(work, actor, given); });
}

Result<VolumeId> PaperService::add_volume(store::UnitOfWork& work, const Actor& actor, const NewVolume& given) {
  CHARTA_TRY_DO(check_new_volume(given));
  CHARTA_TRY(const auto person, index_.rows().person(work, given.patient));
  if (!person || person->deleted) return fail(ErrorKind::not_found, "no such patient", "patient");
  CHARTA_TRY(const auto home, rows_.place(work, given.home));
  if (!home || !home->is_open || !is_file(home->kind))
    return fail(ErrorKind::invalid, "a volume's home is an open place of the file", "home");
  CHARTA_TRY_DO(work.lock(given.patient.key()));
  CHARTA_TRY(const auto others, rows_.of_patients(work, {given.patient}));
  Volume volume = volume_from(given, others);
  CHARTA_TRY_DO(check_number(volume, others));
  CHARTA_TRY(volume.chart_number, chart_number_for(work, given, *person));
  volume.filing_key = filing_key(home->order, volume.chart_number, given.name.empty() ? person->display_name : given.name);
  volume.facility = person->record.facility;
  volume.sensitivity = person->record.sensitivity;
  CHARTA_TRY(const auto known, rows_.volume_by_barcode(work, volume.barcode));
  if (known) return fail(ErrorKind::business_rule, "another volume has this barcode; a label is used once", "barcode");
  CHARTA_TRY_DO(rows_.add_volume(work, volume));
  CHARTA_TRY_DO(archive_.add_position(work, volume.id, volume.position));
  for (auto number : given.old_numbers) {
    number.patient = volume.patient;
    number.volume = volume.id;
    CHARTA_TRY_DO(add_old_number(work, actor, number));
  }
  CHARTA_TRY_DO(close_before(work, actor, given, others));
  CHARTA_TRY_DO(bring_forward(work, actor, volume, *home, others));
  Movement first;
  first.id = keys_.next<MovementId>();
  first.volume = volume.id;
  first.kind = given.is_received ? "transfer-create" : "create";
  first.to = volume.place;
  first.at = volume.since;
  first.recorded_at = clock_.now();
  first.by = actor.author.user;
  CHARTA_TRY_DO(rows_.add_movement(work, first));
  CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "paper_volume", volume.id.key(), volume.patient, first.kind));
  return volume.id;
}

Volume PaperService::volume_from(const NewVolume& given, const std::vector<VolumeRow>& others) {
  Volume volume;
  volume.id = keys_.next<VolumeId>();
  volume.patient = given.patient;
  volume.kind = given.kind;
  volume.medium = given.medium;
  volume.number = given.number;
  if (volume.number == 0) {
    volume.number = 1;
    for (const auto& one : others)
      if (one.volume.kind == given.kind) volume.number = std::max(volume.number, one.volume.number + 1);
  }
  volume.barcode = given.barcode.empty() ? barcode_of(Scanned::volume, volume.id.key()) : upper_ascii(stripped(given.barcode));
  volume.position = given.position;
  volume.from_day = given.from_day.empty() ? given.cut_off : given.from_day;
  volume.until_day = given.until_day;
  volume.home = volume.place = given.home;
  volume.since = given.made_at && *given.made_at < clock_.now() ? *given.made_at : clock_.now();
  volume.is_temporary = given.is_temporary;
  return volume;
}

/// By the numbering of the house: the person's own number, or one of the visit that somebody says.
Result<std::string> PaperService::chart_number_for(store::Reader& reader, const NewVolume& given,
                                                   const patient_index::Person& person) const {
  if (!given.chart_number.empty()) return stripped(given.chart_number);
  if (rules_.numbering.scheme != "unit")
    return fail(ErrorKind::missing,
                "by the " + rules_.numbering.scheme + " numbering each admission has a number of its own; say it",
                "chart_number");
  CHARTA_TRY(const auto hit, index_.hit(reader, person.record.patient));
  return hit ? hit->mrn : std::string();
}

/// A new volume is begun on a day: the one in use ends with it.
Result<void> PaperService::close_before(store::UnitOfWork& work, const Actor& actor, const NewVolume& given,
                                        const std::vector<VolumeRow>& others) {
  if (given.cut_off.empty()) return {};
  for (const auto& row : others) {
    Volume before = row.volume;
    if (before.kind != given.kind || !before.until_day.empty() || before.is_temporary) continue;
    if (before.from_day > given.cut_off)
      return fail(ErrorKind::invalid, "volume " + std::to_string(before.number) + " begins behind this day", "cut_off");
    before.until_day = given.cut_off;
    CHARTA_TRY(const bool fresh, rows_.save_volume(work, before, before.version));
    if (!fresh) return fail(ErrorKind::version_conflict, "the volume before was moved meanwhile; look at it again", "version");
    CHARTA_TRY_DO(note(work, actor, ledger::Act::amended, "paper_volume", before.id.key(), before.patient, "cut-off"));
  }
  return {};
}

/// Serial-unit: what was filed under earlier numbers stands under the newest, and is found by the earlier ones still.
Result<void> PaperService::bring_forward(store::UnitOfWork& work, const Actor& actor, const Volume& newest, const Place& home,
                                         const std::vector<VolumeRow>& others) {
  if (rules_.numbering.scheme != "serial-unit") return {};
  for (const auto& row : others) {
    Volume before = row.volume;
    const bool stays = before.kind != newest.kind || before.chart_number == newest.chart_number || before.state == "destroyed" ||
                       before.state == "merged" || before.is_temporary;
    if (stays) continue;
    OldNumber number;
    number.patient = before.patient;
    number.volume = before.id;
    number.value = before.chart_number;
    number.scheme = "serial-unit";
    CHARTA_TRY_DO(add_old_number(work, actor, number));
    before.chart_number = newest.chart_number;
    before.filing_key = filing_key(home.order, newest.chart_number, newest.chart_number);
    CHARTA_TRY(const bool fresh, rows_.save_volume(work, before, before.version));
    if (!fresh) return fail(ErrorKind::version_conflict, "an earlier volume was moved meanwhile; look at it again", "version");
    CHARTA_TRY_DO(note(work, actor, ledger::Act::amended, "paper_volume", before.id.key(), before.patient, "brought-forward",
                       rules_.numbering.rule));
  }
  return {};
}

Result<bool> PaperService::add_old_number(store::UnitOfWork& work, const Actor& actor, OldNumber number) {
  number.value = stripped(number.value);
  number.hospital = stripped(number.hospital);
  if (number_folded(number.value).empty()) return fail(ErrorKind::missing, "say the old number", "value");
  if (!is_number_scheme(number.scheme)) return fail(ErrorKind::unknown_code, "'" + number.scheme + "' is no numbering", "scheme");
  number.key = keys_.next_key();
  number.by = actor.author.user;
  number.added_at = clock_.now();
  CHARTA_TRY(const bool is_new, archive_.add_old_number(work, number));
  if (is_new)
    CHARTA_TRY_DO(note(work, actor, ledger::Act::created, "paper_old_number", number.key, number.patient, number.scheme));
  return is_new;
}

Result<bool> PaperService::add_old_number(const Actor& actor, VolumeId volume, const OldNumber& given, bool is_of_person) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  return store_.write([&](store::UnitOfWork& work) -> Result<bool> {
    CHARTA_TRY(const auto row, rows_.volume(work, volume));
    if (!row) return fail(ErrorKind::not_found, "no volume " + volume.text());
    OldNumber number = given;
    number.patient = row->volume.patient;
    number.volume = is_of_person ? VolumeId() : volume;
    return add_old_number(work, actor, number);
  });
}

}  // namespace charta::paper_charts
