// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/chase_ladder.hpp"

#include "record/worklists/reasons.hpp"

#include <gtest/gtest.h>

namespace charta::worklists {
namespace {

using namespace std::chrono_literals;

const Instant due_at = *Instant::parse("2026-03-02T12:00:00Z");

Result<std::vector<ChaseLadder>> read(const std::string& ladders) {
  rules::Rule rule;
  rule.id = "worklists/chase-ladder";
  rule.parameters = R"({"ladders":)" + ladders + "}";
  return read_ladders(rule);
}

TEST(ChaseLadder, IsReadInOrderOfTime) {
  const auto ladders =
      read(R"({"expected-record":[{"after_minutes":0,"to":"department"},{"after_minutes":1440,"to":"department-head"}]})");
  ASSERT_TRUE(ladders) << ladders.error().message;
  ASSERT_EQ(ladders->size(), 1U);
  EXPECT_EQ((*ladders)[0].kind, "expected-record");
  EXPECT_EQ((*ladders)[0].rule, "worklists/chase-ladder@1");
  EXPECT_EQ((*ladders)[0].steps[1].to, "department-head");
}

TEST(ChaseLadder, IsRefusedWhenItCannotBeClimbed) {
  EXPECT_FALSE(read(R"({"x":[{"after_minutes":60,"to":"a"},{"after_minutes":60,"to":"b"}]})"));
  EXPECT_FALSE(read(R"({"x":[{"after_minutes":-1,"to":"a"}]})"));
  EXPECT_FALSE(read(R"({"x":[{"after_minutes":1,"to":""}]})"));
  EXPECT_FALSE(read(R"({"x":[]})"));
  EXPECT_FALSE(read("{}"));
}

TEST(ChaseLadder, ReachesAStepAtItsVeryMinute) {
  const ChaseLadder ladder{"x", "r@1", {{0min, "a"}, {1440min, "b"}}};
  EXPECT_EQ(steps_reached(ladder, due_at, due_at.plus(-1ms)), 0);
  EXPECT_EQ(steps_reached(ladder, due_at, due_at), 1);
  EXPECT_EQ(steps_reached(ladder, due_at, due_at.plus(24h).plus(-1ms)), 1);
  EXPECT_EQ(steps_reached(ladder, due_at, due_at.plus(24h)), 2);
  EXPECT_EQ(next_step_at(ladder, due_at, 0), due_at);
  EXPECT_EQ(next_step_at(ladder, due_at, 1), due_at.plus(24h));
  EXPECT_FALSE(next_step_at(ladder, due_at, 2));
}

Result<Answerers> read_who(const std::string& parameters) {
  rules::Rule rule;
  rule.id = "worklists/chase-ladder";
  rule.parameters = parameters;
  return read_answerers(rule);
}

TEST(ChaseLadder, NamesTheRolesThatAnswerEachStep) {
  const auto answerers = read_who(
      R"({"ladders":{"x":[{"after_minutes":0,"to":"a"},{"after_minutes":9,"to":"b"}]},"answered_by":{"a":["tech","night"],"b":["lead"]}})");
  ASSERT_TRUE(answerers) << answerers.error().message;
  EXPECT_EQ(*answerers, (Answerers{{"a", {"tech", "night"}}, {"b", {"lead"}}}));
}

TEST(ChaseLadder, MayLeaveOpenWhoAnswersButMayNotForgetAStep) {
  const auto nothing = read_who(R"({"ladders":{"x":[{"after_minutes":0,"to":"a"}]}})");
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(nothing->empty());
  const auto forgotten = read_who(R"({"ladders":{"x":[{"after_minutes":0,"to":"a"}]},"answered_by":{"b":["lead"]}})");
  ASSERT_FALSE(forgotten);
  EXPECT_EQ(forgotten.error().location, "answered_by");
  EXPECT_NE(forgotten.error().message.find("'a'"), std::string::npos);
  EXPECT_FALSE(read_who(R"({"ladders":{"x":[{"after_minutes":0,"to":"a"}]},"answered_by":{"a":[]}})")) << "nobody answers it";
}

TEST(Reasons, WithoutASentenceAreRefused) {
  rules::Rule rule;
  rule.id = "worklists/reasons";
  rule.parameters = R"({"reasons":{"lost":{"sentence":" "}}})";
  EXPECT_FALSE(Reasons::from_rule(rule));
}

}  // namespace
}  // namespace charta::worklists
