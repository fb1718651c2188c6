// SPDX-License-Identifier: Apache-2.0
// The counter and shelf reading through the front door.
#include "app/demo_audits.hpp"
#include "app/demo_file_room.hpp"
#include "app/tests/door_fixture.hpp"

namespace charta::app {
namespace {

class CounterDoor : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    mia_ = person("mia", {"file_clerk"});
    nurse_ = person("nora", {"nurse"});
    ada_ = PatientId(create("Patient",
                            R"({"resourceType":"Patient","name":[{"family":"Marsh","given":["Ada"]}],"birthDate":"1961-04-02",)"
                            R"("identifier":[{"system":"urn:oid:1.2.3","value":"100042","type":{"coding":[{"code":"MR"}]}}]})")
                         .key());
    room_ = place("room", "File room").at("id");
    ward_ = place("ward", "Ward 3").at("barcode");
    clinic_ = place("clinic", "Cardiology").at("id");
    for (int number = 1; number <= 3; ++number) volumes_.push_back(volume());
  }
  testing::Answer post(const std::string& target, const std::string& body) { return ask(mia_, "POST", target, body); }
  testing::Answer place(const std::string& kind, const std::string& name) {
    const auto made = post("/api/paper/places", R"({"kind":")" + kind + R"(","name":")" + name + R"("})");
    EXPECT_EQ(made.status, 200) << made.body;
    return made;
  }
  std::pair<std::string, std::string> volume() {
    const auto made = post("/api/paper/volumes", R"({"patient":")" + ada_.text() + R"(","home":")" + room_ + R"("})");
    EXPECT_EQ(made.status, 200) << made.body;
    return {made.at("volume.id"), made.at("volume.barcode")};
  }
  std::string scan(const std::string& kind, const std::string& barcode, const std::string& rest = "") {
    return R"({"number":)" + std::to_string(++number_) + R"(,"kind":")" + kind + R"(","barcode":")" + barcode +
           R"(","at_time":")" + hospital_->clock.now().text() + "\"" + rest + "}";
  }
  testing::Answer send(const std::string& scans) {
    return post("/api/counter/scans", R"({"device":"phone-3","scans":[)" + scans + "]}");
  }

  testing::Visitor mia_, nurse_;
  PatientId ada_;
  std::string room_, ward_, clinic_;
  std::vector<std::pair<std::string, std::string>> volumes_;
  int number_ = 0;
};
CHARTA_ON_BOTH_ENGINES(CounterDoor);

TEST_P(CounterDoor, WhatADeviceSendsTwiceIsDoneOnceAndAnsweredAlike) {
  const auto one = scan("charge-out", volumes_[0].second, R"(,"to_barcode":")" + ward_ + "\"");
  const auto first = send(one);
  EXPECT_EQ(first.at("items.0.outcome"), "done") << first.body;
  EXPECT_EQ(first.at("items.0.volume.place.path"), "Ward 3");
  EXPECT_EQ(first.at("items.0.volume.patient"), "absent") << "a telephone on the floor shows nobody";
  EXPECT_NE(first.at("now"), "absent");
  EXPECT_EQ(send(one).at("items.0.id"), first.at("items.0.id"));
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/volumes/" + volumes_[0].first).count("history"), 2U);
}

