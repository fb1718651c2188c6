// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item_store.hpp"

#include "base/text.hpp"

#include <array>

namespace charta::worklists {
namespace {

#define CHARTA_WORK_ITEM_COLUMNS                                                                                                 \
  "id, kind, state, priority, due_at, clock_basis, escalations, pool, owner, claimed_at, waiting_until, reason_code, "           \
  "subject_type, subject, second_subject_type, second_subject, patient_id, facility, sensitivity, rule, detail, note, version, " \
  "created_at, changed_at, closed_at, need_rank"

constexpr store::Statement insert_work_item{"worklists.insert_item", R"sql(
  INSERT INTO work_item (id, kind, state, is_open, task_status, priority, due_at, clock_basis, escalate_at, escalations, pool, owner,
                         claimed_at, waiting_until, reason_code, subject_type, subject, second_subject_type, second_subject, patient_id,
                         facility, sensitivity, rule, detail, search_text, note, version, created_at, changed_at, closed_at,
                         need_rank)
  VALUES (:id, :kind, :state, :is_open, :task_status, :priority, :due_at, :clock_basis, :escalate_at, :escalations, :pool, :owner,
          :claimed_at, :waiting_until, :reason_code, :subject_type, :subject, :second_subject_type, :second_subject, :patient_id,
          :facility, :sensitivity, :rule, :detail, :search_text, :note, :version, :created_at, :changed_at, :closed_at,
          :need_rank))sql"};

constexpr store::Statement update_work_item{"worklists.update_item", R"sql(
  UPDATE work_item
     SET state = :state, is_open = :is_open, task_status = :task_status, priority = :priority, due_at = :due_at,
         clock_basis = :clock_basis, escalate_at = :escalate_at, escalations = :escalations, pool = :pool, owner = :owner,
         claimed_at = :claimed_at, waiting_until = :waiting_until, reason_code = :reason_code,
         second_subject_type = :second_subject_type, second_subject = :second_subject, patient_id = :patient_id, rule = :rule,
         detail = :detail, search_text = :search_text, note = :note, version = :version, changed_at = :changed_at, closed_at = :closed_at,
         need_rank = :need_rank
   WHERE id = :id AND version = :expected)sql"};

constexpr store::Statement relabel_work_items{"worklists.relabel", R"sql(
  UPDATE work_item SET sensitivity = (sensitivity & :kept) | :added WHERE patient_id = :patient AND patient_id <> 0)sql"};

constexpr store::Statement relabel_work_item{
    "worklists.relabel_item", "UPDATE work_item SET facility = :facility, sensitivity = :sensitivity WHERE id = :id"};

constexpr store::Statement move_work_items{"worklists.move", R"sql(
  UPDATE work_item SET patient_id = :to_patient, facility = :facility, sensitivity = :sensitivity
   WHERE subject = :subject AND patient_id = :from_patient AND is_open = 1)sql"};

constexpr store::Statement select_by_id{"worklists.find_item",
                                        "SELECT " CHARTA_WORK_ITEM_COLUMNS " FROM work_item WHERE id = :id"};

constexpr store::Statement select_open_by_subject{"worklists.find_open_item", "SELECT " CHARTA_WORK_ITEM_COLUMNS R"sql(
    FROM work_item
   WHERE subject = :subject AND kind = :kind AND is_open = 1
   ORDER BY id
   LIMIT 1)sql"};

constexpr store::Statement select_to_escalate{"worklists.find_to_escalate", "SELECT " CHARTA_WORK_ITEM_COLUMNS R"sql(
    FROM work_item
   WHERE kind = :kind AND escalate_at IS NOT NULL AND escalate_at <= :now
   ORDER BY escalate_at
   LIMIT :limit)sql"};

constexpr store::Statement select_waited{"worklists.find_waited", "SELECT " CHARTA_WORK_ITEM_COLUMNS R"sql(
    FROM work_item
   WHERE waiting_until IS NOT NULL AND waiting_until <= :now
   ORDER BY waiting_until
   LIMIT :limit)sql"};

constexpr store::Statement insert_item_note{"worklists.insert_note", R"sql(
  INSERT INTO work_item_note (id, work_item, author, written_at, text) VALUES (:id, :work_item, :author, :written_at, :text))sql"};

constexpr store::Statement select_notes{"worklists.find_notes", R"sql(
  SELECT author, written_at, text FROM work_item_note WHERE work_item = :work_item ORDER BY id)sql"};

std::optional<Instant> maybe_instant(const store::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

}  // namespace

const std::string_view select_columns = CHARTA_WORK_ITEM_COLUMNS;

WorkItem item_of(const store::Row& row) {
  WorkItem item;
  int column = 0;
  item.id = row.id<WorkItemId>(column++);
  item.kind = row.string(column++);
  item.state = row.string(column++);
  item.priority = static_cast<Priority>(row.integer(column++));
  const std::int64_t due = row.integer(column++);
  if (due != never) item.due_at = Instant(due);
  item.clock_basis = row.string(column++);
  item.escalations = static_cast<int>(row.integer(column++));
  item.pool = row.string(column++);
  item.owner = row.id<UserId>(column++);
  item.claimed_at = maybe_instant(row, column++);
  item.waiting_until = maybe_instant(row, column++);
  item.reason_code = row.string(column++);
  item.subject_type = row.string(column++);
  item.subject = row.integer(column++);
  item.second_subject_type = row.string(column++);
  item.second_subject = row.integer(column++);
  item.patient = row.id<PatientId>(column++);
  item.facility = static_cast<int>(row.integer(column++));
  item.sensitivity = static_cast<access::SensitivityMask>(row.integer(column++));
  item.rule = row.string(column++);
  item.detail = row.string(column++);
  item.note = row.string(column++);
  item.version = row.integer(column++);
  item.created_at = row.instant(column++);
  item.changed_at = row.instant(column++);
  item.closed_at = maybe_instant(row, column++);
  item.rank = row.integer(column++);
  return item;
}

Result<void> insert_item(store::UnitOfWork& work, const WorkItem& item, const StoredMarks& marks) {
  const std::string search_text = folded(item.detail);
  return work.write(insert_work_item, {{"id", item.id},
                                       {"kind", item.kind},
                                       {"state", item.state},
                                       {"is_open", item.closed_at ? 0 : 1},
                                       {"task_status", marks.task_status},
                                       {"priority", item.priority},
                                       {"due_at", item.due_at ? item.due_at->milliseconds() : never},
                                       {"clock_basis", item.clock_basis},
                                       {"escalate_at", marks.escalate_at},
                                       {"escalations", item.escalations},
                                       {"pool", item.pool},
                                       {"owner", item.owner.key()},
                                       {"claimed_at", item.claimed_at},
                                       {"waiting_until", item.waiting_until},
                                       {"reason_code", item.reason_code},
                                       {"subject_type", item.subject_type},
                                       {"subject", item.subject},
                                       {"second_subject_type", item.second_subject_type},
                                       {"second_subject", item.second_subject},
                                       {"patient_id", item.patient.key()},
                                       {"facility", item.facility},
                                       {"sensitivity", item.sensitivity},
                                       {"rule", item.rule},
                                       {"detail", item.detail},
                                       {"search_text", search_text},
                                       {"note", item.note},
                                       {"version", item.version},
                                       {"created_at", item.created_at},
                                       {"changed_at", item.changed_at},
                                       {"closed_at", item.closed_at},
                                       {"need_rank", item.rank}});
}

Result<bool> update_item(store::UnitOfWork& work, const WorkItem& item, const StoredMarks& marks, std::int64_t expected) {
  const std::string search_text = folded(item.detail);
  CHARTA_TRY(const std::int64_t changed,
             work.write_counted(update_work_item, {{"id", item.id},
                                                   {"expected", expected},
                                                   {"state", item.state},
                                                   {"is_open", item.closed_at ? 0 : 1},
                                                   {"task_status", marks.task_status},
                                                   {"priority", item.priority},
                                                   {"due_at", item.due_at ? item.due_at->milliseconds() : never},
                                                   {"clock_basis", item.clock_basis},
                                                   {"escalate_at", marks.escalate_at},
                                                   {"escalations", item.escalations},
                                                   {"pool", item.pool},
                                                   {"owner", item.owner.key()},
                                                   {"claimed_at", item.claimed_at},
                                                   {"waiting_until", item.waiting_until},
                                                   {"reason_code", item.reason_code},
                                                   {"second_subject_type", item.second_subject_type},
                                                   {"second_subject", item.second_subject},
                                                   {"patient_id", item.patient.key()},
                                                   {"rule", item.rule},
                                                   {"detail", item.detail},
                                                   {"search_text", search_text},
                                                   {"note", item.note},
                                                   {"version", item.version},
                                                   {"changed_at", item.changed_at},
                                                   {"closed_at", item.closed_at},
                                                   {"need_rank", item.rank}}));
  return changed == 1;
}

Result<void> relabel_items(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                           access::SensitivityMask added) {
  return work.write(relabel_work_items, {{"patient", patient.key()}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<void> relabel_item(store::UnitOfWork& work, WorkItemId id, int facility, access::SensitivityMask sensitivity) {
  return work.write(relabel_work_item, {{"id", id.key()}, {"facility", facility}, {"sensitivity", sensitivity}});
}

Result<void> move_items(store::UnitOfWork& work, std::int64_t subject, PatientId from, PatientId to, int facility,
                        access::SensitivityMask sensitivity) {
  return work.write(move_work_items, {{"subject", subject},
                                      {"from_patient", from.key()},
                                      {"to_patient", to.key()},
                                      {"facility", facility},
                                      {"sensitivity", sensitivity}});
}

Result<std::optional<WorkItem>> find_item(store::Reader& reader, WorkItemId id) {
  return reader.read_one(select_by_id, {{"id", id.key()}}, item_of);
}

Result<std::optional<WorkItem>> find_open_item(store::Reader& reader, std::string_view kind, std::int64_t subject) {
  return reader.read_one(select_open_by_subject, {{"kind", kind}, {"subject", subject}}, item_of);
}

Result<std::vector<WorkItem>> find_to_escalate(store::Reader& reader, std::string_view kind, Instant now, std::int64_t limit) {
  return reader.read_all(select_to_escalate, {{"kind", kind}, {"now", now}, {"limit", limit}}, item_of);
}

Result<std::vector<WorkItem>> find_waited(store::Reader& reader, Instant now, std::int64_t limit) {
  return reader.read_all(select_waited, {{"now", now}, {"limit", limit}}, item_of);
}

Result<void> insert_note(store::UnitOfWork& work, std::int64_t key, WorkItemId item, const Note& note) {
  return work.write(
      insert_item_note,
      {{"id", key}, {"work_item", item}, {"author", note.author.key()}, {"written_at", note.at}, {"text", note.text}});
}

Result<std::vector<Note>> find_notes(store::Reader& reader, WorkItemId item) {
  return reader.read_all(select_notes, {{"work_item", item}}, [](const store::Row& row) {
    return Note{row.id<UserId>(0), row.instant(1), row.string(2)};
  });
}

}  // namespace charta::worklists
