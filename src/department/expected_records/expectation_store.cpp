// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/expectation_store.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::expected_records {
namespace {

constexpr std::int64_t never = 9007199254740991;  // due_at of a row without a due time: sorts last on both engines

#define CHARTA_EXPECTED_COLUMNS                                                                                                 \
  "id, work_item, cause, patient_id, order_id, encounter, appointment, placer_assigner, placer, filler_assigner, filler, "      \
  "service_system, service_code, service_text, service_at, accepted_types, title, department, class_code, priority, basis_at, " \
  "due_at, state, document, completion, rule, facility, sensitivity"

constexpr store::Statement insert_row{"expected_records.insert", R"sql(
  INSERT INTO expected_record (id, work_item, cause, patient_id, order_id, encounter, appointment, placer_assigner, placer,
                               filler_assigner, filler, service_system, service_code, service_text, service_at, accepted_types, title,
                               department, class_code, priority, basis_at, due_at, state, is_open, document, completion, rule, facility,
                               sensitivity)
  VALUES (:id, :work_item, :cause, :patient_id, :order_id, :encounter, :appointment, :placer_assigner, :placer,
          :filler_assigner, :filler, :service_system, :service_code, :service_text, :service_at, :accepted_types, :title,
          :department, :class_code, :priority, :basis_at, :due_at, :state, :is_open, :document, :completion, :rule, :facility,
          :sensitivity))sql"};

constexpr store::Statement update_row{"expected_records.update", R"sql(
  UPDATE expected_record
     SET encounter = :encounter, placer_assigner = :placer_assigner, placer = :placer, filler_assigner = :filler_assigner,
         filler = :filler, service_at = :service_at, priority = :priority, basis_at = :basis_at, due_at = :due_at, state = :state,
         is_open = :is_open, document = :document, completion = :completion, rule = :rule
   WHERE id = :id)sql"};

constexpr store::Statement update_state{
    "expected_records.set_state", "UPDATE expected_record SET state = :state, is_open = :is_open WHERE work_item = :work_item"};
constexpr store::Statement relabel_open{"expected_records.relabel", R"sql(
  UPDATE expected_record SET sensitivity = (sensitivity & :kept) | :added WHERE patient_id = :patient AND is_open = 1)sql"};
#define CHARTA_MOVE "UPDATE expected_record SET patient_id = :patient, facility = :facility, sensitivity = :sensitivity WHERE "
constexpr store::Statement move_of_order{"expected_records.move_of_order", CHARTA_MOVE "order_id = :key AND order_id <> 0"};
constexpr store::Statement move_of_encounter{"expected_records.move_of_encounter",
                                             CHARTA_MOVE "encounter = :key AND encounter <> 0 AND order_id = 0"};
constexpr store::Statement move_of_appointment{"expected_records.move_of_appointment",
                                               CHARTA_MOVE "appointment = :key AND appointment <> 0"};
#undef CHARTA_MOVE
constexpr store::Statement by_work_item{"expected_records.find_by_work_item",
                                        "SELECT " CHARTA_EXPECTED_COLUMNS " FROM expected_record WHERE work_item = :key"};
constexpr store::Statement by_order{"expected_records.find_by_order",
                                    "SELECT " CHARTA_EXPECTED_COLUMNS
                                    " FROM expected_record WHERE order_id = :key AND order_id <> 0 ORDER BY id"};
constexpr store::Statement by_encounter{"expected_records.find_by_encounter",
                                        "SELECT " CHARTA_EXPECTED_COLUMNS
                                        " FROM expected_record WHERE encounter = :key AND encounter <> 0 ORDER BY id"};
constexpr store::Statement by_appointment{"expected_records.find_by_appointment",
                                          "SELECT " CHARTA_EXPECTED_COLUMNS
                                          " FROM expected_record WHERE appointment = :key AND appointment <> 0 ORDER BY id"};
constexpr store::Statement by_document{"expected_records.find_by_document",
                                       "SELECT " CHARTA_EXPECTED_COLUMNS
                                       " FROM expected_record WHERE document = :key AND document <> 0 ORDER BY id"};
constexpr store::Statement open_of_patient{"expected_records.find_open_of_patient",
                                           "SELECT " CHARTA_EXPECTED_COLUMNS
                                           " FROM expected_record WHERE patient_id = :key AND is_open = 1 ORDER BY id"};

constexpr store::Statement select_candidates{"expected_records.find_candidates",
                                             "SELECT " CHARTA_EXPECTED_COLUMNS
                                             " FROM expected_record WHERE patient_id = :patient_id AND is_open = 1"
                                             " UNION ALL SELECT " CHARTA_EXPECTED_COLUMNS
                                             " FROM expected_record WHERE placer = :placer AND placer <> ''"
                                             " UNION ALL SELECT " CHARTA_EXPECTED_COLUMNS
                                             " FROM expected_record WHERE filler = :filler AND filler <> ''"
                                             " UNION ALL SELECT " CHARTA_EXPECTED_COLUMNS
                                             " FROM expected_record WHERE document = :document AND document <> 0"};

constexpr std::string_view count_departments = R"sql(
  SELECT department, COUNT(*), SUM(CASE WHEN due_at >= :now AND due_at < :end_of_day THEN 1 ELSE 0 END),
         SUM(CASE WHEN due_at < :now THEN 1 ELSE 0 END), MIN(CASE WHEN due_at < :now THEN due_at ELSE NULL END)
    FROM expected_record
   WHERE is_open = 1)sql";
