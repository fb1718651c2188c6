// SPDX-License-Identifier: Apache-2.0
// A visit or document that stood with the wrong patient, brought to the right one by a person, and back.
#include "app/tests/hospital_fixture.hpp"

#include <map>

#include <algorithm>

namespace charta::app {
namespace {

using record_moves::RecordMove;

class RecordMoves : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    wrong_ = patient("Marsh");
    right_ = patient("Quill");
  }
  static std::string subject(PatientId patient) { return R"("subject":{"reference":"Patient/)" + patient.text() + "\"}"; }
  ResourceId visit(const std::string& status = "in-progress") {
    return create("Encounter", R"({"resourceType":"Encounter","status":")" + status +
                                   R"(","class":{"code":"IMP"},"period":{"start":"2026-02-27T08:00:00Z"},)" + subject(wrong_) +
                                   "}");
  }
  ResourceId document(ResourceId encounter = {}) {
    std::string body = R"({"resourceType":"DocumentReference","status":"current","type":{"text":"Letter"},)" + subject(wrong_);
    if (encounter.is_set()) body += R"(,"context":{"encounter":[{"reference":"Encounter/)" + encounter.text() + R"("}]})";
    return create("DocumentReference", body + R"(,"content":[{"attachment":{"contentType":"text/plain","data":"aGVsbG8="}}]})");
  }
  ResourceId order(ResourceId encounter) {
    return create(
        "ServiceRequest",
        R"({"resourceType":"ServiceRequest","status":"active","intent":"order","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:oid:1.2.3.9","value":"P1"}],"code":{"coding":[{"system":"http://loinc.org","code":"24323-8","display":"Panel"}]},"authoredOn":"2026-02-27T09:00:00Z",)" +
            subject(wrong_) + R"(,"encounter":{"reference":"Encounter/)" + encounter.text() + "\"}}");
  }
  /// What a resource says, member by member: their order says nothing.
  std::map<std::string, std::string> body(const std::string& type, ResourceId key) {
    const auto stored = hospital_->resources->read(system_, type, key.text()).value();
    const auto document = std::move(json::Document::parse(stored.json).value());
    std::map<std::string, std::string> members;
    for (const auto member : document.root()) members[std::string(member.key())] = json::write(member);
    members.erase("meta");
    return members;
  }
  PatientId holder(const std::string& type, ResourceId key) {
    return hospital_->resources->read(system_, type, key.text()).value().patient;
  }
  std::int64_t lines(PatientId patient) { return hospital_->chart->timeline(system_, patient, {}).value().total; }
  RecordMove move(const std::string& type, ResourceId key) {
    const auto moved = hospital_->record_moves->move(system_, {type, key.text(), right_, "wrong-patient", "read the wristband"});
    EXPECT_TRUE(moved) << (moved ? "" : moved.error().message);
    return moved ? *moved : RecordMove();
  }
  std::vector<worklists::WorkItem> open(const std::string& kind, PatientId patient) {
    worklists::Filter filter;
    filter.kind = kind;
    filter.patient = patient;
    return hospital_->worklists->list(system_, filter).value().items;
  }

  PatientId wrong_, right_;
};
CHARTA_ON_BOTH_ENGINES(RecordMoves);

TEST_P(RecordMoves, AVisitGoesWithAllThatBelongsToIt) {
  const auto encounter = visit();
  const auto placed = order(encounter);
  const auto letter = document(encounter), other = document();
  const auto moved = move("Encounter", encounter);
  EXPECT_EQ(moved.pieces.size(), 3U);
  for (const auto& [type, key] :
       {std::pair("Encounter", encounter), std::pair("ServiceRequest", placed), std::pair("DocumentReference", letter)})
    EXPECT_EQ(holder(type, key), right_) << type;
  EXPECT_EQ(holder("DocumentReference", other), wrong_) << "what belongs to no visit stays";
  EXPECT_EQ(lines(right_), 3);
  EXPECT_EQ(lines(wrong_), 1);
}

