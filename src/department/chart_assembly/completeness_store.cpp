// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/completeness_store.hpp"

namespace charta::chart_assembly {
namespace {

using store::Row;
using store::Statement;

constexpr Statement upsert_completeness{"chart_assembly.upsert_completeness", R"sql(
  INSERT INTO chart_completeness (encounter, patient, item, state, changed_at, changed_by, reason, documents)
  VALUES (:encounter, :patient, :item, :state, :changed_at, :changed_by, :reason, :documents)
  ON CONFLICT (encounter) DO UPDATE SET patient = excluded.patient, item = excluded.item, state = excluded.state,
    changed_at = excluded.changed_at, changed_by = excluded.changed_by, reason = excluded.reason,
    documents = excluded.documents)sql"};
constexpr Statement select_completeness{"chart_assembly.select_completeness", R"sql(
  SELECT encounter, patient, item, state, changed_at, changed_by, reason, documents FROM chart_completeness WHERE encounter = :encounter)sql"};
constexpr Statement select_completeness_of_patient{"chart_assembly.select_completeness_of_patient", R"sql(
  SELECT encounter, patient, item, state, changed_at, changed_by, reason, documents FROM chart_completeness WHERE patient = :patient
   ORDER BY encounter)sql"};

CompletenessRow completeness_from(const Row& row) {
  return {row.id<ResourceId>(0), row.id<PatientId>(1), row.id<WorkItemId>(2), row.string(3),
          row.instant(4),        row.id<UserId>(5),    row.string(6),         row.integer(7)};
}

}  // namespace

Result<void> CompletenessStore::save(store::UnitOfWork& work, const CompletenessRow& row) const {
  return work.write(upsert_completeness, {{"encounter", row.encounter},
                                          {"patient", row.patient},
                                          {"item", row.item.key()},
                                          {"state", row.state},
                                          {"changed_at", row.changed_at},
                                          {"changed_by", row.changed_by.key()},
                                          {"reason", row.reason},
                                          {"documents", row.documents}});
}

Result<std::optional<CompletenessRow>> CompletenessStore::find(store::Reader& reader, ResourceId encounter) const {
  return reader.read_one(select_completeness, {{"encounter", encounter}}, completeness_from);
}

Result<std::vector<CompletenessRow>> CompletenessStore::of_patient(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_completeness_of_patient, {{"patient", patient}}, completeness_from);
}

}  // namespace charta::chart_assembly
