// SPDX-License-Identifier: Apache-2.0
// The published interface of paper charts through the front door: volumes, movements and places read and searched, requisitions
// sent, resent and taken back.
#include "app/tests/door_fixture.hpp"
#include "department/paper_interface/paper_resources.hpp"

#include <algorithm>
#include <set>

namespace charta::app {
namespace {

using namespace paper_charts;
using namespace paper_interface;

class PaperInterface : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    mia_ = person("mia", {"file_clerk"});
    scheduler_ = program("scheduler", {"program"});
    other_ = program("other", {"program"});
    ada_ = patient("Marsh");
    room_ = place("room", "File room");
    ward_ = place("ward", "Ward 3", "3N");
    clinic_ = place("clinic", "Cardiology", "CARD");
    volume_ = volume(ada_);
  }
  std::string place(const std::string& kind, const std::string& name, const std::string& code = "") {
    const auto made =
        ask(mia_, "POST", "/api/paper/places", R"({"kind":")" + kind + R"(","name":")" + name + R"(","code":")" + code + R"("})");
    EXPECT_EQ(made.status, 200) << made.body;
    return made.at("id");
  }
  std::string volume(PatientId whose, const std::string& kind = "medical") {
    const auto made = ask(mia_, "POST", "/api/paper/volumes",
                          R"({"patient":")" + whose.text() + R"(","kind":")" + kind + R"(","home":")" + room_ + R"("})");
    EXPECT_EQ(made.status, 200) << made.body;
    barcode_ = made.at("volume.barcode");
    return made.at("volume.id");
  }
  void move(const std::string& id, const std::string& kind, const std::string& to = "", const std::string& purpose = "") {
    const auto moved =
        ask(mia_, "POST", "/api/paper/volumes/" + id + "/movements",
            R"({"kind":")" + kind + R"(","purpose":")" + purpose + "\"" + (to.empty() ? "" : R"(,"to":")" + to + "\"") + "}");
    ASSERT_EQ(moved.status, 200) << moved.body;
  }
  testing::Answer get(const std::string& target) { return ask(scheduler_, "GET", target); }
  std::string requisition(const std::string& number, const std::string& more = "", const std::string& code = "3N") {
    return R"({"resourceType":"Task","meta":{"profile":["urn:charta:paper:requisition"]},"identifier":[{"system":)"
           R"("urn:example:orders","value":")" +
           number + R"("}],"status":"requested","intent":"order",)" + more +
           R"("code":{"coding":[{"system":"urn:charta:work-item-kind","code":"paper-requisition"}]},"for":{"reference":"Patient/)" +
           ada_.text() + R"("},"location":{"identifier":{"system":"urn:charta:paper-place-code","value":")" + code + R"("}}})";
  }
  testing::Answer send_requisition(const testing::Visitor& sender, const std::string& body,
                                   const testing::Headers& headers = {}) {
    return ask(sender, "POST", "/fhir/Task", body, headers);
  }
  testing::Answer cancel(const testing::Visitor& sender, const std::string& task, const std::string& match = "") {
    return ask(sender, "PUT", "/fhir/Task/" + task,
               R"({"resourceType":"Task","id":")" + task + R"(","status":"cancelled","intent":"order"})",
               match.empty() ? testing::Headers{} : testing::Headers{{"if-match", match}});
  }
  std::int64_t looks_at(PatientId whose, const std::string& kind) {
    EXPECT_TRUE(hospital_->ledger->flush_program_reads());
    ledger::Filter filter;
    filter.patient = whose;
    filter.limit = 100;
    const auto entries = *hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); });
    return std::count_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.subject_kind == kind; });
  }

  testing::Visitor mia_, scheduler_, other_;
  PatientId ada_;
  std::string room_, ward_, clinic_, volume_, barcode_;
};
CHARTA_ON_BOTH_ENGINES(PaperInterface);

