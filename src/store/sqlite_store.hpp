// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/blob_files.hpp"
#include "store/directory_lock.hpp"
#include "store/log_reserve.hpp"
#include "store/sqlite_writer.hpp"
#include "store/store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace charta::store {

class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  ~SqliteStore() override;

  Engine engine() const override { return Engine::sqlite; }
  Blobs& blobs() override { return *blobs_; }
  Result<void> migrate(std::span<const Migration> migrations) override;
  void set_before_group_commit(std::function<Result<void>(UnitOfWork&)> seal) override;
  bool accepts_writes() const override;
  Result<void> backup(const std::string& file) override;
  Result<void> checkpoint() override;
  void tend() override;

 protected:
  Result<void> run_unit(FunctionRef<Result<void>(UnitOfWork&)> unit) override;
  Result<void> run_snapshot(FunctionRef<Result<void>(Reader&)> snapshot) override;

 private:
  explicit SqliteStore(const StoreOptions& options)
      : options_(options), file_(options.directory + "/charta.db"), reserve_(file_, options.log_reserve) {}
  Result<void> open_files();
  Result<std::unique_ptr<SqliteConnection>> take_reader();
  void give_back(std::unique_ptr<SqliteConnection> reader);
  void maintain();
  void keep_log_ahead();
  void look_for_space();
  void shorten_log();
  Result<void> checkpoint_passive(SqliteConnection& connection);

  StoreOptions options_;
  std::string file_;
  DirectoryLock lock_;
  std::unique_ptr<BlobFiles> blobs_;
  std::unique_ptr<SqliteWriter> writer_;
  std::unique_ptr<SqliteConnection> checkpointer_;  ///< guarded by checkpoint_lock_
  std::mutex checkpoint_lock_;
  LogReserve reserve_;  ///< the maintenance thread's

  std::mutex readers_lock_;
  std::vector<std::unique_ptr<SqliteConnection>> readers_;  ///< idle ones; the last used is taken first

  std::mutex maintenance_lock_;
  std::condition_variable maintenance_wake_;
  bool ending_ = false;
  int checkpointed_at_ = 0;  ///< pages in the log after the last checkpoint
  int pages_looked_at_ = 0;  ///< in the log at the last look: as many as now means that nobody writes
  std::thread maintenance_;
};

}  // namespace charta::store
