// SPDX-License-Identifier: Apache-2.0
#include "record/worklists/work_item_act.hpp"

#include "record/worklists/tests/loan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::worklists {
namespace {

using testing::loan;
using testing::person;
using testing::supervisor;
using testing::technician;

const Instant act_time = *Instant::parse("2026-03-02T12:00:00Z");

WorkItem requested() {
  WorkItem item;
  item.id = WorkItemId(70);
  item.kind = loan.kind;
  item.state = "requested";
  item.created_at = item.changed_at = act_time.plus(std::chrono::hours(-5));
  return item;
}

Act event(std::string name) {
  Act act;
  act.event = std::move(name);
  return act;
}

Act with_reason(std::string name, std::string reason) {
  Act act = event(std::move(name));
  act.reason_code = std::move(reason);
  return act;
}

ErrorKind refusal(const WorkItem& item, const Act& act, const access::Actor& actor) {
  const auto done = perform(loan, item, act, actor, act_time);
  EXPECT_FALSE(done) << act.event;
  return done ? ErrorKind::internal : done.error().kind;
}

TEST(EveryState, TakesEveryDeclaredEventAndRefusesEveryOther) {
  const std::vector<std::string_view> events = {"approve", "refuse", "deliver", "burn"};
  for (const std::string_view state : states_of(loan)) {
    for (const std::string_view name : events) {
      WorkItem item = requested();
      item.state = state;
      if (is_final(loan, state)) item.closed_at = act_time;
      const auto declared = std::find_if(loan.transitions.begin(), loan.transitions.end(),
                                         [&](const Transition& step) { return step.from == state && step.event == name; });
      const auto done = perform(loan, item, with_reason(std::string(name), "entry-mistake"), supervisor(1), act_time);
      ASSERT_EQ(done.has_value(), declared != loan.transitions.end()) << state << " " << name;
      if (!done) {
        EXPECT_EQ(done.error().kind, ErrorKind::business_rule);
        continue;
      }
      EXPECT_EQ(done->item.state, declared->to);
      EXPECT_EQ(done->item.version, item.version + 1);
      EXPECT_EQ(done->item.closed_at.has_value(), is_final(loan, declared->to));
      EXPECT_EQ(done->reason, std::string(name) + ":entry-mistake");
    }
  }
}

TEST(Perform, AsksForThePermissionOfTheStep) {
  EXPECT_EQ(refusal(requested(), with_reason("refuse", "x"), technician(1)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(requested(), event("approve"), person(1, {access::Permission::read_worklists})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(requested(), event("claim"), person(1, {access::Permission::read_worklists})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(requested(), event("assign"), technician(1)), ErrorKind::forbidden);
}

TEST(Perform, AsksForAReasonWhereTheStepNeedsOne) {
  const auto done = perform(loan, requested(), event("refuse"), supervisor(1), act_time);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "'refuse' needs a reason; choose one from the list");
  EXPECT_TRUE(perform(loan, requested(), with_reason("refuse", "missing"), supervisor(1), act_time));
}

TEST(Claim, TellsTheSecondWhoHasItAndSinceWhen) {
  const auto first = perform(loan, requested(), event("claim"), technician(4), act_time);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->item.owner, UserId(4));
  EXPECT_EQ(first->item.claimed_at, act_time);
  EXPECT_EQ(first->act, ledger::Act::assigned);
  const auto second = perform(loan, first->item, event("claim"), technician(5), act_time.plus(std::chrono::minutes(1)));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::version_conflict);
  EXPECT_EQ(second.error().message, "work item " + WorkItemId(70).text() + " is with user " + UserId(4).text() +
                                        " since 2026-03-02T12:00:00.000Z; take the next one");
}

TEST(ClaimedWork, IsDoneByItsOwnerOrBySomebodyWhoMayAssign) {
  WorkItem item = requested();
  item.owner = UserId(4);
  EXPECT_EQ(refusal(item, event("approve"), technician(5)), ErrorKind::version_conflict);
  EXPECT_EQ(refusal(item, event("release"), technician(5)), ErrorKind::version_conflict);
  EXPECT_TRUE(perform(loan, item, event("approve"), technician(4), act_time));
  EXPECT_TRUE(perform(loan, item, event("approve"), supervisor(6), act_time));
  const auto released = perform(loan, item, event("release"), supervisor(6), act_time);
  ASSERT_TRUE(released);
  EXPECT_FALSE(released->item.owner.is_set());
}

TEST(ClaimedWork, DoesNotStopAProgram) {
  WorkItem item = requested();
  item.owner = UserId(4);
  access::Actor program = supervisor(9);
  program.kind = access::Actor::Kind::program;
  EXPECT_TRUE(perform(loan, item, event("approve"), program, act_time));
}

TEST(Assign, NeedsAnAssignee) {
  EXPECT_EQ(refusal(requested(), event("assign"), supervisor(1)), ErrorKind::missing);
  Act act = event("assign");
  act.assignee = UserId(8);
  const auto done = perform(loan, requested(), act, supervisor(1), act_time);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->item.owner, UserId(8));
}

