// SPDX-License-Identifier: Apache-2.0
#include "store/backup.hpp"
#include "store/directory_lock.hpp"
#include "store/sqlite_connection.hpp"
#include "store/sqlite_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <unistd.h>

namespace charta::store {
namespace {

constexpr int copy_cache_kib = 4 * 1024;

/// sqlite3_backup with one step reads one snapshot: writers go on beside it.
Result<void> copy_database(const std::string& from, const std::string& to) {
  CHARTA_TRY(const auto source, SqliteConnection::open(from, SqliteConnection::Mode::reader, copy_cache_kib));
  CHARTA_TRY(const auto target, SqliteConnection::open(to, SqliteConnection::Mode::writer, copy_cache_kib));
  sqlite3_backup* copying = sqlite3_backup_init(target->handle(), "main", source->handle(), "main");
  if (copying == nullptr) return fail(ErrorKind::unavailable, fmt::format("backup: {}", sqlite3_errmsg(target->handle())));
  const int stepped = sqlite3_backup_step(copying, -1);
  const int finished = sqlite3_backup_finish(copying);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return {};
  return fail(ErrorKind::unavailable, fmt::format("backup: {}", sqlite3_errstr(stepped == SQLITE_DONE ? finished : stepped)));
}

void remove_database(const std::string& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) ::unlink((file + suffix).c_str());
}

}  // namespace

Result<void> back_up_sqlite(const std::string& database, const std::string& file, ArchiveWriter& archive) {
  const std::string copy = file + ".database";
  remove_database(copy);
  Result<void> done = copy_database(database, copy);
  if (done) done = archive.add_part(std::string(engine_part), "sqlite");
  if (done) done = archive.add_file(std::string(sqlite_part), copy);
  remove_database(copy);
  return done;
}

Result<void> SqliteStore::backup(const std::string& file) {
  CHARTA_TRY(ArchiveWriter archive, ArchiveWriter::create(file));
  const auto hold = blobs_->hold_collection();  // the rows first, then the blobs they name
  CHARTA_TRY_DO(back_up_sqlite(file_, file, archive));
  CHARTA_TRY_DO(back_up_blobs(*blobs_, archive));
  return archive.finish();
}

Result<void> restore_sqlite(ArchiveReader& archive, const StoreOptions& into) {
  CHARTA_TRY(const auto name, archive.next_part());
  if (name != sqlite_part) return fail(ErrorKind::invalid, "the backup file holds no SQLite database");
  CHARTA_TRY(File database, File::create(into.directory + std::string(restoring_name)));
  for (;;) {
    CHARTA_TRY(const auto chunk, archive.next_chunk());
    if (!chunk) break;
    CHARTA_TRY_DO(database.write(*chunk));
  }
  CHARTA_TRY_DO(database.sync());
  return sync_folder(into.directory);
}

}  // namespace charta::store
