// SPDX-License-Identifier: Apache-2.0
#include "record/resources/resource_store.hpp"

#include "record/resources/index_rows.hpp"

#include <algorithm>

namespace charta::resources {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_RESOURCE_COLUMNS \
  "rid, type, fhir_id, version, last_updated, deleted, patient, facility, sensitivity, present, dictionary, digest, body"

constexpr Statement select_by_key{"resources.by_key", "SELECT " CHARTA_RESOURCE_COLUMNS " FROM resource WHERE rid = :rid"};
constexpr Statement select_by_id{"resources.by_id",
                                 "SELECT " CHARTA_RESOURCE_COLUMNS " FROM resource WHERE type = :type AND fhir_id = :fhir_id"};
constexpr Statement select_key_by_id{"resources.key_by_id", "SELECT rid FROM resource WHERE type = :type AND fhir_id = :fhir_id"};
constexpr Statement select_8{"resources.by_8_keys", "SELECT " CHARTA_RESOURCE_COLUMNS
                                                    " FROM resource WHERE rid IN (:k0, :k1, :k2, :k3, :k4, :k5, :k6, :k7)"};
constexpr Statement select_version{
    "resources.version",
    "SELECT v.rid, v.type, r.fhir_id, v.version, v.last_updated, v.deleted, v.patient, v.facility, v.sensitivity, 0, "
    "v.dictionary, "
    "v.digest, v.body FROM resource_version v JOIN resource r ON r.rid = v.rid WHERE v.rid = :rid AND v.version = :version"};
constexpr Statement select_of_patient{"resources.of_patient",
                                      "SELECT " CHARTA_RESOURCE_COLUMNS
                                      " FROM resource WHERE patient = :patient AND type = :type AND deleted = 0"
                                      " ORDER BY rid DESC LIMIT :limit"};
constexpr Statement select_versions{
    "resources.versions",
    "SELECT rid, type, version, last_updated FROM resource_version"
    " WHERE rid = :rid AND version < :below AND last_updated >= :since ORDER BY version DESC LIMIT :limit"};
constexpr Statement select_newest_of_type{"resources.newest_of_type",
                                          "SELECT rid, type, version, last_updated FROM resource"
                                          " WHERE type = :type AND version > 0 AND last_updated >= :since AND last_updated <= :at"
                                          "   AND (last_updated < :at OR rid < :rid OR (rid = :rid AND version < :version))"
                                          " ORDER BY last_updated DESC, rid DESC LIMIT :limit"};
constexpr Statement select_older_of_type{"resources.older_of_type",
                                         "SELECT rid, type, version, last_updated FROM resource_version"
                                         " WHERE type = :type AND last_updated >= :since AND last_updated <= :at"
                                         "   AND (last_updated < :at OR rid < :rid OR (rid = :rid AND version < :version))"
                                         " ORDER BY last_updated DESC, rid DESC, version DESC LIMIT :limit"};
constexpr Statement insert_resource{"resources.insert", "INSERT INTO resource (" CHARTA_RESOURCE_COLUMNS
                                                        ") VALUES (:rid, :type, :fhir_id, :version, :last_updated, :deleted, "
                                                        ":patient, :facility, :sensitivity, :present, :dictionary,"
                                                        " :digest, :body)"};
constexpr Statement insert_referred{
    "resources.insert_referred", "INSERT INTO resource (" CHARTA_RESOURCE_COLUMNS
                                 ") VALUES (:rid, :type, :fhir_id, 0, 0, 1, 0, 1, 0, 0, 0, NULL, NULL) ON CONFLICT DO NOTHING"};
constexpr Statement copy_to_history{
    "resources.copy_to_history",
    "INSERT INTO resource_version (rid, version, type, last_updated, deleted, patient, facility, sensitivity, dictionary, "
    "digest, body)"
    " SELECT rid, version, type, last_updated, deleted, patient, facility, sensitivity, dictionary, digest, body"
    " FROM resource WHERE rid = :rid AND version = :version"};
constexpr Statement update_resource{
    "resources.update",
    "UPDATE resource SET version = :version, last_updated = :last_updated, deleted = :deleted, patient = :patient,"
    " facility = :facility, sensitivity = :sensitivity, present = :present, dictionary = :dictionary, digest = :digest, body = "
    ":body"
    " WHERE rid = :rid AND version = :old_version"};

constexpr Statement select_by_uri{"resources.by_uri",
                                  "SELECT rid FROM index_token WHERE param = :param AND code = :uri ORDER BY rid DESC LIMIT 1"};
constexpr Statement select_sensitivity{"resources.sensitivity", "SELECT sensitivity FROM resource WHERE rid = :rid"};
constexpr Statement select_in_record{"resources.in_record",
                                     "SELECT rid FROM resource WHERE patient = :patient AND deleted = 0 AND rid <> :patient"
                                     " AND rid > :after ORDER BY rid LIMIT :limit"};
constexpr Statement update_sensitivity{"resources.relabel", "UPDATE resource SET sensitivity = :sensitivity WHERE rid = :rid"};

ResourceRow map_row(const Row& row) {
  return ResourceStore::map(row, 0);
}

VersionMark map_mark(const Row& row) {
  return {row.id<ResourceId>(0), static_cast<std::uint16_t>(row.integer(1)), row.integer(2), row.instant(3)};
}

store::Value bytes_or_null(const Bytes& bytes) {
  return bytes.empty() ? store::Value(nullptr) : store::Value::bytes(bytes);
}

store::Value text_or_null(const std::string& text) {
  return text.empty() ? store::Value(nullptr) : store::Value(text);
}

}  // namespace

