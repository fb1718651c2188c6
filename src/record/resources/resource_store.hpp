// SPDX-License-Identifier: Apache-2.0
// The tables resource, resource_version and code_system.
#pragma once
#include "base/digest.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::resources {

/// One version of a resource as it stands in the table.
struct ResourceRow {
  ResourceId key;
  std::uint16_t type = 0;
  std::string fhir_id;  ///< empty: the printed key
  std::int64_t version = 0;
  Instant last_updated;
  bool deleted = false;
  PatientId patient;
  std::int64_t facility = 1;  ///< a bit
  std::int64_t sensitivity = 0;
  std::int64_t present = 0;
  int dictionary = 0;
  Bytes digest, body;

  std::string id() const { return fhir_id.empty() ? print_key(key.key()) : fhir_id; }
};

/// A version's particulars without its body: for lists.
struct VersionMark {
  ResourceId key;
  std::uint16_t type = 0;
  std::int64_t version = 0;
  Instant last_updated;
};

class ResourceStore {
 public:
  /// The newest version; also of what is deleted, or only referred to (version 0).
  Result<std::optional<ResourceRow>> find(store::Reader& reader, ResourceId key) const;
  Result<std::optional<ResourceRow>> find(store::Reader& reader, std::uint16_t type, std::string_view id) const;
  Result<ResourceId> key_of(store::Reader& reader, std::uint16_t type, std::string_view id) const;
  /// The newest resource that has this URI under a uri parameter.
  Result<std::optional<ResourceRow>> find_by_uri(store::Reader& reader, std::uint16_t parameter, std::string_view uri) const;
  /// Newest versions of these keys, in the order of the keys; what is gone is left out.
  Result<std::vector<ResourceRow>> find_all(store::Reader& reader, std::span<const ResourceId> keys) const;
  /// The columns that map() reads, of `resource r`.
  static std::string_view columns();
  static ResourceRow map(const store::Row& row, int first_column);
  Result<std::optional<ResourceRow>> find_version(store::Reader& reader, ResourceId key, std::int64_t version) const;
  Result<std::vector<ResourceRow>> of_patient(store::Reader& reader, PatientId patient, std::uint16_t type,
                                              std::int64_t limit) const;

  /// Versions newest first, beginning below `before` (unset: at the newest).
  Result<std::vector<VersionMark>> versions_of(store::Reader& reader, ResourceId key, Instant since, std::int64_t below_version,
                                               std::int64_t limit) const;
  struct Place {
    Instant at = Instant(INT64_MAX);
    ResourceId key = ResourceId(INT64_MAX);
    std::int64_t version = INT64_MAX;
  };
  Result<std::vector<VersionMark>> versions_of_type(store::Reader& reader, std::uint16_t type, Instant since, const Place& before,
                                                    std::int64_t limit) const;

  /// The labels of a row; none for what is not there.
  Result<std::int64_t> sensitivity_of(store::Reader& reader, ResourceId key) const;
  /// Everything that lives in a patient's record but the patient itself, after `after`.
  Result<std::vector<ResourceId>> in_record_of(store::Reader& reader, PatientId patient, ResourceId after,
                                               std::int64_t limit) const;
  /// Labels changed without a new version: the bytes are what they were.
  Result<void> relabel(store::UnitOfWork& work, ResourceId key, std::int64_t sensitivity) const;

  Result<void> insert(store::UnitOfWork& work, const ResourceRow& row) const;
  /// Moves `old` to the history and puts `row` in its place. Errors: `version_conflict` when `old` is no longer the newest.
  Result<void> supersede(store::UnitOfWork& work, const ResourceRow& old, const ResourceRow& row) const;
  /// The key of a resource that is referred to; makes a version 0 row when nothing has that id yet.
  Result<ResourceId> refer(store::UnitOfWork& work, std::uint16_t type, std::string_view id, KeySource& keys) const;
};

}  // namespace charta::resources
