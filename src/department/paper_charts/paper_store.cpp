// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/paper_store.hpp"

#include "base/text.hpp"
#include "department/paper_charts/old_number.hpp"

#include <algorithm>
#include <iterator>

namespace charta::paper_charts {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_PLACE_COLUMNS                                                                                             \
  "SELECT place, parent, room, kind, name, code, path, barcode, loan_class, filing, first_key, capacity, walk, holder, " \
  "is_open, facility, version FROM paper_place "
constexpr Statement insert_place{"paper_charts.insert_place", R"sql(
  INSERT INTO paper_place (place, parent, room, kind, name, folded, code, path, barcode, loan_class, filing, first_key, capacity,
    walk, holder, is_open, facility, version)
  VALUES (:place, :parent, :room, :kind, :name, :folded, :code, :path, :barcode, :loan_class, :filing, :first_key, :capacity,
    :walk, :holder, :is_open, :facility, :version))sql"};
constexpr Statement update_place{"paper_charts.update_place", R"sql(
  UPDATE paper_place SET name = :name, folded = :folded, code = :code, path = :path, loan_class = :loan_class, filing = :filing,
    first_key = :first_key, capacity = :capacity, walk = :walk, holder = :holder, is_open = :is_open, version = version + 1
   WHERE place = :place AND version = :expected)sql"};
constexpr Statement select_place{"paper_charts.select_place", CHARTA_PLACE_COLUMNS "WHERE place = :place"};
constexpr Statement select_place_of_barcode{"paper_charts.select_place_of_barcode",
                                            CHARTA_PLACE_COLUMNS "WHERE barcode = :barcode"};
constexpr Statement select_place_of_code{"paper_charts.select_place_of_code", CHARTA_PLACE_COLUMNS
                                         "WHERE code = :code AND code <> '' AND is_open = 1 ORDER BY place LIMIT 1"};
constexpr Statement select_children{
    "paper_charts.select_children",
    CHARTA_PLACE_COLUMNS "WHERE parent = :parent AND (kind = :kind OR :any_kind = 1) ORDER BY walk, place LIMIT :limit"};
constexpr Statement select_places_named{
    "paper_charts.select_places_named", CHARTA_PLACE_COLUMNS
    "WHERE folded LIKE :pattern AND (kind = :kind OR :any_kind = 1) AND is_open = 1 ORDER BY folded, place LIMIT :limit"};
constexpr Statement select_places_of_people{"paper_charts.select_places_of_people",
                                            CHARTA_PLACE_COLUMNS "WHERE holder <> 0 AND is_open = 1 ORDER BY place"};
constexpr Statement select_shelves{"paper_charts.select_shelves", CHARTA_PLACE_COLUMNS
                                   "WHERE room = :room AND kind = 'shelf' AND is_open = 1 ORDER BY first_key, place"};
constexpr Statement select_shelves_before{
    "paper_charts.select_shelves_before", CHARTA_PLACE_COLUMNS
    "WHERE room = :room AND kind = 'shelf' AND is_open = 1 AND first_key <= :key ORDER BY first_key DESC, place DESC LIMIT 2"};
constexpr Statement select_shelf_behind{
    "paper_charts.select_shelf_behind", CHARTA_PLACE_COLUMNS
    "WHERE room = :room AND kind = 'shelf' AND is_open = 1 AND first_key > :key ORDER BY first_key, place LIMIT 1"};
constexpr Statement count_volumes_in{"paper_charts.count_volumes_in", R"sql(
  SELECT COUNT(*) FROM paper_volume WHERE place = :place AND state NOT IN ('destroyed', 'merged'))sql"};
constexpr Statement count_homes_in{"paper_charts.count_homes_in", R"sql(
  SELECT COUNT(*) FROM paper_volume WHERE home = :place AND state NOT IN ('destroyed', 'merged'))sql"};
constexpr Statement count_open_places{"paper_charts.count_open_places",
                                      "SELECT COUNT(*) FROM paper_place WHERE parent = :parent AND is_open = 1"};
constexpr Statement count_open_requests_to{"paper_charts.count_open_requests_to", R"sql(
  SELECT COUNT(*) FROM paper_requisition
   WHERE state IN ('requested', 'approved', 'on-pull-list', 'pulled', 'in-transit') AND deliver_to = :place)sql"};

#define CHARTA_VOLUME_FIELDS                                                                                           \
  "v.volume, v.patient, v.kind, v.medium, v.barcode, v.chart_number, v.filing_key, v.position, v.number, v.from_day, " \
  "v.until_day, v.home, v.place, v.state, v.since, v.due_at, v.rule, v.certificate, v.merged_into, v.is_temporary, "   \
  "v.facility, v.sensitivity, v.version"
#define CHARTA_VOLUME_COLUMNS                                                                  \
  "SELECT " CHARTA_VOLUME_FIELDS                                                               \
  ", p.path, p.kind, h.path FROM paper_volume v LEFT JOIN paper_place p ON p.place = v.place " \
  "LEFT JOIN paper_place h ON h.place = v.home "
constexpr Statement insert_volume{"paper_charts.insert_volume", R"sql(
  INSERT INTO paper_volume (volume, patient, kind, medium, barcode, chart_number, number_folded, filing_key, position, number,
    from_day, until_day, home, place, state, since, due_at, rule, certificate, merged_into, is_temporary, facility, sensitivity,
    version)
  VALUES (:volume, :patient, :kind, :medium, :barcode, :chart_number, :number_folded, :filing_key, :position, :number,
    :from_day, :until_day, :home, :place, :state, :since, :due_at, :rule, :certificate, :merged_into, :is_temporary, :facility,
    :sensitivity, :version))sql"};
constexpr Statement update_volume{"paper_charts.update_volume", R"sql(
  UPDATE paper_volume SET chart_number = :chart_number, number_folded = :number_folded, filing_key = :filing_key,
    position = :position, from_day = :from_day, until_day = :until_day, home = :home, place = :place, state = :state,
    since = :since, due_at = :due_at, rule = :rule, certificate = :certificate, merged_into = :merged_into,
    version = version + 1
   WHERE volume = :volume AND version = :expected)sql"};
constexpr Statement select_volume{"paper_charts.select_volume", CHARTA_VOLUME_COLUMNS "WHERE v.volume = :volume"};
constexpr Statement select_volume_of_barcode{"paper_charts.select_volume_of_barcode",
                                             CHARTA_VOLUME_COLUMNS "WHERE v.barcode = :barcode"};
constexpr Statement select_volumes_of_patient{"paper_charts.select_volumes_of_patient", CHARTA_VOLUME_COLUMNS
                                              "WHERE v.patient = :patient ORDER BY v.kind, v.number, v.volume"};
constexpr Statement select_any_volume{"paper_charts.select_any_volume",
                                      "SELECT volume FROM paper_volume WHERE patient = :patient LIMIT 1"};
constexpr Statement select_volumes_of_number{"paper_charts.select_volumes_of_number", CHARTA_VOLUME_COLUMNS
                                             "WHERE v.number_folded = :number ORDER BY v.kind, v.number, v.volume LIMIT :limit"};
constexpr Statement select_volumes_in{"paper_charts.select_volumes_in", CHARTA_VOLUME_COLUMNS
                                      "WHERE v.place = :place ORDER BY v.filing_key, v.volume LIMIT :limit OFFSET :offset"};
constexpr Statement select_overdue{
    "paper_charts.select_overdue", CHARTA_VOLUME_COLUMNS
    "WHERE v.due_at IS NOT NULL AND v.due_at < :now ORDER BY v.due_at, v.volume LIMIT :limit OFFSET :offset"};
constexpr Statement select_overdue_unnoticed{
    "paper_charts.select_overdue_unnoticed", CHARTA_VOLUME_COLUMNS
    "WHERE v.due_at IS NOT NULL AND v.due_at < :now AND v.noticed_due <> v.due_at ORDER BY v.due_at, v.volume LIMIT :limit"};
constexpr Statement update_noticed_due{"paper_charts.notice_due",
                                       "UPDATE paper_volume SET noticed_due = :due WHERE volume = :volume"};
constexpr Statement select_lent_to{
    "paper_charts.select_lent_to", CHARTA_VOLUME_COLUMNS
    "WHERE v.place = :place AND v.due_at IS NOT NULL AND v.rule <> :but_rule ORDER BY v.filing_key, v.volume LIMIT :limit"};
constexpr Statement count_loans{"paper_charts.count_loans", R"sql(
  SELECT COUNT(*), COUNT(CASE WHEN due_at < :now THEN 1 END) FROM paper_volume WHERE due_at IS NOT NULL)sql"};
constexpr Statement update_volume_labels{
    "paper_charts.update_volume_labels",
    "UPDATE paper_volume SET sensitivity = (sensitivity & :kept) | :added, version = version + 1 WHERE patient = :patient"};
constexpr Statement update_requisition_labels{
    "paper_charts.update_requisition_labels",
    "UPDATE paper_requisition SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};

#define CHARTA_MOVEMENT_FIELDS                                                                                           \
  "m.movement, m.volume, m.kind, m.from_place, m.to_place, m.at, m.recorded_at, m.author, m.purpose, m.reason, m.note, " \
  "m.requisition, m.batch, m.device, m.device_number"
constexpr Statement insert_movement{"paper_charts.insert_movement", R"sql(
  INSERT INTO paper_movement (movement, volume, kind, from_place, to_place, at, recorded_at, author, purpose, reason, note,
    requisition, batch, device, device_number)
  VALUES (:movement, :volume, :kind, :from_place, :to_place, :at, :recorded_at, :author, :purpose, :reason, :note,
    :requisition, :batch, :device, :device_number))sql"};
constexpr Statement select_movements{
    "paper_charts.select_movements",
    "SELECT " CHARTA_MOVEMENT_FIELDS
    ", f.path, t.path, t.kind FROM paper_movement m LEFT JOIN paper_place f ON f.place = m.from_place "
    "LEFT JOIN paper_place t ON t.place = m.to_place "
    "WHERE m.volume = :volume ORDER BY m.movement DESC LIMIT :limit"};
constexpr Statement select_movement_of_device{
    "paper_charts.select_movement_of_device",
    "SELECT " CHARTA_MOVEMENT_FIELDS
    " FROM paper_movement m WHERE m.device = :device AND m.device_number = :number AND m.device <> ''"};
constexpr Statement select_batch_movements{
    "paper_charts.select_batch",
    "SELECT " CHARTA_MOVEMENT_FIELDS
    " FROM paper_movement m WHERE m.batch = :batch AND m.batch <> 0 ORDER BY m.movement LIMIT :limit"};

#define CHARTA_REQUISITION_FIELDS                                                                                      \
  "r.requisition, r.item, r.request, r.patient, r.volume, r.deliver_to, r.requester, r.origin, r.purpose, r.clinic, "  \
  "r.priority, r.requested_at, r.needed_at, r.requested_by, r.cause, r.state, r.reason, r.pulled_at, r.delivered_at, " \
  "r.closed_at, r.facility, r.sensitivity"
#define CHARTA_OPEN_STATES "('requested', 'approved', 'on-pull-list', 'pulled', 'in-transit', 'delivered')"
constexpr Statement insert_requisition{"paper_charts.insert_requisition", R"sql(
  INSERT INTO paper_requisition (requisition, item, request, patient, volume, deliver_to, requester, origin, purpose, clinic,
    priority, requested_at, needed_at, requested_by, cause, state, reason, pulled_at, delivered_at, closed_at, facility,
    sensitivity)
  VALUES (:requisition, :item, :request, :patient, :volume, :deliver_to, :requester, :origin, :purpose, :clinic,
    :priority, :requested_at, :needed_at, :requested_by, :cause, :state, :reason, :pulled_at, :delivered_at, :closed_at,
    :facility, :sensitivity))sql"};
constexpr Statement update_requisition{"paper_charts.update_requisition", R"sql(
  UPDATE paper_requisition SET state = :state, reason = :reason, pulled_at = :pulled_at, delivered_at = :delivered_at,
    closed_at = :closed_at, deliver_to = :deliver_to WHERE requisition = :requisition)sql"};
constexpr Statement select_requisition{"paper_charts.select_requisition",
                                       "SELECT " CHARTA_REQUISITION_FIELDS
                                       " FROM paper_requisition r WHERE r.requisition = :requisition"};
constexpr Statement select_open_of_volume{"paper_charts.select_open_of_volume",
                                          "SELECT " CHARTA_REQUISITION_FIELDS
                                          " FROM paper_requisition r WHERE r.volume = :volume AND r.state IN " CHARTA_OPEN_STATES
                                          " ORDER BY r.requisition"};
constexpr Statement select_waiting_for{
    "paper_charts.select_waiting_for",
    "SELECT " CHARTA_REQUISITION_FIELDS
    " FROM paper_requisition r WHERE r.state IN ('requested', 'approved', 'on-pull-list') AND r.deliver_to = :place "
    "ORDER BY r.requisition"};
constexpr Statement select_open_of_cause{
    "paper_charts.select_open_of_cause",
    "SELECT " CHARTA_REQUISITION_FIELDS
    " FROM paper_requisition r WHERE r.cause = :cause AND r.cause <> 0 AND r.state IN " CHARTA_OPEN_STATES
    " ORDER BY r.requisition"};
constexpr Statement select_open_lines{
    "paper_charts.select_open_lines",
    "SELECT " CHARTA_REQUISITION_FIELDS ", " CHARTA_VOLUME_FIELDS
    ", p.path, p.kind, p.walk, d.path FROM paper_requisition r JOIN paper_volume v ON v.volume = r.volume "
    "LEFT JOIN paper_place p ON p.place = v.place LEFT JOIN paper_place d ON d.place = r.deliver_to "
    "WHERE r.state IN ('requested', 'approved', 'on-pull-list', 'pulled', 'in-transit') AND r.needed_at <= :until "
    "AND (r.deliver_to = :deliver_to OR :everywhere = 1) ORDER BY r.needed_at, r.requisition LIMIT :limit"};
constexpr Statement select_asked_between{
    "paper_charts.select_asked_between",
    "SELECT " CHARTA_REQUISITION_FIELDS
    " FROM paper_requisition r WHERE r.requested_at >= :from AND r.requested_at < :until ORDER BY r.requested_at LIMIT :limit"};

constexpr Statement upsert_appointment{"paper_charts.upsert_appointment", R"sql(
  INSERT INTO paper_appointment (appointment, patient, at, clinic, is_open, facility, sensitivity)
  VALUES (:appointment, :patient, :at, :clinic, 1, :facility, :sensitivity)
  ON CONFLICT (appointment) DO UPDATE SET patient = excluded.patient, at = excluded.at, clinic = excluded.clinic, is_open = 1,
    facility = excluded.facility, sensitivity = excluded.sensitivity)sql"};
constexpr Statement update_appointment_closed{"paper_charts.close_appointment",
                                              "UPDATE paper_appointment SET is_open = 0 WHERE appointment = :appointment"};
constexpr Statement select_appointment{
    "paper_charts.select_appointment",
    "SELECT appointment, patient, at, clinic, facility, sensitivity FROM paper_appointment WHERE appointment = :appointment"};
constexpr Statement select_open_appointments{"paper_charts.select_open_appointments", R"sql(
  SELECT appointment, patient, at, clinic, facility, sensitivity FROM paper_appointment
   WHERE is_open = 1 AND at <= :until ORDER BY at LIMIT :limit)sql"};

constexpr Statement insert_look{"paper_charts.insert_look", R"sql(
  INSERT INTO paper_look (look, volume, item, spot, author, at, found, note)
  VALUES (:look, :volume, :item, :spot, :author, :at, :found, :note))sql"};
constexpr Statement select_looks{"paper_charts.select_looks", R"sql(
  SELECT look, volume, item, spot, author, at, found, note FROM paper_look WHERE item = :item ORDER BY look)sql"};

std::optional<Instant> maybe(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Place place_of(const Row& row) {
  Place place;
  place.id = row.id<PlaceId>(0);
  place.parent = row.id<PlaceId>(1);
  place.room = row.id<PlaceId>(2);
  place.kind = parse_place_kind(row.text(3)).value_or(PlaceKind::room);
  place.name = row.string(4);
  place.code = row.string(5);
  place.path = row.string(6);
  place.barcode = row.string(7);
  place.loan_class = row.string(8);
  place.order = parse_filing_order(row.text(9)).value_or(FilingOrder::terminal_digit);
  place.first_key = row.string(10);
  place.capacity = row.integer(11);
  place.walk = row.integer(12);
  place.holder = row.id<UserId>(13);
  place.is_open = row.integer(14) != 0;
  place.facility = static_cast<int>(row.integer(15));
  place.version = row.integer(16);
  return place;
}

Appointment appointment_of(const Row& row) {
  return {row.id<ResourceId>(0), row.id<PatientId>(1),
          row.instant(2),        row.string(3),
          static_cast<int>(row.integer(4)), static_cast<access::SensitivityMask>(row.integer(5))};
}

constexpr int volume_fields = 23, requisition_fields = 22, movement_fields = 15;

Volume volume_of(const Row& row, int from) {
  Volume volume;
  volume.id = row.id<VolumeId>(from);
  volume.patient = row.id<PatientId>(from + 1);
  volume.kind = row.string(from + 2);
  volume.medium = row.string(from + 3);
  volume.barcode = row.string(from + 4);
  volume.chart_number = row.string(from + 5);
  volume.filing_key = row.string(from + 6);
  volume.position = row.string(from + 7);
  volume.number = row.integer(from + 8);
  volume.from_day = row.string(from + 9);
  volume.until_day = row.string(from + 10);
  volume.home = row.id<PlaceId>(from + 11);
  volume.place = row.id<PlaceId>(from + 12);
  volume.state = row.string(from + 13);
  volume.since = row.instant(from + 14);
  volume.due_at = maybe(row, from + 15);
  volume.rule = row.string(from + 16);
  volume.certificate = row.string(from + 17);
  volume.merged_into = row.id<VolumeId>(from + 18);
  volume.is_temporary = row.integer(from + 19) != 0;
  volume.facility = static_cast<int>(row.integer(from + 20));
  volume.sensitivity = static_cast<access::SensitivityMask>(row.integer(from + 21));
  volume.version = row.integer(from + 22);
  return volume;
}

VolumeRow volume_row_of(const Row& row) {
  return {volume_of(row, 0), row.string(volume_fields), row.string(volume_fields + 1), row.string(volume_fields + 2)};
}

Movement movement_of(const Row& row) {
  Movement movement;
  movement.id = row.id<MovementId>(0);
  movement.volume = row.id<VolumeId>(1);
  movement.kind = row.string(2);
  movement.from = row.id<PlaceId>(3);
  movement.to = row.id<PlaceId>(4);
  movement.at = row.instant(5);
  movement.recorded_at = row.instant(6);
  movement.by = row.id<UserId>(7);
  movement.purpose = row.string(8);
  movement.reason = row.string(9);
  movement.note = row.string(10);
  movement.requisition = row.id<RequisitionId>(11);
  movement.batch = row.integer(12);
  movement.device = row.string(13);
  movement.device_number = row.integer(14);
  return movement;
}

Requisition requisition_of(const Row& row) {
  Requisition one;
  one.id = row.id<RequisitionId>(0);
  one.item = row.id<WorkItemId>(1);
  one.request = row.integer(2);
  one.patient = row.id<PatientId>(3);
  one.volume = row.id<VolumeId>(4);
  one.deliver_to = row.id<PlaceId>(5);
  one.requester = row.string(6);
  one.origin = row.string(7);
  one.purpose = row.string(8);
  one.clinic = row.string(9);
  one.priority = worklists::parse_priority(row.text(10)).value_or(worklists::Priority::routine);
  one.requested_at = row.instant(11);
  one.needed_at = row.instant(12);
  one.requested_by = row.id<UserId>(13);
  one.cause = row.id<ResourceId>(14);
  one.state = row.string(15);
  one.reason = row.string(16);
  one.pulled_at = maybe(row, 17);
  one.delivered_at = maybe(row, 18);
  one.closed_at = maybe(row, 19);
  one.facility = static_cast<int>(row.integer(20));
  one.sensitivity = static_cast<access::SensitivityMask>(row.integer(21));
  return one;
}

PullLine line_of(const Row& row) {
  PullLine line;
  line.requisition = requisition_of(row);
  line.volume = volume_of(row, requisition_fields);
  const int behind = requisition_fields + volume_fields;
  line.place = row.string(behind);
  line.place_kind = row.string(behind + 1);
  line.walk = row.integer(behind + 2);
  line.deliver_to = row.string(behind + 3);
  return line;
}

Result<std::int64_t> counted(store::Reader& reader, const Statement& statement, store::BindingList bindings) {
  CHARTA_TRY(const auto count, reader.read_one(statement, bindings, [](const Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

/// What a step of a volume may change. `folded`, its number as it is looked for, and the volume outlive the bindings.
std::vector<store::Binding> changing_values(const Volume& volume, const std::string& folded) {
  return {{"volume", volume.id},
          {"chart_number", volume.chart_number},
          {"number_folded", folded},
          {"filing_key", volume.filing_key},
          {"position", volume.position},
          {"from_day", volume.from_day},
          {"until_day", volume.until_day},
          {"home", volume.home.key()},
          {"place", volume.place.key()},
          {"state", volume.state},
          {"since", volume.since},
          {"due_at", volume.due_at},
          {"rule", volume.rule},
          {"certificate", volume.certificate},
          {"merged_into", volume.merged_into.key()}};
}

}  // namespace

Result<void> PaperStore::add_place(store::UnitOfWork& work, const Place& place) const {
  return work.write(insert_place, {{"place", place.id},
                                   {"parent", place.parent.key()},
                                   {"room", place.room.key()},
                                   {"kind", place_kind_code(place.kind)},
                                   {"name", place.name},
                                   {"folded", folded(place.path)},
                                   {"code", place.code},
                                   {"path", place.path},
                                   {"barcode", place.barcode},
                                   {"loan_class", place.loan_class},
                                   {"filing", filing_order_code(place.order)},
                                   {"first_key", place.first_key},
                                   {"capacity", place.capacity},
                                   {"walk", place.walk},
                                   {"holder", place.holder.key()},
                                   {"is_open", place.is_open},
                                   {"facility", place.facility},
                                   {"version", place.version}});
}

Result<bool> PaperStore::save_place(store::UnitOfWork& work, const Place& place, std::int64_t expected) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_place, {{"place", place.id},
                                                                   {"name", place.name},
                                                                   {"folded", folded(place.path)},
                                                                   {"code", place.code},
                                                                   {"path", place.path},
                                                                   {"loan_class", place.loan_class},
                                                                   {"filing", filing_order_code(place.order)},
                                                                   {"first_key", place.first_key},
                                                                   {"capacity", place.capacity},
                                                                   {"walk", place.walk},
                                                                   {"holder", place.holder.key()},
                                                                   {"is_open", place.is_open},
                                                                   {"expected", expected}}));
  return changed == 1;
}

Result<std::optional<Place>> PaperStore::place(store::Reader& reader, PlaceId place) const {
  if (!place.is_set()) return std::optional<Place>();
  return reader.read_one(select_place, {{"place", place}}, place_of);
}

Result<std::optional<Place>> PaperStore::place_by_barcode(store::Reader& reader, std::string_view barcode) const {
  return reader.read_one(select_place_of_barcode, {{"barcode", barcode}}, place_of);
}

Result<std::optional<Place>> PaperStore::place_by_code(store::Reader& reader, std::string_view code) const {
  if (code.empty()) return std::optional<Place>();
  return reader.read_one(select_place_of_code, {{"code", code}}, place_of);
}

Result<std::vector<Place>> PaperStore::places(store::Reader& reader, const PlaceFilter& filter) const {
  if (filter.text.empty()) {
    return reader.read_all(select_children,
                           {{"parent", filter.parent.value_or(PlaceId()).key()},
                            {"kind", filter.kind},
                            {"any_kind", filter.kind.empty()},
                            {"limit", filter.limit}},
                           place_of);
  }
  std::string pattern = "%";
  for (const char c : folded(filter.text)) pattern += c == '%' || c == '_' ? '_' : c;
  pattern += '%';
  return reader.read_all(
      select_places_named,
      {{"pattern", pattern}, {"kind", filter.kind}, {"any_kind", filter.kind.empty()}, {"limit", filter.limit}}, place_of);
}

Result<std::vector<Place>> PaperStore::places_of_people(store::Reader& reader) const {
  return reader.read_all(select_places_of_people, {}, place_of);
}

Result<std::vector<Place>> PaperStore::shelves(store::Reader& reader, PlaceId room) const {
  return reader.read_all(select_shelves, {{"room", room}}, place_of);
}

Result<std::vector<Place>> PaperStore::shelves_about(store::Reader& reader, PlaceId room, std::string_view key) const {
  CHARTA_TRY(auto found, reader.read_all(select_shelves_before, {{"room", room}, {"key", key}}, place_of));
  if (found.empty()) return found;
  CHARTA_TRY(auto behind, reader.read_one(select_shelf_behind, {{"room", room}, {"key", key}}, place_of));
  if (behind) found.push_back(std::move(*behind));
  return found;
}

Result<std::int64_t> PaperStore::volumes_in(store::Reader& reader, PlaceId place) const {
  CHARTA_TRY(const auto here, counted(reader, count_volumes_in, {{"place", place}}));
  CHARTA_TRY(const auto home, counted(reader, count_homes_in, {{"place", place}}));
  return std::max(here, home);
}

Result<std::int64_t> PaperStore::open_places_in(store::Reader& reader, PlaceId place) const {
  return counted(reader, count_open_places, {{"parent", place}});
}

Result<std::int64_t> PaperStore::open_requisitions_to(store::Reader& reader, PlaceId place) const {
  return counted(reader, count_open_requests_to, {{"place", place}});
}

Result<void> PaperStore::add_volume(store::UnitOfWork& work, const Volume& volume) const {
  const auto folded = number_folded(volume.chart_number);
  auto values = changing_values(volume, folded);
  values.insert(values.end(), {{"patient", volume.patient.key()},
                               {"kind", volume.kind},
                               {"medium", volume.medium},
                               {"barcode", volume.barcode},
                               {"number", volume.number},
                               {"is_temporary", volume.is_temporary},
                               {"facility", volume.facility},
                               {"sensitivity", volume.sensitivity},
                               {"version", volume.version}});
  return work.write(insert_volume, store::Bindings(values));
}

Result<bool> PaperStore::save_volume(store::UnitOfWork& work, const Volume& volume, std::int64_t expected) const {
  const auto folded = number_folded(volume.chart_number);
  auto values = changing_values(volume, folded);
  values.push_back({"expected", expected});
  CHARTA_TRY(const auto changed, work.write_counted(update_volume, store::Bindings(values)));
  return changed == 1;
}

Result<std::optional<VolumeRow>> PaperStore::volume(store::Reader& reader, VolumeId volume) const {
  return reader.read_one(select_volume, {{"volume", volume}}, volume_row_of);
}

Result<std::optional<VolumeRow>> PaperStore::volume_by_barcode(store::Reader& reader, std::string_view barcode) const {
  return reader.read_one(select_volume_of_barcode, {{"barcode", barcode}}, volume_row_of);
}

Result<std::vector<VolumeRow>> PaperStore::of_patients(store::Reader& reader, const std::vector<PatientId>& patients) const {
  std::vector<VolumeRow> all;
  for (const auto patient : patients) {
    CHARTA_TRY(auto rows, reader.read_all(select_volumes_of_patient, {{"patient", patient}}, volume_row_of));
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return all;
}

Result<bool> PaperStore::has_volumes(store::Reader& reader, PatientId patient) const {
  CHARTA_TRY(const auto found,
             reader.read_one(select_any_volume, {{"patient", patient}}, [](const Row& row) { return row.integer(0); }));
  return found.has_value();
}

Result<std::vector<VolumeRow>> PaperStore::by_number(store::Reader& reader, std::string_view number, std::int64_t limit) const {
  return reader.read_all(select_volumes_of_number, {{"number", number_folded(number)}, {"limit", limit}}, volume_row_of);
}

Result<std::vector<VolumeRow>> PaperStore::in_place(store::Reader& reader, PlaceId place, std::int64_t limit,
                                                    std::int64_t offset) const {
  return reader.read_all(select_volumes_in, {{"place", place}, {"limit", limit}, {"offset", offset}}, volume_row_of);
}

Result<std::vector<VolumeRow>> PaperStore::overdue(store::Reader& reader, Instant now, std::int64_t limit,
                                                   std::int64_t offset) const {
  return reader.read_all(select_overdue, {{"now", now}, {"limit", limit}, {"offset", offset}}, volume_row_of);
}

Result<PaperStore::LoanCounts> PaperStore::loan_counts(store::Reader& reader, Instant now) const {
  CHARTA_TRY(const auto counts, reader.read_one(count_loans, {{"now", now}}, [](const Row& row) {
    return LoanCounts{row.integer(0), row.integer(1)};
  }));
  return counts.value_or(LoanCounts());
}

Result<std::vector<Volume>> PaperStore::overdue_unnoticed(store::Reader& reader, Instant now, std::int64_t limit) const {
  return reader.read_all(select_overdue_unnoticed, {{"now", now}, {"limit", limit}},
                         [](const Row& row) { return volume_of(row, 0); });
}

Result<void> PaperStore::notice_due(store::UnitOfWork& work, VolumeId volume, Instant due) const {
  return work.write(update_noticed_due, {{"volume", volume}, {"due", due}});
}

Result<std::vector<Volume>> PaperStore::lent_to(store::Reader& reader, PlaceId place, std::string_view but_rule,
                                                std::int64_t limit) const {
  return reader.read_all(select_lent_to, {{"place", place}, {"but_rule", but_rule}, {"limit", limit}},
                         [](const Row& row) { return volume_of(row, 0); });
}

Result<void> PaperStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  CHARTA_TRY_DO(work.write(update_volume_labels, {{"patient", patient}, {"kept", ~std::int64_t{removed}}, {"added", added}}));
  return work.write(update_requisition_labels, {{"patient", patient}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<void> PaperStore::add_movement(store::UnitOfWork& work, const Movement& movement) const {
  return work.write(insert_movement, {{"movement", movement.id},
                                      {"volume", movement.volume},
                                      {"kind", movement.kind},
                                      {"from_place", movement.from.key()},
                                      {"to_place", movement.to.key()},
                                      {"at", movement.at},
                                      {"recorded_at", movement.recorded_at},
                                      {"author", movement.by.key()},
                                      {"purpose", movement.purpose},
                                      {"reason", movement.reason},
                                      {"note", movement.note},
                                      {"requisition", movement.requisition.key()},
                                      {"batch", movement.batch},
                                      {"device", movement.device},
                                      {"device_number", movement.device_number}});
}

Result<std::vector<MovementRow>> PaperStore::movements(store::Reader& reader, VolumeId volume, std::int64_t limit) const {
  return reader.read_all(select_movements, {{"volume", volume}, {"limit", limit}}, [](const Row& row) {
    return MovementRow{movement_of(row), row.string(movement_fields), row.string(movement_fields + 1),
                       row.string(movement_fields + 2)};
  });
}

Result<std::optional<Movement>> PaperStore::scanned_before(store::Reader& reader, std::string_view device,
                                                           std::int64_t number) const {
  if (device.empty()) return std::optional<Movement>();
  return reader.read_one(select_movement_of_device, {{"device", device}, {"number", number}}, movement_of);
}

Result<std::vector<Movement>> PaperStore::batch(store::Reader& reader, std::int64_t batch, std::int64_t limit) const {
  return reader.read_all(select_batch_movements, {{"batch", batch}, {"limit", limit}}, movement_of);
}

Result<void> PaperStore::add_requisition(store::UnitOfWork& work, const Requisition& one) const {
  return work.write(insert_requisition, {{"requisition", one.id},
                                         {"item", one.item.key()},
                                         {"request", one.request},
                                         {"patient", one.patient.key()},
                                         {"volume", one.volume.key()},
                                         {"deliver_to", one.deliver_to.key()},
                                         {"requester", one.requester},
                                         {"origin", one.origin},
                                         {"purpose", one.purpose},
                                         {"clinic", one.clinic},
                                         {"priority", worklists::priority_code(one.priority)},
                                         {"requested_at", one.requested_at},
                                         {"needed_at", one.needed_at},
                                         {"requested_by", one.requested_by.key()},
                                         {"cause", one.cause.key()},
                                         {"state", one.state},
                                         {"reason", one.reason},
                                         {"pulled_at", one.pulled_at},
                                         {"delivered_at", one.delivered_at},
                                         {"closed_at", one.closed_at},
                                         {"facility", one.facility},
                                         {"sensitivity", one.sensitivity}});
}

Result<void> PaperStore::save_requisition(store::UnitOfWork& work, const Requisition& one) const {
  return work.write(update_requisition, {{"requisition", one.id},
                                         {"state", one.state},
                                         {"reason", one.reason},
                                         {"pulled_at", one.pulled_at},
                                         {"delivered_at", one.delivered_at},
                                         {"closed_at", one.closed_at},
                                         {"deliver_to", one.deliver_to.key()}});
}

Result<std::optional<Requisition>> PaperStore::requisition(store::Reader& reader, RequisitionId id) const {
  return reader.read_one(select_requisition, {{"requisition", id}}, requisition_of);
}

Result<std::vector<Requisition>> PaperStore::open_of_volume(store::Reader& reader, VolumeId volume) const {
  return reader.read_all(select_open_of_volume, {{"volume", volume}}, requisition_of);
}

Result<std::vector<Requisition>> PaperStore::waiting_for(store::Reader& reader, PlaceId place) const {
  return reader.read_all(select_waiting_for, {{"place", place}}, requisition_of);
}

Result<std::vector<Requisition>> PaperStore::open_of_cause(store::Reader& reader, ResourceId cause) const {
  return reader.read_all(select_open_of_cause, {{"cause", cause}}, requisition_of);
}

Result<std::vector<PullLine>> PaperStore::open_lines(store::Reader& reader, Instant needed_until, PlaceId deliver_to,
                                                     std::int64_t limit) const {
  return reader.read_all(
      select_open_lines,
      {{"until", needed_until}, {"deliver_to", deliver_to.key()}, {"everywhere", !deliver_to.is_set()}, {"limit", limit}},
      line_of);
}

Result<std::vector<Requisition>> PaperStore::asked_between(store::Reader& reader, Instant from, Instant until,
                                                           std::int64_t limit) const {
  return reader.read_all(select_asked_between, {{"from", from}, {"until", until}, {"limit", limit}}, requisition_of);
}

Result<void> PaperStore::save_appointment(store::UnitOfWork& work, const Appointment& one) const {
  return work.write(upsert_appointment, {{"appointment", one.id},
                                         {"patient", one.patient.key()},
                                         {"at", one.at},
                                         {"clinic", one.clinic},
                                         {"facility", one.facility},
                                         {"sensitivity", one.sensitivity}});
}

Result<void> PaperStore::close_appointment(store::UnitOfWork& work, ResourceId appointment) const {
  return work.write(update_appointment_closed, {{"appointment", appointment}});
}

Result<std::optional<Appointment>> PaperStore::appointment(store::Reader& reader, ResourceId appointment) const {
  return reader.read_one(select_appointment, {{"appointment", appointment}}, appointment_of);
}

Result<std::vector<Appointment>> PaperStore::open_appointments(store::Reader& reader, Instant until, std::int64_t limit) const {
  return reader.read_all(select_open_appointments, {{"until", until}, {"limit", limit}}, appointment_of);
}

Result<void> PaperStore::add_look(store::UnitOfWork& work, const Look& look) const {
  return work.write(insert_look, {{"look", look.key},
                                  {"volume", look.volume},
                                  {"item", look.item},
                                  {"spot", look.spot},
                                  {"author", look.by.key()},
                                  {"at", look.at},
                                  {"found", look.found},
                                  {"note", look.note}});
}

Result<std::vector<Look>> PaperStore::looks(store::Reader& reader, WorkItemId item) const {
  return reader.read_all(select_looks, {{"item", item}}, [](const Row& row) {
    return Look{row.integer(0), row.id<VolumeId>(1), row.id<WorkItemId>(2), row.string(3),
                row.string(7),  row.id<UserId>(4),   row.instant(5),        row.integer(6) != 0};
  });
}

}  // namespace charta::paper_charts
