// SPDX-License-Identifier: Apache-2.0
#include "department/counter/counter_scan.hpp"

#include <chrono>

namespace charta::counter {

bool is_counter_kind(std::string_view kind) {
  return kind == "check-in" || kind == "charge-out" || kind == "inventory" || is_ward_kind(kind);
}

bool is_ward_kind(std::string_view kind) {
  return kind == "ward-receipt" || kind == "ward-filed";
}

Instant house_time(const DeviceScan& scan) {
  return scan.said_at.plus(std::chrono::milliseconds(scan.difference.value_or(0)));
}

std::optional<Instant> said_time(const DeviceScan& scan, Instant now, const CounterRules& rules) {
  const auto at = house_time(scan);
  const auto allowed = std::chrono::seconds(rules.live_seconds);
  if (scan.is_live && at >= now.plus(-allowed) && at <= now.plus(allowed)) return std::nullopt;
  return at;
}

bool went_back(Instant before, Instant now, const CounterRules& rules) {
  return now.plus(std::chrono::seconds(rules.clock_goes_back_seconds)) < before;
}

std::string who_scanned(const CounterScan& scan) {
  if (!scan.scanned_by.is_set()) return "by-nobody-known";
  return scan.scanned_by == scan.sent_by ? "by-sender" : "by-another:" + scan.scanned_by.text();
}

}  // namespace charta::counter
