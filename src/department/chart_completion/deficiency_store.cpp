// SPDX-License-Identifier: Apache-2.0
#include "department/chart_completion/deficiency_store.hpp"

namespace charta::chart_completion {
namespace {

using store::Row;
using store::Statement;

#define DEFICIENCY_COLUMNS                                                                                                     \
  "deficiency, encounter, encounter_id, patient, lack, finding, title, type_code, rule, role, responsible, responsible_name, " \
  "named_by_person, state, item, opened_at, clock_from, due_at, closed_at, closed_by, closed_with, reason, document, "         \
  "document_type, document_id, times_reopened, facility, sensitivity, is_stopped"

constexpr Statement upsert_deficiency{"chart_completion.upsert_deficiency", R"sql(
  INSERT INTO deficiency (deficiency, encounter, encounter_id, patient, lack, finding, title, type_code, rule, role, responsible,
                          responsible_name, named_by_person, state, item, opened_at, clock_from, due_at, closed_at, closed_by,
                          closed_with, reason, document, document_type, document_id, times_reopened, facility, facility_bit,
                          sensitivity, is_stopped)
  VALUES (:deficiency, :encounter, :encounter_id, :patient, :lack, :finding, :title, :type_code, :rule, :role, :responsible,
          :responsible_name, :named_by_person, :state, :item, :opened_at, :clock_from, :due_at, :closed_at, :closed_by,
          :closed_with, :reason, :document, :document_type, :document_id, :times_reopened, :facility, :facility_bit,
          :sensitivity, :is_stopped)
  ON CONFLICT (deficiency) DO UPDATE SET patient = excluded.patient, title = excluded.title, rule = excluded.rule,
    role = excluded.role, responsible = excluded.responsible, responsible_name = excluded.responsible_name,
    named_by_person = excluded.named_by_person, state = excluded.state, item = excluded.item, clock_from = excluded.clock_from,
    due_at = excluded.due_at, closed_at = excluded.closed_at, closed_by = excluded.closed_by, closed_with = excluded.closed_with,
    reason = excluded.reason, document = excluded.document, document_type = excluded.document_type,
    document_id = excluded.document_id, times_reopened = excluded.times_reopened, facility = excluded.facility,
    facility_bit = excluded.facility_bit, sensitivity = excluded.sensitivity, is_stopped = excluded.is_stopped)sql"};
constexpr Statement select_deficiency{"chart_completion.select_deficiency",
                                      "SELECT " DEFICIENCY_COLUMNS " FROM deficiency WHERE deficiency = :deficiency"};
constexpr Statement select_of_encounter{"chart_completion.select_of_encounter",
                                        "SELECT " DEFICIENCY_COLUMNS
                                        " FROM deficiency WHERE encounter = :encounter ORDER BY deficiency"};
constexpr Statement select_any_owed{"chart_completion.select_any_owed",
                                    "SELECT 1 FROM deficiency WHERE encounter = :encounter AND closed_at IS NULL LIMIT 1"};
#define DEFICIENCY_SEEN " closed_at IS NULL AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0"
constexpr Statement select_owed_of_staff{"chart_completion.select_owed_of_staff",
                                         "SELECT " DEFICIENCY_COLUMNS
                                         " FROM deficiency WHERE responsible = :responsible AND" DEFICIENCY_SEEN
                                         " ORDER BY due_at, deficiency LIMIT :limit OFFSET :offset"};
constexpr Statement select_owed_of_patient{"chart_completion.select_owed_of_patient",
                                           "SELECT " DEFICIENCY_COLUMNS
                                           " FROM deficiency WHERE patient = :patient AND" DEFICIENCY_SEEN
                                           " ORDER BY due_at, deficiency LIMIT :limit OFFSET :offset"};
constexpr Statement select_owed_of_encounter{"chart_completion.select_owed_of_encounter",
                                             "SELECT " DEFICIENCY_COLUMNS
                                             " FROM deficiency WHERE encounter = :encounter AND" DEFICIENCY_SEEN
                                             " ORDER BY due_at, deficiency LIMIT :limit OFFSET :offset"};
constexpr Statement select_owed{"chart_completion.select_owed",
                                "SELECT " DEFICIENCY_COLUMNS " FROM deficiency WHERE" DEFICIENCY_SEEN
                                " ORDER BY due_at, deficiency LIMIT :limit OFFSET :offset"};
constexpr Statement count_owed_by_staff{"chart_completion.count_owed_by_staff",
                                        "SELECT responsible, MAX(responsible_name), COUNT(*), "
                                        "SUM(CASE WHEN due_at < :now AND is_stopped = 0 THEN 1 ELSE 0 END), SUM(is_stopped), "
                                        "MIN(due_at) FROM deficiency WHERE" DEFICIENCY_SEEN
                                        " GROUP BY responsible ORDER BY 4 DESC, 3 DESC, 1"};
constexpr Statement relabel_deficiencies{
    "chart_completion.relabel", "UPDATE deficiency SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement move_deficiencies{"chart_completion.move",
                                      "UPDATE deficiency SET patient = :patient WHERE encounter = :encounter"};
constexpr Statement move_file{"chart_completion.move_file",
                              "UPDATE completion_file SET patient = :patient WHERE encounter = :encounter"};

constexpr Statement insert_stop{"chart_completion.insert_stop", R"sql(
  INSERT INTO deficiency_stop (stop, deficiency, from_at, until_at, reason, stopped_by)
  VALUES (:stop, :deficiency, :from_at, :until_at, :reason, :stopped_by))sql"};
constexpr Statement end_stop{"chart_completion.end_stop", R"sql(
  UPDATE deficiency_stop SET until_at = :at
   WHERE deficiency = :deficiency AND until_at IS NULL AND (:reason = '' OR reason = :same_reason))sql"};
constexpr Statement select_stops{"chart_completion.select_stops", R"sql(
  SELECT from_at, until_at, reason FROM deficiency_stop WHERE deficiency = :deficiency ORDER BY from_at, stop)sql"};

constexpr Statement upsert_file{"chart_completion.upsert_file", R"sql(
  INSERT INTO completion_file (encounter, patient, ended_at, looked_at, next_look_at, is_stay)
  VALUES (:encounter, :patient, :ended_at, :looked_at, :next_look_at, :is_stay)
  ON CONFLICT (encounter) DO UPDATE SET patient = excluded.patient, ended_at = excluded.ended_at,
    looked_at = excluded.looked_at, next_look_at = excluded.next_look_at, is_stay = excluded.is_stay)sql"};
constexpr Statement select_file{"chart_completion.select_file", R"sql(
  SELECT encounter, patient, ended_at, looked_at, next_look_at, is_stay FROM completion_file WHERE encounter = :encounter)sql"};
constexpr Statement select_files_of{"chart_completion.select_files_of",
                                    "SELECT encounter FROM completion_file WHERE patient = :patient ORDER BY encounter"};
constexpr Statement select_due_files{"chart_completion.select_due_files", R"sql(
  SELECT encounter FROM completion_file WHERE next_look_at <= :now ORDER BY next_look_at, encounter LIMIT :limit)sql"};
constexpr Statement update_ask_for_all{"chart_completion.ask_for_all", R"sql(
  UPDATE completion_file SET next_look_at = :now
   WHERE ended_at IS NULL OR ended_at >= :since
      OR EXISTS (SELECT 1 FROM deficiency d WHERE d.encounter = completion_file.encounter AND d.closed_at IS NULL))sql"};

constexpr Statement upsert_procedure{"chart_completion.upsert_procedure", R"sql(
  INSERT INTO completion_procedure (procedure, encounter, at, title, performer, performer_name, anesthetist, anesthetist_name, has_anesthesia)
  VALUES (:procedure, :encounter, :at, :title, :performer, :performer_name, :anesthetist, :anesthetist_name, :has_anesthesia)
  ON CONFLICT (procedure) DO UPDATE SET encounter = excluded.encounter, at = excluded.at, title = excluded.title,
    performer = excluded.performer, performer_name = excluded.performer_name, anesthetist = excluded.anesthetist,
    anesthetist_name = excluded.anesthetist_name, has_anesthesia = excluded.has_anesthesia)sql"};
constexpr Statement delete_procedure{"chart_completion.delete_procedure",
                                     "DELETE FROM completion_procedure WHERE procedure = :procedure"};
constexpr Statement select_procedures{"chart_completion.select_procedures", R"sql(
  SELECT procedure, at, title, performer, performer_name, anesthetist, anesthetist_name, has_anesthesia
    FROM completion_procedure WHERE encounter = :encounter ORDER BY at, procedure)sql"};
constexpr Statement select_procedure_encounter{"chart_completion.select_procedure_encounter",
                                               "SELECT encounter FROM completion_procedure WHERE procedure = :procedure"};

constexpr Statement upsert_stage{"chart_completion.upsert_stage", R"sql(
  INSERT INTO completion_stage (document, completion) VALUES (:document, :completion)
  ON CONFLICT (document) DO UPDATE SET completion = excluded.completion)sql"};
constexpr Statement delete_stage{"chart_completion.delete_stage", "DELETE FROM completion_stage WHERE document = :document"};
constexpr Statement select_stage{"chart_completion.select_stage",
                                 "SELECT completion FROM completion_stage WHERE document = :document"};
constexpr Statement upsert_kept{"chart_completion.upsert_kept", R"sql(
  INSERT INTO completion_kept (encounter, finding, rule, due_at, done_at, document)
  VALUES (:encounter, :finding, :rule, :due_at, :done_at, :document)
  ON CONFLICT (encounter, finding) DO UPDATE SET rule = excluded.rule, due_at = excluded.due_at, done_at = excluded.done_at,
    document = excluded.document)sql"};

std::optional<Instant> maybe_instant(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.instant(column));
}

Deficiency deficiency_from(const Row& row) {
  Deficiency one;
  one.id = row.id<DeficiencyId>(0);
  one.encounter = row.id<ResourceId>(1);
  one.encounter_id = row.string(2);
  one.patient = row.id<PatientId>(3);
  one.lack = parse_lack(row.text(4)).value_or(Lack::document);
  one.key = row.string(5);
  one.title = row.string(6);
  one.type_code = row.string(7);
  one.rule = row.string(8);
  one.role = row.string(9);
  one.responsible = {row.string(10), row.string(11)};
  one.is_named_by_person = row.integer(12) != 0;
  one.state = row.string(13);
  one.item = row.id<WorkItemId>(14);
  one.opened_at = row.instant(15);
  one.clock_from = row.instant(16);
  one.due_at = maybe_instant(row, 17);
  one.closed_at = maybe_instant(row, 18);
  one.closed_by = row.id<UserId>(19);
  one.closed_with = row.string(20);
  one.reason = row.string(21);
  one.document = row.id<ResourceId>(22);
  one.document_type = row.string(23);
  one.document_id = row.string(24);
  one.times_reopened = static_cast<int>(row.integer(25));
  one.facility = static_cast<int>(row.integer(26));
  one.sensitivity = static_cast<std::uint32_t>(row.integer(27));
  one.is_stopped = row.integer(28) != 0;
  return one;
}

struct Seen {
  std::int64_t facilities, hidden;
};
Seen seen_by(const access::Visibility& visibility) {
  return {static_cast<std::int64_t>(visibility.facilities),
          static_cast<std::int64_t>(access::full_clearance & ~visibility.clearance)};
}

}  // namespace

