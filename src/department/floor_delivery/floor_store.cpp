// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/floor_store.hpp"

namespace charta::floor_delivery {
namespace {

using store::Row;
using store::Statement;

constexpr Statement select_wishes{"floor_delivery.wishes",
                                  "SELECT ward, wants_paper, wants_calls, changed_at, changed_by FROM floor_wish ORDER BY ward"};
constexpr Statement upsert_wish{"floor_delivery.save_wish", R"sql(
  INSERT INTO floor_wish (ward, wants_paper, wants_calls, changed_at, changed_by)
  VALUES (:ward, :wants_paper, :wants_calls, :changed_at, :changed_by)
  ON CONFLICT (ward) DO UPDATE SET wants_paper = excluded.wants_paper, wants_calls = excluded.wants_calls,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by)sql"};

#define CHARTA_COPY_COLUMNS                                                                                                   \
  "SELECT delivery, item, barcode, document, resource_type, fhir_id, version, title, pages, patient, encounter, ward, room, " \
  "lies_at, priority, state, made_at, due_at, run, printed_at, delivered_at, delivered_to, filed_at, filed_by, replaces, "    \
  "reason, facility, sensitivity, copy FROM floor_delivery "
constexpr Statement insert_copy{"floor_delivery.insert", R"sql(
  INSERT INTO floor_delivery (delivery, item, barcode, document, resource_type, fhir_id, version, title, pages, patient, encounter,
    ward, room, lies_at, priority, state, is_open, made_at, due_at, run, printed_at, delivered_at, delivered_to, filed_at, filed_by,
    replaces, copy, reason, facility, sensitivity)
  VALUES (:delivery, :item, :barcode, :document, :resource_type, :fhir_id, :version, :title, :pages, :patient, :encounter,
    :ward, :room, :lies_at, :priority, :state, :is_open, :made_at, :due_at, :run, :printed_at, :delivered_at, :delivered_to,
    :filed_at, :filed_by, :replaces, :copy, :reason, :facility, :sensitivity))sql"};
constexpr Statement update_copy{"floor_delivery.save", R"sql(
  UPDATE floor_delivery SET ward = :ward, room = :room, lies_at = :lies_at, state = :state, is_open = :is_open, run = :run,
    printed_at = :printed_at, delivered_at = :delivered_at, delivered_to = :delivered_to, filed_at = :filed_at,
    filed_by = :filed_by, copy = :copy, reason = :reason WHERE delivery = :delivery)sql"};
constexpr Statement select_copy_of_item{"floor_delivery.of_item", CHARTA_COPY_COLUMNS "WHERE item = :item"};
constexpr Statement select_copy_of_barcode{
    "floor_delivery.of_barcode", CHARTA_COPY_COLUMNS "WHERE barcode = :barcode ORDER BY is_open DESC, delivery DESC LIMIT 1"};
constexpr Statement select_copies_of_document{"floor_delivery.of_document",
                                              CHARTA_COPY_COLUMNS "WHERE document = :document ORDER BY delivery"};
constexpr Statement select_of_copy{"floor_delivery.of_copy", CHARTA_COPY_COLUMNS
                                   "WHERE copy = :copy AND copy <> 0 ORDER BY is_open DESC, delivery DESC LIMIT 1"};
constexpr Statement select_open_of_stay{"floor_delivery.open_of_encounter",
                                        CHARTA_COPY_COLUMNS "WHERE encounter = :encounter AND is_open = 1 ORDER BY delivery"};
constexpr Statement select_left_unprinted{"floor_delivery.left_unprinted", CHARTA_COPY_COLUMNS
                                          "WHERE patient = :patient AND encounter = :encounter AND state = 'recalled'"
                                          " AND reason = 'patient-discharged' ORDER BY delivery"};
constexpr Statement select_all_open{"floor_delivery.open",
                                    CHARTA_COPY_COLUMNS "WHERE is_open = 1 ORDER BY ward, delivery LIMIT :limit"};
constexpr Statement select_copies_of_run{"floor_delivery.of_run",
                                         CHARTA_COPY_COLUMNS "WHERE run = :run AND run <> 0 ORDER BY delivery"};
constexpr Statement select_delivered{
    "floor_delivery.delivered_between",
    CHARTA_COPY_COLUMNS "WHERE delivered_at >= :from AND delivered_at < :until ORDER BY delivered_at DESC LIMIT :limit"};
#undef CHARTA_COPY_COLUMNS
constexpr Statement relabel_copies{
    "floor_delivery.relabel", "UPDATE floor_delivery SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement move_copies{"floor_delivery.move", R"sql(
  UPDATE floor_delivery SET patient = :patient, facility = :facility, sensitivity = :sensitivity WHERE document = :document)sql"};
constexpr Statement insert_run{"floor_delivery.add_run", R"sql(
  INSERT INTO floor_run (run, taken_by, taken_at, wards, copies) VALUES (:run, :taken_by, :taken_at, :wards, :copies))sql"};
constexpr Statement select_run{"floor_delivery.run",
                               "SELECT run, taken_by, taken_at, wards, copies FROM floor_run WHERE run = :run"};

std::optional<Instant> time_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Wish wish_from(const Row& row) {
  return {row.string(0), row.integer(1) != 0, row.integer(2) != 0, row.instant(3), row.id<UserId>(4)};
}

Run run_from(const Row& row) {
  return {row.id<RunId>(0), row.id<UserId>(1), row.instant(2), row.string(3), row.integer(4)};
}

void read_document(const Row& row, Delivery& copy) {
  copy.document = row.id<ResourceId>(3);
  copy.resource_type = row.string(4);
  copy.fhir_id = row.string(5);
  copy.version = row.integer(6);
  copy.title = row.string(7);
  copy.pages = row.integer(8);
  copy.patient = row.id<PatientId>(9);
  copy.encounter = row.id<ResourceId>(10);
  copy.facility = static_cast<int>(row.integer(26));
  copy.sensitivity = static_cast<access::SensitivityMask>(row.integer(27));
}

Delivery copy_from(const Row& row) {
  Delivery copy;
  copy.id = row.id<DeliveryId>(0);
  copy.item = row.id<WorkItemId>(1);
  copy.barcode = row.string(2);
  read_document(row, copy);
  copy.ward = row.string(11);
  copy.room = row.string(12);
  copy.lies_at = row.string(13);
  copy.priority = static_cast<worklists::Priority>(row.integer(14));
  copy.state = row.string(15);
  copy.made_at = row.instant(16);
  copy.due_at = row.instant(17);
  copy.run = row.id<RunId>(18);
  copy.printed_at = time_or_none(row, 19);
  copy.delivered_at = time_or_none(row, 20);
  copy.delivered_to = row.id<UserId>(21);
  copy.filed_at = time_or_none(row, 22);
  copy.filed_by = row.id<UserId>(23);
  copy.replaces = row.id<DeliveryId>(24);
  copy.reason = row.string(25);
  copy.copy = row.integer(28);
  return copy;
}

}  // namespace

Result<std::vector<Wish>> FloorStore::wishes(store::Reader& reader) const {
  return reader.read_all(select_wishes, {}, wish_from);
}

Result<void> FloorStore::save_wish(store::UnitOfWork& work, const Wish& wish) const {
  return work.write(upsert_wish, {{"ward", wish.ward},
                                  {"wants_paper", wish.wants_paper ? 1 : 0},
                                  {"wants_calls", wish.wants_calls ? 1 : 0},
                                  {"changed_at", wish.changed_at},
                                  {"changed_by", wish.changed_by.key()}});
}

Result<void> FloorStore::add(store::UnitOfWork& work, const Delivery& copy) const {
  return work.write(insert_copy, {{"delivery", copy.id},
                                  {"item", copy.item},
                                  {"barcode", copy.barcode},
                                  {"document", copy.document.key()},
                                  {"resource_type", copy.resource_type},
                                  {"fhir_id", copy.fhir_id},
                                  {"version", copy.version},
                                  {"title", copy.title},
                                  {"pages", copy.pages},
                                  {"patient", copy.patient.key()},
                                  {"encounter", copy.encounter.key()},
                                  {"ward", copy.ward},
                                  {"room", copy.room},
                                  {"lies_at", copy.lies_at},
                                  {"priority", copy.priority},
                                  {"state", copy.state},
                                  {"is_open", copy.is_open() ? 1 : 0},
                                  {"made_at", copy.made_at},
                                  {"due_at", copy.due_at},
                                  {"run", copy.run.key()},
                                  {"printed_at", copy.printed_at},
                                  {"delivered_at", copy.delivered_at},
                                  {"delivered_to", copy.delivered_to.key()},
                                  {"filed_at", copy.filed_at},
                                  {"filed_by", copy.filed_by.key()},
                                  {"replaces", copy.replaces.key()},
                                  {"copy", copy.copy},
                                  {"reason", copy.reason},
                                  {"facility", copy.facility},
                                  {"sensitivity", static_cast<std::int64_t>(copy.sensitivity)}});
}

Result<void> FloorStore::save(store::UnitOfWork& work, const Delivery& copy) const {
  return work.write(update_copy, {{"delivery", copy.id},
                                  {"ward", copy.ward},
                                  {"room", copy.room},
                                  {"lies_at", copy.lies_at},
                                  {"state", copy.state},
                                  {"is_open", copy.is_open() ? 1 : 0},
                                  {"run", copy.run.key()},
                                  {"printed_at", copy.printed_at},
                                  {"delivered_at", copy.delivered_at},
                                  {"delivered_to", copy.delivered_to.key()},
                                  {"filed_at", copy.filed_at},
                                  {"filed_by", copy.filed_by.key()},
                                  {"copy", copy.copy},
                                  {"reason", copy.reason}});
}

Result<std::optional<Delivery>> FloorStore::of_item(store::Reader& reader, WorkItemId item) const {
  return reader.read_one(select_copy_of_item, {{"item", item}}, copy_from);
}

Result<std::optional<Delivery>> FloorStore::of_barcode(store::Reader& reader, std::string_view barcode) const {
  return reader.read_one(select_copy_of_barcode, {{"barcode", barcode}}, copy_from);
}

Result<std::optional<Delivery>> FloorStore::of_copy(store::Reader& reader, std::int64_t copy) const {
  return reader.read_one(select_of_copy, {{"copy", copy}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_copies_of_document, {{"document", document}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::open_of_encounter(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_open_of_stay, {{"encounter", encounter}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::left_unprinted(store::Reader& reader, PatientId patient, ResourceId encounter) const {
  return reader.read_all(select_left_unprinted, {{"patient", patient}, {"encounter", encounter}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::open(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_all_open, {{"limit", limit}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::of_run(store::Reader& reader, RunId run) const {
  return reader.read_all(select_copies_of_run, {{"run", run}}, copy_from);
}

Result<std::vector<Delivery>> FloorStore::delivered_between(store::Reader& reader, Instant from, Instant until,
                                                            std::int64_t limit) const {
  return reader.read_all(select_delivered, {{"from", from}, {"until", until}, {"limit", limit}}, copy_from);
}

Result<void> FloorStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                 access::SensitivityMask added) const {
  return work.write(
      relabel_copies,
      {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

Result<void> FloorStore::move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                              access::SensitivityMask sensitivity) const {
  return work.write(
      move_copies,
      {{"document", document}, {"patient", to}, {"facility", facility}, {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

Result<void> FloorStore::add_run(store::UnitOfWork& work, const Run& run) const {
  return work.write(insert_run, {{"run", run.id},
                                 {"taken_by", run.taken_by.key()},
                                 {"taken_at", run.taken_at},
                                 {"wards", run.wards},
                                 {"copies", run.copies}});
}

Result<std::optional<Run>> FloorStore::run(store::Reader& reader, RunId run) const {
  return reader.read_one(select_run, {{"run", run}}, run_from);
}

}  // namespace charta::floor_delivery
