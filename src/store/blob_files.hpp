// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "store/blobs.hpp"
#include "store/durable_file.hpp"
#include "store/store.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace charta::store {

class BlobMirror;

/// Blobs as files FOLDER/ab/cd/<64 hex>: one letter (Z: zstd, R: as they are) and the bytes.
class BlobFiles final : public Blobs {
 public:
  /// Makes the folder when it is absent.
  static Result<std::unique_ptr<BlobFiles>> open(const std::string& folder);
  /// With the second folder that the options name, if any. A mirror that is not there stops nobody.
  static Result<std::unique_ptr<BlobFiles>> open(const StoreOptions& options);
  ~BlobFiles() override;

  Result<Digest> put(BytesView bytes) override;
  Result<Bytes> get(const Digest& digest) override;
  bool has(const Digest& digest) override;
  Result<void> add_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) override;
  Result<void> drop_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) override;
  Result<std::vector<BlobReference>> references(Reader& reader, const Digest& digest) override;
  Result<std::vector<Digest>> known_on_shelves(Reader& reader, int first, int count) override;
  Result<Scrubbed> scrub(const Digest& from, std::int64_t limit) override;
  Result<std::int64_t> collect_orphans(Reader& reader, std::chrono::milliseconds grace) override;
  Result<InspectedBlob> inspect(const Digest& digest, Mend mend) override;
  Result<std::vector<Digest>> on_shelf(int shelf) override;
  MirrorState mirror_state() override;
  bool copy_to_mirror(std::int64_t bytes) override;
  Result<void> accept_mirror() override;
  std::vector<MendedBlob> take_mended() override;

  /// While one of these lives nothing is collected: a backup copies the rows first and the blobs afterwards.
  std::shared_lock<std::shared_mutex> hold_collection() { return std::shared_lock(collecting_); }
  /// Calls `visit` with every digest in ascending order, from the first that is greater than `after`, until it answers false.
  Result<void> visit(const Digest& after, FunctionRef<bool(const Digest&)> visit);

  // This folder alone, whatever the mirror has.
  /// Errors: as get().
  Result<Bytes> own(const Digest& digest) const;
  Result<std::vector<Digest>> own_shelf(int shelf) const;
  /// Writes good bytes in place of what stands; damaged ones go to `damaged/` first.
  Result<void> replace(const Digest& digest, BytesView bytes);
  void remove(const Digest& digest);
  const std::string& folder() const { return folder_; }

 private:
  explicit BlobFiles(std::string folder);
  std::string path_of(const Digest& digest) const;
  Result<void> write_new(const Digest& digest, BytesView bytes);
  Result<void> set_aside(const Digest& digest);
  Result<Bytes> mended(const Digest& digest, Error problem);
  Result<bool> collect(Reader& reader, const Digest& digest, std::chrono::milliseconds grace);

  std::string folder_;
  std::atomic<std::uint64_t> next_temporary_{1};
  std::shared_mutex collecting_;
  bool read_only_ = false;
  std::mutex mending_;
  std::vector<MendedBlob> mended_;
  std::unique_ptr<BlobMirror> mirror_;
};

}  // namespace charta::store