Result<void> DeficiencyStore::save(store::UnitOfWork& work, const Deficiency& row) const {
  return work.write(upsert_deficiency, {{"deficiency", row.id},
                                        {"encounter", row.encounter},
                                        {"encounter_id", row.encounter_id},
                                        {"patient", row.patient},
                                        {"lack", lack_code(row.lack)},
                                        {"finding", row.key},
                                        {"title", row.title},
                                        {"type_code", row.type_code},
                                        {"rule", row.rule},
                                        {"role", row.role},
                                        {"responsible", row.responsible.key},
                                        {"responsible_name", row.responsible.name},
                                        {"named_by_person", row.is_named_by_person},
                                        {"state", row.state},
                                        {"item", row.item.key()},
                                        {"opened_at", row.opened_at},
                                        {"clock_from", row.clock_from},
                                        {"due_at", row.due_at},
                                        {"closed_at", row.closed_at},
                                        {"closed_by", row.closed_by.key()},
                                        {"closed_with", row.closed_with},
                                        {"reason", row.reason},
                                        {"document", row.document.key()},
                                        {"document_type", row.document_type},
                                        {"document_id", row.document_id},
                                        {"times_reopened", row.times_reopened},
                                        {"facility", row.facility},
                                        {"facility_bit", std::int64_t{1} << static_cast<unsigned>(row.facility)},
                                        {"sensitivity", row.sensitivity},
                                        {"is_stopped", row.is_stopped}});
}

