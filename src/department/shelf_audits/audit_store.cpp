// SPDX-License-Identifier: Apache-2.0
#include "department/shelf_audits/audit_store.hpp"

namespace charta::shelf_audits {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_AUDIT_COLUMNS                                                                                                \
  "SELECT audit, room, item, state, from_key, from_number, volumes, rule, planned_at, planned_by, begun_at, "               \
  "compared_at, closed_at, expected, read_count, in_order, out_of_place, foreign_count, stands_here, not_seen, no_volume, " \
  "facility FROM shelf_audit "
constexpr Statement insert_audit{"shelf_audits.insert", R"sql(
  INSERT INTO shelf_audit (audit, room, item, state, from_key, from_number, volumes, rule, planned_at, planned_by, begun_at,
    compared_at, closed_at, expected, read_count, in_order, out_of_place, foreign_count, stands_here, not_seen, no_volume, facility)
  VALUES (:audit, :room, :item, :state, :from_key, :from_number, :volumes, :rule, :planned_at, :planned_by, NULL, NULL, NULL,
    0, 0, 0, 0, 0, 0, 0, 0, :facility))sql"};
constexpr Statement update_audit{"shelf_audits.update", R"sql(
  UPDATE shelf_audit SET state = :state, begun_at = :begun_at, compared_at = :compared_at, closed_at = :closed_at,
    expected = :expected, read_count = :read_count, in_order = :in_order, out_of_place = :out_of_place,
    foreign_count = :foreign_count, stands_here = :stands_here, not_seen = :not_seen, no_volume = :no_volume
   WHERE audit = :audit)sql"};
constexpr Statement select_audit{"shelf_audits.select", CHARTA_AUDIT_COLUMNS "WHERE audit = :audit"};
constexpr Statement select_audits{"shelf_audits.select_all", CHARTA_AUDIT_COLUMNS
                                  "WHERE (state NOT IN ('closed', 'abandoned') OR :every = 1) ORDER BY audit DESC LIMIT :limit"};

constexpr Statement insert_expected{"shelf_audits.insert_expected", R"sql(
  INSERT INTO shelf_audit_expected (audit, position, volume, filing_key) VALUES (:audit, :position, :volume, :filing_key))sql"};
constexpr Statement select_expected{"shelf_audits.select_expected",
                                    "SELECT volume, filing_key FROM shelf_audit_expected WHERE audit = :audit ORDER BY position"};

#define CHARTA_READING_COLUMNS "SELECT position, barcode, volume, device, device_number, at, author FROM shelf_audit_reading "
constexpr Statement insert_reading{"shelf_audits.insert_reading", R"sql(
  INSERT INTO shelf_audit_reading (audit, position, barcode, volume, device, device_number, at, author)
  VALUES (:audit, :position, :barcode, :volume, :device, :device_number, :at, :author))sql"};
constexpr Statement select_readings{"shelf_audits.select_readings",
                                    CHARTA_READING_COLUMNS "WHERE audit = :audit ORDER BY position"};
constexpr Statement select_last_reading{"shelf_audits.select_last_reading",
                                        CHARTA_READING_COLUMNS "WHERE audit = :audit ORDER BY position DESC LIMIT 1"};
constexpr Statement select_reading_of{"shelf_audits.select_reading_of",
                                      CHARTA_READING_COLUMNS "WHERE device = :device AND device_number = :number"};
constexpr Statement count_volume_read{"shelf_audits.count_volume_read",
                                      "SELECT COUNT(*) FROM shelf_audit_reading WHERE audit = :audit AND volume = :volume"};

constexpr Statement insert_finding{"shelf_audits.insert_finding", R"sql(
  INSERT INTO shelf_audit_finding (audit, number, kind, volume, barcode, position, behind, is_misfiled, state, reason,
    answered_by, answered_at)
  VALUES (:audit, :number, :kind, :volume, :barcode, :position, :behind, :is_misfiled, 'open', '', 0, NULL))sql"};
constexpr Statement update_finding{"shelf_audits.update_finding", R"sql(
  UPDATE shelf_audit_finding SET state = :state, reason = :reason, answered_by = :answered_by, answered_at = :answered_at
   WHERE audit = :audit AND number = :number AND state = 'open')sql"};
constexpr Statement select_findings{"shelf_audits.select_findings", R"sql(
  SELECT number, kind, volume, barcode, position, behind, is_misfiled, state, reason, answered_by, answered_at
    FROM shelf_audit_finding WHERE audit = :audit ORDER BY number)sql"};

constexpr Statement select_counts{"shelf_audits.select_counts", R"sql(
  SELECT room, COUNT(*), CAST(SUM(read_count) AS BIGINT), CAST(SUM(out_of_place + foreign_count) AS BIGINT),
    CAST(SUM(not_seen) AS BIGINT) FROM shelf_audit
   WHERE compared_at >= :from AND compared_at < :until AND state <> 'abandoned' GROUP BY room ORDER BY room)sql"};

std::optional<Instant> instant_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.instant(column);
}

