// SPDX-License-Identifier: Apache-2.0
// A backup file: named parts, each a sequence of packed chunks; a manifest with the SHA-256 of every part; the SHA-256 of it all.
// README.md, "The backup file", has it byte by byte.
#pragma once
#include "store/durable_file.hpp"

#include <memory>
#include <optional>
#include <string>

namespace charta::store {

/// Writes FILE.partial and, when everything is on the disk, gives it its name.
class ArchiveWriter {
 public:
  /// Errors: `unavailable` (the file exists, or cannot be made).
  static Result<ArchiveWriter> create(const std::string& file);
  ArchiveWriter(ArchiveWriter&& other) noexcept = default;
  ArchiveWriter& operator=(ArchiveWriter&&) = delete;
  ~ArchiveWriter();

  Result<void> begin_part(const std::string& name);
  Result<void> add(BytesView bytes);
  Result<void> end_part();
  Result<void> add_part(const std::string& name, BytesView bytes);
  Result<void> add_file(const std::string& name, const std::string& path);
  Result<void> finish();

 private:
  ArchiveWriter(std::string file, File out) : file_(std::move(file)), out_(std::move(out)), all_(std::make_unique<Sha256>()) {}
  Result<void> write(BytesView bytes);
  Result<void> write_frame(BytesView bytes);

  std::string file_;  ///< empty once it has its name
  File out_;
  std::unique_ptr<Sha256> all_, part_;
  std::string part_name_, manifest_;
};

class ArchiveReader {
 public:
  static Result<ArchiveReader> open(const std::string& file);
  /// The next part's name; "manifest" is the last.
  Result<std::string> next_part();
  /// The next chunk of the part; nothing at its end.
  Result<std::optional<Bytes>> next_chunk();
  Result<Bytes> whole_part();
  /// After the manifest: compares the digest of everything read with the one at the end.
  Result<void> check_end();

 private:
  explicit ArchiveReader(File in) : in_(std::move(in)), all_(std::make_unique<Sha256>()) {}
  Result<Bytes> take(std::size_t count);
  Result<Bytes> take_frame();

  File in_;
  std::unique_ptr<Sha256> all_;
};

/// Reads all of it and compares every digest. Errors: `unavailable` (damaged or cut short; nothing of it should be used).
Result<void> verify_archive(const std::string& file);

}  // namespace charta::store
