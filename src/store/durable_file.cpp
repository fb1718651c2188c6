// SPDX-License-Identifier: Apache-2.0
#include "store/durable_file.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace charta::store {
namespace {

Error system_failure(std::string_view what, std::string_view path) {
  const int code = errno;
  return fail(code == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable,
              fmt::format("{} {}: {}", what, path, std::strerror(code)));
}

}  // namespace

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<File> File::open_to_read(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return system_failure("cannot read", path);
  return File(descriptor);
}

Result<File> File::open_to_write(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return system_failure("cannot write", path);
  return File(descriptor);
}

Result<File> File::create(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(ErrorKind::unavailable, fmt::format("cannot make {}: {}", path, std::strerror(errno)));
  return File(descriptor);
}

Result<void> File::write(BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_failure("cannot write", "file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> File::write_at(std::int64_t offset, BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_failure("cannot write", "file");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
  return {};
}

Result<void> File::reserve(std::int64_t size) {
  errno = ::posix_fallocate(descriptor_, 0, size);
  if (errno != 0) return system_failure("cannot reserve room for", "file");
  return {};
}

Result<Bytes> File::read(std::size_t most) {
  Bytes bytes(most, '\0');
  std::size_t filled = 0;
  while (filled < most) {
    const ssize_t count = ::read(descriptor_, bytes.data() + filled, most - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_failure("cannot read", "file");
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

Result<std::int64_t> File::size() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) return system_failure("cannot measure", "file");
  return static_cast<std::int64_t>(about.st_size);
}

Result<void> File::sync() {
  if (::fsync(descriptor_) != 0) return system_failure("cannot sync", "file");
  return {};
}

namespace {

/// A pipe has no size: what comes until its end.
Result<Bytes> read_until_end(File& file) {
  constexpr std::size_t at_once = std::size_t{1} << 20U;
  Bytes all;
  for (;;) {
    CHARTA_TRY(const auto more, file.read(at_once));
    all += more;
    if (more.size() < at_once) return all;
  }
}

}  // namespace

Result<Bytes> read_file(const std::string& path) {
  CHARTA_TRY(File file, File::open_to_read(path));
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode))
    return fail(ErrorKind::invalid, fmt::format("{} is a folder, not a file", path));
  CHARTA_TRY(const std::int64_t size, file.size());
  return size > 0 ? file.read(static_cast<std::size_t>(size)) : read_until_end(file);
}

Result<void> sync_folder(const std::string& path) {
  CHARTA_TRY(File folder, File::open_to_read(path));
  return folder.sync();
}

Result<void> make_folder(const std::string& root, const std::string& relative) {
  std::string path = root;
  for (const std::string_view part : split(relative, '/')) {
    const std::string parent = path;
    path.append("/").append(part);
    if (::mkdir(path.c_str(), 0700) == 0) {
      CHARTA_TRY_DO(sync_folder(parent));
    } else if (errno != EEXIST) {
      return system_failure("cannot make folder", path);
    }
  }
  return {};
}

}  // namespace charta::store
