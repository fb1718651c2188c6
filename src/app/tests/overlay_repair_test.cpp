// SPDX-License-Identifier: Apache-2.0
// Two persons in one number, from the suspicion to the last contaminated copy.
#include "app/tests/hospital_fixture.hpp"

#include <algorithm>

namespace charta::app {
namespace {

class OverlayRepair : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    send("ADT^A28", {"EVN|A28|20260201080000", ada});
    send("ADT^A01", {"EVN|A01|20260202080000", ada, visit("V1")});
    record_ = hospital_->patient_index->find(system_, "1001", 1).value().at(0).patient;
  }
  intake::Outcome send(const std::string& type, const std::vector<std::string>& segments) {
    std::string text = "MSH|^~\\&|REG|HOSP|CHARTA|HOSP|20260301080000||" + type + "|" + std::to_string(++sent_) + "|P|2.5.1\r";
    for (const auto& segment : segments) text += segment + "\r";
    return hospital_->intake->receive(text, {"test", "127.0.0.1:1", intake::AckMode::done}).outcome;
  }
  static std::string visit(const std::string& number) { return "PV1|1|I|3W" + std::string(16, '|') + number + "^^^HOSP"; }
  /// Something of Tom's comes under Ada's number and is held; somebody assigns it to her record by mistake.
  void assigned_by_mistake(const std::string& type, const std::vector<std::string>& segments) {
    ASSERT_EQ(send(type, segments), intake::Outcome::held);
    intake::JournalFilter filter;
    filter.state = "held";
    const auto held = hospital_->intake->list(system_, filter).value().items.at(0).row.message;
    const auto assigned = hospital_->intake->assign(system_, held, record_, "by mistake");
    ASSERT_TRUE(assigned) << assigned.error().message;
  }
  void contaminate() {
    assigned_by_mistake("MDM^T02", {"EVN|T02|20260301080000", tom_, "TXA|1|DS|TX|20260301080000||||||||D1^HOSP|||||AU",
                                    "OBX|1|TX|1^Summary||Went home well||||||F"});
  }
  worklists::WorkItem suspect() {
    const auto item = hospital_->overlays->suspect(system_, record_, "two-birth-dates", "the ward called");
    EXPECT_TRUE(item) << (item ? "" : item.error().message);
    return item ? *item : worklists::WorkItem();
  }
  static std::string new_person() {
    return R"({"resourceType":"Patient","name":[{"family":"Quill","given":["Tom"]}],"birthDate":"1970-01-02","identifier":[{"system":"urn:charta:assigner:HOSP","value":"3003","type":{"coding":[{"code":"MR"}]}}]})";
  }
  overlay_repair::Split toms_letter(const worklists::WorkItem& item) {
    overlay_repair::Split split;
    const auto detail = hospital_->overlays->detail(system_, item.id).value();
    for (const auto& piece : detail.sides.sides.at(1).pieces) split.pieces.emplace_back(piece.type, piece.id);
    split.person = new_person();
    return split;
  }
  bool frozen() { return hospital_->patient_index->banner(system_, record_).value().overlay_flag; }
  worklists::Act event(const std::string& name, const std::string& reason = "") {
    worklists::Act act;
    act.event = name;
    act.reason_code = reason;
    return act;
  }
  std::int64_t lines(PatientId patient) { return hospital_->chart->timeline(system_, patient, {}).value().total; }

  const std::string ada = "PID|1||1001^^^HOSP^MR||Marsh^Ada||19610402|F";
  const std::string tom_ = "PID|1||1001^^^HOSP^MR||Quill^Tom||19700102|M";
  PatientId record_;
  int sent_ = 0;
};
CHARTA_ON_BOTH_ENGINES(OverlayRepair);

TEST_P(OverlayRepair, FreezesTheRecordAtOnceAndNothingIsFiledToIt) {
  const auto item = suspect();
  EXPECT_EQ(item.state, "frozen");
  EXPECT_EQ(item.priority, worklists::Priority::stat);
  EXPECT_TRUE(frozen());
  EXPECT_EQ(send("ADT^A08", {"EVN|A08|20260301090000", ada}), intake::Outcome::held);
  expect_error(hospital_->overlays->suspect(system_, record_, "two-birth-dates", ""), ErrorKind::business_rule);
}

TEST_P(OverlayRepair, SortsThePiecesByWhatTheirMessagesSaid) {
  contaminate();
  const auto detail = hospital_->overlays->detail(system_, suspect().id);
  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_EQ(detail->sides.sides.size(), 2U);
  EXPECT_TRUE(detail->sides.sides[0].stays);
  EXPECT_EQ(detail->sides.sides[0].pieces.size(), 1U);
  ASSERT_EQ(detail->sides.sides[1].pieces.size(), 1U);
  EXPECT_EQ(detail->sides.sides[1].pieces[0].type, "DocumentReference");
  EXPECT_EQ(detail->sides.sides[1].who.current_name()->family, "Quill");
}

