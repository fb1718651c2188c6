// SPDX-License-Identifier: Apache-2.0
// A disk in memory for SQLite, with the faults of real ones: it fills up, writes a part, fails to read, write or sync, is slow,
// and loses its power with whatever was not synced. SQLite opens every file through it while it lives.
#pragma once
#include "department/training/random.hpp"

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace charta::simulation {

using training::Random;

/// A file as the program sees it (`now`) and as it would be found after a power cut (`durable` and some of `unsynced`).
struct DiskFile {
  struct Change {
    std::int64_t at = 0;
    std::string bytes;
    bool truncates = false;  ///< the file ends at `at`
    bool doomed = false;     ///< a sync failed: the system forgot that it still owes this to the disk
  };
  std::string now, durable;
  std::vector<Change> unsynced;
  bool is_temporary = false;
  std::vector<std::unique_ptr<char[]>> shared_memory;
  std::array<int, SQLITE_SHM_NLOCK> shared_locks{};
  std::array<bool, SQLITE_SHM_NLOCK> exclusive_locks{};
  std::vector<void*> readers;  ///< handles with SHARED
  void* writer = nullptr;      ///< the handle with RESERVED or more
};

/// What goes wrong and when; every count is of operations from now on, and -1 means never.
struct DiskFaults {
  std::int64_t cut_power_in = -1;   ///< writes and syncs until nothing works any more
  std::int64_t fail_write_in = -1;  ///< the write that fails, a part of it done
  std::int64_t fail_sync_in = -1;   ///< the sync that fails; what it owed is never written
  std::int64_t fail_read_in = -1;
  std::int64_t free_bytes = -1;  ///< files may grow by so much
  bool lies_about_sync = false;  ///< says "synced" and does nothing: no program can survive this, and the judge must see it
};

struct DiskFigures {
  std::int64_t writes = 0, syncs = 0, reads = 0;
  std::int64_t failed_writes = 0, failed_syncs = 0, failed_reads = 0, refused_full = 0, power_cuts = 0;
  std::int64_t lost_changes = 0;
};

class Disk {
 public:
  explicit Disk(Random& random);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  DiskFaults faults;
  DiskFigures figures;
  /// Called for every write and sync: how a slow disk takes time.
  std::function<void()> on_write;

  /// From here on every operation fails: the process, or the whole machine, is gone.
  void stop();
  bool is_stopped() const { return stopped_; }
  /// The process died, the machine did not: what it wrote stands, synced or not.
  void start_after_kill();
  /// The machine died: of what was not synced, each sector is there or not as chance has it.
  void start_after_power_cut();

  // For the VFS.
  std::shared_ptr<DiskFile> open(const char* name, int flags);
  int remove(const std::string& name);
  bool exists(const std::string& name);
  int read(DiskFile& file, void* to, int count, std::int64_t at);
  int write(DiskFile& file, const void* bytes, int count, std::int64_t at);
  int truncate(DiskFile& file, std::int64_t size);
  int sync(DiskFile& file);
  std::mutex& lock() { return lock_; }
  void sleep(int microseconds);
  std::function<void(int)> on_sleep;

 private:
  bool dies_now();
  bool counts_down(std::int64_t& left);
  void forget_processes();
  void lose_unsynced(DiskFile& file);

  Random& random_;
  std::mutex lock_;
  std::map<std::string, std::shared_ptr<DiskFile>> files_;
  bool stopped_ = false;
};

}  // namespace charta::simulation
