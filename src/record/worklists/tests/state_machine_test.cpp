// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item.hpp"

#include <gtest/gtest.h>

namespace charta::worklists {
namespace {

using access::Permission;

constexpr Transition requisition_steps[] = {
    {"requested", "approve", "approved", "", Permission::work_worklists},
    {"requested", "refuse", "refused", "", Permission::waive_work},
    {"approved", "deliver", "delivered", "", Permission::work_worklists},
};
constexpr std::string_view requisition_ends[] = {"refused", "delivered"};
constexpr StateMachine requisition{"requisition", "Requisitions", "requested", requisition_steps, requisition_ends};

TEST(StateMachine, AnswersTheDeclaredStep) {
  const auto found = step(requisition, "requested", "approve");
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)->to, "approved");
}

TEST(StateMachine, SaysWhatIsPossibleWhenAStepIsNotDeclared) {
  const auto refused = step(requisition, "requested", "deliver");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::business_rule);
  EXPECT_EQ(refused.error().message, "'deliver' is not possible while this is 'requested'; possible now: approve, refuse");
}

TEST(StateMachine, SaysThatAClosedItemIsClosed) {
  const auto refused = step(requisition, "delivered", "approve");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "'approve' is not possible while this is 'delivered'; nothing more can be done to it");
}

TEST(StateMachine, KnowsItsStatesAndItsEnds) {
  EXPECT_EQ(states_of(requisition), (std::vector<std::string_view>{"requested", "approved", "refused", "delivered"}));
  EXPECT_TRUE(is_final(requisition, "refused"));
  EXPECT_FALSE(is_final(requisition, "approved"));
  EXPECT_EQ(events_from(requisition, "approved"), (std::vector<std::string_view>{"deliver"}));
}

TEST(StateMachine, IsCheckedForStepsOutOfAFinalState) {
  constexpr Transition steps[] = {{"a", "go", "b", "", Permission::work_worklists},
                                  {"b", "back", "a", "", Permission::work_worklists}};
  constexpr std::string_view ends[] = {"b"};
  EXPECT_EQ(check({"x", "X", "a", steps, ends}), "a step leaves a final state");
}

TEST(StateMachine, IsCheckedForAnEventWithTwoEnds) {
  constexpr Transition steps[] = {{"a", "go", "b", "", Permission::work_worklists},
                                  {"a", "go", "c", "", Permission::work_worklists}};
  constexpr std::string_view ends[] = {"b", "c"};
  EXPECT_EQ(check({"x", "X", "a", steps, ends}), "one event has two ends");
}

TEST(StateMachine, IsCheckedForADeadEnd) {
  constexpr Transition steps[] = {{"a", "go", "b", "", Permission::work_worklists}};
  EXPECT_EQ(check({"x", "X", "a", steps, {}}), "an open state has no way out");
  EXPECT_EQ(check(requisition), "");
}

TEST(PriorityCode, IsFhirsOwnAndAsapIsServedAsStat) {
  for (const Priority priority : {Priority::stat, Priority::urgent, Priority::routine})
    EXPECT_EQ(parse_priority(priority_code(priority)), priority);
  EXPECT_EQ(parse_priority("asap"), Priority::stat);
  EXPECT_FALSE(parse_priority("soon"));
}

}  // namespace
}  // namespace charta::worklists
