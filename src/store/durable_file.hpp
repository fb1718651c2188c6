// SPDX-License-Identifier: Apache-2.0
// Files that are on the disk when the call returns.
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>

namespace charta::store {

/// A file descriptor that closes itself.
class File {
 public:
  File() = default;
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  File& operator=(File&& other) noexcept;
  ~File();

  /// Errors: `not_found`, `unavailable`.
  static Result<File> open_to_read(const std::string& path);
  /// An existing file, to write anywhere in it. Errors: `not_found`, `unavailable`.
  static Result<File> open_to_write(const std::string& path);
  /// A new file, readable by its owner only. Errors: `unavailable` (exists, disk full, no permission).
  static Result<File> create(const std::string& path);

  Result<void> write(BytesView bytes);
  Result<void> write_at(std::int64_t offset, BytesView bytes);
  /// Takes room for `size` bytes from the start and leaves what is there. Errors: `unavailable` (no room).
  Result<void> reserve(std::int64_t size);
  /// Up to `most` bytes; empty at the end.
  Result<Bytes> read(std::size_t most);
  Result<std::int64_t> size() const;
  Result<void> sync();

 private:
  int descriptor_ = -1;
};

Result<Bytes> read_file(const std::string& path);
/// Makes entries of the folder durable: after a create, a rename or a remove in it.
Result<void> sync_folder(const std::string& path);
/// Makes the folder and its parents below `root`, durably.
Result<void> make_folder(const std::string& root, const std::string& relative);

}  // namespace charta::store
