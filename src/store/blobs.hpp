// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace charta::store {

class Reader;
class UnitOfWork;

/// Content-addressed bytes: written once under their SHA-256, durable before put() returns, verified when read.
class Blobs {
 public:
  virtual ~Blobs() = default;
  /// Durable (file and directory synced) on return; identical bytes are stored once. Called before the unit that refers to it.
  virtual Result<Digest> put(BytesView bytes) = 0;
  /// Errors: `not_found`; `unavailable` (the bytes no longer match their digest: names the digest).
  virtual Result<Bytes> get(const Digest& digest) = 0;
  virtual bool has(const Digest& digest) = 0;

  /// blob_reference(digest, owner): who needs the bytes. At zero references a blob may be purged after the grace period.
  virtual Result<void> add_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) = 0;
  virtual Result<void> drop_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) = 0;

  struct Scrubbed {
    std::int64_t checked = 0;
    std::vector<Digest> damaged;
    Digest last;  ///< the last that was checked: where the next slice begins
  };
  /// Removes blobs that no row of `reader` refers to and that nobody put within `grace` (longer than any unit takes: a day). Answers how
  /// many; 0 while a backup runs.
  virtual Result<std::int64_t> collect_orphans(Reader& reader, std::chrono::milliseconds grace) = 0;

  /// Re-reads every blob (or those after `from`, at most `limit`) and compares digests.
  virtual Result<Scrubbed> scrub(const Digest& from, std::int64_t limit) = 0;
};

}  // namespace charta::store
