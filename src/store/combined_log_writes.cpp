// SPDX-License-Identifier: Apache-2.0
#include "store/combined_log_writes.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <string>

namespace charta::store {
namespace {

constexpr std::size_t gathered_most = std::size_t{1} << 20U;
constexpr std::size_t written_at_once = std::size_t{64} << 10U;  ///< SQLite's own layer takes less than 128 KiB in a call
constexpr int room_for_other_layers = 256;                       ///< a test's disk layer between this one and the system's

/// A write-ahead log. `gathered` stands at `start` in the file and is not written yet.
struct LogFile {
  sqlite3_file base;
  sqlite3_file* real;
  sqlite3_int64 start;
  std::string gathered;
};

LogFile& log_of(sqlite3_file* file) {
  return *reinterpret_cast<LogFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return log_of(file).real;
}

/// What cannot be written is forgotten, as a failed write is: the commit that it belongs to fails and is taken back.
int flush(LogFile& log) {
  if (log.gathered.empty()) return SQLITE_OK;
  int code = SQLITE_OK;
  for (std::size_t from = 0; from < log.gathered.size() && code == SQLITE_OK; from += written_at_once) {
    const auto size = static_cast<int>(std::min(written_at_once, log.gathered.size() - from));
    code = log.real->pMethods->xWrite(log.real, log.gathered.data() + from, size, log.start + static_cast<sqlite3_int64>(from));
  }
  log.gathered.clear();
  return code;
}

int close_log(sqlite3_file* file) {
  LogFile& log = log_of(file);
  const int flushed = flush(log);
  const int closed = log.real->pMethods->xClose(log.real);
  sqlite3_free(log.real);
  log.gathered.~basic_string();
  return flushed != SQLITE_OK ? flushed : closed;
}

int read_log(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  if (const int code = flush(log_of(file)); code != SQLITE_OK) return code;
  return real(file)->pMethods->xRead(real(file), to, count, at);
}

int write_log(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  LogFile& log = log_of(file);
  const auto end = log.start + static_cast<sqlite3_int64>(log.gathered.size());
  if (!log.gathered.empty() && (at != end || log.gathered.size() >= gathered_most)) {
    if (const int code = flush(log); code != SQLITE_OK) return code;
  }
  if (log.gathered.empty()) log.start = at;
  log.gathered.append(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
  return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = flush(log_of(file)); code != SQLITE_OK) return code;
  return real(file)->pMethods->xTruncate(real(file), size);
}

int sync_log(sqlite3_file* file, int flags) {
  if (const int code = flush(log_of(file)); code != SQLITE_OK) return code;
  return real(file)->pMethods->xSync(real(file), flags);
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = flush(log_of(file)); code != SQLITE_OK) return code;
  return real(file)->pMethods->xFileSize(real(file), size);
}

const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    .xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    .xCheckReservedLock = [](sqlite3_file* f, int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); },
    .xFileControl = [](sqlite3_file* f, int what, void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
    .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    .xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* opened) {
  sqlite3_vfs* const below = sqlite3_vfs_find(nullptr);
  if (below->szOsFile > layer->szOsFile) return SQLITE_CANTOPEN;
  if ((flags & SQLITE_OPEN_WAL) == 0) return below->xOpen(below, name, file, flags, opened);
  file->pMethods = nullptr;
  auto* const under = static_cast<sqlite3_file*>(sqlite3_malloc(below->szOsFile));
  if (under == nullptr) return SQLITE_NOMEM;
  if (const int code = below->xOpen(below, name, under, flags, opened); code != SQLITE_OK) {
    if (under->pMethods != nullptr) under->pMethods->xClose(under);
    sqlite3_free(under);
    return code;
  }
  new (file) LogFile{{&log_methods}, under, 0, {}};
  return SQLITE_OK;
}

sqlite3_vfs make_layer() {
  sqlite3_vfs layer = *sqlite3_vfs_find(nullptr);
  layer.pNext = nullptr;
  layer.zName = "charta-log";
  layer.szOsFile = std::max(static_cast<int>(sizeof(LogFile)), layer.szOsFile) + room_for_other_layers;
  layer.xOpen = open_file;
  return layer;
}

}  // namespace

const char* combined_log_writes() {
  static sqlite3_vfs layer = make_layer();
  static const int registered = sqlite3_vfs_register(&layer, 0);
  return registered == SQLITE_OK ? layer.zName : nullptr;
}

}  // namespace charta::store