TEST_P(PaperInterface, AVolumeIsReadAsABasicWithItsPlaceAndItsVersion) {
  const auto read = get("/fhir/Basic/pv-" + volume_);
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(read.at("meta.profile.0"), "urn:charta:paper:volume");
  EXPECT_EQ(read.at("subject.reference"), "Patient/" + ada_.text());
  EXPECT_EQ(read.header("ETag"), "W/\"1\"");
  EXPECT_FALSE(read.header("Last-Modified").empty());
  const auto again = json::Document::parse(read.body);
  const auto row = volume_of(again->root());
  ASSERT_TRUE(row) << row.error().message;
  EXPECT_EQ(row->volume.barcode, barcode_);
  EXPECT_EQ(row->volume.place.text(), room_);
  EXPECT_EQ(row->volume.state, "in-file");
  move(volume_, "charge-out", ward_);
  const auto after = get("/fhir/Basic/pv-" + volume_);
  EXPECT_EQ(after.header("ETag"), "W/\"2\"");
  EXPECT_TRUE(after.says("\"display\":\"Ward 3\"")) << after.body;
  EXPECT_EQ(ask(scheduler_, "GET", "/fhir/Basic/pv-" + volume_, "", {{"if-none-match", "W/\"2\""}}).status, 304);
  EXPECT_EQ(get("/fhir/Basic/pv-0000000000001").status, 404);
  EXPECT_EQ(get("/fhir/Basic/pv-nonsense").status, 404);
}

TEST_P(PaperInterface, MovementsAreItsHistoryAndEachIsReadByItself) {
  move(volume_, "charge-out", ward_);
  move(volume_, "check-in");
  const auto history = get("/fhir/Basic?code=paper-movement&volume=Basic/pv-" + volume_);
  EXPECT_EQ(history.at("total"), "3") << history.body;
  const auto document = json::Document::parse(history.body);
  std::vector<std::string> kinds;
  for (const auto entry : document->root()["entry"]) {
    const auto one = movement_of(entry["resource"]);
    ASSERT_TRUE(one) << one.error().message;
    kinds.push_back(one->movement.kind);
    EXPECT_EQ(get("/fhir/Basic/" + std::string(entry["resource"]["id"].text())).status, 200);
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"create", "charge-out", "check-in"}));
  EXPECT_EQ(get("/fhir/Basic?movement-kind=charge-out").at("total"), "1");
}

TEST_P(PaperInterface, VolumesAreFoundByEverythingThatTheDeskFindsThemBy) {
  const PatientId tom = patient("Ferreira");
  const auto films = volume(tom, "film");
  move(films, "charge-out", ward_);
  const auto total = [&](const std::string& query) { return get("/fhir/Basic?code=paper-volume&" + query).at("total"); };
  EXPECT_EQ(total(""), "2");
  EXPECT_EQ(total("patient=" + ada_.text()), "1");
  EXPECT_EQ(total("subject=Patient/" + tom.text()), "1");
  EXPECT_EQ(total("identifier=urn:charta:paper-barcode%7C" + barcode_), "1");
  EXPECT_EQ(total("identifier=" + barcode_), "1");
  EXPECT_EQ(total("identifier=urn:other%7C" + barcode_), "0");
  EXPECT_EQ(total("current-place=Location/pl-" + ward_), "1");
  EXPECT_EQ(total("current-place=pl-" + clinic_), "0");
  EXPECT_EQ(total("home=pl-" + room_), "2");
  EXPECT_EQ(total("volume-state=out"), "1");
  EXPECT_EQ(total("volume-kind=medical,film"), "2");
  EXPECT_EQ(total("_id=pv-" + films + ",pv-" + volume_), "2");
  EXPECT_EQ(total("_lastUpdated=ge2026-03-01"), "2");
  EXPECT_EQ(total("_lastUpdated=gt2026-03-01"), "0");
  EXPECT_EQ(total("_lastUpdated=lt2026-03-01"), "0");
  EXPECT_EQ(get("/fhir/Basic?code=paper-volume&_lastUpdated=soon").status, 400);
}

TEST_P(PaperInterface, WhatMovedSinceIsFoundByTheTimeOfItsLastMovement) {
  const auto second = volume(ada_);
  clock_.advance(std::chrono::hours(48));
  MovementCommand command;  // by the service: everybody's session has ended by now
  command.kind = "charge-out";
  command.to = *PlaceId::parse(ward_);
  ASSERT_TRUE(hospital_->paper->move(system_, *VolumeId::parse(second), command));
  const auto found = get("/fhir/Basic?code=paper-volume&_lastUpdated=ge2026-03-03");
  ASSERT_EQ(found.at("total"), "1") << found.body;
  EXPECT_EQ(found.at("entry.0.resource.id"), "pv-" + second);
  EXPECT_EQ(get("/fhir/Basic?code=paper-volume&_lastUpdated=le2026-03-02").at("entry.0.resource.id"), "pv-" + volume_);
}

