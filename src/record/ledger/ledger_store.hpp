// SPDX-License-Identifier: Apache-2.0
// The only file that names the ledger's tables.
#pragma once
#include "record/ledger/checkpoint.hpp"
#include "record/ledger/entry_text.hpp"
#include "record/ledger/ledger.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace charta::ledger {

/// A place in the ledger. `nodes`: raw Merkle digests that its leaf completed, lowest first.
struct Seal {
  std::int64_t position = 0;
  std::int64_t entry = 0;
  Digest chain;
  Bytes nodes;
};

struct Unsealed {
  std::int64_t entry = 0;
  Digest leaf;
};

/// A seal and the entry it points at, as they stand; `entry` is empty when the row is missing.
struct SealedRow {
  std::int64_t position = 0, entry_id = 0;
  std::string_view chain, nodes, leaf;
  bool is_present = false;
  EntryFields entry;
};

struct AccessBlock {
  std::int64_t entry = 0;
  Instant at;
  Author author;
  std::string body;
  std::int64_t position = 0;
};

class LedgerStore {
 public:
  Result<void> add(store::UnitOfWork& work, const EntryFields& entry, const Digest& leaf) const;

  struct Newest {
    std::int64_t id = 0, at = 0;
  };
  /// The greatest entry id and instant, 0 for an empty ledger.
  Result<Newest> newest(store::Reader& reader) const;

  Result<std::optional<Seal>> last_seal(store::Reader& reader) const;
  /// The digest of the complete subtree of `1 << level` leaves that ends at `position`.
  Result<std::optional<Digest>> subtree(store::Reader& reader, std::int64_t position, int level) const;
  /// SQLite: entries are numbered in the order of their commits, so what follows the last sealed one is new.
  Result<std::vector<Unsealed>> unsealed_after(store::Reader& reader, std::int64_t last_entry) const;
  /// PostgreSQL: entries of finished transactions that have no seal, oldest transaction first.
  Result<std::vector<Unsealed>> unsealed_settled(store::Reader& reader) const;
  Result<bool> has_unsealed_settled(store::Reader& reader) const;
  Result<void> add_seals(store::UnitOfWork& work, const std::vector<Seal>& seals) const;
  Result<void> lock_sealing(store::UnitOfWork& work) const;

  Result<std::optional<Checkpoint>> last_checkpoint(store::Reader& reader) const;
  Result<std::vector<Checkpoint>> checkpoints(store::Reader& reader) const;
  Result<std::vector<Checkpoint>> checkpoints_after(store::Reader& reader, std::int64_t size) const;
  Result<void> add_checkpoint(store::UnitOfWork& work, const Checkpoint& checkpoint) const;

  Result<std::vector<StoredEntry>> list(store::Reader& reader, const Filter& filter, std::int64_t limit,
                                        std::int64_t offset) const;
  Result<std::int64_t> count(store::Reader& reader, const Filter& filter) const;
  Result<std::optional<StoredEntry>> find(store::Reader& reader, EntryId id) const;
  Result<std::optional<Bytes>> block(store::Reader& reader, EntryId id) const;
  Result<void> each_sealed(store::Reader& reader, FunctionRef<bool(const SealedRow&)> visit) const;
  /// How many entries have no seal, and the first that is older than the last sealed one (0: none).
  struct Tail {
    std::int64_t unsealed = 0, first_overtaken = 0;
    std::optional<Instant> oldest;
  };
  Result<Tail> tail(store::Reader& reader) const;
  /// The first sealed entry for an access block that is not there (0: none).
  Result<std::int64_t> first_entry_without_block(store::Reader& reader) const;

  Result<void> add_block(store::UnitOfWork& work, std::int64_t entry, std::string_view body) const;
  Result<void> add_access_hours(store::UnitOfWork& work, std::int64_t user, std::int64_t hour,
                                const std::vector<std::int64_t>& patients) const;
  /// The blocks of the hours in which a program read this patient's record.
  Result<void> each_block_of(store::Reader& reader, const Filter& filter, FunctionRef<bool(const AccessBlock&)> visit) const;
  Result<void> each_block(store::Reader& reader, FunctionRef<bool(const AccessBlock&, std::string_view digest)> visit) const;
  Result<void> each_access_hour(store::Reader& reader,
                                FunctionRef<bool(std::int64_t patient, std::int64_t hour, std::int64_t user)> visit) const;
};

constexpr std::int64_t hour_ms = 3'600'000;

}  // namespace charta::ledger
