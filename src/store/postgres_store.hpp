// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/blob_files.hpp"
#include "store/directory_lock.hpp"
#include "store/postgres_pool.hpp"
#include "store/postgres_unit.hpp"
#include "store/store.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace charta::store {

/// Units of work as transactions on pooled connections.
///
/// Each unit inserts its unit id. When the outcome of a COMMIT is unknown (the connection was lost, or a WARNING said that the
/// standby has not confirmed it) the unit id is inserted again: if it stands already the unit is committed, and one more commit
/// proves that its log reached the standby; if not, the unit runs again under the same id, so that a straggling COMMIT of the
/// lost connection fails.
class PostgresStore final : public Store {
 public:
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  ~PostgresStore() override;

  Engine engine() const override { return Engine::postgresql; }
  Blobs& blobs() override { return *blobs_; }
  Result<void> migrate(std::span<const Migration> migrations) override;
  void set_before_group_commit(std::function<Result<void>(UnitOfWork&)>) override {}
  bool accepts_writes() const override { return !options_.read_only && reachable_.load(); }
  Result<void> backup(const std::string& file) override;
  Result<void> checkpoint() override { return {}; }

 protected:
  Result<void> run_unit(FunctionRef<Result<void>(UnitOfWork&)> unit) override;
  Result<void> run_snapshot(FunctionRef<Result<void>(Reader&)> snapshot) override;

 private:
  enum class Outcome { begun, committed, refused, again, unknown };
  struct Attempt;

  explicit PostgresStore(const StoreOptions& options) : options_(options) {}
  Result<void> connect();
  Result<void> run_script(FunctionRef<Result<void>(ScriptUnit&)> script);
  Result<void> run(FunctionRef<Result<void>(PostgresUnit&)> unit);
  Outcome attempt(Attempt& attempt, FunctionRef<Result<void>(PostgresUnit&)> unit);
  Outcome begin(Attempt& attempt, PostgresConnection& connection);
  Outcome commit(Attempt& attempt, PostgresConnection& connection);
  Outcome confirm(Attempt& attempt, PostgresConnection& connection);
  Outcome give_up(Attempt& attempt, PostgresConnection& connection, Error why);
  void maintain();
  ReadsTogether* reads_together();

  StoreOptions options_;
  DirectoryLock lock_;
  std::unique_ptr<BlobFiles> blobs_;
  std::unique_ptr<PostgresPool> pool_;
  std::atomic<bool> reachable_{true};
  std::mutex together_lock_;
  std::map<std::uint64_t, std::unique_ptr<ReadsTogether>> together_;  ///< by the number of the thread

  std::mutex maintenance_lock_;
  std::condition_variable maintenance_wake_;
  bool ending_ = false;
  std::thread maintenance_;
};

}  // namespace charta::store