TEST_P(PaperInterface, PagesLeadThroughEverythingOnce) {
  for (int i = 0; i < 5; ++i) volume(ada_);
  std::set<std::string> seen;
  std::string target = "/fhir/Basic?code=paper-volume,paper-movement&_count=4";
  int pages = 0;
  while (!target.empty() && pages < 10) {
    const auto page = get(target);
    ASSERT_EQ(page.status, 200) << page.body;
    for (const auto& id : page.all("entry", "resource.id")) EXPECT_TRUE(seen.insert(id).second) << id;
    target.clear();
    for (std::size_t link = 0; link < page.count("link"); ++link)
      if (page.at("link." + std::to_string(link) + ".relation") == "next") {
        const auto url = page.at("link." + std::to_string(link) + ".url");
        target = url.substr(url.find("/fhir"));
      }
    ++pages;
  }
  EXPECT_EQ(seen.size(), 12U);  // six volumes and the movement that made each
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(get("/fhir/Basic?code=paper-volume&_summary=count").at("total"), "6");
  EXPECT_EQ(get("/fhir/Basic?code=paper-volume&_cursor=elsewhere~x~y").status, 400);
}

TEST_P(PaperInterface, ResourcesOfTheRepositoryStandBesideThoseOfTheFileRoom) {
  const auto made = ask(scheduler_, "POST", "/fhir/Basic", R"({"resourceType":"Basic","code":{"text":"consent form"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  ASSERT_EQ(ask(scheduler_, "POST", "/fhir/Location", R"({"resourceType":"Location","name":"Ward 3"})").status, 201);
  EXPECT_EQ(get("/fhir/Basic/" + made.at("id")).at("code.text"), "consent form");
  const auto first = get("/fhir/Basic");
  EXPECT_EQ(first.all("entry", "resource.id"), std::vector<std::string>{made.at("id")}) << first.body;
  EXPECT_EQ(first.at("link.1.relation"), "next");
  const auto url = first.at("link.1.url");
  const auto second = get(url.substr(url.find("/fhir")));
  EXPECT_EQ(second.count("entry"), 2U) << second.body;
  EXPECT_EQ(get("/fhir/Basic?_summary=count").at("total"), "3");
  EXPECT_EQ(get("/fhir/Basic?author=Practitioner/x").at("total"), "0");
  EXPECT_EQ(get("/fhir/Location?_summary=count&name=ward").at("total"), "2");
  EXPECT_EQ(get("/fhir/Location?address=elm").at("total"), "0");
}

TEST_P(PaperInterface, PlacesAreATreeOfLocations) {
  const auto shelf =
      ask(mia_, "POST", "/api/paper/places", R"({"kind":"shelf","name":"Shelf 1","parent":")" + room_ + R"("})").at("id");
  const auto read = get("/fhir/Location/pl-" + shelf);
  EXPECT_EQ(read.at("partOf.reference"), "Location/pl-" + room_) << read.body;
  EXPECT_EQ(read.at("description"), "File room / Shelf 1");
  const auto again = json::Document::parse(read.body);
  EXPECT_EQ(place_of(again->root())->parent.text(), room_);
  EXPECT_EQ(get("/fhir/Location?partof=Location/pl-" + room_).at("total"), "1");
  EXPECT_EQ(get("/fhir/Location?type=ward").at("total"), "1");
  EXPECT_EQ(get("/fhir/Location?identifier=urn:charta:paper-place-code%7CCARD").at("entry.0.resource.name"), "Cardiology");
  EXPECT_EQ(get("/fhir/Location?name=card").at("total"), "1");
  EXPECT_EQ(get("/fhir/Location?_id=pl-" + ward_).at("total"), "1");
}

TEST_P(PaperInterface, NobodyWritesWhatTheFileRoomRecords) {
  const std::string body = R"({"resourceType":"Basic","id":"pv-)" + volume_ + R"(","code":{"text":"x"}})";
  EXPECT_EQ(ask(scheduler_, "PUT", "/fhir/Basic/pv-" + volume_, body).status, 422);
  EXPECT_EQ(ask(scheduler_, "PUT", "/fhir/Location/pl-9", R"({"resourceType":"Location","id":"pl-9"})").status, 422);
  const auto made =
      ask(scheduler_, "POST", "/fhir/Basic",
          R"({"resourceType":"Basic","code":{"coding":[{"system":"urn:charta:paper-charts","code":"paper-volume"}]}})");
  EXPECT_EQ(made.status, 422) << made.body;
  EXPECT_EQ(made.at("issue.0.expression.0"), "Basic.code");
  EXPECT_EQ(get("/fhir/Basic/pv-" + volume_).status, 200);
}

TEST_P(PaperInterface, ALabelledRecordIsSeenByWhoMaySeeItAndSaysItsLabels) {
  const PatientId star =
      patient("Vance", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"CEL"}]})");
  const auto clerk = person("vera", {"file_clerk", "him_manager"});
  const auto made = ask(clerk, "POST", "/api/paper/volumes", R"({"patient":")" + star.text() + R"(","home":")" + room_ + R"("})");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto id = made.at("volume.id");
  const auto nurse = person("nora", {"nurse"});
  EXPECT_EQ(ask(nurse, "GET", "/fhir/Basic/pv-" + id).status, 404);
  EXPECT_EQ(ask(nurse, "GET", "/fhir/Basic?code=paper-volume").count("entry"), 1U);
  EXPECT_EQ(ask(nurse, "GET", "/fhir/Basic?code=paper-movement").count("entry"), 1U);
  const auto read = get("/fhir/Basic/pv-" + id);
  EXPECT_TRUE(read.says(R"("code":"vip")")) << read.body;
}

