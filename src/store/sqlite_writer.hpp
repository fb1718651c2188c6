// SPDX-License-Identifier: Apache-2.0
// The one writer of a SQLite database: units of work, committed in groups.
#pragma once
#include "store/sqlite_unit.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace charta::store {

/// With nobody waiting a unit runs inline on its caller's thread. Else the writer thread takes what waits, runs each unit in a
/// savepoint of one transaction, commits once and answers all. A unit that fails is rolled back alone.
///
/// When SQLite takes back the whole transaction (disk full, I/O error) or its COMMIT finds the disk full, each unit of the group
/// is run again in a transaction of its own. When a COMMIT fails for any other reason nobody is answered positively, the
/// connection is closed and the store is read-only until a restart: a failed fsync must not be repeated, since the system may
/// have dropped the pages.
class SqliteWriter {
 public:
  using Unit = FunctionRef<Result<void>(UnitOfWork&)>;
  using Seal = std::function<Result<void>(UnitOfWork&)>;

  explicit SqliteWriter(std::unique_ptr<SqliteConnection> connection);
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  Result<void> run(Unit unit);
  /// Alone, unsealed, for migrations.
  Result<void> run_script(FunctionRef<Result<void>(ScriptUnit&)> script);
  void set_seal(Seal seal) { seal_ = std::move(seal); }
  bool accepts_writes() const { return state_.load() == State::serving; }

  /// Tries a small write when the disk was full; true when writes are accepted (again).
  bool probe();
  /// Runs `act` while no unit is running.
  void exclusively(FunctionRef<void(SqliteConnection&)> act);
  /// Pages in the write-ahead log after the last commit.
  int log_pages() const { return log_pages_.load(std::memory_order_relaxed); }

 private:
  enum class State { serving, disk_full, stopped };
  enum class Outcome { committed, disk_full, failed };
  struct Waiting;

  void serve();
  void run_group(Waiting* first);
  void run_in_group(Waiting& waiting);
  void finish_group();
  void run_alone(Waiting& waiting);
  Result<void> run_here(Waiting& waiting);
  void call(Waiting& waiting, SqliteUnit& unit);
  Result<void> seal_group();
  Outcome commit(Error& why);
  void roll_back();
  void note_failure(const Error& error);
  void stop_for_good(const Error& why);
  void leave_for_good();
  Error refusal() const;
  Waiting* take();
  static void answer(Waiting& waiting);

  std::unique_ptr<SqliteConnection> connection_;  ///< guarded by writing_
  std::mutex writing_;
  Seal seal_;
  std::vector<Waiting*> group_;                   ///< guarded by writing_
  std::vector<std::function<void()>> seal_acts_;  ///< guarded by writing_
  std::atomic<State> state_{State::serving};
  std::atomic<int> log_pages_{0};

  std::mutex queue_lock_;
  std::condition_variable queue_filled_;
  Waiting* first_ = nullptr;
  Waiting* last_ = nullptr;
  std::atomic<std::size_t> queued_{0};
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace charta::store
