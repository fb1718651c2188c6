// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/digest.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::store {

class Reader;
class UnitOfWork;

/// How one copy of a blob was found. `away`: there is no mirror, or its disk is not there.
enum class BlobCopy { whole, missing, damaged, away };
std::string_view copy_code(BlobCopy copy);

/// Both copies of one blob, read and compared with its digest.
struct InspectedBlob {
  BlobCopy first = BlobCopy::missing, mirror = BlobCopy::away;  ///< as they were found
  bool first_mended = false, mirror_mended = false;
  std::int64_t bytes = 0;  ///< read
  std::string problem;     ///< why a copy could not be mended
  bool is_lost() const { return first != BlobCopy::whole && mirror != BlobCopy::whole; }
};

/// A blob of which one copy was written anew from the other.
struct MendedBlob {
  Digest digest;
  bool is_mirror = false;  ///< the mirror's copy was mended
};

struct BlobReference {
  std::string owner_kind;
  std::int64_t owner = 0;
};

/// What stands of the second folder.
struct MirrorState {
  std::string folder;        ///< empty: there is none
  std::string problem;       ///< empty: it takes what is copied
  std::int64_t waiting = 0;  ///< blobs that it lacks, as far as this process knows
  bool is_compared = false;  ///< the names of both folders were compared since the start
};

/// Blobs are kept on so many shelves: the first two bytes of the digest.
constexpr int blob_shelves = 65536;
constexpr int shelf_of(const Digest& digest) {
  return digest.bytes[0] * 256 + digest.bytes[1];
}

/// Content-addressed bytes: written once under their SHA-256, durable before put() returns, verified when read.
class Blobs {
 public:
  virtual ~Blobs() = default;
  /// Durable (file and directory synced) on return; identical bytes are stored once. Called before the unit that refers to it.
  /// The mirror, where there is one, gets them soon after (docs/decisions/0017-durability.md).
  virtual Result<Digest> put(BytesView bytes) = 0;
  /// Damaged or missing bytes are answered from the mirror, and mended at once. Errors: `not_found`; `unavailable` (the bytes no
  /// longer match their digest, in neither copy: names the digest).
  virtual Result<Bytes> get(const Digest& digest) = 0;
  virtual bool has(const Digest& digest) = 0;

  /// blob_reference(digest, owner): who needs the bytes. At zero references a blob may be purged after the grace period.
  virtual Result<void> add_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind, std::int64_t owner) = 0;
  virtual Result<void> drop_reference(UnitOfWork& work, const Digest& digest, std::string_view owner_kind,
                                      std::int64_t owner) = 0;
  virtual Result<std::vector<BlobReference>> references(Reader& reader, const Digest& digest) = 0;
  /// What stands on `count` shelves from `first`, in either folder, and what somebody needs of them: in ascending order, each once.
  /// One question to the database, however many shelves.
  virtual Result<std::vector<Digest>> known_on_shelves(Reader& reader, int first, int count) = 0;

  struct Scrubbed {
    std::int64_t checked = 0;
    std::vector<Digest> damaged;
    Digest last;  ///< the last that was checked: where the next slice begins
  };
  /// Removes blobs that no row of `reader` refers to and that nobody put within `grace` (longer than any unit takes: a day).
  /// Answers how many; 0 while a backup runs.
  virtual Result<std::int64_t> collect_orphans(Reader& reader, std::chrono::milliseconds grace) = 0;

  /// Re-reads every blob (or those after `from`, at most `limit`) and compares digests. Only the first folder; mends nothing.
  virtual Result<Scrubbed> scrub(const Digest& from, std::int64_t limit) = 0;

  enum class Mend { yes, no };
  /// Reads both copies. A bad one is written anew from a whole one; damaged bytes are moved to the folder `damaged`, never
  /// removed.
  virtual Result<InspectedBlob> inspect(const Digest& digest, Mend mend) = 0;
  /// The names that stand on one shelf in either folder, in ascending order.
  virtual Result<std::vector<Digest>> on_shelf(int shelf) = 0;

  virtual MirrorState mirror_state() = 0;
  /// Copies what the mirror lacks, about `bytes` of it. Answers whether something is left to do now. Never fails for the mirror's
  /// sake: its problem stands in mirror_state(), and it is tried again.
  virtual bool copy_to_mirror(std::int64_t bytes) = 0;
  /// Takes the folder as it stands for this hospital's mirror, whatever mark it carries. Errors: `unavailable`.
  virtual Result<void> accept_mirror() = 0;
  /// What reads have mended since this was asked last, for the ledger.
  virtual std::vector<MendedBlob> take_mended() = 0;
};

}  // namespace charta::store
