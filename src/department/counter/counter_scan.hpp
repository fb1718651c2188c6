// SPDX-License-Identifier: Apache-2.0
// A scan of a device at the counter: what it said, when by which clock, and whose it was. Pure.
#pragma once
#include "department/counter/counter_rules.hpp"
#include "department/shelf_audits/audit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::counter {

using CounterScanId = Id<struct CounterScanTag>;

/// As a device sends it.
struct DeviceScan {
  std::int64_t number = 0;  ///< the device's own, from 1, never used twice
  std::string kind, barcode, to_barcode, at_barcode, purpose;
  shelf_audits::AuditId audit;
  Instant said_at;                         ///< by the device's clock
  std::optional<std::int64_t> difference;  ///< milliseconds to add to the device's clock, as it measured them
  UserId scanned_by;                       ///< who was signed in then, as the device says; unset: not known
  bool is_live = false;                    ///< somebody waits for the answer
};

/// done, nothing-to-do, remark (an inventory reading that is not as it should be), wrong (no volume's label, told at once) and
/// dropped are ends; received and asks wait.
struct CounterScan : DeviceScan {
  CounterScanId id;
  std::string device, outcome = "received", says, asks, reason;
  paper_charts::VolumeId volume;
  std::vector<std::string> confirmed;
  Instant received_at;
  UserId sent_by, answered_by;
  std::optional<Instant> answered_at;

  bool is_open() const { return outcome == "received" || outcome == "asks"; }
};

bool is_counter_kind(std::string_view kind);
/// Of printed copies on the floor: not a volume is moved, but a copy received or filed.
bool is_ward_kind(std::string_view kind);
/// The house's time of the scan: the device's clock, put right by what it measured.
Instant house_time(const DeviceScan& scan);
/// When the act is recorded: by the house's clock where somebody stood there and the answer came at once; else as the device
/// says.
std::optional<Instant> said_time(const DeviceScan& scan, Instant now, const CounterRules& rules);
/// Whether the device's clock went back between two of its scans, so that its times cannot be believed.
bool went_back(Instant before, Instant now, const CounterRules& rules);
/// For the ledger: "by-sender", "by-another:<id>", "by-nobody-known".
std::string who_scanned(const CounterScan& scan);

}  // namespace charta::counter