std::string_view ResourceStore::columns() {
  return "r.rid, r.type, r.fhir_id, r.version, r.last_updated, r.deleted, r.patient, r.facility, r.sensitivity, r.present, "
         "r.dictionary, r.digest, r.body";
}

ResourceRow ResourceStore::map(const Row& row, int first) {
  ResourceRow mapped;
  mapped.key = row.id<ResourceId>(first);
  mapped.type = static_cast<std::uint16_t>(row.integer(first + 1));
  mapped.fhir_id = row.string(first + 2);
  mapped.version = row.integer(first + 3);
  mapped.last_updated = row.instant(first + 4);
  mapped.deleted = row.integer(first + 5) != 0;
  mapped.patient = row.id<PatientId>(first + 6);
  mapped.facility = row.integer(first + 7);
  mapped.sensitivity = row.integer(first + 8);
  mapped.present = row.integer(first + 9);
  mapped.dictionary = static_cast<int>(row.integer(first + 10));
  mapped.digest = Bytes(row.bytes(first + 11));
  mapped.body = Bytes(row.bytes(first + 12));
  return mapped;
}

Result<std::optional<ResourceRow>> ResourceStore::find(store::Reader& reader, ResourceId key) const {
  return reader.read_one(select_by_key, {{"rid", key}}, map_row);
}

Result<std::optional<ResourceRow>> ResourceStore::find(store::Reader& reader, std::uint16_t type, std::string_view id) const {
  const std::int64_t key = key_of_id(id);
  if (key == 0) return reader.read_one(select_by_id, {{"type", type}, {"fhir_id", id}}, map_row);
  CHARTA_TRY(auto row, find(reader, ResourceId(key)));
  if (row && row->type != type) row.reset();
  return row;
}

Result<ResourceId> ResourceStore::key_of(store::Reader& reader, std::uint16_t type, std::string_view id) const {
  if (const std::int64_t key = key_of_id(id); key != 0) return ResourceId(key);
  CHARTA_TRY(const auto found, reader.read_one(select_key_by_id, {{"type", type}, {"fhir_id", id}},
                                               [](const Row& row) { return row.id<ResourceId>(0); }));
  return found.value_or(ResourceId());
}

Result<std::optional<ResourceRow>> ResourceStore::find_by_uri(store::Reader& reader, std::uint16_t parameter,
                                                              std::string_view uri) const {
  const std::string kept = index_key(uri);
  CHARTA_TRY(const auto key, reader.read_one(select_by_uri, {{"param", parameter}, {"uri", kept}},
                                             [](const Row& row) { return row.id<ResourceId>(0); }));
  if (!key) return std::optional<ResourceRow>();
  return find(reader, *key);
}

Result<std::vector<ResourceRow>> ResourceStore::find_all(store::Reader& reader, std::span<const ResourceId> keys) const {
  static constexpr std::string_view names[] = {"k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"};
  constexpr std::size_t batch = 8;
  std::vector<ResourceRow> rows(keys.size());  // each at the place of its key; a key that is unset marks what was not found
  std::vector<store::Binding> bindings;
  for (std::size_t start = 0; start < keys.size(); start += batch) {
    const auto wanted = keys.subspan(start, std::min(batch, keys.size() - start));
    bindings.clear();
    for (std::size_t slot = 0; slot < batch; ++slot) bindings.push_back({names[slot], wanted[std::min(slot, wanted.size() - 1)]});
    CHARTA_TRY_DO(reader.read(select_8, bindings, [&](const Row& row) {
      const auto place = std::find(wanted.begin(), wanted.end(), row.id<ResourceId>(0));
      if (place != wanted.end()) rows[start + static_cast<std::size_t>(place - wanted.begin())] = map_row(row);
      return true;
    }));
  }
  std::erase_if(rows, [](const ResourceRow& row) { return !row.key.is_set(); });
  return rows;
}

Result<std::optional<ResourceRow>> ResourceStore::find_version(store::Reader& reader, ResourceId key,
                                                               std::int64_t version) const {
  CHARTA_TRY(auto newest, find(reader, key));
  if (!newest || newest->version == version) return newest;
  return reader.read_one(select_version, {{"rid", key}, {"version", version}}, map_row);
}