TEST(Wait, NeedsATimeToComeAndAReason) {
  Act act = event("wait");
  EXPECT_EQ(refusal(requested(), act, technician(1)), ErrorKind::missing);
  act.waiting_until = act_time;
  EXPECT_EQ(refusal(requested(), act, technician(1)), ErrorKind::business_rule);
  act.waiting_until = act_time.plus(std::chrono::hours(1));
  EXPECT_EQ(refusal(requested(), act, technician(1)), ErrorKind::business_rule) << "no reason";
  act.reason_code = "awaiting-department";
  const auto waiting = perform(loan, requested(), act, technician(1), act_time);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->item.waiting_until, act.waiting_until);
  EXPECT_EQ(task_status(loan, waiting->item), "on-hold");
  const auto resumed = perform(loan, waiting->item, event("resume"), technician(1), act_time);
  ASSERT_TRUE(resumed);
  EXPECT_FALSE(resumed->item.waiting_until);
}

TEST(Note, IsTheOneThingThatAClosedItemStillTakes) {
  WorkItem closed = requested();
  closed.state = "delivered";
  closed.closed_at = act_time;
  for (const std::string_view name : {"claim", "release", "wait", "resume"})
    EXPECT_EQ(refusal(closed, event(std::string(name)), technician(1)), ErrorKind::business_rule) << name;
  EXPECT_EQ(refusal(closed, event("note"), technician(1)), ErrorKind::missing) << "a note without words";
  Act note = event("note");
  note.note = "returned with a torn cover";
  EXPECT_TRUE(perform(loan, closed, note, technician(1), act_time));
}

TEST(AStaleVersion, IsRefusedWithWhoAndWhen) {
  WorkItem item = requested();
  item.version = 3;
  item.owner = UserId(4);
  Act act = event("approve");
  act.expected_version = 2;
  const auto done = perform(loan, item, act, technician(4), act_time);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::version_conflict);
  EXPECT_NE(done.error().message.find(UserId(4).text()), std::string::npos);
  act.expected_version = 3;
  EXPECT_TRUE(perform(loan, item, act, technician(4), act_time));
}

bool offered(const std::vector<Offer>& list, std::string_view name, bool allowed) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Offer& offer) { return offer.event == name && offer.allowed == allowed; });
}

TEST(Offers, NameEachStepAndSayWhyNot) {
  const auto list = offers(loan, requested(), technician(1));
  EXPECT_TRUE(offered(list, "approve", true));
  EXPECT_TRUE(offered(list, "claim", true));
  EXPECT_TRUE(offered(list, "wait", true));
  ASSERT_TRUE(offered(list, "refuse", false));
  const auto refuse = std::find_if(list.begin(), list.end(), [](const Offer& offer) { return offer.event == "refuse"; });
  EXPECT_EQ(refuse->why, "needs the permission 'waive-work'");
  EXPECT_EQ(refuse->title, "Refuse");
  EXPECT_TRUE(refuse->needs_reason);
}

TEST(Offers, AgreeWithWhatPerformAllows) {
  for (const std::string_view state : states_of(loan)) {
    for (const std::int64_t owner : {0, 1, 2}) {
      WorkItem item = requested();
      item.state = state;
      item.owner = UserId(owner);
      if (is_final(loan, state)) item.closed_at = act_time;
      for (const access::Actor& actor : {technician(1), supervisor(1)}) {
        for (const Offer& offer : offers(loan, item, actor)) {
          Act act = with_reason(offer.event, "entry-mistake");
          act.note = "n";
          act.assignee = UserId(3);
          act.waiting_until = act_time.plus(std::chrono::hours(1));
          EXPECT_EQ(perform(loan, item, act, actor, act_time).has_value(), offer.allowed)
              << state << " " << offer.event << " owner " << owner;
        }
      }
    }
  }
}

TEST(TaskStatus, FollowsTheItem) {
  WorkItem item = requested();
  EXPECT_EQ(task_status(loan, item), "requested");
  item.owner = UserId(1);
  EXPECT_EQ(task_status(loan, item), "accepted");
  item.state = "approved";
  EXPECT_EQ(task_status(loan, item), "in-progress");
  item.closed_at = act_time;
  item.state = "delivered";
  EXPECT_EQ(task_status(loan, item), "completed");
  item.state = "refused";
  EXPECT_EQ(task_status(loan, item), "cancelled");
}

TEST(TitleOf, ReadsLikeWords) {
  EXPECT_EQ(title_of("possible-match"), "Possible match");
  EXPECT_EQ(title_of("not_required"), "Not required");
  EXPECT_EQ(title_of(""), "");
}

}  // namespace
}  // namespace charta::worklists