TEST_P(OverlayRepair, SortsThePiecesAlsoWhereRegistrationWroteTheOtherNameOverTheFirst) {
  const auto early = sign_in("bea", {"technician"});
  ASSERT_TRUE(hospital_->ledger->record_read(early.actor.author,
                                             {ledger::Act::viewed, "Patient", record_.key(), 1, record_, {}, {}, {}}));
  clock_.advance(std::chrono::hours(1));
  assigned_by_mistake("ADT^A01", {"EVN|A01|20260301080000", tom_, visit("V2")});
  const auto item = suspect();
  const auto detail = hospital_->overlays->detail(system_, item.id);
  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_EQ(detail->sides.sides.size(), 2U);
  EXPECT_TRUE(detail->sides.sides[0].stays);
  EXPECT_EQ(detail->sides.sides[0].who.current_name()->family, "Quill") << "the record says so now";
  EXPECT_EQ(detail->sides.sides[0].pieces.size(), 1U);
  EXPECT_EQ(detail->sides.sides[1].who.current_name()->family, "Marsh");
  EXPECT_EQ(detail->sides.sides[1].pieces.size(), 1U);
  const auto copies = hospital_->overlays->copies(system_, item.id).value();
  EXPECT_TRUE(std::any_of(copies.begin(), copies.end(), [&](const auto& one) { return one.user == early.actor.author.user; }))
      << "rather one too many than one too few, where the name does not say since when";
}

TEST_P(OverlayRepair, ANewRecordReceivesTheOtherSideInOneUnit) {
  contaminate();
  const auto item = suspect();
  const auto to = hospital_->overlays->split(system_, item.id, toms_letter(item));
  ASSERT_TRUE(to) << to.error().message;
  EXPECT_EQ(lines(record_), 1);
  EXPECT_EQ(lines(*to), 1);
  EXPECT_EQ(hospital_->patient_index->find(system_, "3003", 1).value().at(0).patient, *to);
  EXPECT_EQ(hospital_->worklists->get(system_, item.id).value().state, "split");
  EXPECT_TRUE(frozen()) << "until somebody says that it is repaired";
  const auto done = hospital_->worklists->act(system_, item.id, event("finish"));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_FALSE(frozen());
  EXPECT_EQ(send("ADT^A08", {"EVN|A08|20260301100000", ada}), intake::Outcome::filed);
}

TEST_P(OverlayRepair, AFailedSplitLeavesNoEmptyRecordBehind) {
  const auto item = suspect();
  overlay_repair::Split split;
  split.pieces = {{"Encounter", "nobodys"}};
  split.person = new_person();
  expect_error(hospital_->overlays->split(system_, item.id, split), ErrorKind::not_found);
  EXPECT_TRUE(hospital_->patient_index->find(system_, "3003", 5).value().empty());
  expect_error(hospital_->overlays->split(system_, item.id, {}), ErrorKind::missing);
}

TEST_P(OverlayRepair, NobodySaysSplitOfARecordFromWhichNothingWent) {
  const auto item = suspect();
  expect_error(hospital_->worklists->act(system_, item.id, event("split")), ErrorKind::business_rule);
}

TEST_P(OverlayRepair, ThatIsNoneSaysWhyAndIsFiledToAgain) {
  const auto item = suspect();
  expect_error(hospital_->worklists->act(system_, item.id, event("not-an-overlay")), ErrorKind::business_rule);
  ASSERT_TRUE(hospital_->worklists->act(system_, item.id, event("not-an-overlay", "one-person-after-all")));
  EXPECT_FALSE(frozen());
  EXPECT_EQ(send("ADT^A08", {"EVN|A08|20260301090000", ada}), intake::Outcome::filed);
}

TEST_P(OverlayRepair, ListsWhoHoldsContaminatedCopies) {
  const auto before = sign_in("bea", {"technician"}), after = sign_in("nora", {"technician"});
  const auto views = [&](const access::Session& who) {
    ASSERT_TRUE(hospital_->ledger->record_read(who.actor.author,
                                               {ledger::Act::viewed, "Patient", record_.key(), 1, record_, {}, {}, {}}));
  };
  views(before);
  clock_.advance(std::chrono::hours(1));
  contaminate();
  clock_.advance(std::chrono::hours(1));
  views(after);
  views(after);
  const auto copies = hospital_->overlays->copies(system_, suspect().id);
  ASSERT_TRUE(copies) << copies.error().message;
  std::vector<std::pair<UserId, std::int64_t>> people;
  for (const auto& one : *copies)
    if (one.user.is_set()) people.emplace_back(one.user, one.times);
  const std::vector<std::pair<UserId, std::int64_t>> expected{{after.actor.author.user, 2}};
  EXPECT_EQ(people, expected) << "who looked while Ada was alone in it has no contaminated copy";
}

TEST_P(OverlayRepair, IsForThoseWhoMayLinkPatients) {
  const auto nurse = sign_in("nina", {"nurse"});
  expect_error(hospital_->overlays->suspect(nurse.actor, record_, "two-birth-dates", ""), ErrorKind::forbidden);
  expect_error(hospital_->overlays->suspect(system_, record_, "", ""), ErrorKind::missing);
}

}  // namespace
}  // namespace charta::app
