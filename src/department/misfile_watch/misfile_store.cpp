// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/misfile_store.hpp"

namespace charta::misfile_watch {
namespace {

using store::Row;
using store::Statement;

constexpr Statement note_resource{"misfile_watch.note_resource", R"sql(
  INSERT INTO misfile_due (resource, noted, is_slow) VALUES (:resource, :noted, 0)
  ON CONFLICT (resource) DO UPDATE SET noted = excluded.noted, is_slow = 0)sql"};
constexpr Statement insert_slow{"misfile_watch.note_slow", R"sql(
  INSERT INTO misfile_due (resource, noted, is_slow) VALUES (:resource, :noted, 1) ON CONFLICT (resource) DO NOTHING)sql"};
constexpr Statement update_slow{"misfile_watch.make_slow",
                                "UPDATE misfile_due SET is_slow = 1 WHERE resource = :resource AND noted = :noted"};
constexpr Statement note_patient{"misfile_watch.note_patient", R"sql(
  INSERT INTO misfile_due_patient (patient, noted) VALUES (:patient, :noted)
  ON CONFLICT (patient) DO UPDATE SET noted = excluded.noted)sql"};
constexpr Statement select_due{
    "misfile_watch.select_due",
    "SELECT resource, noted FROM misfile_due WHERE is_slow = :is_slow ORDER BY noted DESC LIMIT :limit"};
constexpr Statement select_due_patients{"misfile_watch.select_due_patients",
                                        "SELECT patient, noted FROM misfile_due_patient ORDER BY patient LIMIT :limit"};
constexpr Statement delete_due{"misfile_watch.delete_due",
                               "DELETE FROM misfile_due WHERE resource = :resource AND noted = :noted"};
constexpr Statement delete_due_patient{"misfile_watch.delete_due_patient",
                                       "DELETE FROM misfile_due_patient WHERE patient = :patient AND noted = :noted"};
constexpr Statement select_words{"misfile_watch.select_words",
                                 "SELECT words FROM misfile_reading WHERE resource = :resource AND version = :version"};
constexpr Statement upsert_words{"misfile_watch.upsert_words", R"sql(
  INSERT INTO misfile_reading (resource, version, words) VALUES (:resource, :version, :words)
  ON CONFLICT (resource) DO UPDATE SET version = excluded.version, words = excluded.words)sql"};
constexpr Statement upsert_finding{"misfile_watch.upsert_finding", R"sql(
  INSERT INTO misfile_finding (resource, item, is_wrong, other, points, own_points, signs, evidence, dismissed, rule, looked_at)
  VALUES (:resource, :item, :is_wrong, :other, :points, :own_points, :signs, :evidence, :dismissed, :rule, :looked_at)
  ON CONFLICT (resource) DO UPDATE SET item = excluded.item, is_wrong = excluded.is_wrong, other = excluded.other,
    points = excluded.points, own_points = excluded.own_points, signs = excluded.signs, evidence = excluded.evidence,
    dismissed = excluded.dismissed, rule = excluded.rule, looked_at = excluded.looked_at)sql"};
constexpr Statement select_finding{"misfile_watch.select_finding", R"sql(
  SELECT resource, item, is_wrong, other, points, own_points, signs, dismissed, rule, looked_at
    FROM misfile_finding WHERE resource = :resource)sql"};
constexpr Statement select_naming{"misfile_watch.select_naming",
                                  "SELECT resource FROM misfile_finding WHERE other = :other ORDER BY resource"};
constexpr Statement select_pass{"misfile_watch.select_pass", R"sql(
  SELECT pass, rule, started_at, ended_at, reached, looked, wrong FROM misfile_pass ORDER BY pass DESC LIMIT 1)sql"};
constexpr Statement upsert_pass{"misfile_watch.upsert_pass", R"sql(
  INSERT INTO misfile_pass (pass, rule, started_at, ended_at, reached, looked, wrong)
  VALUES (:pass, :rule, :started_at, :ended_at, :reached, :looked, :wrong)
  ON CONFLICT (pass) DO UPDATE SET ended_at = excluded.ended_at, reached = excluded.reached, looked = excluded.looked,
    wrong = excluded.wrong)sql"};

}  // namespace

Result<void> MisfileStore::note(store::UnitOfWork& work, ResourceId resource, std::int64_t noted) const {
  return work.write(note_resource, {{"resource", resource}, {"noted", noted}});
}

Result<void> MisfileStore::note(store::UnitOfWork& work, PatientId patient, std::int64_t noted) const {
  return work.write(note_patient, {{"patient", patient}, {"noted", noted}});
}

Result<void> MisfileStore::note_slow(store::UnitOfWork& work, ResourceId resource, std::int64_t noted) const {
  return work.write(insert_slow, {{"resource", resource}, {"noted", noted}});
}

Result<void> MisfileStore::make_slow(store::UnitOfWork& work, const Due<ResourceId>& due) const {
  return work.write(update_slow, {{"resource", due.what}, {"noted", due.noted}});
}

Result<std::vector<Due<ResourceId>>> MisfileStore::due(store::Reader& reader, bool is_slow, std::int64_t limit) const {
  return reader.read_all(select_due, {{"is_slow", is_slow ? 1 : 0}, {"limit", limit}}, [](const Row& row) {
    return Due<ResourceId>{row.id<ResourceId>(0), row.integer(1)};
  });
}

Result<std::vector<Due<PatientId>>> MisfileStore::due_patients(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_due_patients, {{"limit", limit}}, [](const Row& row) {
    return Due<PatientId>{row.id<PatientId>(0), row.integer(1)};
  });
}

