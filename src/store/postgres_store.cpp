// SPDX-License-Identifier: Apache-2.0
#include "store/postgres_store.hpp"

#include "base/log.hpp"
#include "store/migrator.hpp"
#include "store_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace charta::store {
namespace {

using Steady = std::chrono::steady_clock;

constexpr const char* begin_unit = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr std::chrono::seconds retry_patience{20};
constexpr std::chrono::milliseconds first_pause{2}, longest_pause{500};
constexpr std::chrono::seconds maintenance_pause{1};
constexpr int pauses_between_prunings = 3600;
constexpr std::chrono::hours unit_ids_kept{24};
constexpr std::int64_t migration_lock = 0x6368617274610001;  // "charta", 1

constexpr Statement insert_unit{"store.unit", "INSERT INTO store_unit(unit_id, confirmations) VALUES (:unit_id, 0)"};
constexpr Statement claim_unit{"store.unit_again",
                               "INSERT INTO store_unit(unit_id, confirmations) VALUES (:unit_id, 0) ON CONFLICT DO NOTHING"};
constexpr Statement confirm_unit{"store.unit_confirmed",
                                 "UPDATE store_unit SET confirmations = confirmations + 1 WHERE unit_id = :unit_id"};
constexpr Statement prune_units{"store.units_pruned", "DELETE FROM store_unit WHERE unit_id < :unit_id"};
constexpr Statement write_probe{"store.probe", R"sql(INSERT INTO store_probe(id, filler) VALUES (1, NULL)
                                                     ON CONFLICT (id) DO UPDATE SET filler = NULL)sql"};

std::string time_prefix(std::chrono::system_clock::time_point at) {
  return fmt::format("{:012x}", std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

/// What another try may mend: serialisation, deadlock, a plan that a migration made stale, a server that is going or was demoted.
bool is_worth_retrying(const PostgresFailure& failure) {
  const std::string& state = failure.state;
  return state.empty() || state == "40001" || state == "40P01" || state == "0A000" || state == "26000" || state == "25006" ||
         state.starts_with("57P") || state.starts_with("08");
}

}  // namespace

struct PostgresStore::Attempt {
  std::string unit_id = time_prefix(std::chrono::system_clock::now()) + to_hex(random_bytes(10));
  bool is_uncertain = false;  ///< an earlier COMMIT was sent and its outcome is not known
  Error error;
  std::vector<std::function<void()>> acts;

  std::array<Binding, 1> id() const { return {Binding{"unit_id", unit_id}}; }
};

Result<std::unique_ptr<Store>> PostgresStore::open(const StoreOptions& options) {
  std::unique_ptr<PostgresStore> store(new PostgresStore(options));
  CHARTA_TRY_DO(store->connect());
  if (!options.read_only) CHARTA_TRY_DO(store->migrate(store_schema()));
  return std::unique_ptr<Store>(std::move(store));
}

Result<void> PostgresStore::connect() {
  if (!options_.directory.empty() && !options_.read_only) {
    CHARTA_TRY(lock_, DirectoryLock::take(options_.directory));
  }
  CHARTA_TRY(blobs_, BlobFiles::open(options_));
  pool_ = std::make_unique<PostgresPool>(options_.database_url, std::max(options_.readers, 1));
  CHARTA_TRY_DO(pool_->take());
  if (!options_.read_only) maintenance_ = std::thread([this] { maintain(); });
  return {};
}

PostgresStore::~PostgresStore() {
  if (!maintenance_.joinable()) return;
  {
    const std::lock_guard lock(maintenance_lock_);
    ending_ = true;
  }
  maintenance_wake_.notify_one();
  maintenance_.join();
}

/// One transaction, under a lock that other nodes' migrations take as well.
Result<void> PostgresStore::run_script(FunctionRef<Result<void>(ScriptUnit&)> script) {
  CHARTA_TRY(const PostgresPool::Lease lease, pool_->take());
  PostgresConnection& connection = *lease;
  CHARTA_TRY_DO(connection.send_control(begin_unit));
  PostgresUnit unit(connection);
  CHARTA_TRY_DO(unit.lock(migration_lock));
  Result<void> done = script(unit);
  if (done) {
    CHARTA_TRY_DO(connection.send_control("COMMIT"));
    done = connection.settle();
  }
  if (connection.is_lost()) return connection.failure()->error;
  CHARTA_TRY_DO(connection.recover());
  if (!done) CHARTA_TRY_DO(connection.send_control("ROLLBACK"));
  CHARTA_TRY_DO(connection.send_end());
  return done;
}

Result<void> PostgresStore::migrate(std::span<const Migration> migrations) {
  if (options_.read_only) return fail(ErrorKind::unavailable, "the store was opened to read only; it cannot be migrated");
  return apply_migrations(migrations, [this](FunctionRef<Result<void>(ScriptUnit&)> script) { return run_script(script); });
}

Result<void> PostgresStore::run_snapshot(FunctionRef<Result<void>(Reader&)> snapshot) {
  PostgresReader reader(*pool_, reads_together());
  Result<void> done{};
  try {
    done = snapshot(reader);
  } catch (...) {
    reader.drop();
    throw;
  }
  CHARTA_TRY_DO(reader.end());
  return done;
}

/// One for each thread that serves several requests at a time; null for every other.
ReadsTogether* PostgresStore::reads_together() {
  ServingThread* thread = ServingThread::here();
  if (thread == nullptr) return nullptr;
  const std::lock_guard lock(together_lock_);
  auto& mine = together_[thread->number()];
  if (!mine) mine = std::make_unique<ReadsTogether>(pool_->url(), *thread);
  return mine.get();
}

Result<void> PostgresStore::run_unit(FunctionRef<Result<void>(UnitOfWork&)> unit) {
  if (options_.read_only) return fail(ErrorKind::unavailable, "the store was opened to read only");
  return run([&](PostgresUnit& work) { return unit(work); });
}

Result<void> PostgresStore::run(FunctionRef<Result<void>(PostgresUnit&)> unit) {
  Attempt trial;
  const auto until = Steady::now() + retry_patience;
  for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
    const Outcome outcome = attempt(trial, unit);
    if (outcome == Outcome::committed) break;
    if (outcome == Outcome::refused) return trial.error;
    if (Steady::now() >= until) {
      reachable_ = false;
      log::error("store.unreachable", {{"message", trial.error.message}});
      return fail(ErrorKind::unavailable, trial.error.message);
    }
    const auto jitter = std::chrono::milliseconds(static_cast<unsigned char>(random_bytes(1)[0]) % (pause.count() + 1));
    std::this_thread::sleep_for(pause / 2 + jitter);  // two that met must not meet again
  }
  reachable_ = true;
  for (const auto& act : trial.acts) act();
  return {};
}

PostgresStore::Outcome PostgresStore::attempt(Attempt& trial, FunctionRef<Result<void>(PostgresUnit&)> unit) {
  auto lease = pool_->take();
  if (!lease) {
    trial.error = lease.error();
    return Outcome::again;
  }
  PostgresConnection& connection = **lease;
  if (const Outcome begun = begin(trial, connection); begun != Outcome::begun) return begun;
  if (connection.failure()) return give_up(trial, connection, connection.failure()->error);
  PostgresUnit work(connection);
  Result<void> done{};
  try {
    done = unit(work);
  } catch (...) {
    lease->drop();  // closing it takes the transaction back
    throw;
  }
  if (!done) return give_up(trial, connection, done.error());
  trial.acts = work.take_after_commit();
  return commit(trial, connection);
}

PostgresStore::Outcome PostgresStore::begin(Attempt& trial, PostgresConnection& connection) {
  connection.clear_warned();
  (void)connection.send_control(begin_unit);  // a failure stays with the connection
  if (!trial.is_uncertain) {
    (void)connection.send(insert_unit, trial.id());
    return Outcome::begun;
  }
  PostgresUnit work(connection);
  const auto claimed = work.write_counted(claim_unit, trial.id());
  return claimed && *claimed == 0 ? confirm(trial, connection) : Outcome::begun;
}

/// The unit is committed. A commit of our own after it proves that the log up to here is where a commit promises it to be.
PostgresStore::Outcome PostgresStore::confirm(Attempt& trial, PostgresConnection& connection) {
  (void)connection.send(confirm_unit, trial.id());
  return commit(trial, connection);
}

PostgresStore::Outcome PostgresStore::commit(Attempt& trial, PostgresConnection& connection) {
  if (connection.failure()) return give_up(trial, connection, connection.failure()->error);
  if (!connection.send_control("COMMIT") || !connection.send_end() || !connection.settle()) {
    if (!connection.is_lost()) return give_up(trial, connection, connection.failure()->error);
    trial.is_uncertain = true;
    trial.error = connection.failure()->error;
    log::warning("store.commit_unknown", {{"unit_id", trial.unit_id}});
    return Outcome::unknown;
  }
  if (connection.warned()) {  // "committed locally, but might not have been replicated"
    trial.is_uncertain = true;
    trial.error = fail(ErrorKind::unavailable, "the standby has not confirmed the commit");
    log::warning("store.commit_not_replicated", {{"unit_id", trial.unit_id}});
    return Outcome::unknown;
  }
  return Outcome::committed;
}

PostgresStore::Outcome PostgresStore::give_up(Attempt& trial, PostgresConnection& connection, Error why) {
  trial.error = std::move(why);
  const bool retry = connection.failure() && is_worth_retrying(*connection.failure());
  if (!connection.is_lost() && connection.recover() && connection.send_control("ROLLBACK")) (void)connection.send_end();
  return retry ? Outcome::again : Outcome::refused;
}

void PostgresStore::maintain() {
  int pauses = 0;
  std::unique_lock lock(maintenance_lock_);
  while (!maintenance_wake_.wait_for(lock, maintenance_pause, [this] { return ending_; })) {
    lock.unlock();
    if (!reachable_) (void)run([](PostgresUnit& work) { return work.write(write_probe, Bindings()); });
    if (++pauses % pauses_between_prunings == 60) {
      const std::string before = time_prefix(std::chrono::system_clock::now() - unit_ids_kept);
      const auto pruned = run([&](PostgresUnit& work) {
        return work.write(prune_units, Bindings(std::array{Binding{"unit_id", before}}));
      });
      if (!pruned) log::warning("store.units_not_pruned", {{"message", pruned.error().message}});
    }
    lock.lock();
  }
}

}  // namespace charta::store
