// SPDX-License-Identifier: Apache-2.0
// The SQL of shelf reading: the only file that names its tables.
#pragma once
#include "department/shelf_audits/audit.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::shelf_audits {

struct Audit {
  AuditId id;
  PlaceId room;
  WorkItemId item;
  std::string state = "planned", from_key, from_number, rule;
  std::int64_t volumes = 0;  ///< how long the section shall be
  Instant planned_at;
  UserId planned_by;
  std::optional<Instant> begun_at, compared_at, closed_at;
  Figures figures;
  int facility = 0;
};

struct Reading {
  std::int64_t position = 0;
  std::string barcode, device;
  VolumeId volume;
  std::int64_t device_number = 0;
  Instant at;
  UserId by;
};

/// What was read in a room between two instants.
struct RoomCount {
  PlaceId room;
  std::int64_t audits = 0, read = 0, misfiled = 0, not_seen = 0;
};

class AuditStore {
 public:
  Result<void> add(store::UnitOfWork& work, const Audit& audit) const;
  Result<void> save(store::UnitOfWork& work, const Audit& audit) const;
  Result<std::optional<Audit>> audit(store::Reader& reader, AuditId audit) const;
  /// The newest first; `open_only`: neither closed nor abandoned.
  Result<std::vector<Audit>> audits(store::Reader& reader, bool open_only, std::int64_t limit) const;

  Result<void> add_expected(store::UnitOfWork& work, AuditId audit, std::int64_t position, const Expected& expected) const;
  Result<std::vector<Expected>> expected(store::Reader& reader, AuditId audit) const;

  Result<void> add_reading(store::UnitOfWork& work, AuditId audit, const Reading& reading) const;
  Result<std::vector<Reading>> readings(store::Reader& reader, AuditId audit) const;
  Result<std::optional<Reading>> last_reading(store::Reader& reader, AuditId audit) const;
  Result<std::optional<Reading>> reading_of(store::Reader& reader, std::string_view device, std::int64_t number) const;
  Result<bool> was_read(store::Reader& reader, AuditId audit, VolumeId volume) const;

  Result<void> add_finding(store::UnitOfWork& work, AuditId audit, const Finding& finding) const;
  /// False when somebody has answered it.
  Result<bool> answer_finding(store::UnitOfWork& work, AuditId audit, const Finding& finding) const;
  Result<std::vector<Finding>> findings(store::Reader& reader, AuditId audit) const;

  Result<std::vector<RoomCount>> counts(store::Reader& reader, Instant from, Instant until) const;
};

}  // namespace charta::shelf_audits
