// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/verification.hpp"

#include "record/ledger/access_block.hpp"
#include "record/ledger/merkle.hpp"
#include "record/ledger/signing_key.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace charta::ledger {
namespace {

std::string entry_words(const SealedRow& row) {
  return "entry " + print_key(row.entry_id) + " at position " + std::to_string(row.position);
}

/// Checkpoints of the database or of a witness, met in the order of their sizes while the tree grows.
class CheckpointWalk {
 public:
  CheckpointWalk(std::vector<Checkpoint> checkpoints, const std::vector<Bytes>& keys, std::string place)
      : checkpoints_(std::move(checkpoints)), keys_(keys), place_(std::move(place)) {
    std::stable_sort(checkpoints_.begin(), checkpoints_.end(), [](const auto& a, const auto& b) { return a.size < b.size; });
  }

  std::string meet(const Frontier& tree) {
    for (; next_ < checkpoints_.size() && checkpoints_[next_].size == tree.size(); ++next_) {
      if (auto problem = check(checkpoints_[next_], tree.root()); !problem.empty()) return problem;
    }
    return {};
  }
  std::string finish(std::int64_t size) const {
    if (next_ == checkpoints_.size()) return {};
    return words(checkpoints_[next_]) + " covers more than the " + std::to_string(size) +
           " entries that stand: the newest were taken away";
  }
  /// The database's own checkpoints name their predecessors.
  std::string check_sequence() const {
    Digest previous;
    for (const Checkpoint& checkpoint : checkpoints_) {
      if (checkpoint.previous != previous) return words(checkpoint) + " does not follow from the one before it";
      previous = sha256(checkpoint.signed_text());
    }
    return {};
  }
  /// A witness keeps nothing but what the database signed before: each of these still stands there, word for word.
  std::string check_within(const CheckpointWalk& own) const {
    std::map<std::int64_t, std::string> standing;
    for (const Checkpoint& checkpoint : own.checkpoints_) standing[checkpoint.size] = checkpoint.signed_text();
    for (const Checkpoint& checkpoint : checkpoints_) {
      const auto same = standing.find(checkpoint.size);
      if (same == standing.end()) return words(checkpoint) + " is missing in the ledger: it was taken away";
      if (same->second != checkpoint.signed_text()) return words(checkpoint) + " is not the one that stands in the ledger";
    }
    return {};
  }
  std::int64_t count() const { return static_cast<std::int64_t>(checkpoints_.size()); }

 private:
  std::string words(const Checkpoint& checkpoint) const {
    return "the " + place_ + " of size " + std::to_string(checkpoint.size);
  }

  std::string check(const Checkpoint& checkpoint, const Digest& root) const {
    const auto is_signers = [&](const Bytes& key) { return key_name(key) == checkpoint.signer; };
    const auto key = std::find_if(keys_.begin(), keys_.end(), is_signers);
    if (key == keys_.end()) return words(checkpoint) + " is signed by key " + checkpoint.signer + ", which is not trusted";
    if (!is_signed_by(*key, checkpoint.signed_text(), checkpoint.signature))
      return words(checkpoint) + " does not bear its signature";
    if (checkpoint.root != root)
      return words(checkpoint) + " has another root than the entries up to there: they were changed after it was signed";
    return {};
  }

  std::vector<Checkpoint> checkpoints_;
  const std::vector<Bytes>& keys_;
  std::string place_;
  std::size_t next_ = 0;
};

/// One pass over the sealed entries.
class Walk {
 public:
  Walk(CheckpointWalk& own, CheckpointWalk& witness, std::chrono::milliseconds clock_tolerance)
      : clock_tolerance_(clock_tolerance), own_(own), witness_(witness) {}

  bool visit(const SealedRow& row) {
    problem_ = check(row);
    return problem_.empty();
  }
  const std::string& problem() const { return problem_; }
  std::int64_t sealed() const { return tree_.size(); }
  std::int64_t clock_steps() const { return clock_steps_; }

 private:
  std::string check(const SealedRow& row) {
    if (row.position != tree_.size() + 1) return "position " + std::to_string(tree_.size() + 1) + " is missing";
    if (!row.is_present) return entry_words(row) + " is missing";
    write_canonical(text_, row.entry);
    const Digest leaf = leaf_digest(text_);
    if (leaf.raw() != row.leaf) return entry_words(row) + " was changed: its contents do not have its digest";
    chain_ = chain_digest(chain_, leaf);
    if (chain_.raw() != row.chain) return entry_words(row) + " breaks the chain: it is not the entry that was sealed there";
    nodes_.clear();
    tree_.add(leaf, &nodes_);
    if (nodes_ != row.nodes) return entry_words(row) + " has other tree digests than were sealed there";
    if (auto problem = check_time(row); !problem.empty()) return problem;
    if (auto problem = own_.meet(tree_); !problem.empty()) return problem;
    return witness_.meet(tree_);
  }

