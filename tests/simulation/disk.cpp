// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/disk.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace charta::simulation {
namespace {

constexpr std::int64_t sector = 512;

Disk* current = nullptr;  ///< the disk that SQLite uses: one at a time

void put(std::string& file, std::int64_t at, std::string_view bytes) {
  const auto end = static_cast<std::size_t>(at) + bytes.size();
  if (file.size() < end) file.resize(end, '\0');
  std::copy(bytes.begin(), bytes.end(), file.begin() + at);
}

}  // namespace

bool Disk::counts_down(std::int64_t& left) {
  if (left < 0) return false;
  return left-- == 0;
}

bool Disk::dies_now() {
  if (!stopped_ && counts_down(faults.cut_power_in)) stop();
  return stopped_;
}

void Disk::stop() {
  if (!stopped_) ++figures.power_cuts;
  stopped_ = true;
}

std::shared_ptr<DiskFile> Disk::open(const char* name, int flags) {
  if (stopped_) return nullptr;
  if (name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) {
    auto file = std::make_shared<DiskFile>();
    file->is_temporary = true;
    return file;
  }
  const auto found = files_.find(name);
  if (found != files_.end()) return found->second;
  if ((flags & SQLITE_OPEN_CREATE) == 0) return nullptr;
  return files_[name] = std::make_shared<DiskFile>();
}

int Disk::remove(const std::string& name) {
  if (dies_now()) return SQLITE_IOERR_DELETE;
  files_.erase(name);
  return SQLITE_OK;
}

bool Disk::exists(const std::string& name) {
  return files_.contains(name);
}

int Disk::read(DiskFile& file, void* to, int count, std::int64_t at) {
  ++figures.reads;
  if (stopped_) return SQLITE_IOERR_READ;
  if (!file.is_temporary && counts_down(faults.fail_read_in)) {
    ++figures.failed_reads;
    return SQLITE_IOERR_READ;
  }
  const auto size = static_cast<std::int64_t>(file.now.size());
  const auto there = std::clamp<std::int64_t>(size - at, 0, count);
  if (there > 0) std::memcpy(to, file.now.data() + at, static_cast<std::size_t>(there));
  if (there == count) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, static_cast<std::size_t>(count - there));
  return SQLITE_IOERR_SHORT_READ;
}

int Disk::write(DiskFile& file, const void* bytes, int count, std::int64_t at) {
  ++figures.writes;
  std::string_view text(static_cast<const char*>(bytes), static_cast<std::size_t>(count));
  if (file.is_temporary) {
    put(file.now, at, text);
    return stopped_ ? SQLITE_IOERR_WRITE : SQLITE_OK;
  }
  int answer = SQLITE_OK;
  if (on_write) on_write();
  if (stopped_) return SQLITE_IOERR_WRITE;
  if (dies_now()) {  // the write under way when the power went
    text = text.substr(0, static_cast<std::size_t>(random_.below(count)));
    answer = SQLITE_IOERR_WRITE;
  } else if (counts_down(faults.fail_write_in)) {
    ++figures.failed_writes;
    text = text.substr(0, static_cast<std::size_t>(random_.below(count)));
    answer = SQLITE_IOERR_WRITE;
  }
  const auto growth = at + static_cast<std::int64_t>(text.size()) - static_cast<std::int64_t>(file.now.size());
  if (faults.free_bytes >= 0 && growth > 0) {
    if (growth > faults.free_bytes) {
      ++figures.refused_full;
      const auto fits = std::clamp<std::int64_t>(static_cast<std::int64_t>(text.size()) - (growth - faults.free_bytes), 0, count);
      text = text.substr(0, static_cast<std::size_t>(fits));
      answer = SQLITE_FULL;
      faults.free_bytes = 0;
    } else {
      faults.free_bytes -= growth;
    }
  }
  if (text.empty()) return answer;
  put(file.now, at, text);
  file.unsynced.push_back({at, std::string(text), false, false});
  return answer;
}

int Disk::truncate(DiskFile& file, std::int64_t size) {
  if (file.is_temporary) {
    file.now.resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
  }
  if (dies_now()) return SQLITE_IOERR_TRUNCATE;
  file.now.resize(static_cast<std::size_t>(size));
  file.unsynced.push_back({size, {}, true, false});
  return SQLITE_OK;
}