Audit audit_of(const Row& row) {
  Audit audit;
  audit.id = row.id<AuditId>(0);
  audit.room = row.id<PlaceId>(1);
  audit.item = row.id<WorkItemId>(2);
  audit.state = row.string(3);
  audit.from_key = row.string(4);
  audit.from_number = row.string(5);
  audit.volumes = row.integer(6);
  audit.rule = row.string(7);
  audit.planned_at = row.instant(8);
  audit.planned_by = row.id<UserId>(9);
  audit.begun_at = instant_or_none(row, 10);
  audit.compared_at = instant_or_none(row, 11);
  audit.closed_at = instant_or_none(row, 12);
  auto& figures = audit.figures;
  int column = 13;
  for (auto* one : {&figures.expected, &figures.read, &figures.in_order, &figures.out_of_place, &figures.foreign,
                    &figures.stands_here, &figures.not_seen, &figures.no_volume})
    *one = row.integer(column++);
  audit.facility = static_cast<int>(row.integer(column));
  return audit;
}

Reading reading_of_row(const Row& row) {
  Reading reading;
  reading.position = row.integer(0);
  reading.barcode = row.string(1);
  reading.volume = row.id<VolumeId>(2);
  reading.device = row.string(3);
  reading.device_number = row.integer(4);
  reading.at = row.instant(5);
  reading.by = row.id<UserId>(6);
  return reading;
}

Finding finding_of(const Row& row) {
  Finding finding;
  finding.number = row.integer(0);
  finding.kind = parse_finding(row.text(1)).value_or(FindingKind::no_volume);
  finding.volume = row.id<VolumeId>(2);
  finding.barcode = row.string(3);
  finding.position = row.integer(4);
  finding.behind = row.id<VolumeId>(5);
  finding.is_misfiled = row.integer(6) != 0;
  finding.state = row.string(7);
  finding.reason = row.string(8);
  finding.answered_by = row.id<UserId>(9);
  finding.answered_at = instant_or_none(row, 10);
  return finding;
}

}  // namespace

Result<void> AuditStore::add(store::UnitOfWork& work, const Audit& audit) const {
  return work.write(insert_audit, {{"audit", audit.id},
                                   {"room", audit.room},
                                   {"item", audit.item.key()},
                                   {"state", audit.state},
                                   {"from_key", audit.from_key},
                                   {"from_number", audit.from_number},
                                   {"volumes", audit.volumes},
                                   {"rule", audit.rule},
                                   {"planned_at", audit.planned_at},
                                   {"planned_by", audit.planned_by.key()},
                                   {"facility", audit.facility}});
}

Result<void> AuditStore::save(store::UnitOfWork& work, const Audit& audit) const {
  const auto& figures = audit.figures;
  return work.write(update_audit, {{"audit", audit.id},
                                   {"state", audit.state},
                                   {"begun_at", audit.begun_at},
                                   {"compared_at", audit.compared_at},
                                   {"closed_at", audit.closed_at},
                                   {"expected", figures.expected},
                                   {"read_count", figures.read},
                                   {"in_order", figures.in_order},
                                   {"out_of_place", figures.out_of_place},
                                   {"foreign_count", figures.foreign},
                                   {"stands_here", figures.stands_here},
                                   {"not_seen", figures.not_seen},
                                   {"no_volume", figures.no_volume}});
}