Result<std::vector<ResourceRow>> ResourceStore::of_patient(store::Reader& reader, PatientId patient, std::uint16_t type,
                                                           std::int64_t limit) const {
  return reader.read_all(select_of_patient, {{"patient", patient}, {"type", type}, {"limit", limit}}, map_row);
}

Result<std::vector<VersionMark>> ResourceStore::versions_of(store::Reader& reader, ResourceId key, Instant since,
                                                            std::int64_t below_version, std::int64_t limit) const {
  std::vector<VersionMark> marks;
  CHARTA_TRY(const auto newest, find(reader, key));
  if (newest && newest->version > 0 && newest->version < below_version && newest->last_updated >= since)
    marks.push_back({key, newest->type, newest->version, newest->last_updated});
  CHARTA_TRY(
      const auto older,
      reader.read_all(select_versions, {{"rid", key}, {"below", below_version}, {"since", since}, {"limit", limit}}, map_mark));
  marks.insert(marks.end(), older.begin(), older.end());
  if (marks.size() > static_cast<std::size_t>(limit)) marks.resize(static_cast<std::size_t>(limit));
  return marks;
}

Result<std::vector<VersionMark>> ResourceStore::versions_of_type(store::Reader& reader, std::uint16_t type, Instant since,
                                                                 const Place& before, std::int64_t limit) const {
  const store::BindingList bindings = {
      {"type", type}, {"since", since}, {"at", before.at}, {"rid", before.key}, {"version", before.version}, {"limit", limit}};
  CHARTA_TRY(auto marks, reader.read_all(select_newest_of_type, bindings, map_mark));
  CHARTA_TRY(const auto older, reader.read_all(select_older_of_type, bindings, map_mark));
  marks.insert(marks.end(), older.begin(), older.end());
  return marks;
}

Result<std::int64_t> ResourceStore::sensitivity_of(store::Reader& reader, ResourceId key) const {
  CHARTA_TRY(const auto found,
             reader.read_one(select_sensitivity, {{"rid", key}}, [](const Row& row) { return row.integer(0); }));
  return found.value_or(0);
}

Result<std::vector<ResourceId>> ResourceStore::in_record_of(store::Reader& reader, PatientId patient, ResourceId after,
                                                            std::int64_t limit) const {
  return reader.read_all(select_in_record, {{"patient", patient.key()}, {"after", after.key()}, {"limit", limit}},
                         [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<void> ResourceStore::relabel(store::UnitOfWork& work, ResourceId key, std::int64_t sensitivity) const {
  return work.write(update_sensitivity, {{"rid", key}, {"sensitivity", sensitivity}});
}

Result<void> ResourceStore::insert(store::UnitOfWork& work, const ResourceRow& row) const {
  return work.write(insert_resource, {{"rid", row.key},
                                      {"type", row.type},
                                      {"fhir_id", text_or_null(row.fhir_id)},
                                      {"version", row.version},
                                      {"last_updated", row.last_updated},
                                      {"deleted", row.deleted},
                                      {"patient", row.patient.key()},
                                      {"facility", row.facility},
                                      {"sensitivity", row.sensitivity},
                                      {"present", row.present},
                                      {"dictionary", row.dictionary},
                                      {"digest", bytes_or_null(row.digest)},
                                      {"body", bytes_or_null(row.body)}});
}

Result<void> ResourceStore::supersede(store::UnitOfWork& work, const ResourceRow& old, const ResourceRow& row) const {
  if (old.version > 0) CHARTA_TRY_DO(work.write(copy_to_history, {{"rid", old.key}, {"version", old.version}}));
  CHARTA_TRY(const std::int64_t changed, work.write_counted(update_resource, {{"version", row.version},
                                                                              {"last_updated", row.last_updated},
                                                                              {"deleted", row.deleted},
                                                                              {"patient", row.patient.key()},
                                                                              {"facility", row.facility},
                                                                              {"sensitivity", row.sensitivity},
                                                                              {"present", row.present},
                                                                              {"dictionary", row.dictionary},
                                                                              {"digest", bytes_or_null(row.digest)},
                                                                              {"body", bytes_or_null(row.body)},
                                                                              {"rid", row.key},
                                                                              {"old_version", old.version}}));
  if (changed == 1) return {};
  return fail(ErrorKind::version_conflict, "resource " + old.id() + " was changed by somebody else; read it again");
}

Result<ResourceId> ResourceStore::refer(store::UnitOfWork& work, std::uint16_t type, std::string_view id, KeySource& keys) const {
  CHARTA_TRY(const ResourceId known, key_of(work, type, id));
  if (known.is_set()) return known;
  const auto made = keys.next<ResourceId>();
  CHARTA_TRY(const std::int64_t inserted, work.write_counted(insert_referred, {{"rid", made}, {"type", type}, {"fhir_id", id}}));
  if (inserted == 1) return made;
  return key_of(work, type, id);  // another unit referred to it first
}

}  // namespace charta::resources