int Disk::sync(DiskFile& file) {
  ++figures.syncs;
  if (file.is_temporary) return SQLITE_OK;
  if (on_write) on_write();
  if (dies_now()) return SQLITE_IOERR_FSYNC;
  if (counts_down(faults.fail_sync_in)) {
    ++figures.failed_syncs;
    for (auto& change : file.unsynced) change.doomed = true;
    return SQLITE_IOERR_FSYNC;
  }
  if (faults.lies_about_sync) return SQLITE_OK;
  std::vector<DiskFile::Change> never;
  for (auto& change : file.unsynced) {
    if (change.doomed) {
      never.push_back(std::move(change));
    } else if (change.truncates) {
      file.durable.resize(static_cast<std::size_t>(change.at));
    } else {
      put(file.durable, change.at, change.bytes);
    }
  }
  file.unsynced = std::move(never);
  return SQLITE_OK;
}

/// In the order in which they were made, so that what survives of two writes to one place is the later; sectors survive one by
/// one.
void Disk::lose_unsynced(DiskFile& file) {
  const double survival = static_cast<double>(random_.between(0, 100)) / 100;
  for (const auto& change : file.unsynced) {
    if (change.truncates) {
      if (random_.chance(survival)) file.durable.resize(static_cast<std::size_t>(change.at));
      continue;
    }
    const auto size = static_cast<std::int64_t>(change.bytes.size());
    for (std::int64_t from = 0; from < size; from += sector) {
      if (change.doomed || !random_.chance(survival)) {
        ++figures.lost_changes;
        continue;
      }
      put(file.durable, change.at + from, std::string_view(change.bytes).substr(static_cast<std::size_t>(from), sector));
    }
  }
  file.unsynced.clear();
  file.now = file.durable;
}

/// Locks and shared memory die with the process that held them.
void Disk::forget_processes() {
  for (auto& [name, file] : files_) {
    file->shared_memory.clear();
    file->shared_locks = {};
    file->exclusive_locks = {};
    file->readers.clear();
    file->writer = nullptr;
  }
  faults = {};
  stopped_ = false;
}

void Disk::start_after_kill() {
  for (auto& [name, file] : files_) {
    // What a failed sync left in memory may be dropped from it at any time; a new process sees the disk.
    const bool doomed =
        std::any_of(file->unsynced.begin(), file->unsynced.end(), [](const auto& change) { return change.doomed; });
    if (doomed) lose_unsynced(*file);
  }
  forget_processes();
}

void Disk::start_after_power_cut() {
  for (auto& [name, file] : files_) lose_unsynced(*file);
  forget_processes();
}

void Disk::sleep(int microseconds) {
  if (on_sleep) on_sleep(microseconds);
}

namespace {

// The VFS.

struct Handle {
  sqlite3_file base;
  std::shared_ptr<DiskFile>* file;
  std::array<bool, SQLITE_SHM_NLOCK> shared, exclusive;
};
Handle& handle(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file);
}
DiskFile& file_of(sqlite3_file* file) {
  return **handle(file).file;
}
using Lock = std::lock_guard<std::mutex>;

int unlock_file(sqlite3_file* f, int level) {
  const Lock lock(current->lock());
  DiskFile& file = file_of(f);
  if (file.writer == f) file.writer = nullptr;
  if (level == SQLITE_LOCK_NONE) std::erase(file.readers, f);
  return SQLITE_OK;
}

int lock_file(sqlite3_file* f, int level) {
  const Lock lock(current->lock());
  DiskFile& file = file_of(f);
  const bool others_read = std::any_of(file.readers.begin(), file.readers.end(), [&](void* one) { return one != f; });
  if (level == SQLITE_LOCK_SHARED) {
    if (std::find(file.readers.begin(), file.readers.end(), f) == file.readers.end()) file.readers.push_back(f);
    return SQLITE_OK;
  }
  if (file.writer != nullptr && file.writer != f) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && others_read) return SQLITE_BUSY;
  file.writer = f;
  return SQLITE_OK;
}

