// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/tests/paper_fixture.hpp"

#include <algorithm>

namespace charta::paper_charts {
namespace {

using worklists::Priority;

class PaperRequests : public PaperTest {
 protected:
  happenings::AppointmentBooked booking(std::int64_t id, PatientId whose, int hours_ahead) {
    return {ResourceId(id), whose, clock_.now().plus(std::chrono::hours(hours_ahead)), "93000", {}};
  }
};
CHARTA_ON_BOTH_ENGINES(PaperRequests);

TEST_P(PaperRequests, AreFilledByAScanAndEndedByAScan) {
  const auto id = request(ada_, ward_);
  EXPECT_EQ(state(id), "approved");
  must(folder_, "charge-out", ward_);
  EXPECT_EQ(state(id), "pulled");
  const auto item = desk_->requisition(mia_, id)->item;
  ASSERT_TRUE(act(item, "send"));
  ASSERT_TRUE(act(item, "deliver"));
  EXPECT_TRUE(desk_->requisition(mia_, id)->delivered_at);
  must(folder_, "recharge", clinic_place_);
  EXPECT_EQ(state(id), "delivered") << "handed on: still out for this request";
  must(folder_, "check-in");
  EXPECT_EQ(state(id), "returned");
  EXPECT_TRUE(items("paper-requisition").empty());
}

TEST_P(PaperRequests, ArePromisedByRule) {
  EXPECT_EQ(desk_->requisition(mia_, request(ada_, ward_, Priority::stat))->needed_at,
            clock_.now().plus(std::chrono::minutes(15)));
  EXPECT_EQ(desk_->requisition(mia_, request(ada_, clinic_place_))->needed_at, clock_.now().plus(std::chrono::minutes(240)));
  EXPECT_EQ(items("paper-requisition").front().rule, "paper-charts/requisitions@1");
  EXPECT_EQ(items("paper-requisition").front().priority, Priority::stat) << "the most urgent first";
}

TEST_P(PaperRequests, OfSomebodyOutsideTheFileRoomAreApprovedThere) {
  const auto nurse = only({access::Permission::read_record, access::Permission::read_worklists});
  NewRequest asked;
  asked.patient = ada_;
  asked.deliver_to = ward_;
  const auto made = desk_->request(nurse, asked);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(state(made->front()), "requested");
  must(folder_, "charge-out", ward_);
  EXPECT_EQ(state(made->front()), "pulled") << "who pulls it approves it";
}

TEST_P(PaperRequests, AreNotPulledByAWordOnly) {
  const auto id = request(ada_, ward_);
  const auto item = desk_->requisition(mia_, id)->item;
  expect_error(act(item, "pull"), ErrorKind::business_rule, "event");
  must(folder_, "charge-out", clinic_place_);
  expect_error(act(item, "pull"), ErrorKind::business_rule, "event");
  EXPECT_EQ(state(id), "approved") << "it went to somebody else";
}

TEST_P(PaperRequests, AskedTwiceForOnePlaceAreOne) {
  EXPECT_EQ(request(ada_, ward_), request(ada_, ward_));
  EXPECT_NE(request(ada_, ward_), request(ada_, clinic_place_));
}

// Two people claim the same request: the second is told who was faster.
TEST_P(PaperRequests, AreClaimedByOnePerson) {
  const auto item = desk_->requisition(mia_, request(ada_, ward_))->item;
  const auto version = worklists_->get(mia_, item)->version;
  worklists::Act claim;
  claim.event = "claim";
  claim.expected_version = version;
  ASSERT_TRUE(worklists_->act(mia_, item, claim));
  expect_error(worklists_->act(ben_, item, claim), ErrorKind::version_conflict);
  EXPECT_EQ(worklists_->get(ben_, item)->owner, UserId(7));
}

TEST_P(PaperRequests, ThatCannotBeFilledSayWhy) {
  const auto id = request(ada_, ward_);
  const auto item = desk_->requisition(mia_, id)->item;
  expect_error(act(item, "not-fillable"), ErrorKind::business_rule);
  ASSERT_TRUE(act(item, "not-fillable", "volume-is-missing"));
  EXPECT_EQ(desk_->requisition(mia_, id)->reason, "volume-is-missing");
}

TEST_P(PaperRequests, OfSeveralVolumesAreFilledInPart) {
  const auto second = volume(ada_);
  NewRequest asked;
  asked.patient = ada_;
  asked.deliver_to = ward_;
  asked.volumes = {folder_, second};
  const auto made = desk_->request(mia_, asked);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->size(), 2U);
  EXPECT_EQ(desk_->requisition(mia_, made->at(0))->request, desk_->requisition(mia_, made->at(1))->request);
  must(second, "charge-out", ward_);
  EXPECT_EQ(state(made->at(0)), "approved");
  EXPECT_EQ(state(made->at(1)), "pulled");
}

TEST_P(PaperRequests, CameBackUndeliveredAreStillWantedWhenThatIsSaid) {
  const auto id = request(ada_, ward_);
  must(folder_, "charge-out", ward_);
  auto back = command("check-in");
  back.reason = "not-delivered";
  ASSERT_TRUE(desk_->move(mia_, folder_, back));
  EXPECT_EQ(state(id), "approved");
  EXPECT_FALSE(desk_->requisition(mia_, id)->pulled_at);
}

TEST_P(PaperRequests, OfAnUrgentKindHoldUpALoanToSomebodyElse) {
  request(ada_, emergency_, Priority::stat);
  expect_error(move(folder_, "charge-out", ward_), ErrorKind::business_rule, "confirm:asked-for-elsewhere");
  must(folder_, "charge-out", emergency_);
}

TEST_P(PaperRequests, GoOnlyToWhoBorrows) {
  NewRequest asked;
  asked.patient = ada_;
  asked.deliver_to = shelf_;
  expect_error(desk_->request(mia_, asked), ErrorKind::invalid, "deliver_to");
  asked.deliver_to = ward_;
  asked.volumes = {volume(tom_)};
  expect_error(desk_->request(mia_, asked), ErrorKind::not_found, "volumes");
  asked.patient = patient("Nopaper", "Nils", "1990-01-01", "100099");
  asked.volumes.clear();
  expect_error(desk_->request(mia_, asked), ErrorKind::business_rule, "volumes");
}

TEST_P(PaperRequests, OfASensitiveVolumeSayTheirPurpose) {
  NewRequest asked;
  asked.patient = ada_;
  asked.deliver_to = ward_;
  asked.volumes = {volume(ada_, "psychiatric")};
  expect_error(desk_->request(mia_, asked), ErrorKind::missing, "purpose");
  asked.purpose = "treatment";
  EXPECT_TRUE(desk_->request(mia_, asked));
}

TEST_P(PaperRequests, AreAPullListInTheOrderOfTheWalk) {
  std::vector<std::string> numbers{"300055", "200042", "999941", "111155"};
  for (const auto& number : numbers) {
    const auto who = patient("Family" + number, "Given", "1970-01-01", number);
    volume(who);
    request(who, ward_);
  }
  request(ada_, ward_, Priority::stat);
  const auto lines = desk_->pull_list(mia_, clock_.now().plus(std::chrono::hours(9)), {});
  ASSERT_TRUE(lines);
  std::vector<std::string> order;
  for (const auto& line : *lines) order.push_back(line.volume.chart_number);
  EXPECT_EQ(order, (std::vector<std::string>{"100042", "999941", "200042", "300055", "111155"}))
      << "STAT, then 41, 42, 55: 00 before 11";
}

TEST_P(PaperRequests, ThatAreOnAPullListAreTakenOnce) {
  const auto id = request(ada_, ward_);
  const auto all = clock_.now().plus(std::chrono::hours(24));
  EXPECT_EQ(desk_->take_pull_list(mia_, all, {})->size(), 1U);
  EXPECT_EQ(state(id), "on-pull-list");
  EXPECT_EQ(desk_->take_pull_list(ben_, all, clinic_place_)->size(), 0U) << "of another clinic";
  must(folder_, "charge-out", ward_);
  EXPECT_EQ(desk_->take_pull_list(mia_, all, {})->size(), 0U);
}

TEST_P(PaperRequests, AreMadeForAClinicsDayFromTheSchedule) {
  post(booking(901, ada_, 20));
  post(booking(902, tom_, 20));  // nothing of his is on paper
  EXPECT_TRUE(items("paper-requisition").empty());
  ASSERT_TRUE(desk_->run_clock());
  const auto open = items("paper-requisition");
  ASSERT_EQ(open.size(), 1U);
  const auto one = desk_->requisition(mia_, RequisitionId(open.front().subject));
  EXPECT_EQ(one->origin, "appointment");
  EXPECT_EQ(one->deliver_to, clinic_place_) << "the schedule says CARD Cardiology";
  EXPECT_EQ(one->needed_at, clock_.now().plus(std::chrono::hours(20) - std::chrono::minutes(30)));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_EQ(items("paper-requisition").size(), 1U) << "once";
}

TEST_P(PaperRequests, OfAnAppointmentInAFortnightWaitForItsDay) {
  post(booking(901, ada_, 24 * 14));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("paper-requisition").empty());
  clock_.advance(std::chrono::hours(24 * 13));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_EQ(items("paper-requisition").size(), 1U);
}

