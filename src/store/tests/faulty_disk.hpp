// SPDX-License-Identifier: Apache-2.0
// A disk for SQLite that fills up or fails to sync when a test says so. SQLite opens every file through it while it lives.
#pragma once
#include <atomic>

namespace charta::store {

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// Writes that still fit; -1: no limit.
  static std::atomic<int> writes_left;
  static std::atomic<bool> sync_fails;
  static std::atomic<int> syncs_failed;
};

}  // namespace charta::store
