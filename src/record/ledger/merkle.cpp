// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/merkle.hpp"

#include <openssl/evp.h>

#include <array>
#include <bit>
#include <initializer_list>
#include <span>
#include <stdexcept>

namespace charta::ledger {
namespace {

/// One context per thread: three digests an entry are made, and making a context costs more than a small digest.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (algorithm_ == nullptr || context_ == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  }
  ~Hasher() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Digest of(char prefix, std::initializer_list<std::string_view> parts) {
    EVP_DigestInit_ex(context_, algorithm_, nullptr);
    EVP_DigestUpdate(context_, &prefix, 1);
    for (const std::string_view part : parts) EVP_DigestUpdate(context_, part.data(), part.size());
    Digest digest;
    EVP_DigestFinal_ex(context_, digest.bytes.data(), nullptr);
    return digest;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

Hasher& hasher() {
  thread_local Hasher instance;
  return instance;
}

/// The largest power of two smaller than `count`.
std::size_t split_point(std::size_t count) {
  return std::bit_floor(count - 1);
}

Digest root_of(std::span<const Digest> leaves) {
  if (leaves.size() == 1) return leaves[0];
  const std::size_t left = split_point(leaves.size());
  return node_digest(root_of(leaves.first(left)), root_of(leaves.subspan(left)));
}

void collect_path(std::span<const Digest> leaves, std::size_t index, std::vector<Digest>& path) {
  if (leaves.size() == 1) return;
  const std::size_t left = split_point(leaves.size());
  if (index < left) {
    collect_path(leaves.first(left), index, path);
    path.push_back(root_of(leaves.subspan(left)));
  } else {
    collect_path(leaves.subspan(left), index - left, path);
    path.push_back(root_of(leaves.first(left)));
  }
}

}  // namespace

Digest leaf_digest(std::string_view canonical_entry) {
  return hasher().of('\x00', {canonical_entry});
}
Digest node_digest(const Digest& left, const Digest& right) {
  return hasher().of('\x01', {left.raw(), right.raw()});
}
Digest chain_digest(const Digest& previous, const Digest& leaf) {
  return hasher().of('\x02', {previous.raw(), leaf.raw()});
}
Digest empty_root() {
  return sha256({});
}

void Frontier::add(const Digest& leaf, std::string* completed) {
  Digest node = leaf;
  for (std::int64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    node = node_digest(peaks_.back(), node);
    peaks_.pop_back();
    if (completed != nullptr) completed->append(node.raw());
  }
  peaks_.push_back(node);
  ++size_;
}

Digest Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Digest node = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i > 0; --i) node = node_digest(peaks_[i - 1], node);
  return node;
}

InclusionProof prove_inclusion(const std::vector<Digest>& leaves, std::int64_t position) {
  InclusionProof proof{position, static_cast<std::int64_t>(leaves.size()), {}};
  if (position >= 1 && position <= proof.size) collect_path(leaves, static_cast<std::size_t>(position - 1), proof.path);
  return proof;
}

// RFC 9162, 2.1.3.2, steps 2 to 4.
Digest root_from(const Digest& leaf, const InclusionProof& proof) {
  std::int64_t index = proof.position - 1;
  std::int64_t last = proof.size - 1;
  Digest node = leaf;
  for (const Digest& sibling : proof.path) {
    if ((index & 1) != 0 || index == last) {
      node = node_digest(sibling, node);
      while ((index & 1) == 0 && index != 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      node = node_digest(node, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  return node;
}

}  // namespace charta::ledger