Result<std::optional<Deficiency>> DeficiencyStore::find(store::Reader& reader, DeficiencyId id) const {
  return reader.read_one(select_deficiency, {{"deficiency", id}}, deficiency_from);
}

Result<std::optional<Deficiency>> DeficiencyStore::of_item(store::Reader& reader, const worklists::WorkItem& item) const {
  return find(reader, DeficiencyId(item.subject));
}

Result<std::vector<Deficiency>> DeficiencyStore::of_encounter(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_of_encounter, {{"encounter", encounter}}, deficiency_from);
}

Result<bool> DeficiencyStore::is_any_owed(store::Reader& reader, ResourceId encounter) const {
  CHARTA_TRY(const auto found, reader.read_one(select_any_owed, {{"encounter", encounter}}, [](const Row&) { return true; }));
  return found.has_value();
}

Result<std::vector<Deficiency>> DeficiencyStore::owed(store::Reader& reader, const OwedFilter& filter,
                                                      const access::Visibility& visibility) const {
  const auto seen = seen_by(visibility);
  const store::Binding facilities{"facilities", seen.facilities}, hidden{"hidden", seen.hidden}, limit{"limit", filter.limit},
      offset{"offset", filter.offset};
  if (filter.encounter.is_set())
    return reader.read_all(select_owed_of_encounter, {{"encounter", filter.encounter}, facilities, hidden, limit, offset},
                           deficiency_from);
  if (filter.patient.is_set())
    return reader.read_all(select_owed_of_patient, {{"patient", filter.patient}, facilities, hidden, limit, offset},
                           deficiency_from);
  if (filter.responsible)
    return reader.read_all(select_owed_of_staff, {{"responsible", *filter.responsible}, facilities, hidden, limit, offset},
                           deficiency_from);
  return reader.read_all(select_owed, {facilities, hidden, limit, offset}, deficiency_from);
}

