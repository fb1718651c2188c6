// SPDX-License-Identifier: Apache-2.0
// Gives entries their places: gap-free positions, chain, Merkle nodes, checkpoints.
#pragma once
#include "base/clock.hpp"
#include "record/ledger/checkpoint.hpp"
#include "record/ledger/ledger_store.hpp"
#include "record/ledger/merkle.hpp"
#include "record/ledger/signing_key.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

namespace charta::ledger {

/// A checkpoint is due after so many entries, or so long after the last one when anything was added.
constexpr std::int64_t checkpoint_entries = 1000;
constexpr std::chrono::milliseconds checkpoint_age{60'000};

/// Callers are serialised: by SQLite's one writer, by the advisory lock on PostgreSQL. What it remembers is compared with the
/// database each time, since the transaction that it wrote in may have been rolled back, or another node may have sealed.
class Sealer {
 public:
  Sealer(const LedgerStore& entries, const Clock& clock, std::string key_file);

  Result<void> seal_new(store::UnitOfWork& work);      ///< SQLite
  Result<void> seal_settled(store::UnitOfWork& work);  ///< PostgreSQL
  /// Signs the present size when a checkpoint is due by age. A ledger without a key file has none.
  Result<void> sign_when_old(store::UnitOfWork& work);
  /// Whether `sign_when_old` may have something to do: read before a unit is spent on it.
  Result<bool> is_signature_due(store::Reader& reader) const;
  std::int64_t last_entry() const { return last_entry_; }
  /// The key's public half; empty without a key file. Errors: `unavailable` (key file).
  Result<Bytes> public_key();

 private:
  Result<void> follow(store::UnitOfWork& work);
  Result<void> load(store::UnitOfWork& work, const std::optional<Seal>& last);
  Result<void> append(store::UnitOfWork& work, const std::vector<Unsealed>& entries);
  Result<void> sign(store::UnitOfWork& work);
  Result<const SigningKey*> key();

  const LedgerStore& entries_;
  const Clock& clock_;
  std::string key_file_;
  std::mutex key_mutex_;
  std::optional<SigningKey> key_;
  bool is_loaded_ = false;
  Frontier frontier_;
  std::int64_t last_entry_ = 0;
  Digest chain_;
  std::int64_t signed_size_ = 0;
};

}  // namespace charta::ledger
