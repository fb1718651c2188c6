// SPDX-License-Identifier: Apache-2.0
#include "record/resources/whole_record_store.hpp"

#include "formats/fhir/definitions.hpp"
#include "record/resources/body.hpp"
#include "record/resources/resource_store.hpp"

namespace charta::resources {
namespace {

constexpr std::int64_t keys_at_once = 500;
constexpr store::Statement select_keys_after{
    "resources.keys_after", "SELECT rid FROM resource WHERE rid > :after AND version > 0 ORDER BY rid LIMIT :limit"};

Result<StoredResource> exported(const ResourceRow& row) {
  StoredResource one;
  one.key = row.key;
  one.type = std::string(fhir::resource_type_name(row.type));
  one.id = row.id();
  one.version = row.version;
  one.last_updated = row.last_updated;
  one.deleted = row.deleted;
  one.patient = row.patient;
  one.sensitivity = static_cast<access::SensitivityMask>(row.sensitivity);
  if (row.deleted) return one;
  CHARTA_TRY(const std::string joined, expand_body(row.body, row.dictionary));
  one.json = splice_body(joined, one.type, one.id, one.version, one.last_updated);
  return one;
}

Result<void> each_version_of(store::Reader& reader, ResourceId key, FunctionRef<Result<void>(const ExportedVersion&)> visit) {
  const ResourceStore rows;
  CHARTA_TRY(const auto newest, rows.find(reader, key));
  if (!newest || newest->version == 0) return {};
  for (std::int64_t version = 1; version <= newest->version; ++version) {
    CHARTA_TRY(const auto older,
               version == newest->version ? Result<std::optional<ResourceRow>>(newest) : rows.find_version(reader, key, version));
    if (!older) continue;  // of a version 0 that was only referred to
    CHARTA_TRY(auto resource, exported(*older));
    CHARTA_TRY_DO(visit({std::move(resource), version == newest->version, newest->deleted}));
  }
  return {};
}

Result<std::vector<ResourceId>> keys_after(store::Reader& reader, PatientId patient, ResourceId after) {
  if (patient.is_set()) return ResourceStore().in_record_of(reader, patient, after, keys_at_once);
  return reader.read_all(select_keys_after, {{"after", after.key()}, {"limit", keys_at_once}},
                         [](const store::Row& row) { return row.id<ResourceId>(0); });
}

Result<void> each_in(store::Reader& reader, PatientId patient, FunctionRef<Result<void>(const ExportedVersion&)> visit) {
  ResourceId after(0);
  while (true) {
    CHARTA_TRY(const auto keys, keys_after(reader, patient, after));
    for (const auto key : keys) CHARTA_TRY_DO(each_version_of(reader, key, visit));
    if (static_cast<std::int64_t>(keys.size()) < keys_at_once) return {};
    after = keys.back();
  }
}

}  // namespace

Result<void> each_version(store::Reader& reader, const std::vector<PatientId>& patients,
                          FunctionRef<Result<void>(const ExportedVersion&)> visit) {
  if (patients.empty()) return each_in(reader, {}, visit);
  for (const auto patient : patients) {
    CHARTA_TRY_DO(each_version_of(reader, ResourceId(patient.key()), visit));
    CHARTA_TRY_DO(each_in(reader, patient, visit));
  }
  return {};
}

}  // namespace charta::resources