TEST_P(RecordMoves, BothChartsKeepATrace) {
  const auto moved = move("DocumentReference", document());
  for (const PatientId patient : {wrong_, right_}) {
    const auto trace = hospital_->record_moves->of_patient(system_, patient);
    ASSERT_TRUE(trace);
    ASSERT_EQ(trace->size(), 1U);
    EXPECT_EQ(trace->front().id, moved.id);
    EXPECT_EQ(trace->front().from, wrong_);
    EXPECT_EQ(trace->front().to, right_);
    EXPECT_EQ(trace->front().reason, "wrong-patient");
    EXPECT_EQ(trace->front().title, "Letter");
    ledger::Filter filter;
    filter.patient = patient;
    filter.act = "moved";
    EXPECT_EQ(hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value(), 1);
  }
}

TEST_P(RecordMoves, TakenBackEverythingReadsAsBefore) {
  const auto encounter = visit();
  const auto letter = document(encounter);
  const auto visit_before = body("Encounter", encounter), letter_before = body("DocumentReference", letter);
  const auto alone = move("DocumentReference", letter);
  EXPECT_FALSE(body("DocumentReference", letter).contains("context")) << "the visit stayed behind";
  ASSERT_TRUE(hospital_->record_moves->take_back(system_, alone.id, "moved-in-error", ""));
  EXPECT_EQ(body("DocumentReference", letter), letter_before);
  const auto whole = move("Encounter", encounter);
  const auto back = hospital_->record_moves->take_back(system_, whole.id, "moved-in-error", "");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->takes_back, whole.id);
  EXPECT_EQ(body("Encounter", encounter), visit_before);
  EXPECT_EQ(body("DocumentReference", letter), letter_before);
  EXPECT_EQ(lines(right_), 0);
  expect_error(hospital_->record_moves->take_back(system_, whole.id, "again", ""), ErrorKind::business_rule);
}

TEST_P(RecordMoves, WhatWasMovedOnComesBackInOrder) {
  const auto third = patient("Okafor");
  const auto letter = document();
  const auto first = move("DocumentReference", letter);
  const auto second = hospital_->record_moves->move(system_, {"DocumentReference", letter.text(), third, "wrong-patient", ""});
  ASSERT_TRUE(second);
  expect_error(hospital_->record_moves->take_back(system_, first.id, "moved-in-error", ""), ErrorKind::business_rule);
  ASSERT_TRUE(hospital_->record_moves->take_back(system_, second->id, "moved-in-error", ""));
  ASSERT_TRUE(hospital_->record_moves->take_back(system_, first.id, "moved-in-error", ""));
  EXPECT_EQ(holder("DocumentReference", letter), wrong_);
}

TEST_P(RecordMoves, APromiseGoesWithItsOrderAndIsOpenAgainWhereItsAnswerLeft) {
  const auto encounter = visit();
  order(encounter);
  const auto owed = open("expected-record", wrong_).size();
  ASSERT_GT(owed, 0U);
  const auto moved = move("Encounter", encounter);
  EXPECT_EQ(open("expected-record", right_).size(), owed);
  EXPECT_TRUE(open("expected-record", wrong_).empty());
  ASSERT_TRUE(hospital_->record_moves->take_back(system_, moved.id, "moved-in-error", ""));
  EXPECT_EQ(open("expected-record", wrong_).size(), owed);
}

TEST_P(RecordMoves, WhoSawItMeanwhileIsListed) {
  const auto letter = document();
  const auto nurse = sign_in("nora", {"technician"});
  ASSERT_TRUE(hospital_->ledger->record_read(nurse.actor.author,
                                             {ledger::Act::viewed, "DocumentReference", letter.key(), 1, wrong_, {}, {}, {}}));
  clock_.advance(std::chrono::minutes(5));
  const auto moved = move("DocumentReference", letter);
  clock_.advance(std::chrono::minutes(5));
  ASSERT_TRUE(hospital_->ledger->record_read(nurse.actor.author,
                                             {ledger::Act::viewed, "DocumentReference", letter.key(), 2, right_, {}, {}, {}}));
  const auto seen = hospital_->record_moves->seen_meanwhile(system_, moved.id);
  ASSERT_TRUE(seen);
  std::vector<UserId> people;
  for (const auto& one : *seen)
    if (one.user.is_set()) people.push_back(one.user);
  EXPECT_EQ(people, (std::vector<UserId>{nurse.actor.author.user})) << "before the move, not after it";
}

