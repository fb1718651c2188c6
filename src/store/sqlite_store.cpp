// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite_store.hpp"

#include "base/log.hpp"
#include "store/migrator.hpp"
#include "store_schema.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <utility>

namespace charta::store {
namespace {

constexpr int writer_cache_kib = 32 * 1024;
constexpr int reader_cache_kib = 16 * 1024;
constexpr int checkpoint_from_pages = 4'000;         // 16 MB of write-ahead log
constexpr int checkpoint_alone_from_pages = 16'000;  // 64 MB: writers wait a moment, so that the log starts over
constexpr std::int64_t log_bytes_per_page = 4096 + 24;
constexpr std::chrono::milliseconds checkpoint_pause{200};
constexpr int pauses_between_probes = 5;

constexpr Statement begin_snapshot{"store.begin_snapshot", "BEGIN"};
constexpr Statement end_snapshot{"store.end_snapshot", "COMMIT"};

constexpr auto any_row_will_do = [](const Row&) { return true; };

}  // namespace

Result<std::unique_ptr<Store>> SqliteStore::open(const StoreOptions& options) {
  std::unique_ptr<SqliteStore> store(new SqliteStore(options));
  CHARTA_TRY_DO(store->open_files());
  if (!options.read_only) CHARTA_TRY_DO(store->migrate(store_schema()));
  return std::unique_ptr<Store>(std::move(store));
}

Result<void> SqliteStore::open_files() {
  if (!options_.read_only) {
    CHARTA_TRY(lock_, DirectoryLock::take(options_.directory));
    CHARTA_TRY(auto connection, SqliteConnection::open(file_, SqliteConnection::Mode::writer, writer_cache_kib));
    writer_ = std::make_unique<SqliteWriter>(std::move(connection));
    CHARTA_TRY(checkpointer_, SqliteConnection::open(file_, SqliteConnection::Mode::writer, reader_cache_kib));
    checkpointer_->keep_log_on_close();
  }
  CHARTA_TRY(blobs_, BlobFiles::open(options_));
  CHARTA_TRY(auto reader, take_reader());  // a database that cannot be read is told now
  give_back(std::move(reader));
  if (writer_ && options_.tends_itself) maintenance_ = std::thread([this] { maintain(); });
  return {};
}

SqliteStore::~SqliteStore() {
  if (maintenance_.joinable()) {
    {
      const std::lock_guard lock(maintenance_lock_);
      ending_ = true;
    }
    maintenance_wake_.notify_one();
    maintenance_.join();
  }
  readers_.clear();
  checkpointer_.reset();
  writer_.reset();  // the last connection moves the log into the database, unless the writer stopped
}

Result<void> SqliteStore::migrate(std::span<const Migration> migrations) {
  if (!writer_) return fail(ErrorKind::unavailable, "the store was opened to read only; it cannot be migrated");
  return apply_migrations(migrations,
                          [this](FunctionRef<Result<void>(ScriptUnit&)> script) { return writer_->run_script(script); });
}

void SqliteStore::set_before_group_commit(std::function<Result<void>(UnitOfWork&)> seal) {
  if (writer_) writer_->set_seal(std::move(seal));
}

bool SqliteStore::accepts_writes() const {
  return writer_ && writer_->accepts_writes();
}

Result<void> SqliteStore::run_unit(FunctionRef<Result<void>(UnitOfWork&)> unit) {
  if (!writer_) return fail(ErrorKind::unavailable, "the store was opened to read only");
  return writer_->run(unit);
}

Result<std::unique_ptr<SqliteConnection>> SqliteStore::take_reader() {
  {
    const std::lock_guard lock(readers_lock_);
    if (!readers_.empty()) {
      auto reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  const auto mode = options_.read_only ? SqliteConnection::Mode::read_only_file : SqliteConnection::Mode::reader;
  return SqliteConnection::open(file_, mode, reader_cache_kib);
}

/// More than options_.readers are made under pressure, since a waiting reader could be the one that another waits for; they are
/// not kept.
void SqliteStore::give_back(std::unique_ptr<SqliteConnection> reader) {
  const std::lock_guard lock(readers_lock_);
  if (readers_.size() < static_cast<std::size_t>(options_.readers)) readers_.push_back(std::move(reader));
}

Result<void> SqliteStore::run_snapshot(FunctionRef<Result<void>(Reader&)> snapshot) {
  CHARTA_TRY(auto connection, take_reader());
  CHARTA_TRY_DO(connection->query(begin_snapshot, {}, any_row_will_do));
  SqliteReader reader(*connection);
  const Result<void> done = snapshot(reader);  // an exception closes the connection, and with it the snapshot
  CHARTA_TRY_DO(connection->query(end_snapshot, {}, any_row_will_do));
  give_back(std::move(connection));
  return done;
}

Result<void> SqliteStore::checkpoint_passive(SqliteConnection& connection) {
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return {};
  return fail(ErrorKind::unavailable,
              fmt::format("the write-ahead log could not be moved into the database: {}", sqlite3_errstr(code)));
}

Result<void> SqliteStore::checkpoint() {
  const std::lock_guard lock(checkpoint_lock_);
  if (!accepts_writes()) return fail(ErrorKind::unavailable, "no checkpoint while the store takes no writes");
  CHARTA_TRY_DO(checkpoint_passive(*checkpointer_));
  if (writer_->log_pages() < checkpoint_alone_from_pages) return {};
  Result<void> done{};
  writer_->exclusively([&](SqliteConnection&) { done = checkpoint_passive(*checkpointer_); });
  return done;
}

/// What fails here costs speed, nothing else: it is tried again after the next growth.
void SqliteStore::keep_log_ahead() {
  const auto alone = [this](FunctionRef<void()> act) { writer_->exclusively([&](SqliteConnection&) { act(); }); };
  const int pages = writer_->log_pages();
  const bool is_idle = pages > 0 && std::exchange(pages_looked_at_, pages) == pages;
  if (const auto kept = reserve_.keep_ahead(pages * log_bytes_per_page, alone, is_idle); !kept) {
    log::debug("store.no_log_reserve", {{"message", kept.error().message}});
  }
}

void SqliteStore::look_for_space() {
  if (!writer_->accepts_writes()) writer_->probe();
}

void SqliteStore::shorten_log() {
  const int pages = writer_->log_pages();
  const int grown = pages >= checkpointed_at_ ? pages - checkpointed_at_ : pages;  // it starts over after a whole checkpoint
  if (grown < checkpoint_from_pages) return;
  if (const auto done = checkpoint(); !done) log::warning("store.checkpoint_failed", {{"message", done.error().message}});
  checkpointed_at_ = pages;
}

void SqliteStore::tend() {
  if (!writer_) return;
  look_for_space();
  shorten_log();
}

void SqliteStore::maintain() {
  int pauses = 0;
  std::unique_lock lock(maintenance_lock_);
  while (!maintenance_wake_.wait_for(lock, checkpoint_pause, [this] { return ending_; })) {
    lock.unlock();
    if (++pauses % pauses_between_probes == 0) look_for_space();
    if (writer_->accepts_writes()) keep_log_ahead();
    shorten_log();
    lock.lock();
  }
}

}  // namespace charta::store
