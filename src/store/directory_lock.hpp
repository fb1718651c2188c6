// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.hpp"

#include <string>

namespace charta::store {

/// One server per data directory: an advisory lock on DIR/charta.lock that the system releases when the process ends, however it
/// ends.
class DirectoryLock {
 public:
  /// Makes the directory when it is absent. Errors: `unavailable` (another server holds it: names the directory; cannot be made).
  static Result<DirectoryLock> take(const std::string& directory);
  DirectoryLock() = default;
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace charta::store
