// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"
#include "store/backup.hpp"

#include <fmt/format.h>

namespace charta::store {

Result<void> back_up_blobs(BlobFiles& blobs, ArchiveWriter& archive) {
  Result<void> outcome{};
  const auto visited = blobs.visit(Digest{}, [&](const Digest& digest) {
    const auto bytes = blobs.get(digest);
    const std::string_view prefix = bytes ? blob_part_prefix : damaged_part_prefix;
    outcome = archive.add_part(std::string(prefix) + digest.hex(), bytes ? BytesView(*bytes) : BytesView());
    return outcome.has_value();
  });
  CHARTA_TRY_DO(visited);
  return outcome;
}

Result<void> restore_blobs(ArchiveReader& archive, const StoreOptions& into) {
  CHARTA_TRY(const auto blobs, BlobFiles::open(into.blob_directory.empty() ? into.directory + "/blobs" : into.blob_directory));
  for (;;) {
    CHARTA_TRY(const auto name, archive.next_part());
    CHARTA_TRY(const Bytes bytes, archive.whole_part());
    if (name == manifest_part) return {};
    if (name.starts_with(damaged_part_prefix)) {
      log::error("store.restore_lacks_blob", {{"digest", name.substr(damaged_part_prefix.size())}});
      continue;
    }
    CHARTA_TRY(const Digest digest, blobs->put(bytes));
    if (name != std::string(blob_part_prefix) + digest.hex()) {
      return fail(ErrorKind::unavailable, fmt::format("part {} of the backup holds other bytes", name));
    }
  }
}

}  // namespace charta::store
