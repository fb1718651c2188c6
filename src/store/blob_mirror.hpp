// SPDX-License-Identifier: Apache-2.0
// The second folder of the blobs: what it lacks, whether its disk is there, and how it catches up.
#pragma once
#include "store/blob_files.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <string>

namespace charta::store {

/// A mark with the same number stands in both folders: an empty mount point, or another hospital's mirror, is not taken for this
/// one's.
class BlobMirror {
 public:
  BlobMirror(BlobFiles& first, std::string folder) : first_(first), folder_(std::move(folder)) {}

  /// The mirror's own files, or none while its disk is away. Looks at the marks at most once a second.
  BlobFiles* files();
  /// For those who may not write: makes no mark.
  BlobFiles* files_to_read();
  /// It lacks this blob. Never waits.
  void owe(const Digest& digest);
  /// As Blobs::copy_to_mirror.
  bool copy(std::int64_t bytes);
  Result<void> accept();
  MirrorState state();

 private:
  enum class Marks { may_begin, only_read };
  BlobFiles* look(Marks marks);
  Result<void> open(Marks marks);
  Result<std::int64_t> copy_one(BlobFiles& to, const Digest& digest);
  Result<std::int64_t> copy_owed(BlobFiles& to, std::int64_t most);
  Result<std::int64_t> compare(BlobFiles& to, std::int64_t most);
  void tell(const std::string& problem);

  BlobFiles& first_;
  const std::string folder_;
  std::mutex opening_, mutex_;
  std::unique_ptr<BlobFiles> files_;
  std::chrono::steady_clock::time_point looked_at_{};
  bool is_there_ = false;
  std::deque<Digest> owed_;
  int next_shelf_ = 0;  ///< of the comparison of names; blob_shelves: it is done
  std::string problem_;
};

}  // namespace charta::store
