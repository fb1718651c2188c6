// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/formula.hpp"

#include <gtest/gtest.h>

namespace charta::grouper {
namespace {

/// Names in capitals hold, others do not.
bool holds(const std::vector<Node>& nodes, std::uint16_t at) {
  const Node& node = nodes[at];
  switch (node.operand) {
    case Operand::all_of:
      return holds(nodes, node.first) && holds(nodes, node.second);
    case Operand::any_of:
      return holds(nodes, node.first) || holds(nodes, node.second);
    case Operand::negated:
      return !holds(nodes, node.first);
    default:
      return node.first == 1;
  }
}

bool judged(std::string_view text) {
  std::vector<Node> nodes;
  const auto meaning = [](std::string_view word) {
    return Node{Operand::procedure, static_cast<std::uint16_t>(word.front() >= 'A' && word.front() <= 'Z' ? 1 : 0), 0};
  };
  const auto root = compile(text, meaning, nodes);
  EXPECT_TRUE(root) << text << ": " << (root ? "" : root.error().message);
  return root && holds(nodes, *root);
}

bool is_refused(std::string_view text) {
  std::vector<Node> nodes;
  const auto meaning = [](std::string_view) { return Node{}; };
  return !compile(text, meaning, nodes);
}

TEST(Condition, BindsAndCloserThanOrAndNotClosest) {
  EXPECT_TRUE(judged("Yes | no & no"));
  EXPECT_FALSE(judged("(Yes | no) & no"));
  EXPECT_TRUE(judged("~no & Yes"));
  EXPECT_FALSE(judged("~(no | Yes)"));
  EXPECT_TRUE(judged("PDX:x & (~no | no)"));
}

TEST(Condition, IsRefusedWhenItIsBroken) {
  for (const auto text : {"", "a &", "& a", "(a", "a)", "a b", "a | | b", "~", "a & ()", "a ! b"})
    EXPECT_TRUE(is_refused(text)) << text;
}

TEST(Condition, IsRefusedWhenItIsNestedWithoutEnd) {
  EXPECT_TRUE(is_refused(std::string(10000, '(') + "a"));
  EXPECT_TRUE(is_refused(std::string(10000, '~') + "a"));
}

}  // namespace
}  // namespace charta::grouper