TEST_P(PaperRequests, OfACancelledClinicAreTakenBackUnlessTheyArePulled) {
  const auto second = volume(ada_);
  post(booking(901, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_EQ(items("paper-requisition").size(), 2U);
  must(second, "charge-out", clinic_place_);
  post(happenings::AppointmentCancelled{ResourceId(901), ada_});
  const auto left = items("paper-requisition");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.front().state, "pulled") << "it is on its way, and comes back by a scan";
}

TEST_P(PaperRequests, FollowAnAppointmentThatIsMoved) {
  post(booking(901, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  post(booking(901, ada_, 26));
  ASSERT_TRUE(desk_->run_clock());
  const auto open = items("paper-requisition");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.front().due_at, clock_.now().plus(std::chrono::hours(26) - std::chrono::minutes(30)));
}

TEST_P(PaperRequests, ForAClinicThatNobodyKnowsAreNotMade) {
  clinic_ = "A clinic without a place";
  post(booking(901, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("paper-requisition").empty());
  EXPECT_EQ(items("chart-destination").size(), 1U) << "somebody sees it";
  place("clinic", "Clinics' desk", site_, "CLINICS");
  post(booking(902, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_EQ(items("paper-requisition").size(), 1U) << "the stand-in of the rule";
}

TEST_P(PaperRequests, WithoutAPlaceAreAskedForWhenThePlaceIsKnown) {
  clinic_ = "DERM Dermatology";
  post(booking(901, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_TRUE(desk_->run_clock());
  const auto lost = items("chart-destination");
  ASSERT_EQ(lost.size(), 1U) << "once";
  EXPECT_NE(lost.front().detail.find("DERM Dermatology"), std::string::npos);
  EXPECT_EQ(lost.front().due_at, clock_.now().plus(std::chrono::hours(20) - std::chrono::minutes(30)));
  expect_error(act(lost.front().id, "place"), ErrorKind::business_rule, "event");
  const auto skin = place("clinic", "Dermatology", site_, "DERM");
  ASSERT_TRUE(act(lost.front().id, "place"));
  ASSERT_EQ(items("paper-requisition").size(), 1U);
  EXPECT_EQ(desk_->requisition(mia_, RequisitionId(items("paper-requisition").front().subject))->deliver_to, skin);
}

TEST_P(PaperRequests, WithoutAPlaceEndWithTheAppointmentOrByAReason) {
  clinic_ = "DERM Dermatology";
  post(booking(901, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  post(happenings::AppointmentCancelled{ResourceId(901), ada_});
  EXPECT_TRUE(items("chart-destination").empty());
  EXPECT_EQ(items("chart-destination", true).front().state, "cancelled");
  post(booking(902, ada_, 20));
  ASSERT_TRUE(desk_->run_clock());
  const auto lost = items("chart-destination").at(0).id;
  expect_error(act(lost, "dismiss"), ErrorKind::business_rule);
  ASSERT_TRUE(act(lost, "dismiss", "no-paper-there"));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("chart-destination").empty());
}

TEST_P(PaperRequests, OfAnArrivalWhereNobodyBorrowsAreSeenToo) {
  ASSERT_TRUE(desk_->close_place(mia_, emergency_, 0));
  visit(ada_, "EMER");
  EXPECT_TRUE(items("paper-requisition").empty());
  ASSERT_EQ(items("chart-destination").size(), 1U);
  EXPECT_EQ(items("chart-destination").front().priority, Priority::stat);
}

TEST_P(PaperRequests, AreClaimedByOneOfTwo) {
  const auto id = request(ada_, ward_);
  const auto item = desk_->requisition(mia_, id)->item;
  worklists::Act claim;
  claim.event = "claim";
  claim.expected_version = worklists_->get(mia_, item)->version;
  ASSERT_TRUE(worklists_->act(mia_, item, claim));
  expect_error(worklists_->act(ben_, item, claim), ErrorKind::version_conflict);
  EXPECT_EQ(worklists_->get(ben_, item)->owner, mia_.author.user);
}

TEST_P(PaperRequests, ThatAreMoreUrgentDoNotWaitBehindOneThatIsNot) {
  const auto routine = request(ada_, ward_);
  const auto stat = request(ada_, ward_, Priority::stat);
  EXPECT_NE(routine, stat);
  EXPECT_EQ(request(ada_, ward_, Priority::urgent), stat) << "as urgent a request is open";
  must(folder_, "charge-out", ward_);
  EXPECT_EQ(state(routine), "pulled");
  EXPECT_EQ(state(stat), "pulled");
}

TEST_P(PaperRequests, OfAnEmergencyArrivalAreStatAtOnce) {
  const auto encounter = visit(ada_, "EMER");
  const auto open = items("paper-requisition");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open.front().priority, Priority::stat);
  const auto one = desk_->requisition(mia_, RequisitionId(open.front().subject));
  EXPECT_EQ(one->deliver_to, emergency_);
  EXPECT_EQ(one->origin, "arrival");
  post(happenings::EncounterCancelled{encounter, ada_});
  EXPECT_TRUE(items("paper-requisition").empty()) << "the arrival was a mistake";
}

TEST_P(PaperRequests, OfAnArrivalWithoutPaperOrOfAnOutpatientAreNotMade) {
  visit(tom_, "EMER");
  visit(ada_, "AMB");
  EXPECT_TRUE(items("paper-requisition").empty());
}

TEST_P(PaperRequests, CountAsFigures) {
  const auto first = request(ada_, ward_, Priority::stat);
  clock_.advance(std::chrono::minutes(9));
  must(folder_, "charge-out", ward_);
  EXPECT_EQ(state(first), "pulled");
  const auto figures = desk_->figures(mia_, clock_.now().plus(-std::chrono::hours(1)), clock_.now().plus(std::chrono::hours(1)));
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->retrieval.asked, 1);
  EXPECT_EQ(figures->retrieval.filled_in_time, 1);
  EXPECT_EQ(figures->retrieval.stat_minutes_median, 9);
  EXPECT_EQ(figures->out, 1);
  EXPECT_EQ(figures->overdue, 0);
}

class PaperLoans : public PaperTest {};
CHARTA_ON_BOTH_ENGINES(PaperLoans);

TEST_P(PaperLoans, PastDueBecomeWorkOnceAndEndWithTheVolume) {
  must(folder_, "charge-out", clinic_place_);
  clock_.advance(std::chrono::hours(11));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("paper-loan").empty());
  clock_.advance(std::chrono::hours(2));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_TRUE(desk_->run_clock());
  auto late = items("paper-loan");
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(desk_->overdue(mia_, 10, 0)->counts.overdue, 1);
  EXPECT_EQ(desk_->overdue(mia_, 10, 0)->rows.size(), 1U);
  ASSERT_TRUE(act(late.front().id, "remind"));
  expect_error(act(late.front().id, "return"), ErrorKind::business_rule, "event");
  must(folder_, "check-in");
  EXPECT_TRUE(items("paper-loan").empty());
  EXPECT_EQ(desk_->overdue(mia_, 10, 0)->counts.overdue, 0);
}

TEST_P(PaperLoans, HandedOnBeginAnew) {
  must(folder_, "charge-out", clinic_place_);
  clock_.advance(std::chrono::hours(13));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_EQ(items("paper-loan").size(), 1U);
  must(folder_, "recharge", ward_);
  EXPECT_TRUE(items("paper-loan").empty()) << "the ward answers for it now";
  clock_.advance(std::chrono::hours(169));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_EQ(items("paper-loan").size(), 1U);
}

TEST_P(PaperLoans, AreNeitherMissedNorDoubledByARestart) {
  must(folder_, "charge-out", clinic_place_);
  const auto second = volume(tom_);
  must(second, "charge-out", ward_);
  clock_.advance(std::chrono::hours(13));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_EQ(items("paper-loan").size(), 1U);
  ASSERT_TRUE(act(items("paper-loan").front().id, "excuse", "kept-with-leave"));
  const auto restarted = another_desk();
  ASSERT_TRUE(restarted->run_clock());
  EXPECT_TRUE(items("paper-loan").empty()) << "what was excused stays so";
  clock_.advance(std::chrono::hours(160));
  ASSERT_TRUE(restarted->run_clock());
  EXPECT_EQ(items("paper-loan").size(), 1U) << "the ward's";
}

TEST_P(PaperLoans, AreNeitherMissedNorDoubledByAClockThatIsSetBack) {
  must(folder_, "charge-out", clinic_place_);
  const auto second = volume(tom_);
  clock_.advance(std::chrono::hours(13));
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_EQ(items("paper-loan").size(), 1U);
  clock_.advance(-std::chrono::hours(10));
  must(second, "charge-out", clinic_place_);  // due before what was seen already
  ASSERT_TRUE(desk_->run_clock());
  clock_.advance(std::chrono::hours(14));
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_EQ(items("paper-loan").size(), 2U);
}

TEST_P(PaperLoans, OfSomebodyWhoHasLeftAreRecalledAndNothingMoreIsBrought) {
  NewPlace office;
  office.kind = "borrower";
  office.name = "Dr. Hale's office";
  office.parent = site_;
  office.loan_class = "physician";
  office.holder = UserId(55);
  const auto hale = desk_->add_place(mia_, office);
  ASSERT_TRUE(hale);
  must(folder_, "charge-out", *hale);
  const auto second = volume(tom_);
  const auto waiting = request(tom_, *hale, worklists::Priority::routine, {second});
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("paper-loan").empty());
  departed_ = UserId(55);
  ASSERT_TRUE(desk_->run_clock());
  ASSERT_TRUE(desk_->run_clock());
  const auto late = items("paper-loan");
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late.front().state, "recalled");
  EXPECT_EQ(state(waiting), "cancelled");
  EXPECT_EQ(desk_->requisition(mia_, waiting)->reason, "borrower-has-left");
  must(folder_, "check-in");
  EXPECT_TRUE(items("paper-loan").empty());
  ASSERT_TRUE(desk_->run_clock());
  EXPECT_TRUE(items("paper-loan").empty());
}

class MissingVolumes : public PaperTest {
 protected:
  WorkItemId hunt_item() { return items("missing-volume").at(0).id; }
};
CHARTA_ON_BOTH_ENGINES(MissingVolumes);

TEST_P(MissingVolumes, AreHuntedWithTheirBorrowerFirst) {
  must(folder_, "charge-out", ward_);
  must(folder_, "mark-missing");
  ASSERT_EQ(items("missing-volume").size(), 1U);
  const auto hunt = desk_->hunt(mia_, folder_);
  ASSERT_TRUE(hunt) << hunt.error().message;
  EXPECT_EQ(hunt->plan.suggestions.front().spot.words, "Main house / Ward 3");
  EXPECT_EQ(hunt->rule, "paper-charts/hunt@1");
}

TEST_P(MissingVolumes, AfterALookInVainThePlanFollows) {
  must(folder_, "charge-out", ward_);
  must(folder_, "mark-missing");
  const auto first = desk_->hunt(mia_, folder_)->plan.suggestions.front();
  const auto after = desk_->look(mia_, folder_, first.spot.id, false, "asked the ward's secretary");
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_NE(after->plan.suggestions.front().spot.id, first.spot.id);
  EXPECT_EQ(after->looks.size(), 1U);
  EXPECT_EQ(after->item->state, "searching");
}

TEST_P(MissingVolumes, FoundEndTheHunt) {
  must(folder_, "charge-out", ward_);
  must(folder_, "mark-missing");
  const auto first = desk_->hunt(mia_, folder_)->plan.suggestions.front();
  const auto found = desk_->look(mia_, folder_, first.spot.id, true, "");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(now(folder_).state, "in-file");
  EXPECT_EQ(now(folder_).place, room_);
  EXPECT_TRUE(items("missing-volume").empty());
  EXPECT_EQ(items("missing-volume", true).front().state, "found");
}

TEST_P(MissingVolumes, ScannedAnywhereEndTheHuntToo) {
  must(folder_, "mark-missing");
  ASSERT_TRUE(move(folder_, "check-in", {}, {"volume-is-missing"}));
  EXPECT_TRUE(items("missing-volume").empty());
}

TEST_P(MissingVolumes, AreNotFoundByAWordOnly) {
  must(folder_, "mark-missing");
  expect_error(act(hunt_item(), "found"), ErrorKind::business_rule, "event");
}

TEST_P(MissingVolumes, DeclaredLostStartTheClockOfTheAssessment) {
  must(folder_, "mark-missing");
  expect_error(move(folder_, "declare-lost"), ErrorKind::business_rule, "kind");
  const auto item = hunt_item();
  ASSERT_TRUE(act(item, "search"));
  expect_error(act(item, "declare-lost"), ErrorKind::business_rule);
  const auto lost = act(item, "declare-lost", "searched-everywhere");
  ASSERT_TRUE(lost) << lost.error().message;
  EXPECT_EQ(now(folder_).state, "lost");
  EXPECT_EQ(worklists_->get(mia_, item)->due_at, clock_.now().plus(std::chrono::days(60)));
  ASSERT_TRUE(move(folder_, "check-in", {}, {"volume-is-lost"}));
  EXPECT_EQ(worklists_->get(mia_, item)->state, "found-later");
  ASSERT_TRUE(act(item, "amalgamate"));
}

TEST_P(MissingVolumes, NamesakesSlipsCartsAndWhatWasHandledTogetherAreClues) {
  const auto twin = patient("Marsh", "Ada", "1984-01-01", "100555");
  volume(twin);
  const auto other = volume(tom_);
  for (const auto id : {other, folder_}) {
    auto together = command("move", cart_);
    together.batch = 77;
    ASSERT_TRUE(desk_->move(mia_, id, together));
  }
  must(folder_, "move", room_);
  must(folder_, "mark-missing");
  const auto hunt = desk_->hunt(mia_, folder_);
  ASSERT_TRUE(hunt);
  std::vector<std::string> clues;
  for (const auto& one : hunt->plan.suggestions) clues.insert(clues.end(), one.because.begin(), one.because.end());
  for (const auto* clue : {"own_slot", "cart", "transposed", "adjacent", "namesake"})
    EXPECT_NE(std::find(clues.begin(), clues.end(), clue), clues.end()) << clue;
  expect_error(desk_->look(mia_, folder_, "slot:nowhere", false, ""), ErrorKind::invalid, "spot");
}

TEST_P(MissingVolumes, NobodyHuntsWhatNobodyMisses) {
  expect_error(desk_->look(mia_, folder_, "place:x", false, ""), ErrorKind::business_rule);
  EXPECT_FALSE(desk_->hunt(mia_, folder_)->item);
}

TEST_P(MissingVolumes, AskedForBringTheRequestToTheSearchers) {
  must(folder_, "mark-missing");
  request(ada_, emergency_, Priority::stat);
  ASSERT_TRUE(move(folder_, "charge-out", emergency_, {"volume-is-missing"}));
  EXPECT_EQ(now(folder_).place, emergency_);
  EXPECT_TRUE(items("missing-volume").empty());
}

}  // namespace
}  // namespace charta::paper_charts
