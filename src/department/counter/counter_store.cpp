// SPDX-License-Identifier: Apache-2.0
#include "department/counter/counter_store.hpp"

#include "base/text.hpp"

namespace charta::counter {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_COUNTER_COLUMNS                                                                                        \
  "SELECT scan, device, number, kind, barcode, volume, to_barcode, at_barcode, audit, purpose, said_at, difference, " \
  "received_at, sent_by, scanned_by, is_live, outcome, says, asks, confirmed, answered_by, answered_at, reason "      \
  "FROM counter_scan "
constexpr Statement insert_scan{"counter.insert", R"sql(
  INSERT INTO counter_scan (scan, device, number, kind, barcode, volume, to_barcode, at_barcode, audit, purpose, said_at,
    difference, received_at, sent_by, scanned_by, is_live, outcome, says, asks, confirmed, answered_by, answered_at, reason)
  VALUES (:scan, :device, :number, :kind, :barcode, :volume, :to_barcode, :at_barcode, :audit, :purpose, :said_at,
    :difference, :received_at, :sent_by, :scanned_by, :is_live, 'received', '', '', '', 0, NULL, '')
  ON CONFLICT (device, number) DO NOTHING)sql"};
constexpr Statement update_scan{"counter.update", R"sql(
  UPDATE counter_scan SET volume = :volume, to_barcode = :to_barcode, purpose = :purpose, outcome = :outcome, says = :says,
    asks = :asks, confirmed = :confirmed, answered_by = :answered_by, answered_at = :answered_at, reason = :reason
   WHERE scan = :scan)sql"};
constexpr Statement select_scan{"counter.select", CHARTA_COUNTER_COLUMNS "WHERE scan = :scan"};
constexpr Statement select_scan_of{"counter.select_of_device",
                                   CHARTA_COUNTER_COLUMNS "WHERE device = :device AND number = :number"};
constexpr Statement select_open{"counter.select_open",
                                CHARTA_COUNTER_COLUMNS "WHERE outcome IN ('received', 'asks') ORDER BY scan LIMIT :limit"};
constexpr Statement select_newest{"counter.select_newest", CHARTA_COUNTER_COLUMNS "ORDER BY scan DESC LIMIT :limit"};
constexpr Statement select_open_of_volume{"counter.select_open_of_volume", CHARTA_COUNTER_COLUMNS
                                          "WHERE volume = :volume AND outcome IN ('received', 'asks') ORDER BY scan"};
constexpr Statement select_before{
    "counter.select_before", CHARTA_COUNTER_COLUMNS "WHERE device = :device AND number < :number ORDER BY number DESC LIMIT 1"};

CounterScan scan_of_row(const Row& row) {
  CounterScan scan;
  scan.id = row.id<CounterScanId>(0);
  scan.device = row.string(1);
  scan.number = row.integer(2);
  scan.kind = row.string(3);
  scan.barcode = row.string(4);
  scan.volume = row.id<paper_charts::VolumeId>(5);
  scan.to_barcode = row.string(6);
  scan.at_barcode = row.string(7);
  scan.audit = row.id<shelf_audits::AuditId>(8);
  scan.purpose = row.string(9);
  scan.said_at = row.instant(10);
  if (!row.is_null(11)) scan.difference = row.integer(11);
  scan.received_at = row.instant(12);
  scan.sent_by = row.id<UserId>(13);
  scan.scanned_by = row.id<UserId>(14);
  scan.is_live = row.integer(15) != 0;
  scan.outcome = row.string(16);
  scan.says = row.string(17);
  scan.asks = row.string(18);
  for (const auto one : split(row.text(19), '\n'))
    if (!one.empty()) scan.confirmed.emplace_back(one);
  scan.answered_by = row.id<UserId>(20);
  if (!row.is_null(21)) scan.answered_at = row.instant(21);
  scan.reason = row.string(22);
  return scan;
}

std::string lines_of(const std::vector<std::string>& confirmed) {
  std::string lines;
  for (const auto& one : confirmed) lines += one + "\n";
  return lines;
}

}  // namespace

Result<bool> CounterStore::add(store::UnitOfWork& work, const CounterScan& scan) const {
  CHARTA_TRY(const auto added, work.write_counted(insert_scan, {{"scan", scan.id},
                                                                {"device", scan.device},
                                                                {"number", scan.number},
                                                                {"kind", scan.kind},
                                                                {"barcode", scan.barcode},
                                                                {"volume", scan.volume.key()},
                                                                {"to_barcode", scan.to_barcode},
                                                                {"at_barcode", scan.at_barcode},
                                                                {"audit", scan.audit.key()},
                                                                {"purpose", scan.purpose},
                                                                {"said_at", scan.said_at},
                                                                {"difference", scan.difference},
                                                                {"received_at", scan.received_at},
                                                                {"sent_by", scan.sent_by.key()},
                                                                {"scanned_by", scan.scanned_by.key()},
                                                                {"is_live", scan.is_live}}));
  return added == 1;
}

Result<void> CounterStore::save(store::UnitOfWork& work, const CounterScan& scan) const {
  const std::string confirmed = lines_of(scan.confirmed);
  return work.write(update_scan, {{"scan", scan.id},
                                  {"volume", scan.volume.key()},
                                  {"to_barcode", scan.to_barcode},
                                  {"purpose", scan.purpose},
                                  {"outcome", scan.outcome},
                                  {"says", scan.says},
                                  {"asks", scan.asks},
                                  {"confirmed", confirmed},
                                  {"answered_by", scan.answered_by.key()},
                                  {"answered_at", scan.answered_at},
                                  {"reason", scan.reason}});
}

Result<std::optional<CounterScan>> CounterStore::scan(store::Reader& reader, CounterScanId scan) const {
  return reader.read_one(select_scan, {{"scan", scan}}, scan_of_row);
}

Result<std::optional<CounterScan>> CounterStore::scan_of(store::Reader& reader, std::string_view device,
                                                         std::int64_t number) const {
  return reader.read_one(select_scan_of, {{"device", device}, {"number", number}}, scan_of_row);
}

Result<std::vector<CounterScan>> CounterStore::open(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_open, {{"limit", limit}}, scan_of_row);
}

Result<std::vector<CounterScan>> CounterStore::newest(store::Reader& reader, std::int64_t limit) const {
  return reader.read_all(select_newest, {{"limit", limit}}, scan_of_row);
}

Result<std::vector<CounterScan>> CounterStore::open_of_volume(store::Reader& reader, paper_charts::VolumeId volume) const {
  return reader.read_all(select_open_of_volume, {{"volume", volume}}, scan_of_row);
}

Result<std::optional<CounterScan>> CounterStore::before(store::Reader& reader, std::string_view device,
                                                        std::int64_t number) const {
  return reader.read_one(select_before, {{"device", device}, {"number", number}}, scan_of_row);
}

}  // namespace charta::counter