Result<std::vector<OwedByStaff>> DeficiencyStore::owed_by_staff(store::Reader& reader, Instant now,
                                                                const access::Visibility& visibility) const {
  const auto seen = seen_by(visibility);
  return reader.read_all(
      count_owed_by_staff, {{"now", now}, {"facilities", seen.facilities}, {"hidden", seen.hidden}}, [](const Row& row) {
        return OwedByStaff{{row.string(0), row.string(1)}, row.integer(2), row.integer(3), row.integer(4), maybe_instant(row, 5)};
      });
}

Result<void> DeficiencyStore::relabel(store::UnitOfWork& work, PatientId patient, std::uint32_t removed,
                                      std::uint32_t added) const {
  return work.write(
      relabel_deficiencies,
      {{"kept", static_cast<std::int64_t>(~removed & access::full_clearance)}, {"added", added}, {"patient", patient}});
}

Result<void> DeficiencyStore::set_patient(store::UnitOfWork& work, ResourceId encounter, PatientId patient) const {
  CHARTA_TRY_DO(work.write(move_deficiencies, {{"patient", patient}, {"encounter", encounter}}));
  return work.write(move_file, {{"patient", patient}, {"encounter", encounter}});
}

Result<void> DeficiencyStore::add_stop(store::UnitOfWork& work, const StoredStop& stop) const {
  return work.write(insert_stop, {{"stop", stop.id},
                                  {"deficiency", stop.deficiency},
                                  {"from_at", stop.stop.from},
                                  {"until_at", stop.stop.until},
                                  {"reason", stop.stop.reason},
                                  {"stopped_by", stop.by.key()}});
}

Result<void> DeficiencyStore::end_stops(store::UnitOfWork& work, DeficiencyId deficiency, std::string_view reason,
                                        Instant at) const {
  return work.write(end_stop, {{"at", at}, {"deficiency", deficiency}, {"reason", reason}, {"same_reason", reason}});
}