  std::string check_time(const SealedRow& row) {
    if (row.entry.at + clock_tolerance_.count() < newest_) {
      if (row.entry.act != act_code(Act::configured) || row.entry.subject_kind != "clock")
        return entry_words(row) + " is dated before the entry ahead of it, and no change of the clock is recorded there";
      ++clock_steps_;
      newest_ = row.entry.at;
    }
    newest_ = std::max(newest_, row.entry.at);
    return {};
  }

  std::chrono::milliseconds clock_tolerance_;
  CheckpointWalk& own_;
  CheckpointWalk& witness_;
  Frontier tree_;
  Digest chain_;
  std::string text_, nodes_, problem_;
  std::int64_t newest_ = 0, clock_steps_ = 0;
};

using HourKey = std::tuple<std::int64_t, std::int64_t, std::int64_t>;  // patient, hour, user

Result<std::string> check_blocks(store::Reader& reader, const LedgerStore& entries) {
  std::set<HourKey> listed;
  CHARTA_TRY_DO(entries.each_access_hour(reader, [&](std::int64_t patient, std::int64_t hour, std::int64_t user) {
    listed.emplace(patient, hour, user);
    return true;
  }));
  std::string problem;
  CHARTA_TRY_DO(entries.each_block(reader, [&](const AccessBlock& block, std::string_view digest) {
    const std::string words = "the access block of entry " + print_key(block.entry);
    const auto table = read_block(block.body);
    if (!table || sha256(block.body).raw() != digest)
      problem = words + " was changed: it does not have the digest that its entry keeps";
    if (!problem.empty()) return false;
    for (const std::int64_t patient : patients_of(*table))
      if (!listed.contains({patient, block.at.milliseconds() / hour_ms, block.author.user.key()}))
        problem = words + " is not listed for patient " + print_key(patient);
    return problem.empty();
  }));
  return problem;
}

Result<std::string> check_rest(store::Reader& reader, const LedgerStore& entries, Verified& verified) {
  CHARTA_TRY(const auto tail, entries.tail(reader));
  verified.unsealed = tail.unsealed;
  verified.oldest_unsealed = tail.oldest;
  verified.entries = verified.sealed + verified.unsealed;
  if (tail.first_overtaken != 0)
    return "entry " + print_key(tail.first_overtaken) + " was put in without a seal, though later ones are sealed";
  CHARTA_TRY(const auto without_block, entries.first_entry_without_block(reader));
  if (without_block != 0) return "the access block of entry " + print_key(without_block) + " is missing";
  return check_blocks(reader, entries);
}

}  // namespace

Result<Verified> verify_ledger(store::Reader& reader, const LedgerStore& entries, const Evidence& evidence,
                               std::chrono::milliseconds clock_tolerance) {
  CHARTA_TRY(auto checkpoints, entries.checkpoints(reader));
  CheckpointWalk own(std::move(checkpoints), evidence.public_keys, "checkpoint");
  CheckpointWalk witness(evidence.witnessed, evidence.public_keys, "witnessed checkpoint");
  Walk walk(own, witness, clock_tolerance);
  CHARTA_TRY_DO(entries.each_sealed(reader, [&](const SealedRow& row) { return walk.visit(row); }));
  Verified verified;
  verified.sealed = walk.sealed();
  verified.checkpoints = own.count();
  verified.witnessed = witness.count();
  verified.clock_steps = walk.clock_steps();
  verified.first_broken = walk.problem();
  if (verified.first_broken.empty()) verified.first_broken = own.check_sequence();
  if (verified.first_broken.empty()) verified.first_broken = own.finish(verified.sealed);
  if (verified.first_broken.empty()) verified.first_broken = witness.finish(verified.sealed);
  if (verified.first_broken.empty()) verified.first_broken = witness.check_within(own);
  CHARTA_TRY(auto rest, check_rest(reader, entries, verified));
  if (verified.first_broken.empty()) verified.first_broken = std::move(rest);
  verified.holds = verified.first_broken.empty();
  return verified;
}

}  // namespace charta::ledger