TEST_P(PaperInterface, EveryReadStandsInTheLedger) {
  const auto nurse = person("nora", {"nurse"});
  EXPECT_EQ(looks_at(ada_, "paper_volume"), 1);  // that it was registered
  ASSERT_EQ(ask(nurse, "GET", "/fhir/Basic/pv-" + volume_).status, 200);
  EXPECT_EQ(looks_at(ada_, "paper_volume"), 2);
  ASSERT_EQ(ask(nurse, "GET", "/fhir/Basic?code=paper-volume").status, 200);
  EXPECT_GE(looks_at(ada_, "paper_volume"), 3);
}

TEST_P(PaperInterface, TheCapabilitiesAndTheDefinitionsSayWhatIsThere) {
  const auto capabilities = get("/fhir/metadata");
  EXPECT_TRUE(capabilities.says(R"("urn:charta:paper:volume")"));
  EXPECT_TRUE(capabilities.says(R"("definition":"urn:charta:paper:search:current-place")"));
  const auto profile = get("/fhir/StructureDefinition?url=urn:charta:paper:volume");
  EXPECT_EQ(profile.at("total"), "1") << profile.body;
  EXPECT_EQ(get("/fhir/StructureDefinition/volume").at("type"), "Basic");
  EXPECT_EQ(get("/fhir/CodeSystem?url=urn:charta:paper-volume-state").at("entry.0.resource.count"), "10");
  EXPECT_EQ(get("/fhir/ValueSet?name=ChartaPaperPurposesSet").at("total"), "1");
  EXPECT_EQ(get("/fhir/SearchParameter?_summary=count").status, 200);
  EXPECT_EQ(get("/fhir/StructureDefinition?url=urn:other").at("total"), "0");
}

