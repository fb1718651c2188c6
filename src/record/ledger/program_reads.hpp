// SPDX-License-Identifier: Apache-2.0
// Collects programs' reads and writes them every 100 ms: one entry and one block per author. Source: decision 7 of
// 0001-foundation.
#pragma once
#include "record/ledger/access_block.hpp"
#include "record/ledger/ledger_store.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace charta::ledger {

constexpr std::chrono::milliseconds program_read_window{100};

struct ReadWindow {
  Author author;
  AccessTable table;
};

class ProgramReads {
 public:
  /// Writes windows durably, all or none.
  using Write = std::function<Result<void>(std::vector<ReadWindow>&)>;
  explicit ProgramReads(Write write);
  ~ProgramReads();

  void add(const Author& author, const Entry& entry);
  /// Errors: those of writing; what could not be written is kept for the next time.
  Result<void> flush();

 private:
  void run();
  void put_back(std::vector<ReadWindow>& windows);

  Write write_;
  std::mutex flushing_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<ReadWindow> windows_;
  bool stopping_ = false;
  std::thread thread_;
};

/// Which patients a program's hour already lists, so that the index gets one row per patient, program and hour.
class ListedHours {
 public:
  std::vector<std::int64_t> missing(std::int64_t user, std::int64_t hour, const std::vector<std::int64_t>& patients) const;
  void add(std::int64_t user, std::int64_t hour, const std::vector<std::int64_t>& patients);

 private:
  struct Hour {
    std::int64_t hour = 0;
    std::unordered_set<std::int64_t> patients;
  };
  std::unordered_map<std::int64_t, Hour> by_user_;
};

}  // namespace charta::ledger
