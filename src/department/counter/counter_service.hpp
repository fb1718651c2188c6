// SPDX-License-Identifier: Apache-2.0
// What devices scan at the counter and on the floor: each scan is taken once, in the device's order; what asks waits for a
// person.
#pragma once
#include "base/clock.hpp"
#include "department/counter/counter_store.hpp"
#include "department/paper_charts/paper_service.hpp"
#include "department/shelf_audits/audit_service.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace charta::counter {

/// A scan and the volume as it is now.
struct CounterAnswer {
  CounterScan scan;
  std::optional<paper_charts::VolumeRow> volume;
};

/// What a person says to a question.
struct CounterReply {
  std::vector<std::string> confirmed;
  std::string purpose, to_barcode;
};

/// What a scan of a ward copy came to; `outcome`: done, nothing-to-do, wrong.
struct WardAnswer {
  std::string outcome, says;
};
/// Takes a scan of the floor: received by the bearer of the badge `to_barcode`, or filed. `at`: when, of one that was kept.
using WardScan = std::function<Result<WardAnswer>(const access::Actor&, const CounterScan&, std::optional<Instant> at)>;

class CounterService {
 public:
  CounterService(store::Store& store, paper_charts::PaperService& paper, shelf_audits::AuditService& audits,
                 ledger::Ledger& ledger, const Clock& clock, KeySource& keys, CounterRules rules)
      : store_(store), paper_(paper), audits_(audits), ledger_(ledger), clock_(clock), keys_(keys), rules_(std::move(rules)) {}

  const CounterRules& rules() const { return rules_; }
  /// At start-up: who takes scans of the floor. Unset: this house has none.
  void take_ward_scans_by(WardScan take) { ward_scan_ = std::move(take); }

  // All ask file-documents.
  /// In the order given. A number that was sent before is answered as it was then. What the house could not do now is an error of
  /// the whole call, and is sent again. Errors: `too_large`, `missing`, `invalid`, naming the element.
  Result<std::vector<CounterAnswer>> take(const access::Actor& actor, const std::string& device,
                                          const std::vector<DeviceScan>& scans);
  Result<std::vector<CounterAnswer>> open(const access::Actor& actor, std::int64_t limit);
  Result<std::vector<CounterAnswer>> newest(const access::Actor& actor, std::int64_t limit);
  /// The scan again with what the person affirmed; it may ask something else then. What waited behind it goes on.
  /// Errors: `not_found`, `business_rule` (it waits no more).
  Result<CounterAnswer> reply(const access::Actor& actor, CounterScanId scan, const CounterReply& reply);
  /// Errors: `unknown_code` (no such reason), `not_found`, `business_rule`.
  Result<CounterAnswer> drop(const access::Actor& actor, CounterScanId scan, const std::string& reason);

 private:
  Result<void> check(const std::string& device, const std::vector<DeviceScan>& scans) const;
  Result<std::vector<CounterScan>> receive(const access::Actor& actor, const std::string& device,
                                           const std::vector<DeviceScan>& scans);
  Result<void> settle(const access::Actor& actor, CounterScan& scan);
  Result<void> read_into_audit(const access::Actor& actor, CounterScan& scan);
  Result<void> take_on_ward(const access::Actor& actor, CounterScan& scan);
  Result<void> move(const access::Actor& actor, CounterScan& scan);
  Result<void> move_volume(const access::Actor& actor, CounterScan& scan);
  Result<std::string> asks_first(store::Reader& reader, const CounterScan& scan, std::string& says) const;
  Result<paper_charts::MovementCommand> command_of(store::Reader& reader, const CounterScan& scan) const;
  Result<void> keep(const access::Actor& actor, const CounterScan& scan);
  Result<void> go_on_behind(const access::Actor& actor, const CounterScan& scan);
  Result<CounterScan> waiting(CounterScanId scan);
  Result<CounterAnswer> answer_of(CounterScan scan);
  Result<std::vector<CounterAnswer>> answers_of(std::vector<CounterScan> scans);

  store::Store& store_;
  paper_charts::PaperService& paper_;
  shelf_audits::AuditService& audits_;
  ledger::Ledger& ledger_;
  const Clock& clock_;
  KeySource& keys_;
  CounterRules rules_;
  WardScan ward_scan_;
  CounterStore rows_;
  paper_charts::PaperStore paper_rows_;
  std::mutex one_at_a_time_;  ///< the order of a device's scans is the order in which they are taken
};

}  // namespace charta::counter