TEST_P(PaperInterface, ARequisitionIsSentWalksThroughTheFileRoomAndIsFollowed) {
  const auto sent =
      send_requisition(scheduler_, requisition("A-1", R"("priority":"stat","requester":{"display":"Ward clerk"},)"));
  ASSERT_EQ(sent.status, 201) << sent.body;
  const auto task = sent.at("id");
  EXPECT_EQ(sent.at("identifier.0.value"), "A-1");
  EXPECT_EQ(sent.at("focus.reference"), "Basic/pv-" + volume_);
  EXPECT_EQ(sent.at("location.reference"), "Location/pl-" + ward_);
  EXPECT_EQ(sent.at("businessStatus.coding.0.code"), "requested");
  EXPECT_EQ(sent.at("restriction.period.end"), "2026-03-01T08:15:00.000Z") << sent.body;
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/pull-list").at("items.0.requisition.priority"), "stat");
  move(volume_, "charge-out", ward_);
  EXPECT_EQ(get("/fhir/Task/" + task).at("businessStatus.coding.0.code"), "pulled");
  EXPECT_EQ(get("/fhir/Task?focus=Basic/pv-" + volume_).at("total"), "1");
  EXPECT_EQ(get("/fhir/Task?code=paper-requisition&patient=" + ada_.text()).at("total"), "1");
  const auto movement = get("/fhir/Basic?movement-kind=charge-out&volume=pv-" + volume_);
  EXPECT_TRUE(movement.says("\"Task/" + task + "\"")) << movement.body;
  move(volume_, "check-in");
  EXPECT_EQ(get("/fhir/Task/" + task).at("status"), "completed");
  EXPECT_GE(looks_at(ada_, "paper_requisition"), 1);
}

TEST_P(PaperInterface, ARequisitionThatIsResentIsTheSameOne) {
  const auto first = send_requisition(scheduler_, requisition("A-1"));
  const auto again = send_requisition(scheduler_, requisition("A-1"));
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(first.at("id"), again.at("id"));
  const auto conditional =
      send_requisition(scheduler_, requisition("A-1"), {{"if-none-exist", "identifier=urn:example:orders|A-1"}});
  EXPECT_EQ(conditional.status, 200);
  EXPECT_EQ(send_requisition(scheduler_, requisition("A-1"), {{"if-none-exist", "identifier=urn:example:orders|A-2"}}).status,
            400);
  const auto other = send_requisition(scheduler_, requisition("A-1", R"("priority":"stat",)"));
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.at("issue.0.expression.0"), "Task.identifier");
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/pull-list").at("total"), "1");
  EXPECT_EQ(send_requisition(other_, requisition("A-1", "", "CARD")).status, 201) << "a number is its sender's own";
}

TEST_P(PaperInterface, OnlyTheSenderTakesARequisitionBackAndOnlyWhileItIsAskedFor) {
  const auto task = send_requisition(scheduler_, requisition("A-1")).at("id");
  EXPECT_EQ(cancel(other_, task).status, 403);
  EXPECT_EQ(cancel(scheduler_, task, "W/\"9\"").status, 412);
  const auto done = cancel(scheduler_, task);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("status"), "cancelled");
  EXPECT_EQ(done.at("statusReason.coding.0.code"), "no-longer-needed");
  EXPECT_EQ(cancel(scheduler_, task).status, 200);
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/pull-list").at("total"), "0");
  const auto second = send_requisition(scheduler_, requisition("A-2")).at("id");
  move(volume_, "charge-out", ward_);
  EXPECT_EQ(cancel(scheduler_, second).status, 422);
  EXPECT_EQ(ask(scheduler_, "PUT", "/fhir/Task/" + second,
                R"({"resourceType":"Task","id":")" + second + R"(","status":"completed","intent":"order"})")
                .status,
            422);
}

TEST_P(PaperInterface, WhatSeveralSendersWaitForIsNotOneSendersToCancel) {
  const auto task = send_requisition(scheduler_, requisition("A-1")).at("id");
  const auto joined = send_requisition(other_, requisition("B-7"));
  EXPECT_EQ(joined.status, 200);
  EXPECT_EQ(joined.at("id"), task);
  EXPECT_EQ(cancel(other_, task).status, 403);
  EXPECT_EQ(cancel(scheduler_, task).status, 422);
  const auto urgent = send_requisition(other_, requisition("B-8", R"("priority":"stat",)"));
  EXPECT_EQ(urgent.status, 201) << "what is needed at once does not wait behind a routine request";
}