TEST_P(RecordMoves, WhoeverSawItIsListedHoweverOftenItWasSeen) {
  constexpr int views = 1200;
  const auto letter = document();
  const auto first = sign_in("nora", {"technician"});
  const auto then = sign_in("otto", {"technician"});
  const auto view = [&](const access::Session& who) {
    ASSERT_TRUE(hospital_->ledger->record_read(who.actor.author,
                                               {ledger::Act::viewed, "DocumentReference", letter.key(), 1, wrong_, {}, {}, {}}));
    clock_.advance(std::chrono::seconds(1));
  };
  view(first);
  for (int i = 0; i < views; ++i) view(then);
  const auto moved = move("DocumentReference", letter);
  const auto seen = hospital_->record_moves->seen_meanwhile(system_, moved.id);
  ASSERT_TRUE(seen) << seen.error().message;
  const auto of = [&](const access::Session& who) {
    return std::count_if(seen->begin(), seen->end(), [&](const auto& one) { return one.user == who.actor.author.user; });
  };
  EXPECT_EQ(of(first), 1) << "the oldest is not left out";
  EXPECT_EQ(of(then), views);
}

TEST_P(RecordMoves, AreForThoseWhoMayLinkPatientsAndSeeBoth) {
  const auto letter = document();
  const auto viewer = sign_in("vera", {"physician"});
  expect_error(hospital_->record_moves->move(viewer.actor, {"DocumentReference", letter.text(), right_, "wrong-patient", ""}),
               ErrorKind::forbidden);
  const auto technician = sign_in("tina", {"technician"});
  const auto hidden =
      patient("Vane", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  const auto refused =
      hospital_->record_moves->move(technician.actor, {"DocumentReference", letter.text(), hidden, "wrong-patient", ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(holder("DocumentReference", letter), wrong_);
}

TEST_P(RecordMoves, SayWhyAndRefuseWhatDoesNotMoveAlone) {
  const auto letter = document();
  expect_error(hospital_->record_moves->move(system_, {"DocumentReference", letter.text(), right_, "", ""}), ErrorKind::missing);
  expect_error(hospital_->record_moves->move(system_, {"DocumentReference", letter.text(), wrong_, "wrong-patient", ""}),
               ErrorKind::business_rule);
  expect_error(hospital_->record_moves->move(system_, {"Patient", wrong_.text(), right_, "wrong-patient", ""}),
               ErrorKind::business_rule);
  expect_error(hospital_->record_moves->preview(system_, "", letter.text()), ErrorKind::missing);
  expect_error(hospital_->record_moves->preview(system_, "DocumentReference", ""), ErrorKind::missing);
  expect_error(hospital_->record_moves->move(system_, {"DocumentReference", letter.text(), PatientId(99), "wrong-patient", ""}),
               ErrorKind::not_found);
  const auto preview = hospital_->record_moves->preview(system_, "DocumentReference", letter.text());
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->size(), 1U);
  EXPECT_EQ(holder("DocumentReference", letter), wrong_) << "a preview moves nothing";
}

TEST_P(RecordMoves, TheLabelsOfTheNewRecordCountAndThoseOfTheOldStayBehind) {
  const auto letter = document();
  right_ = patient("Vane", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
  const auto moved = move("DocumentReference", letter);
  EXPECT_NE(hospital_->resources->read(system_, "DocumentReference", letter.text()).value().sensitivity, 0U);
  ASSERT_TRUE(hospital_->record_moves->take_back(system_, moved.id, "moved-in-error", ""));
  EXPECT_EQ(hospital_->resources->read(system_, "DocumentReference", letter.text()).value().sensitivity, 0U);
}

}  // namespace
}  // namespace charta::app
