// SPDX-License-Identifier: Apache-2.0
#include "department/encounters/encounter_store.hpp"

namespace charta::encounters {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_VISIT_COLUMNS                                                                                           \
  "SELECT encounter, fhir_id, number_system, number, account_system, account, patient, class_code, status, location, " \
  "started_at, "                                                                                                       \
  "ended_at, last_event_at, version, facility, sensitivity, merged_into, moved_from FROM encounter_visit "

constexpr Statement select_visit{"encounters.select_visit", CHARTA_VISIT_COLUMNS "WHERE encounter = :encounter"};
// Some senders give one number to many visits: the patient's own must not be cut off.
#define CHARTA_OWN_FIRST " ORDER BY CASE WHEN patient = :patient THEN 0 ELSE 1 END, encounter LIMIT 20"
constexpr Statement select_by_number{"encounters.select_by_number",
                                     CHARTA_VISIT_COLUMNS "WHERE number = :number AND number_system = :system" CHARTA_OWN_FIRST};
constexpr Statement select_by_account{
    "encounters.select_by_account", CHARTA_VISIT_COLUMNS "WHERE account = :number AND account_system = :system" CHARTA_OWN_FIRST};
#undef CHARTA_OWN_FIRST
constexpr Statement select_of_patient{"encounters.select_of_patient",
                                      CHARTA_VISIT_COLUMNS "WHERE patient = :patient ORDER BY started_at DESC LIMIT :limit"};
constexpr Statement select_in_progress{
    "encounters.select_in_progress", CHARTA_VISIT_COLUMNS
    "WHERE status = 'in-progress' AND merged_into = 0 AND (class_code <> 'AMB' OR started_at >= :recent) "
    "ORDER BY last_event_at DESC, encounter LIMIT :limit"};
constexpr Statement select_ended_since{"encounters.select_ended_since", CHARTA_VISIT_COLUMNS
                                       "WHERE ended_at >= :recent AND status = 'finished' AND merged_into = 0 "
                                       "ORDER BY ended_at DESC, encounter LIMIT :limit"};
constexpr Statement select_planned{"encounters.select_planned", CHARTA_VISIT_COLUMNS
                                   "WHERE status = 'planned' AND merged_into = 0 AND started_at >= :recent AND "
                                   "started_at <= :expected ORDER BY started_at, encounter LIMIT :limit"};
#undef CHARTA_VISIT_COLUMNS

constexpr Statement upsert_visit{"encounters.upsert_visit", R"sql(
  INSERT INTO encounter_visit (encounter, fhir_id, number_system, number, account_system, account, patient, class_code, status, location,
                               started_at, ended_at, last_event_at, version, facility, facility_bit, sensitivity)
  VALUES (:encounter, :fhir_id, :number_system, :number, :account_system, :account, :patient, :class_code, :status, :location,
          :started_at, :ended_at, :last_event_at, :version, :facility, :facility_bit, :sensitivity)
  ON CONFLICT (encounter) DO UPDATE
     SET number_system = excluded.number_system, number = excluded.number, account_system = excluded.account_system,
         account = excluded.account, patient = excluded.patient, class_code = excluded.class_code, status = excluded.status,
         location = excluded.location, started_at = excluded.started_at, ended_at = excluded.ended_at,
         last_event_at = excluded.last_event_at, version = excluded.version, facility = excluded.facility,
         facility_bit = excluded.facility_bit, sensitivity = excluded.sensitivity)sql"};
constexpr Statement relabel_visits{"encounters.relabel",
                                   "UPDATE encounter_visit SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement update_merged_into{"encounters.update_merged_into",
                                       "UPDATE encounter_visit SET merged_into = :survivor WHERE encounter = :encounter"};
constexpr Statement update_moved_from{"encounters.update_moved_from",
                                      "UPDATE encounter_visit SET moved_from = :patient WHERE encounter = :encounter"};
constexpr Statement select_number_links{"encounters.select_number_links", R"sql(
  SELECT link, survivor_system, survivor, absorbed_system, absorbed, from_at, until_at, reason, ended_reason
    FROM encounter_number_link WHERE patient = :patient AND kind = :kind ORDER BY link)sql"};
constexpr Statement insert_number_link{"encounters.insert_number_link", R"sql(
  INSERT INTO encounter_number_link (link, kind, patient, survivor_system, survivor, absorbed_system, absorbed, from_at, reason)
  VALUES (:link, :kind, :patient, :survivor_system, :survivor, :absorbed_system, :absorbed, :from_at, :reason))sql"};
constexpr Statement update_number_link_end{
    "encounters.update_number_link_end",
    "UPDATE encounter_number_link SET until_at = :until_at, ended_reason = :reason WHERE link = :link"};
constexpr Statement delete_visit{"encounters.delete_visit", "DELETE FROM encounter_visit WHERE encounter = :encounter"};

std::optional<Instant> instant_of(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

VisitRow stored_visit(const Row& row) {
  VisitRow visit;
  visit.encounter = row.id<ResourceId>(0);
  visit.fhir_id = row.string(1);
  visit.number = {row.string(2), row.string(3)};
  visit.account = {row.string(4), row.string(5)};
  visit.patient = row.id<PatientId>(6);
  visit.class_code = row.string(7);
  visit.status = row.string(8);
  visit.location = row.string(9);
  visit.started_at = instant_of(row, 10);
  visit.ended_at = instant_of(row, 11);
  visit.last_event_at = row.instant(12);
  visit.version = row.integer(13);
  visit.facility = static_cast<int>(row.integer(14));
  visit.sensitivity = static_cast<std::uint32_t>(row.integer(15));
  visit.merged_into = row.id<ResourceId>(16);
  visit.moved_from = row.id<PatientId>(17);
  return visit;
}

}  // namespace

std::string_view number_kind_code(NumberKind kind) {
  return kind == NumberKind::visit ? "visit" : "account";
}

Result<void> EncounterStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) const {
  return work.write(relabel_visits, {{"patient", patient}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<std::optional<VisitRow>> EncounterStore::find(store::Reader& reader, ResourceId encounter) const {
  return reader.read_one(select_visit, {{"encounter", encounter}}, stored_visit);
}

Result<std::vector<VisitRow>> EncounterStore::by_number(store::Reader& reader, const hl7v2_fhir::EntityId& number,
                                                        PatientId patient) const {
  return reader.read_all(select_by_number, {{"number", number.value}, {"system", number.system}, {"patient", patient}}, stored_visit);
}

Result<std::vector<VisitRow>> EncounterStore::by_account(store::Reader& reader, const hl7v2_fhir::EntityId& account,
                                                         PatientId patient) const {
  return reader.read_all(select_by_account, {{"number", account.value}, {"system", account.system}, {"patient", patient}},
                         stored_visit);
}

Result<std::vector<VisitRow>> EncounterStore::of_patient(store::Reader& reader, PatientId patient, std::int64_t limit) const {
  return reader.read_all(select_of_patient, {{"patient", patient}, {"limit", limit}}, stored_visit);
}

Result<std::vector<VisitRow>> EncounterStore::around_now(store::Reader& reader, Instant recent, Instant expected,
                                                         std::int64_t limit) const {
  CHARTA_TRY(auto visits, reader.read_all(select_in_progress, {{"recent", recent}, {"limit", limit}}, stored_visit));
  CHARTA_TRY(auto ended, reader.read_all(select_ended_since, {{"recent", recent}, {"limit", limit}}, stored_visit));
  CHARTA_TRY(auto planned, reader.read_all(select_planned, {{"recent", recent}, {"expected", expected}, {"limit", limit}},
                                           stored_visit));
  visits.insert(visits.end(), ended.begin(), ended.end());
  visits.insert(visits.end(), planned.begin(), planned.end());
  return visits;
}

Result<void> EncounterStore::save(store::UnitOfWork& work, const VisitRow& row) const {
  return work.write(upsert_visit, {{"encounter", row.encounter},
                                   {"fhir_id", row.fhir_id},
                                   {"number_system", row.number.system},
                                   {"number", row.number.value},
                                   {"account_system", row.account.system},
                                   {"account", row.account.value},
                                   {"patient", row.patient},
                                   {"class_code", row.class_code},
                                   {"status", row.status},
                                   {"location", row.location},
                                   {"started_at", row.started_at},
                                   {"ended_at", row.ended_at},
                                   {"last_event_at", row.last_event_at},
                                   {"version", row.version},
                                   {"facility", row.facility},
                                   {"facility_bit", std::int64_t{1} << static_cast<unsigned>(row.facility)},
                                   {"sensitivity", row.sensitivity}});
}

Result<void> EncounterStore::remove(store::UnitOfWork& work, ResourceId encounter) const {
  return work.write(delete_visit, {{"encounter", encounter}});
}

Result<void> EncounterStore::set_merged_into(store::UnitOfWork& work, ResourceId encounter, ResourceId survivor) const {
  return work.write(update_merged_into, {{"encounter", encounter}, {"survivor", survivor.key()}});
}

Result<void> EncounterStore::set_moved_from(store::UnitOfWork& work, ResourceId encounter, PatientId from) const {
  return work.write(update_moved_from, {{"encounter", encounter}, {"patient", from.key()}});
}

Result<std::vector<NumberLink>> EncounterStore::number_links(store::Reader& reader, PatientId patient, NumberKind kind) const {
  return reader.read_all(select_number_links, {{"patient", patient}, {"kind", number_kind_code(kind)}}, [&](const Row& row) {
    return NumberLink{row.integer(0), kind,           patient,
                      {row.string(1), row.string(2)}, {row.string(3), row.string(4)},
                      row.instant(5), instant_of(row, 6), row.string(7), row.string(8)};
  });
}

Result<void> EncounterStore::add_number_link(store::UnitOfWork& work, const NumberLink& link) const {
  return work.write(insert_number_link, {{"link", link.key},
                                         {"kind", number_kind_code(link.kind)},
                                         {"patient", link.patient},
                                         {"survivor_system", link.survivor.system},
                                         {"survivor", link.survivor.value},
                                         {"absorbed_system", link.absorbed.system},
                                         {"absorbed", link.absorbed.value},
                                         {"from_at", link.from},
                                         {"reason", link.reason}});
}

Result<void> EncounterStore::end_number_link(store::UnitOfWork& work, std::int64_t key, Instant at, std::string_view reason) const {
  return work.write(update_number_link_end, {{"link", key}, {"until_at", at}, {"reason", reason}});
}

}  // namespace charta::encounters
