// SPDX-License-Identifier: Apache-2.0
// The SQL of the counter: the only file that names its table.
#pragma once
#include "department/counter/counter_scan.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::counter {

class CounterStore {
 public:
  /// False when the device's number is there already.
  Result<bool> add(store::UnitOfWork& work, const CounterScan& scan) const;
  /// What has become of it.
  Result<void> save(store::UnitOfWork& work, const CounterScan& scan) const;
  Result<std::optional<CounterScan>> scan(store::Reader& reader, CounterScanId scan) const;
  Result<std::optional<CounterScan>> scan_of(store::Reader& reader, std::string_view device, std::int64_t number) const;
  /// What waits, the oldest first.
  Result<std::vector<CounterScan>> open(store::Reader& reader, std::int64_t limit) const;
  /// The newest first, whatever became of them.
  Result<std::vector<CounterScan>> newest(store::Reader& reader, std::int64_t limit) const;
  /// What waits about a volume, the oldest first.
  Result<std::vector<CounterScan>> open_of_volume(store::Reader& reader, paper_charts::VolumeId volume) const;
  /// The device's scan before this number.
  Result<std::optional<CounterScan>> before(store::Reader& reader, std::string_view device, std::int64_t number) const;
};

}  // namespace charta::counter
