// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/tests/shift_fixture.hpp"

namespace charta::shift_desk {
namespace {

using worklists::Priority;

class ShiftDesk : public ShiftTest {};
CHARTA_ON_BOTH_ENGINES(ShiftDesk);

TEST_P(ShiftDesk, TheBoardCountsTheSecondsThatAreLeftAndNamesWhoHasClaimedIt) {
  const auto id = request(ada_, emergency_, Priority::stat);
  request(tom_, ward_, Priority::routine, {volume(tom_)});
  clock_.advance(std::chrono::minutes(5));
  worklists::Act claim;
  claim.event = "claim";
  ASSERT_TRUE(worklists_->act(ben_, desk_->requisition(mia_, id)->item, claim));
  const auto board = shift_->board(mia_);
  ASSERT_TRUE(board) << board.error().message;
  ASSERT_EQ(board->lines.size(), 1U) << "the routine request is four hours away";
  EXPECT_EQ(board->lines[0].left.seconds, 600);
  EXPECT_EQ(board->lines[0].left.words, "in 10 min");
  EXPECT_EQ(board->lines[0].next, "take");
  EXPECT_EQ(board->lines[0].claimed_by, ben_.author.user);
  EXPECT_EQ(board->lines[0].line.place, "Main house / File room");
  clock_.advance(std::chrono::hours(3));
  EXPECT_EQ(shift_->board(mia_)->lines.size(), 2U) << "now its promise is near too";
  EXPECT_EQ(shift_->board(mia_)->lines[0].left.words, "2 h 50 min late");
}

TEST_P(ShiftDesk, WhatIsDeliveredLeavesTheBoard) {
  const auto id = request(ada_, emergency_, Priority::stat);
  must(folder_, "charge-out", emergency_);
  EXPECT_EQ(shift_->board(mia_)->lines.at(0).next, "deliver");
  ASSERT_TRUE(act(desk_->requisition(mia_, id)->item, "deliver"));
  EXPECT_TRUE(shift_->board(mia_)->lines.empty());
}

TEST_P(ShiftDesk, OnlyWhoHandlesPaperSeesTheBoardAndOnlyWhatIsTheirs) {
  request(ada_, emergency_, Priority::stat);
  expect_error(shift_->board(only({access::Permission::read_worklists})), ErrorKind::forbidden);
  post(happenings::RecordRelabelled{ada_, 0, 1});
  EXPECT_TRUE(shift_->board(without_clearance())->lines.empty());
  EXPECT_EQ(shift_->board(mia_)->lines.size(), 1U);
}

TEST_P(ShiftDesk, AWalkGoesToTheShelfOfTheNumberAndThenToWhereItIsBrought) {
  paper_charts::NewPlace first;
  first.kind = "shelf";
  first.name = "Shelf of the first numbers";
  first.parent = room_;
  first.first_number = "00";
  ASSERT_TRUE(desk_->add_place(mia_, first));
  const auto id = request(ada_, emergency_, Priority::stat);
  const auto planned = shift_->walk(mia_, {id}, shelf_, false);
  ASSERT_TRUE(planned) << planned.error().message;
  ASSERT_EQ(planned->walk.steps.size(), 2U);
  EXPECT_EQ(planned->walk.steps[0].act, "take");
  EXPECT_EQ(planned->walk.steps[0].path, "Main house / File room / Shelf of the first numbers")
      << "the room's shelf on which the number stands";
  EXPECT_EQ(planned->walk.steps[1].path, "Main house / Emergency department");
  const auto gone = shift_->walk(mia_, {paper_charts::RequisitionId(77)}, {}, false);
  ASSERT_TRUE(gone);
  EXPECT_TRUE(gone->walk.steps.empty());
  EXPECT_EQ(gone->walk.left_out.at(0).why, "not-open");
  expect_error(shift_->walk(mia_, {}, {}, false), ErrorKind::invalid, "requisitions");
}

TEST_P(ShiftDesk, WhoComesInIsListedWithThePaperAndAskedForOnce) {
  const auto at_door = visit(ada_, "EMER");
  visit(tom_, "AMB");
  auto rows = shift_->arrivals(mia_);
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 1U) << "an outpatient is no arrival";
  EXPECT_EQ(rows->at(0).arrival.encounter, at_door);
  EXPECT_EQ(rows->at(0).paper.volumes.size(), 1U);
  EXPECT_TRUE(rows->at(0).paper.asked_for_this) << "an emergency asks by itself";
  const auto open = items("paper-requisition");
  ASSERT_EQ(open.size(), 1U);
  ASSERT_TRUE(act(open[0].id, "cancel", "no-longer-needed"));
  EXPECT_FALSE(shift_->arrivals(mia_)->at(0).paper.asked_for_this);
  const auto asked = shift_->ask_for_arrival(mia_, at_door);
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_TRUE(shift_->arrivals(mia_)->at(0).paper.asked_for_this);
  EXPECT_EQ(desk_->requisition(mia_, asked->front())->deliver_to, emergency_);
  EXPECT_EQ(shift_->ask_for_arrival(mia_, at_door)->front(), asked->front()) << "asked once";
}

TEST_P(ShiftDesk, ArrivalsFollowCancellationsMovesAndLabels) {
  const auto at_door = visit(ada_, "EMER");
  post(happenings::RecordMoved{ada_, tom_, {{"Encounter", at_door, {}}}});
  EXPECT_EQ(shift_->arrivals(mia_)->at(0).arrival.patient, tom_);
  post(happenings::RecordRelabelled{tom_, 0, 1});
  EXPECT_TRUE(shift_->arrivals(without_clearance())->empty());
  expect_error(shift_->ask_for_arrival(without_clearance(), at_door), ErrorKind::not_found);
  post(happenings::EncounterCancelled{at_door, tom_});
  EXPECT_TRUE(shift_->arrivals(mia_)->empty());
  clock_.advance(std::chrono::hours(13));
  visit(ada_, "EMER");
  EXPECT_TRUE(shift_->arrivals(mia_)->empty()) << "thirteen hours ago is no arrival of this shift";
}

TEST_P(ShiftDesk, TheForecastLooksAtWhatWasAskedForAWeekAgo) {
  request(ada_, ward_);
  clock_.advance(std::chrono::hours(24 * 7));
  const auto hours = shift_->forecast(mia_);
  ASSERT_TRUE(hours) << hours.error().message;
  ASSERT_EQ(hours->size(), 24U);
  EXPECT_EQ(hours->at(0).expected_tenths, 10);
  EXPECT_EQ(hours->at(0).weeks, 1);
  EXPECT_EQ(hours->at(1).expected_tenths, 0);
}

TEST_P(ShiftDesk, AMissedSignOfLifeIsWorkOnceAndTheSignAnswersIt) {
  const auto watch = shift_->begin_watch(mia_);
  ASSERT_TRUE(watch) << watch.error().message;
  EXPECT_EQ(shift_->begin_watch(mia_)->id, watch->id) << "one is enough";
  clock_.advance(std::chrono::minutes(69));
  ASSERT_TRUE(shift_->run_clock());
  EXPECT_TRUE(items("lone-worker").empty()) << "within the grace";
  clock_.advance(std::chrono::minutes(1));
  ASSERT_TRUE(shift_->run_clock());
  ASSERT_TRUE(shift_->run_clock());
  const auto missed = items("lone-worker");
  ASSERT_EQ(missed.size(), 1U);
  EXPECT_EQ(missed[0].priority, Priority::stat);
  EXPECT_NE(missed[0].detail.find("mia: last sign at 2026-03-01 08:00"), std::string::npos) << missed[0].detail;
  expect_error(act(missed[0].id, "check-in"), ErrorKind::business_rule, "event");
  expect_error(shift_->check_in(ben_, watch->id), ErrorKind::forbidden);
  ASSERT_TRUE(shift_->check_in(mia_, watch->id));
  EXPECT_TRUE(items("lone-worker").empty());
  EXPECT_EQ(shift_->watches(mia_)->at(0).due_at, clock_.now().plus(std::chrono::hours(1)));
}

TEST_P(ShiftDesk, WhoWasReachedIsWatchedOnAndWhoEndsItIsNot) {
  const auto watch = shift_->begin_watch(mia_);
  clock_.advance(std::chrono::hours(2));
  ASSERT_TRUE(shift_->run_clock());
  ASSERT_TRUE(act(items("lone-worker").at(0).id, "send-help"));
  ASSERT_TRUE(act(items("lone-worker").at(0).id, "reach"));
  clock_.advance(std::chrono::minutes(71));
  ASSERT_TRUE(shift_->run_clock());
  EXPECT_EQ(items("lone-worker").size(), 1U) << "the next sign is missed as well: asked again";
  ASSERT_TRUE(shift_->end_watch(mia_, watch->id));
  EXPECT_TRUE(items("lone-worker").empty());
  clock_.advance(std::chrono::hours(5));
  ASSERT_TRUE(shift_->run_clock());
  EXPECT_TRUE(items("lone-worker").empty());
  expect_error(shift_->check_in(mia_, watch->id), ErrorKind::not_found);
}

TEST_P(ShiftDesk, WhoIsInTheRoomIsKnownWithTheReasonOfVisitors) {
  expect_error(shift_->enter(mia_, {room_, "Mr. Weld", ""}), ErrorKind::missing, "reason");
  expect_error(shift_->enter(mia_, {ward_, "", ""}), ErrorKind::invalid, "room");
  const auto visitor = shift_->enter(mia_, {room_, "Mr. Weld", "mends the sprinkler"});
  ASSERT_TRUE(visitor) << visitor.error().message;
  ASSERT_TRUE(shift_->enter(mia_, {room_, "", ""}));
  clock_.advance(std::chrono::minutes(20));
  ASSERT_TRUE(shift_->leave(ben_, *visitor));
  expect_error(shift_->leave(ben_, *visitor), ErrorKind::not_found);
  const auto visits = shift_->visits(mia_, clock_.now().plus(-std::chrono::hours(1)));
  ASSERT_EQ(visits->size(), 2U);
  EXPECT_EQ(visits->at(0).person, mia_.author.user);
  EXPECT_FALSE(visits->at(0).left_at);
  EXPECT_EQ(visits->at(1).visitor, "Mr. Weld");
  EXPECT_EQ(visits->at(1).left_at, clock_.now());
  EXPECT_EQ(visits->at(1).room_path, "Main house / File room");
  EXPECT_EQ(entries("shift_room_visit", visitor->key()), 2) << "entering and leaving stand in the ledger, without the name";
}

}  // namespace
}  // namespace charta::shift_desk