TEST_P(CounterDoor, AQuestionStaysUntilSomebodyAnswersOrDropsIt) {
  ASSERT_EQ(
      post("/api/paper/volumes/" + volumes_[0].first + "/movements", R"({"kind":"charge-out","to":")" + clinic_ + "\"}").status,
      200);
  const auto asked = send(scan("charge-out", volumes_[0].second, R"(,"live":true,"to_barcode":")" + ward_ + "\"") + "," +
                          scan("check-in", "4711"));
  EXPECT_EQ(asked.at("items.0.asks"), "confirm:volume-is-out") << asked.body;
  EXPECT_EQ(asked.at("items.1.asks"), "barcode");
  EXPECT_EQ(ask(mia_, "GET", "/api/counter/scans").at("total"), "2");
  const auto answered = post("/api/counter/scans/" + asked.at("items.0.id") + "/answer", R"({"confirmed":["volume-is-out"]})");
  EXPECT_EQ(answered.at("outcome"), "done") << answered.body;
  EXPECT_EQ(post("/api/counter/scans/" + asked.at("items.1.id") + "/drop", "{}").status, 400);
  const auto dropped = post("/api/counter/scans/" + asked.at("items.1.id") + "/drop", R"({"reason":"not-of-this-house"})");
  EXPECT_EQ(dropped.at("outcome"), "dropped") << dropped.body;
  EXPECT_EQ(ask(mia_, "GET", "/api/counter/scans").at("total"), "0");
  EXPECT_EQ(ask(mia_, "GET", "/api/counter/scans?all=1").at("total"), "2");
}

TEST_P(CounterDoor, WhatIsNoScanIsRefusedAndNamesItsElement) {
  EXPECT_EQ(send(R"({"number":1,"kind":"check-in","barcode":"V"})").at("location"), "at_time");
  EXPECT_EQ(send(scan("burn", "V")).at("location"), "kind");
  EXPECT_EQ(send(scan("inventory", "V", R"(,"audit":"x")")).at("location"), "audit");
  EXPECT_EQ(post("/api/counter/scans", "{}").status, 400);
  EXPECT_EQ(ask(nurse_, "GET", "/api/counter/scans").status, 403);
}

TEST_P(CounterDoor, AShelfIsReadComparedAnsweredAndClosed) {
  const auto planned = post("/api/paper/audits", R"({"room":")" + room_ + R"(","volumes":3})");
  ASSERT_EQ(planned.status, 200) << planned.body;
  const auto audit = planned.at("id");
  const std::string into = R"(,"audit":")" + audit + "\"";
  const auto read = send(scan("inventory", volumes_[0].second, into) + "," + scan("inventory", volumes_[1].second, into));
  EXPECT_EQ(read.at("items.1.outcome"), "done") << read.body;
  const std::string acts = "/api/work-items/" + planned.at("item") + "/acts";
  ASSERT_EQ(post(acts, R"({"event":"compare"})").status, 200);
  const auto compared = ask(mia_, "GET", "/api/paper/audits/" + audit);
  EXPECT_EQ(compared.at("findings.0.kind"), "not-seen") << compared.body;
  EXPECT_EQ(compared.at("findings.0.volume.id"), volumes_[2].first);
  EXPECT_EQ(post(acts, R"({"event":"close"})").status, 422);
  const auto answered = post("/api/paper/audits/" + audit + "/findings", R"({"number":1,"answer":"confirm"})");
  EXPECT_EQ(answered.at("findings.0.state"), "done") << answered.body;
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/volumes/" + volumes_[2].first).at("volume.state"), "missing");
  ASSERT_EQ(post(acts, R"({"event":"close"})").status, 200);
  const auto rates = ask(nurse_, "GET", "/api/paper/misfile-rates");
  EXPECT_EQ(rates.at("items.0.read"), "2") << rates.body;
  EXPECT_EQ(rates.at("items.0.misfiled"), "0");
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/audits").at("total"), "0");
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/audits?all=1").at("total"), "1");
  EXPECT_EQ(ask(nurse_, "GET", "/api/paper/audits/" + audit).status, 403);
}

TEST_P(CounterDoor, TheSimulatedHospitalHasAShelfThatWaitsToBeRead) {
  ASSERT_TRUE(furnish_demo_file_room(*hospital_));
  const auto furnished = furnish_demo_audits(*hospital_);
  ASSERT_TRUE(furnished) << furnished.error().message;
  const auto audits = ask(mia_, "GET", "/api/paper/audits");
  const auto count = audits.at("total");
  EXPECT_NE(count, "0") << audits.body;
  ASSERT_TRUE(furnish_demo_audits(*hospital_));
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/audits").at("total"), count);
}

}  // namespace
}  // namespace charta::app