Result<std::vector<ClockStop>> DeficiencyStore::stops_of(store::Reader& reader, DeficiencyId deficiency) const {
  return reader.read_all(select_stops, {{"deficiency", deficiency}}, [](const Row& row) {
    return ClockStop{row.instant(0), maybe_instant(row, 1), row.string(2)};
  });
}

Result<void> DeficiencyStore::save_file(store::UnitOfWork& work, const CompletionFile& file) const {
  return work.write(upsert_file, {{"encounter", file.encounter},
                                  {"patient", file.patient},
                                  {"ended_at", file.ended_at},
                                  {"looked_at", file.looked_at},
                                  {"next_look_at", file.next_look_at},
                                  {"is_stay", file.is_stay}});
}

Result<std::optional<CompletionFile>> DeficiencyStore::file(store::Reader& reader, ResourceId encounter) const {
  return reader.read_one(select_file, {{"encounter", encounter}}, [](const Row& row) {
    return CompletionFile{row.id<ResourceId>(0), row.id<PatientId>(1), maybe_instant(row, 2), row.instant(3),
                          maybe_instant(row, 4)};
  });
}

Result<std::vector<ResourceId>> DeficiencyStore::files_of(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_files_of, {{"patient", patient}}, [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<std::vector<ResourceId>> DeficiencyStore::due_files(store::Reader& reader, Instant now, std::int64_t limit) const {
  return reader.read_all(select_due_files, {{"now", now}, {"limit", limit}},
                         [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<std::int64_t> DeficiencyStore::ask_for_all(store::UnitOfWork& work, Instant now, Instant ended_since) const {
  return work.write_counted(update_ask_for_all, {{"now", now}, {"since", ended_since}});
}

Result<void> DeficiencyStore::save_procedure(store::UnitOfWork& work, ResourceId encounter, const Operation& procedure) const {
  return work.write(upsert_procedure, {{"procedure", procedure.resource},
                                       {"encounter", encounter},
                                       {"at", procedure.at},
                                       {"title", procedure.title},
                                       {"performer", procedure.performer.key},
                                       {"performer_name", procedure.performer.name},
                                       {"anesthetist", procedure.anesthetist.key},
                                       {"anesthetist_name", procedure.anesthetist.name},
                                       {"has_anesthesia", procedure.has_anesthesia}});
}

Result<void> DeficiencyStore::remove_procedure(store::UnitOfWork& work, ResourceId procedure) const {
  return work.write(delete_procedure, {{"procedure", procedure}});
}

Result<std::vector<Operation>> DeficiencyStore::procedures_of(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_procedures, {{"encounter", encounter}}, [](const Row& row) {
    return Operation{row.id<ResourceId>(0),          row.instant(1),     row.string(2), {row.string(3), row.string(4)},
                     {row.string(5), row.string(6)}, row.integer(7) != 0};
  });
}

Result<ResourceId> DeficiencyStore::encounter_of_procedure(store::Reader& reader, ResourceId procedure) const {
  CHARTA_TRY(const auto found, reader.read_one(select_procedure_encounter, {{"procedure", procedure}},
                                               [](const Row& row) { return row.id<ResourceId>(0); }));
  return found.value_or(ResourceId());
}

Result<void> DeficiencyStore::save_stage(store::UnitOfWork& work, ResourceId document, std::string_view completion) const {
  if (completion.empty()) return work.write(delete_stage, {{"document", document}});
  return work.write(upsert_stage, {{"document", document}, {"completion", completion}});
}

Result<std::string> DeficiencyStore::stage_of(store::Reader& reader, ResourceId document) const {
  CHARTA_TRY(auto found, reader.read_one(select_stage, {{"document", document}}, [](const Row& row) { return row.string(0); }));
  return found.value_or(std::string());
}

Result<void> DeficiencyStore::save_kept(store::UnitOfWork& work, ResourceId encounter, const Kept& kept) const {
  return work.write(upsert_kept, {{"encounter", encounter},
                                  {"finding", kept.key},
                                  {"rule", kept.rule},
                                  {"due_at", kept.due_at},
                                  {"done_at", kept.done_at},
                                  {"document", kept.document}});
}

}  // namespace charta::chart_completion
