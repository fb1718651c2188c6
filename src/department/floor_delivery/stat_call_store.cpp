// SPDX-License-Identifier: Apache-2.0
#include "department/floor_delivery/stat_call_store.hpp"

namespace charta::floor_delivery {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_CALL_COLUMNS                                                                                                 \
  "SELECT call, item, document, resource_type, fhir_id, version, title, patient, encounter, ward, room, state, opened_at, " \
  "due_at, confirmed_at, facility, sensitivity FROM stat_call "
constexpr Statement insert_call{"floor_delivery.insert_call", R"sql(
  INSERT INTO stat_call (call, item, document, resource_type, fhir_id, version, title, patient, encounter, ward, room, state,
    is_open, opened_at, due_at, confirmed_at, facility, sensitivity)
  VALUES (:call, :item, :document, :resource_type, :fhir_id, :version, :title, :patient, :encounter, :ward, :room, :state,
    1, :opened_at, :due_at, NULL, :facility, :sensitivity))sql"};
constexpr Statement update_call{"floor_delivery.save_call", R"sql(
  UPDATE stat_call SET ward = :ward, room = :room, state = :state, is_open = :is_open, confirmed_at = :confirmed_at
   WHERE call = :call)sql"};
constexpr Statement select_call{"floor_delivery.find_call", CHARTA_CALL_COLUMNS "WHERE call = :call"};
constexpr Statement select_call_of_item{"floor_delivery.call_of_item", CHARTA_CALL_COLUMNS "WHERE item = :item"};
constexpr Statement select_calls_of_document{"floor_delivery.calls_of_document",
                                             CHARTA_CALL_COLUMNS "WHERE document = :document AND is_open = 1 ORDER BY call"};
constexpr Statement select_newest_call{"floor_delivery.newest_call", CHARTA_CALL_COLUMNS
                                       "WHERE patient = :patient AND document = :document ORDER BY call DESC LIMIT 1"};
constexpr Statement select_calls_of_stay{"floor_delivery.calls_of_encounter",
                                         CHARTA_CALL_COLUMNS "WHERE encounter = :encounter AND is_open = 1 ORDER BY call"};
constexpr Statement select_calls_since{"floor_delivery.calls_since", CHARTA_CALL_COLUMNS
                                       "WHERE opened_at >= :from OR is_open = 1 ORDER BY is_open DESC, due_at LIMIT :limit"};
#undef CHARTA_CALL_COLUMNS
constexpr Statement relabel_calls{"floor_delivery.relabel_calls",
                                  "UPDATE stat_call SET sensitivity = (sensitivity & :kept) | :added WHERE patient = :patient"};
constexpr Statement move_calls{"floor_delivery.move_calls", R"sql(
  UPDATE stat_call SET patient = :patient, facility = :facility, sensitivity = :sensitivity
   WHERE document = :document AND is_open = 1)sql"};
constexpr Statement insert_attempt{"floor_delivery.insert_attempt", R"sql(
  INSERT INTO stat_call_attempt (call, number, called_by, called_at, outcome, who_answered, telephone, read_back, is_confirmed)
  VALUES (:call, :number, :called_by, :called_at, :outcome, :who_answered, :telephone, :read_back, :is_confirmed))sql"};
constexpr Statement select_attempts{"floor_delivery.attempts", R"sql(
  SELECT number, called_by, called_at, outcome, who_answered, telephone, read_back, is_confirmed
    FROM stat_call_attempt WHERE call = :call ORDER BY number)sql"};

StatCall call_from(const Row& row) {
  StatCall call;
  call.id = row.id<StatCallId>(0);
  call.item = row.id<WorkItemId>(1);
  call.document = row.id<ResourceId>(2);
  call.resource_type = row.string(3);
  call.fhir_id = row.string(4);
  call.version = row.integer(5);
  call.title = row.string(6);
  call.patient = row.id<PatientId>(7);
  call.encounter = row.id<ResourceId>(8);
  call.ward = row.string(9);
  call.room = row.string(10);
  call.state = row.string(11);
  call.opened_at = row.instant(12);
  call.due_at = row.instant(13);
  if (!row.is_null(14)) call.confirmed_at = row.instant(14);
  call.facility = static_cast<int>(row.integer(15));
  call.sensitivity = static_cast<access::SensitivityMask>(row.integer(16));
  return call;
}

CallAttempt attempt_from(const Row& row) {
  return {row.integer(0), row.id<UserId>(1), row.instant(2), row.string(3),
          row.string(4),  row.string(5),     row.string(6),  row.integer(7) != 0};
}

}  // namespace