TEST_P(PaperInterface, ARequisitionThatCannotBeKeptWholeIsRefusedWithTheElement) {
  struct Wrong {
    std::string body, element;
    int status;
  };
  const auto with = [&](const std::string& more) { return requisition("A-9", more); };
  const std::vector<Wrong> wrong{
      {with(R"("note":[{"text":"please"}],)"), "Task.note", 422},
      {with(R"("focus":{"reference":"Basic/pv-0000000000001"},)"), "Task.focus", 422},
      {with(R"("focus":{"display":"her chart"},)"), "Task.focus", 400},
      {with(R"("reasonCode":{"text":"curious"},)"), "Task.reasonCode", 422},
      {with(R"("reasonCode":{"coding":[{"system":"urn:charta:paper-purpose","code":"curiosity"}]},)"), "Task.reasonCode", 422},
      {with(R"("restriction":{"period":{"end":"2026-03-02"}},)"), "Task.restriction.period.end", 400},
      {with(R"("restriction":{"repetitions":2},)"), "Task.restriction.repetitions", 422},
      {requisition("A-9", "", "NOWHERE"), "Task.location", 422},
  };
  for (const auto& one : wrong) {
    const auto answer = send_requisition(scheduler_, one.body);
    EXPECT_GE(answer.status, 400) << one.element;
    EXPECT_EQ(answer.at("issue.0.expression.0"), one.element) << answer.status << answer.body;
  }
  EXPECT_EQ(send_requisition(scheduler_, R"({"resourceType":"Task","status":"requested","intent":"order"})").status, 422);
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/pull-list").at("total"), "0");
}

TEST_P(PaperInterface, ASensitiveVolumeIsLentForAStatedPurposeOnly) {
  const auto notes = volume(ada_, "psychiatric");
  const std::string focus = R"("focus":{"reference":"Basic/pv-)" + notes + R"("},)";
  const auto refused = send_requisition(scheduler_, requisition("A-1", focus));
  EXPECT_GE(refused.status, 400);
  EXPECT_EQ(refused.at("issue.0.expression.0"), "Task.reasonCode") << refused.body;
  const auto taken = send_requisition(
      scheduler_,
      requisition("A-1", focus + R"("reasonCode":{"coding":[{"system":"urn:charta:paper-purpose","code":"treatment"}]},)"));
  EXPECT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.at("reasonCode.coding.0.code"), "treatment");
}

class ClinicDays : public PaperInterface {
 protected:
  /// S12 books, S13 moves, S14 changes, S15 cancels; `at`: "20260302070000".
  void schedule(const std::string& trigger, const std::string& at, const std::string& where) {
    static int number = 0;
    const auto outcome = send("SIU^" + trigger + "^SIU_S12", "S" + std::to_string(++number),
                              "SCH|P1^SCHED|F1^SCHED|||||ROUTINE||30|min|^^30^" + at +
                                  "\rPID|1||M-Marsh^^^&1.2.3&ISO^MR||Marsh^Ada||19610402|F\rRGS|1|A\rAIL|1|A|" + where + "\r");
    ASSERT_EQ(outcome, "filed") << trigger;
    ASSERT_TRUE(hospital_->paper->run_clock());
  }
  testing::Answer list() { return ask(mia_, "GET", "/api/paper/pull-list?until=2026-03-08T00:00:00Z"); }
};
CHARTA_ON_BOTH_ENGINES(ClinicDays);

TEST_P(ClinicDays, ThePullListFollowsTheScheduleAsItsMessagesCome) {
  schedule("S12", "20260302070000", "CARD");
  ASSERT_EQ(list().at("total"), "1") << list().body;
  EXPECT_EQ(list().at("items.0.requisition.deliver_to.path"), "Cardiology");
  EXPECT_EQ(list().at("items.0.requisition.needed_at"), "2026-03-02T06:30:00.000Z") << list().body;
  schedule("S13", "20260302090000", "CARD");
  ASSERT_EQ(list().at("total"), "1") << "moved, not doubled";
  EXPECT_EQ(list().at("items.0.requisition.needed_at"), "2026-03-02T08:30:00.000Z");
  schedule("S14", "20260302090000", "3N");
  ASSERT_EQ(list().at("total"), "1");
  EXPECT_EQ(list().at("items.0.requisition.deliver_to.path"), "Ward 3") << "another room of the same appointment";
  schedule("S13", "20260309090000", "3N");
  EXPECT_EQ(list().at("total"), "0") << "not this week";
  schedule("S13", "20260302100000", "CARD");
  ASSERT_EQ(list().at("total"), "1");
  schedule("S15", "20260302100000", "CARD");
  EXPECT_EQ(list().at("total"), "0");
  EXPECT_EQ(ask(mia_, "GET", "/api/worklists/chart-destination").at("total"), "0");
}