constexpr std::string_view visible = R"sql(
     AND ((CAST(:facilities AS BIGINT) >> CAST(facility AS INTEGER)) & 1) = 1 AND (sensitivity & CAST(:blocked AS BIGINT)) = 0)sql";
constexpr std::string_view grouped = R"sql(
   GROUP BY department ORDER BY department)sql";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

void read_keys(const store::Row& row, int& column, happenings::OrderKeys& keys) {
  keys.placer_assigner = row.string(column++);
  keys.placer = row.string(column++);
  keys.filler_assigner = row.string(column++);
  keys.filler = row.string(column++);
  keys.service_system = row.string(column++);
  keys.service_code = row.string(column++);
  keys.service_text = row.string(column++);
  if (!row.is_null(column)) keys.service_at = row.instant(column);
  ++column;
}

Expectation expectation_of(const store::Row& row) {
  Expectation expectation;
  int column = 0;
  expectation.id = row.id<ExpectationId>(column++);
  expectation.work_item = row.id<WorkItemId>(column++);
  expectation.trigger = parse_trigger(row.text(column++)).value_or(Trigger::manual);
  expectation.patient = row.id<PatientId>(column++);
  expectation.order = row.id<ResourceId>(column++);
  expectation.encounter = row.id<ResourceId>(column++);
  expectation.appointment = row.id<ResourceId>(column++);
  read_keys(row, column, expectation.keys);
  expectation.accepted_types = words_of(row.text(column++));
  expectation.title = row.string(column++);
  expectation.department = row.string(column++);
  expectation.class_code = row.string(column++);
  expectation.priority = static_cast<worklists::Priority>(row.integer(column++));
  expectation.basis_at = row.instant(column++);
  if (const std::int64_t due = row.integer(column++); due != never) expectation.due_at = Instant(due);
  expectation.state = row.string(column++);
  expectation.document = row.id<ResourceId>(column++);
  expectation.completion = row.string(column++);
  expectation.rule = row.string(column++);
  expectation.facility = static_cast<int>(row.integer(column++));
  expectation.sensitivity = static_cast<access::SensitivityMask>(row.integer(column++));
  return expectation;
}

std::int64_t due_key(const Expectation& expectation) {
  return expectation.due_at ? expectation.due_at->milliseconds() : never;
}

}  // namespace

Result<void> insert_expectation(store::UnitOfWork& work, const Expectation& expectation) {
  const happenings::OrderKeys& keys = expectation.keys;
  const std::string types = joined(expectation.accepted_types);
  return work.write(insert_row, {{"id", expectation.id},
                                 {"work_item", expectation.work_item},
                                 {"cause", trigger_code(expectation.trigger)},
                                 {"patient_id", expectation.patient.key()},
                                 {"order_id", expectation.order.key()},
                                 {"encounter", expectation.encounter.key()},
                                 {"appointment", expectation.appointment.key()},
                                 {"placer_assigner", keys.placer_assigner},
                                 {"placer", keys.placer},
                                 {"filler_assigner", keys.filler_assigner},
                                 {"filler", keys.filler},
                                 {"service_system", keys.service_system},
                                 {"service_code", keys.service_code},
                                 {"service_text", keys.service_text},
                                 {"service_at", keys.service_at},
                                 {"accepted_types", types},
                                 {"title", expectation.title},
                                 {"department", expectation.department},
                                 {"class_code", expectation.class_code},
                                 {"priority", expectation.priority},
                                 {"basis_at", expectation.basis_at},
                                 {"due_at", due_key(expectation)},
                                 {"state", expectation.state},
                                 {"is_open", expectation.is_open() ? 1 : 0},
                                 {"document", expectation.document.key()},
                                 {"completion", expectation.completion},
                                 {"rule", expectation.rule},
                                 {"facility", expectation.facility},
                                 {"sensitivity", expectation.sensitivity}});
}