Result<void> StatCallStore::add(store::UnitOfWork& work, const StatCall& call) const {
  return work.write(insert_call, {{"call", call.id},
                                  {"item", call.item},
                                  {"document", call.document.key()},
                                  {"resource_type", call.resource_type},
                                  {"fhir_id", call.fhir_id},
                                  {"version", call.version},
                                  {"title", call.title},
                                  {"patient", call.patient.key()},
                                  {"encounter", call.encounter.key()},
                                  {"ward", call.ward},
                                  {"room", call.room},
                                  {"state", call.state},
                                  {"opened_at", call.opened_at},
                                  {"due_at", call.due_at},
                                  {"facility", call.facility},
                                  {"sensitivity", static_cast<std::int64_t>(call.sensitivity)}});
}

Result<void> StatCallStore::save(store::UnitOfWork& work, const StatCall& call) const {
  return work.write(update_call, {{"call", call.id},
                                  {"ward", call.ward},
                                  {"room", call.room},
                                  {"state", call.state},
                                  {"is_open", worklists::is_final(stat_call_machine(), call.state) ? 0 : 1},
                                  {"confirmed_at", call.confirmed_at}});
}

Result<void> StatCallStore::add_attempt(store::UnitOfWork& work, StatCallId call, const CallAttempt& attempt) const {
  return work.write(insert_attempt, {{"call", call},
                                     {"number", attempt.number},
                                     {"called_by", attempt.called_by.key()},
                                     {"called_at", attempt.called_at},
                                     {"outcome", attempt.outcome},
                                     {"who_answered", attempt.who_answered},
                                     {"telephone", attempt.telephone},
                                     {"read_back", attempt.read_back},
                                     {"is_confirmed", attempt.is_confirmed ? 1 : 0}});
}

Result<void> StatCallStore::add_attempts(store::Reader& reader, StatCall& call) const {
  CHARTA_TRY(call.attempts, reader.read_all(select_attempts, {{"call", call.id}}, attempt_from));
  return {};
}

Result<std::optional<StatCall>> StatCallStore::find(store::Reader& reader, StatCallId id) const {
  CHARTA_TRY(auto call, reader.read_one(select_call, {{"call", id}}, call_from));
  if (call) {
    CHARTA_TRY_DO(add_attempts(reader, *call));
  }
  return call;
}

Result<std::optional<StatCall>> StatCallStore::of_item(store::Reader& reader, WorkItemId item) const {
  CHARTA_TRY(auto call, reader.read_one(select_call_of_item, {{"item", item}}, call_from));
  if (call) {
    CHARTA_TRY_DO(add_attempts(reader, *call));
  }
  return call;
}

Result<std::vector<StatCall>> StatCallStore::open_of_document(store::Reader& reader, ResourceId document) const {
  return reader.read_all(select_calls_of_document, {{"document", document}}, call_from);
}

Result<std::optional<StatCall>> StatCallStore::newest_of_document(store::Reader& reader, PatientId patient,
                                                                  ResourceId document) const {
  return reader.read_one(select_newest_call, {{"patient", patient}, {"document", document}}, call_from);
}

Result<std::vector<StatCall>> StatCallStore::open_of_encounter(store::Reader& reader, ResourceId encounter) const {
  return reader.read_all(select_calls_of_stay, {{"encounter", encounter}}, call_from);
}

Result<std::vector<StatCall>> StatCallStore::since(store::Reader& reader, Instant from, std::int64_t limit) const {
  CHARTA_TRY(auto calls, reader.read_all(select_calls_since, {{"from", from}, {"limit", limit}}, call_from));
  for (auto& one : calls) CHARTA_TRY_DO(add_attempts(reader, one));
  return calls;
}

Result<void> StatCallStore::relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                                    access::SensitivityMask added) const {
  return work.write(
      relabel_calls,
      {{"patient", patient}, {"kept", ~static_cast<std::int64_t>(removed)}, {"added", static_cast<std::int64_t>(added)}});
}

Result<void> StatCallStore::move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                                 access::SensitivityMask sensitivity) const {
  return work.write(
      move_calls,
      {{"document", document}, {"patient", to}, {"facility", facility}, {"sensitivity", static_cast<std::int64_t>(sensitivity)}});
}

}  // namespace charta::floor_delivery
