// SPDX-License-Identifier: Apache-2.0
// The hashes of the ledger, byte for byte as docs/formats/ledger.md says. Source: RFC 9162, section 2.1.
#pragma once
#include "base/digest.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace charta::ledger {

Digest leaf_digest(std::string_view canonical_entry);         ///< SHA-256(0x00 ‖ entry)
Digest node_digest(const Digest& left, const Digest& right);  ///< SHA-256(0x01 ‖ left ‖ right)
Digest chain_digest(const Digest& previous,
                    const Digest& leaf);  ///< SHA-256(0x02 ‖ previous ‖ leaf); the first previous is 32 zero bytes
Digest empty_root();                      ///< SHA-256 of nothing

/// The right edge of a tree that only grows: the roots of its complete subtrees, largest first.
class Frontier {
 public:
  Frontier() = default;
  Frontier(std::int64_t size, std::vector<Digest> peaks) : size_(size), peaks_(std::move(peaks)) {}

  std::int64_t size() const { return size_; }
  const std::vector<Digest>& peaks() const { return peaks_; }
  /// Adds a leaf; appends the raw digests of the subtrees it completes, lowest first, to `completed`.
  void add(const Digest& leaf, std::string* completed);
  Digest root() const;

 private:
  std::int64_t size_ = 0;
  std::vector<Digest> peaks_;
};

/// Sibling digests from the leaf up (RFC 9162, 2.1.3.2).
struct InclusionProof {
  std::int64_t position = 0;  ///< from 1
  std::int64_t size = 0;
  std::vector<Digest> path;
};
/// The proof for `position` in the tree of `leaves`.
InclusionProof prove_inclusion(const std::vector<Digest>& leaves, std::int64_t position);
/// The root that the proof leads to from `leaf`.
Digest root_from(const Digest& leaf, const InclusionProof& proof);

}  // namespace charta::ledger