Result<void> update_expectation(store::UnitOfWork& work, const Expectation& expectation) {
  const happenings::OrderKeys& keys = expectation.keys;
  return work.write(update_row, {{"id", expectation.id},
                                 {"encounter", expectation.encounter.key()},
                                 {"placer_assigner", keys.placer_assigner},
                                 {"placer", keys.placer},
                                 {"filler_assigner", keys.filler_assigner},
                                 {"filler", keys.filler},
                                 {"service_at", keys.service_at},
                                 {"priority", expectation.priority},
                                 {"basis_at", expectation.basis_at},
                                 {"due_at", due_key(expectation)},
                                 {"state", expectation.state},
                                 {"is_open", expectation.is_open() ? 1 : 0},
                                 {"document", expectation.document.key()},
                                 {"completion", expectation.completion},
                                 {"rule", expectation.rule}});
}

Result<void> set_state(store::UnitOfWork& work, WorkItemId item, std::string_view state) {
  const bool closes = worklists::is_final(expected_record_machine(), state);
  return work.write(update_state, {{"work_item", item}, {"state", state}, {"is_open", closes ? 0 : 1}});
}

Result<void> relabel_expectations(store::UnitOfWork& work, PatientId patient, std::uint32_t removed, std::uint32_t added) {
  return work.write(relabel_open, {{"patient", patient.key()}, {"kept", ~std::int64_t{removed}}, {"added", added}});
}

Result<void> move_expectations(store::UnitOfWork& work, const happenings::RecordMoved::Piece& piece, PatientId to) {
  const auto write = [&](const store::Statement& statement) {
    return work.write(statement, {{"patient", to.key()},
                                  {"facility", piece.marks.facility},
                                  {"sensitivity", piece.marks.sensitivity},
                                  {"key", piece.resource.key()}});
  };
  if (piece.type == "ServiceRequest") return write(move_of_order);
  if (piece.type == "Encounter") return write(move_of_encounter);
  if (piece.type == "Appointment") return write(move_of_appointment);
  return {};
}

Result<std::optional<Expectation>> find_by_work_item(store::Reader& reader, WorkItemId item) {
  return reader.read_one(by_work_item, {{"key", item.key()}}, expectation_of);
}
Result<std::vector<Expectation>> find_by_order(store::Reader& reader, ResourceId order) {
  return reader.read_all(by_order, {{"key", order.key()}}, expectation_of);
}
Result<std::vector<Expectation>> find_by_encounter(store::Reader& reader, ResourceId encounter) {
  return reader.read_all(by_encounter, {{"key", encounter.key()}}, expectation_of);
}
Result<std::vector<Expectation>> find_by_appointment(store::Reader& reader, ResourceId appointment) {
  return reader.read_all(by_appointment, {{"key", appointment.key()}}, expectation_of);
}
Result<std::vector<Expectation>> find_by_document(store::Reader& reader, ResourceId document) {
  return reader.read_all(by_document, {{"key", document.key()}}, expectation_of);
}
Result<std::vector<Expectation>> find_open_of_patient(store::Reader& reader, PatientId patient) {
  return reader.read_all(open_of_patient, {{"key", patient.key()}}, expectation_of);
}

Result<std::vector<Expectation>> find_candidates(store::Reader& reader, const happenings::DocumentFiled& document) {
  std::vector<Expectation> found;
  CHARTA_TRY_DO(reader.read(select_candidates,
                            {{"patient_id", document.patient.key()},
                             {"placer", document.keys.placer},
                             {"filler", document.keys.filler},
                             {"document", document.document.key()}},
                            [&](const store::Row& row) {
                              const auto id = row.id<ExpectationId>(0);
                              const auto same = [&](const Expectation& other) { return other.id == id; };
                              if (std::none_of(found.begin(), found.end(), same)) found.push_back(expectation_of(row));
                              return true;
                            }));
  std::sort(found.begin(), found.end(), [](const Expectation& a, const Expectation& b) { return a.id < b.id; });
  return found;
}

Result<std::vector<DepartmentCount>> count_by_department(store::Reader& reader, const access::Visibility& visibility, Instant now,
                                                         Instant end_of_day) {
  std::string sql(count_departments);
  std::vector<store::Binding> bindings{{"now", now}, {"end_of_day", end_of_day}};
  if (!visibility.sees_everything()) {
    sql += visible;
    bindings.push_back({"facilities", visibility.facilities});
    bindings.push_back({"blocked", static_cast<std::int64_t>(~visibility.clearance)});
  }
  sql += grouped;
  std::vector<DepartmentCount> counts;
  CHARTA_TRY_DO(reader.read({"expected_records.count_by_department", sql}, bindings, [&](const store::Row& row) {
    DepartmentCount count{row.string(0), row.integer(1), row.integer(2), row.integer(3), std::nullopt};
    if (!row.is_null(4)) count.longest_overdue = row.instant(4);
    counts.push_back(std::move(count));
    return true;
  }));
  return counts;
}

}  // namespace charta::expected_records
