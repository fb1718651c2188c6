// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/merkle.hpp"

#include <gtest/gtest.h>

namespace charta::ledger {
namespace {

std::vector<Digest> leaves_of(int count) {
  std::vector<Digest> leaves;
  for (int i = 0; i < count; ++i) leaves.push_back(leaf_digest("entry " + std::to_string(i)));
  return leaves;
}

Digest root_by_definition(const std::vector<Digest>& leaves, std::size_t from, std::size_t until) {
  if (until - from == 1) return leaves[from];
  std::size_t split = 1;
  while (split * 2 < until - from) split *= 2;
  return node_digest(root_by_definition(leaves, from, from + split), root_by_definition(leaves, from + split, until));
}

// RFC 9162, 2.1.1: the empty tree's root is the digest of nothing; a leaf is prefixed with 0x00.
TEST(MerkleTree, UsesThePrefixesOfTheStandard) {
  EXPECT_EQ(empty_root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(leaf_digest("").hex(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const Digest leaf = leaf_digest("a");
  std::string joined("\x01", 1);
  joined.append(leaf.raw()).append(leaf.raw());
  EXPECT_EQ(node_digest(leaf, leaf), sha256(joined));
  joined.front() = '\x02';
  EXPECT_EQ(chain_digest(leaf, leaf), sha256(joined));
}

TEST(MerkleTree, GrowsToTheRootThatTheDefinitionGivesForEverySize) {
  const auto leaves = leaves_of(70);
  Frontier tree;
  EXPECT_EQ(tree.root(), empty_root());
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    tree.add(leaves[size - 1], nullptr);
    EXPECT_EQ(tree.root(), root_by_definition(leaves, 0, size)) << size;
    EXPECT_EQ(tree.size(), static_cast<std::int64_t>(size));
  }
}

TEST(MerkleTree, SaysWhichSubtreesALeafCompletes) {
  const auto leaves = leaves_of(8);
  Frontier tree;
  const std::size_t completed[] = {0, 1, 0, 2, 0, 1, 0, 3};
  for (std::size_t i = 0; i < 8; ++i) {
    std::string nodes;
    tree.add(leaves[i], &nodes);
    EXPECT_EQ(nodes.size(), completed[i] * 32) << i;
    if (i == 7) {
      EXPECT_EQ(nodes.substr(64), tree.root().raw());
    }
  }
}

TEST(MerkleTree, ProvesEveryLeafOfEverySizeAndNoOther) {
  for (int size = 1; size <= 33; ++size) {
    const auto leaves = leaves_of(size);
    const Digest root = root_by_definition(leaves, 0, leaves.size());
    for (int position = 1; position <= size; ++position) {
      const auto proof = prove_inclusion(leaves, position);
      EXPECT_EQ(root_from(leaves[static_cast<std::size_t>(position - 1)], proof), root) << position << " of " << size;
      EXPECT_NE(root_from(leaf_digest("another"), proof), root);
    }
  }
}

}  // namespace
}  // namespace charta::ledger