TEST_P(ClinicDays, AnAppointmentWhereNobodyBorrowsIsSeenUntilItsPlaceIsMade) {
  schedule("S12", "20260302070000", "DERM");
  EXPECT_EQ(list().at("total"), "0");
  const auto seen = ask(mia_, "GET", "/api/worklists/chart-destination");
  ASSERT_EQ(seen.at("total"), "1") << seen.body;
  const auto act = [&] {
    return ask(mia_, "POST", "/api/work-items/" + seen.at("items.0.id") + "/acts", R"({"event":"place"})");
  };
  EXPECT_EQ(act().status, 422) << act().body;
  place("clinic", "Dermatology", "DERM");
  EXPECT_EQ(act().status, 200);
  EXPECT_EQ(list().at("items.0.requisition.deliver_to.path"), "Dermatology") << list().body;
}

TEST_P(PaperInterface, AClosedAccountsLoansAreRecalled) {
  ASSERT_TRUE(hospital_->access->add_user(system_, {"hale", "Dr. Hale", {"physician"}, password}));
  const auto hale = hospital_->access->list_users(system_);
  std::string holder;
  for (const auto& user : *hale)
    if (user.name == "hale") holder = user.id.text();
  const auto office =
      ask(mia_, "POST", "/api/paper/places",
          R"({"kind":"borrower","name":"Dr. Hale's office","loan_class":"physician","holder":")" + holder + R"("})");
  ASSERT_EQ(office.status, 200) << office.body;
  move(volume_, "charge-out", office.at("id"));
  ASSERT_TRUE(hospital_->paper->run_clock());
  EXPECT_EQ(ask(mia_, "GET", "/api/worklists/paper-loan").at("total"), "0");
  ASSERT_TRUE(hospital_->access->set_disabled(system_, "hale", true));
  ASSERT_TRUE(hospital_->paper->run_clock());
  EXPECT_EQ(ask(mia_, "GET", "/api/worklists/paper-loan").at("items.0.state"), "recalled");
}

TEST_P(PaperInterface, AHuntGoesFromTheReportToThePapersBeingTogetherAgain) {
  move(volume_, "mark-missing");
  const auto item = [&] { return ask(mia_, "GET", "/api/worklists/missing-volume").at("items.0.id"); };
  const auto id = item();
  const auto act = [&](const std::string& event, const std::string& reason = "") {
    const auto answer =
        ask(mia_, "POST", "/api/work-items/" + id + "/acts", R"({"event":")" + event + R"(","reason":")" + reason + R"("})");
    EXPECT_EQ(answer.status, 200) << event << answer.body;
  };
  act("escalate");
  act("declare-lost", "searched-everywhere");
  EXPECT_EQ(get("/fhir/Basic?volume-state=lost").at("total"), "1");
  EXPECT_EQ(get("/fhir/Task/" + id).at("restriction.period.end"), "2026-04-30T08:00:00.000Z") << "sixty days to assess the loss";
  act("reconstruct");
  const auto stand_in = ask(mia_, "POST", "/api/paper/volumes",
                            R"({"patient":")" + ada_.text() + R"(","home":")" + room_ + R"(","number":1,"temporary":true})");
  ASSERT_EQ(stand_in.status, 200) << stand_in.body;
  const auto found = ask(mia_, "POST", "/api/paper/volumes/" + volume_ + "/movements", R"({"kind":"find"})");
  ASSERT_EQ(found.status, 200) << found.body;
  const auto merged = ask(mia_, "POST", "/api/paper/volumes/" + stand_in.at("volume.id") + "/movements",
                          R"({"kind":"merge-into","into":")" + volume_ + R"("})");
  ASSERT_EQ(merged.status, 200) << merged.body;
  act("amalgamate");
  EXPECT_EQ(get("/fhir/Task/" + id).at("businessStatus.coding.0.code"), "amalgamated");
  EXPECT_TRUE(get("/fhir/Basic/pv-" + stand_in.at("volume.id")).says("\"merged-into\"")) << "which papers are where";
}

}  // namespace
}  // namespace charta::app