Result<std::optional<Audit>> AuditStore::audit(store::Reader& reader, AuditId audit) const {
  return reader.read_one(select_audit, {{"audit", audit}}, audit_of);
}

Result<std::vector<Audit>> AuditStore::audits(store::Reader& reader, bool open_only, std::int64_t limit) const {
  return reader.read_all(select_audits, {{"every", !open_only}, {"limit", limit}}, audit_of);
}

Result<void> AuditStore::add_expected(store::UnitOfWork& work, AuditId audit, std::int64_t position,
                                      const Expected& expected) const {
  return work.write(insert_expected,
                    {{"audit", audit}, {"position", position}, {"volume", expected.volume}, {"filing_key", expected.key}});
}

Result<std::vector<Expected>> AuditStore::expected(store::Reader& reader, AuditId audit) const {
  return reader.read_all(select_expected, {{"audit", audit}}, [](const Row& row) {
    return Expected{row.id<VolumeId>(0), row.string(1), false};
  });
}

Result<void> AuditStore::add_reading(store::UnitOfWork& work, AuditId audit, const Reading& reading) const {
  return work.write(insert_reading, {{"audit", audit},
                                     {"position", reading.position},
                                     {"barcode", reading.barcode},
                                     {"volume", reading.volume.key()},
                                     {"device", reading.device},
                                     {"device_number", reading.device_number},
                                     {"at", reading.at},
                                     {"author", reading.by.key()}});
}

Result<std::vector<Reading>> AuditStore::readings(store::Reader& reader, AuditId audit) const {
  return reader.read_all(select_readings, {{"audit", audit}}, reading_of_row);
}

Result<std::optional<Reading>> AuditStore::last_reading(store::Reader& reader, AuditId audit) const {
  return reader.read_one(select_last_reading, {{"audit", audit}}, reading_of_row);
}

Result<std::optional<Reading>> AuditStore::reading_of(store::Reader& reader, std::string_view device, std::int64_t number) const {
  return reader.read_one(select_reading_of, {{"device", device}, {"number", number}}, reading_of_row);
}

Result<bool> AuditStore::was_read(store::Reader& reader, AuditId audit, VolumeId volume) const {
  CHARTA_TRY(const auto count, reader.read_one(count_volume_read, {{"audit", audit}, {"volume", volume}},
                                               [](const Row& row) { return row.integer(0); }));
  return count.value_or(0) > 0;
}

Result<void> AuditStore::add_finding(store::UnitOfWork& work, AuditId audit, const Finding& finding) const {
  return work.write(insert_finding, {{"audit", audit},
                                     {"number", finding.number},
                                     {"kind", finding_code(finding.kind)},
                                     {"volume", finding.volume.key()},
                                     {"barcode", finding.barcode},
                                     {"position", finding.position},
                                     {"behind", finding.behind.key()},
                                     {"is_misfiled", finding.is_misfiled}});
}

Result<bool> AuditStore::answer_finding(store::UnitOfWork& work, AuditId audit, const Finding& finding) const {
  CHARTA_TRY(const auto changed, work.write_counted(update_finding, {{"audit", audit},
                                                                     {"number", finding.number},
                                                                     {"state", finding.state},
                                                                     {"reason", finding.reason},
                                                                     {"answered_by", finding.answered_by.key()},
                                                                     {"answered_at", finding.answered_at}}));
  return changed == 1;
}

Result<std::vector<Finding>> AuditStore::findings(store::Reader& reader, AuditId audit) const {
  return reader.read_all(select_findings, {{"audit", audit}}, finding_of);
}

Result<std::vector<RoomCount>> AuditStore::counts(store::Reader& reader, Instant from, Instant until) const {
  return reader.read_all(select_counts, {{"from", from}, {"until", until}}, [](const Row& row) {
    return RoomCount{row.id<PlaceId>(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)};
  });
}

}  // namespace charta::shelf_audits