int release_shm(DiskFile& file, Handle& mine, int offset, int count) {
  for (int i = offset; i < offset + count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (mine.shared[at]) --file.shared_locks[at];
    if (mine.exclusive[at]) file.exclusive_locks[at] = false;
    mine.shared[at] = mine.exclusive[at] = false;
  }
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* f, int offset, int count, int flags) {
  const Lock lock(current->lock());
  DiskFile& file = file_of(f);
  Handle& mine = handle(f);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) return release_shm(file, mine, offset, count);
  const bool wants_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (int i = offset; i < offset + count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const int others = file.shared_locks[at] - (mine.shared[at] ? 1 : 0);
    if ((file.exclusive_locks[at] && !mine.exclusive[at]) || (wants_exclusive && others > 0)) return SQLITE_BUSY;
  }
  for (int i = offset; i < offset + count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (wants_exclusive) {
      file.exclusive_locks[at] = mine.exclusive[at] = true;
    } else if (!mine.shared[at]) {
      ++file.shared_locks[at];
      mine.shared[at] = true;
    }
  }
  return SQLITE_OK;
}

int shm_map(sqlite3_file* f, int region, int size, int extend, void volatile** at) {
  const Lock lock(current->lock());
  auto& memory = file_of(f).shared_memory;
  *at = nullptr;
  if (memory.size() <= static_cast<std::size_t>(region) && extend == 0) return SQLITE_OK;
  while (memory.size() <= static_cast<std::size_t>(region))
    memory.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  *at = memory[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}

int shm_unmap(sqlite3_file* f, int) {
  const Lock lock(current->lock());
  return release_shm(file_of(f), handle(f), 0, SQLITE_SHM_NLOCK);
}

int close_file(sqlite3_file* f) {
  unlock_file(f, SQLITE_LOCK_NONE);
  delete handle(f).file;
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    2,
    close_file,
    [](sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
      const Lock lock(current->lock());
      return current->read(file_of(f), to, count, at);
    },
    [](sqlite3_file* f, const void* bytes, int count, sqlite3_int64 at) {
      const Lock lock(current->lock());
      return current->write(file_of(f), bytes, count, at);
    },
    [](sqlite3_file* f, sqlite3_int64 size) {
      const Lock lock(current->lock());
      return current->truncate(file_of(f), size);
    },
    [](sqlite3_file* f, int) {
      const Lock lock(current->lock());
      return current->sync(file_of(f));
    },
    [](sqlite3_file* f, sqlite3_int64* size) {
      const Lock lock(current->lock());
      *size = static_cast<sqlite3_int64>(file_of(f).now.size());
      return SQLITE_OK;
    },
    lock_file,
    unlock_file,
    [](sqlite3_file* f, int* held) {
      const Lock lock(current->lock());
      *held = file_of(f).writer != nullptr ? 1 : 0;
      return SQLITE_OK;
    },
    [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    [](sqlite3_file*) { return 4096; },
    [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; },
    shm_map,
    shm_lock,
    [](sqlite3_file*) {},
    shm_unmap,
    nullptr,
    nullptr,
};

sqlite3_vfs* system_disk = nullptr;
sqlite3_vfs simulated_disk;

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* opened) {
  const Lock lock(current->lock());
  auto* made = new (f) Handle();
  auto file = current->open(name, flags);
  if (!file) return SQLITE_CANTOPEN;
  made->file = new std::shared_ptr<DiskFile>(std::move(file));
  made->base.pMethods = &methods;
  if (opened != nullptr) *opened = flags;
  return SQLITE_OK;
}

}  // namespace

Disk::Disk(Random& random) : random_(random) {
  current = this;
  if (system_disk == nullptr) system_disk = sqlite3_vfs_find(nullptr);
  simulated_disk = *system_disk;
  simulated_disk.pNext = nullptr;
  simulated_disk.zName = "simulated";
  simulated_disk.szOsFile = sizeof(Handle);
  simulated_disk.xOpen = open_file;
  simulated_disk.xDelete = [](sqlite3_vfs*, const char* name, int) {
    const Lock lock(current->lock());
    return current->remove(name);
  };
  simulated_disk.xAccess = [](sqlite3_vfs*, const char* name, int, int* found) {
    const Lock lock(current->lock());
    *found = current->exists(name) ? 1 : 0;
    return SQLITE_OK;
  };
  simulated_disk.xFullPathname = [](sqlite3_vfs*, const char* name, int room, char* full) {
    sqlite3_snprintf(room, full, "%s", name);
    return SQLITE_OK;
  };
  simulated_disk.xSleep = [](sqlite3_vfs*, int microseconds) {
    current->sleep(microseconds);
    return microseconds;
  };
  sqlite3_vfs_register(&simulated_disk, 1);
}

Disk::~Disk() {
  sqlite3_vfs_unregister(&simulated_disk);
  sqlite3_vfs_register(system_disk, 1);
  current = nullptr;
}

}  // namespace charta::simulation
