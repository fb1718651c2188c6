// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/sealer.hpp"

#include <bit>

namespace charta::ledger {

Sealer::Sealer(const LedgerStore& entries, const Clock& clock, std::string key_file)
    : entries_(entries), clock_(clock), key_file_(std::move(key_file)) {}

Result<void> Sealer::seal_new(store::UnitOfWork& work) {
  CHARTA_TRY_DO(follow(work));
  CHARTA_TRY(const auto entries, entries_.unsealed_after(work, last_entry_));
  return append(work, entries);
}

Result<void> Sealer::seal_settled(store::UnitOfWork& work) {
  CHARTA_TRY_DO(entries_.lock_sealing(work));
  CHARTA_TRY_DO(follow(work));
  CHARTA_TRY(const auto entries, entries_.unsealed_settled(work));
  return append(work, entries);
}

/// Compares what is remembered with the last seal, and reads the right edge of the tree again where they differ.
Result<void> Sealer::follow(store::UnitOfWork& work) {
  CHARTA_TRY(const auto last, entries_.last_seal(work));
  const std::int64_t position = last ? last->position : 0;
  if (is_loaded_ && position == frontier_.size() && (!last || last->chain == chain_)) return {};
  return load(work, last);
}

Result<void> Sealer::load(store::UnitOfWork& work, const std::optional<Seal>& last) {
  const std::int64_t size = last ? last->position : 0;
  std::vector<Digest> peaks;
  std::int64_t covered = 0;
  for (int level = 62; level >= 0; --level) {
    const std::int64_t leaves = std::int64_t{1} << level;
    if ((size & leaves) == 0) continue;
    covered += leaves;
    CHARTA_TRY(const auto peak, entries_.subtree(work, covered, level));
    if (!peak)
      return fail(ErrorKind::internal,
                  "the ledger's seal at position " + std::to_string(covered) + " is damaged; run charta verify");
    peaks.push_back(*peak);
  }
  CHARTA_TRY(const auto checkpoint, entries_.last_checkpoint(work));
  frontier_ = Frontier(size, std::move(peaks));
  last_entry_ = last ? last->entry : 0;
  chain_ = last ? last->chain : Digest{};
  signed_size_ = checkpoint ? checkpoint->size : 0;
  is_loaded_ = true;
  return {};
}

Result<void> Sealer::append(store::UnitOfWork& work, const std::vector<Unsealed>& entries) {
  if (entries.empty()) return {};
  std::vector<Seal> seals;
  seals.reserve(entries.size());
  for (const Unsealed& entry : entries) {
    chain_ = chain_digest(chain_, entry.leaf);
    Seal seal{frontier_.size() + 1, entry.entry, chain_, {}};
    frontier_.add(entry.leaf, &seal.nodes);
    seals.push_back(std::move(seal));
  }
  last_entry_ = entries.back().entry;
  CHARTA_TRY_DO(entries_.add_seals(work, seals));
  if (frontier_.size() - signed_size_ < checkpoint_entries) return {};
  return sign(work);
}

Result<bool> Sealer::is_signature_due(store::Reader& reader) const {
  if (key_file_.empty()) return false;
  CHARTA_TRY(const auto last, entries_.last_checkpoint(reader));
  if (last && clock_.now() - last->at < checkpoint_age) return false;
  CHARTA_TRY(const auto seal, entries_.last_seal(reader));
  return seal && seal->position > (last ? last->size : 0);
}

Result<void> Sealer::sign_when_old(store::UnitOfWork& work) {
  CHARTA_TRY_DO(entries_.lock_sealing(work));
  CHARTA_TRY(const bool is_due, is_signature_due(work));  // another node may have signed since
  if (!is_due) return {};
  CHARTA_TRY_DO(follow(work));
  return sign(work);
}

Result<void> Sealer::sign(store::UnitOfWork& work) {
  if (key_file_.empty()) return {};
  CHARTA_TRY(const auto previous, entries_.last_checkpoint(work));
  if (previous && previous->size >= frontier_.size()) return {};
  CHARTA_TRY(const SigningKey* signer, key());
  Checkpoint checkpoint{frontier_.size(), frontier_.root(), clock_.now(), {}, signer->name(), {}};
  if (previous) checkpoint.previous = sha256(previous->signed_text());
  checkpoint.signature = signer->sign(checkpoint.signed_text());
  if (checkpoint.signature.empty()) return fail(ErrorKind::internal, "OpenSSL refused to sign a ledger checkpoint");
  CHARTA_TRY_DO(entries_.add_checkpoint(work, checkpoint));
  signed_size_ = checkpoint.size;
  return {};
}

Result<const SigningKey*> Sealer::key() {
  const std::lock_guard lock(key_mutex_);
  if (!key_) {
    CHARTA_TRY(auto opened, SigningKey::open(key_file_));
    key_.emplace(std::move(opened));
  }
  return &*key_;
}

Result<Bytes> Sealer::public_key() {
  if (key_file_.empty()) return Bytes{};
  CHARTA_TRY(const SigningKey* signer, key());
  return signer->public_key();
}

}  // namespace charta::ledger
