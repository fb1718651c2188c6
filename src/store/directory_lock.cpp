// SPDX-License-Identifier: Apache-2.0
#include "store/directory_lock.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace charta::store {

Result<DirectoryLock> DirectoryLock::take(const std::string& directory) {
  std::error_code made;
  std::filesystem::create_directories(directory, made);
  const std::string path = directory + "/charta.lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return fail(ErrorKind::unavailable, fmt::format("data directory {} cannot be used: {}", directory, std::strerror(errno)));
  DirectoryLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorKind::unavailable,
                fmt::format("another Charta server is using data directory {}; stop it or choose another", directory));
  }
  return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

DirectoryLock::~DirectoryLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace charta::store