Result<void> MisfileStore::done(store::UnitOfWork& work, const Due<ResourceId>& due) const {
  return work.write(delete_due, {{"resource", due.what}, {"noted", due.noted}});
}

Result<void> MisfileStore::done(store::UnitOfWork& work, const Due<PatientId>& due) const {
  return work.write(delete_due_patient, {{"patient", due.what}, {"noted", due.noted}});
}

Result<std::string> MisfileStore::words_of(store::Reader& reader, ResourceId resource, std::int64_t version) const {
  CHARTA_TRY(const auto found, reader.read_one(select_words, {{"resource", resource}, {"version", version}},
                                               [](const Row& row) { return row.string(0); }));
  return found.value_or("");
}

Result<void> MisfileStore::save_words(store::UnitOfWork& work, ResourceId resource, std::int64_t version,
                                      const std::string& digest) const {
  return work.write(upsert_words, {{"resource", resource}, {"version", version}, {"words", digest}});
}

Result<void> MisfileStore::save(store::UnitOfWork& work, const Finding& finding) const {
  return work.write(upsert_finding, {{"resource", finding.resource},
                                     {"item", finding.item.key()},
                                     {"is_wrong", finding.is_wrong},
                                     {"other", finding.other.key()},
                                     {"points", std::int64_t{finding.points}},
                                     {"own_points", std::int64_t{finding.own_points}},
                                     {"signs", signs_json(finding.signs)},
                                     {"evidence", finding.evidence()},
                                     {"dismissed", finding.dismissed},
                                     {"rule", finding.rule},
                                     {"looked_at", finding.looked_at}});
}

Result<std::optional<Finding>> MisfileStore::find(store::Reader& reader, ResourceId resource) const {
  return reader.read_one(select_finding, {{"resource", resource}}, [](const Row& row) {
    Finding finding;
    finding.resource = row.id<ResourceId>(0);
    finding.item = row.id<WorkItemId>(1);
    finding.is_wrong = row.integer(2) != 0;
    finding.other = row.id<PatientId>(3);
    finding.points = static_cast<int>(row.integer(4));
    finding.own_points = static_cast<int>(row.integer(5));
    finding.signs = parse_signs(row.string(6));
    finding.dismissed = row.string(7);
    finding.rule = row.string(8);
    finding.looked_at = row.instant(9);
    return finding;
  });
}

Result<std::vector<ResourceId>> MisfileStore::naming(store::Reader& reader, PatientId other) const {
  return reader.read_all(select_naming, {{"other", other}}, [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<std::optional<Pass>> MisfileStore::latest_pass(store::Reader& reader) const {
  return reader.read_one(select_pass, {}, [](const Row& row) {
    Pass pass;
    pass.key = row.integer(0);
    pass.rule = row.string(1);
    pass.started_at = row.instant(2);
    if (!row.is_null(3)) pass.ended_at = row.instant(3);
    pass.reached = row.id<ResourceId>(4);
    pass.looked = row.integer(5);
    pass.wrong = row.integer(6);
    return pass;
  });
}

Result<void> MisfileStore::save(store::UnitOfWork& work, const Pass& pass) const {
  return work.write(upsert_pass, {{"pass", pass.key},
                                  {"rule", pass.rule},
                                  {"started_at", pass.started_at},
                                  {"ended_at", pass.ended_at},
                                  {"reached", pass.reached.key()},
                                  {"looked", pass.looked},
                                  {"wrong", pass.wrong}});
}

}  // namespace charta::misfile_watch
