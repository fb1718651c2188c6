// SPDX-License-Identifier: Apache-2.0
#include "store/tests/faulty_disk.hpp"

#include <sqlite3.h>

#include <new>

namespace charta::store {

std::atomic<int> FaultyDisk::writes_left{-1};
std::atomic<bool> FaultyDisk::sync_fails{false};
std::atomic<int> FaultyDisk::syncs_failed{0};

namespace {

struct FaultyFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<FaultyFile*>(file)->real();
}

bool is_full() {
  for (int left = FaultyDisk::writes_left; left >= 0;) {
    if (left == 0) return true;
    if (FaultyDisk::writes_left.compare_exchange_weak(left, left - 1)) return false;
  }
  return false;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  return is_full() ? SQLITE_FULL : real(file)->pMethods->xWrite(real(file), bytes, count, at);
}
int sync(sqlite3_file* file, int flags) {
  if (!FaultyDisk::sync_fails) return real(file)->pMethods->xSync(real(file), flags);
  ++FaultyDisk::syncs_failed;
  return SQLITE_IOERR_FSYNC;
}

const sqlite3_io_methods methods = {
    3,
    [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
    [](sqlite3_file* f, void* to, int count, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, count, at); },
    write,
    [](sqlite3_file* f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); },
    sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); },
    [](sqlite3_file* f, int* held) { return real(f)->pMethods->xCheckReservedLock(real(f), held); },
    [](sqlite3_file* f, int what, void* with) { return real(f)->pMethods->xFileControl(real(f), what, with); },
    [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
    [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** at) {
      return real(f)->pMethods->xShmMap(real(f), page, size, extend, at);
    },
    [](sqlite3_file* f, int offset, int count, int flags) { return real(f)->pMethods->xShmLock(real(f), offset, count, flags); },
    [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int count, void** page) { return real(f)->pMethods->xFetch(real(f), at, count, page); },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) { return real(f)->pMethods->xUnfetch(real(f), at, page); },
};

sqlite3_vfs* system_disk = nullptr;
sqlite3_vfs faulty_disk;

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* opened) {
  auto* faulty = new (file) FaultyFile();
  const int code = system_disk->xOpen(system_disk, name, faulty->real(), flags, opened);
  faulty->base.pMethods = faulty->real()->pMethods == nullptr ? nullptr : &methods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  writes_left = -1;
  sync_fails = false;
  syncs_failed = 0;
  system_disk = sqlite3_vfs_find(nullptr);
  faulty_disk = *system_disk;
  faulty_disk.pNext = nullptr;
  faulty_disk.zName = "faulty";
  faulty_disk.szOsFile = static_cast<int>(sizeof(FaultyFile)) + system_disk->szOsFile;
  faulty_disk.xOpen = open_file;
  sqlite3_vfs_register(&faulty_disk, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&faulty_disk);
  sqlite3_vfs_register(system_disk, 1);
  writes_left = -1;
  sync_fails = false;
}

}  // namespace charta::store
