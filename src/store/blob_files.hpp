// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/blobs.hpp"
#include "store/durable_file.hpp"
#include "store/store.hpp"

#include <atomic>
#include <functional>
#include <shared_mutex>
#include <string>

namespace charta::store {

/// Blobs as files FOLDER/ab/cd/<64 hex>: one letter (Z: zstd, R: as they are) and the bytes.
class BlobFiles final : public Blobs {
 public:
  /// Makes the folder when it is absent.
  static Result<std::unique_ptr<BlobFiles>> open(const std::string& folder);

  Result<Digest> put(BytesView bytes) override;
  Result<Bytes> get(const Digest& digest) override;
  bool has(const Digest& digest) override;
  Result<void> add_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) override;
  Result<void> drop_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) override;
  Result<Scrubbed> scrub(const Digest& from, std::int64_t limit) override;
  Result<std::int64_t> collect_orphans(Reader& reader, std::chrono::milliseconds grace) override;

  /// While one of these lives nothing is collected: a backup copies the rows first and the blobs afterwards.
  std::shared_lock<std::shared_mutex> hold_collection() { return std::shared_lock(collecting_); }
  /// Calls `visit` with every digest in ascending order, from the first that is greater than `after`, until it answers false.
  Result<void> visit(const Digest& after, FunctionRef<bool(const Digest&)> visit);

 private:
  explicit BlobFiles(std::string folder) : folder_(std::move(folder)) {}
  std::string path_of(const Digest& digest) const;
  Result<void> write_new(const Digest& digest, BytesView bytes);
  Result<bool> collect(Reader& reader, const Digest& digest, std::chrono::milliseconds grace);

  std::string folder_;
  std::atomic<std::uint64_t> next_temporary_{1};
  std::shared_mutex collecting_;
};

}  // namespace charta::store
