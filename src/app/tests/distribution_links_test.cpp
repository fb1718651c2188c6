// SPDX-License-Identifier: Apache-2.0
// One copy, three departments: distribution owes it, the floor carries it, a signature is its review.
#include "app/tests/distribution_fixture.hpp"
#include "base/digest.hpp"
#include "department/floor_delivery/floor_service.hpp"

namespace charta::app {
namespace {

using Lines = std::vector<std::string>;

class DistributionLinks : public testing::DistributionTest {
 protected:
  void SetUp() override {
    DistributionTest::SetUp();
    if (IsSkipped()) return;
    walt_ = sign_in("walt", {"technician"}).actor;
    stay_ = create("Encounter", stay_text("in-progress", "3W 1 A"));
  }
  std::string stay_text(const std::string& status, const std::string& place, const std::string& id = "") const {
    const std::string end = status == "finished" ? R"(,"end":"2026-03-01T12:00:00Z")" : "";
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") + R"("status":")" + status +
           R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"Patient/)" +
           ada_.text() + R"("},"location":[{"location":{"display":")" + place +
           R"("},"status":"active"}],"period":{"start":"2026-02-26T10:00:00Z")" + end + "}}";
  }
  void set_stay(const std::string& status, const std::string& place) {
    const auto done =
        hospital_->resources->update(system_, "Encounter", stay_.text(), stay_text(status, place, stay_.text()), "");
    ASSERT_TRUE(done) << done.error().message;
  }
  std::string report_text(const std::string& words, const std::string& status, const std::string& id = "") const {
    return R"({"resourceType":"DocumentReference",)" + (id.empty() ? "" : R"("id":")" + id + R"(",)") +
           R"("status":"current","docStatus":")" + status +
           R"(","date":"2026-03-01T07:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11506-3","display":"Progress note"}]},)" +
           R"("author":[{"identifier":{"system":"urn:charta:assigner:HOSP","value":"HALE1"},"display":"Hale, Ann"}],"subject":{"reference":"Patient/)" +
           ada_.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay_.text() +
           R"("}]},"content":[{"attachment":{"contentType":"text/plain","data":")" + to_base64(words) + R"("}}]})";
  }
  ResourceId report(const std::string& words = "potassium 4.1", const std::string& status = "final") {
    const auto made = create("DocumentReference", report_text(words, status));
    go_round();
    return made;
  }
  void change_report(ResourceId id, const std::string& words) {
    const auto done =
        hospital_->resources->update(system_, "DocumentReference", id.text(), report_text(words, "final", id.text()), "");
    ASSERT_TRUE(done) << done.error().message;
    go_round();
  }
  std::vector<floor_delivery::Delivery> on_floor() {
    std::vector<floor_delivery::Delivery> all;
    const auto boards = hospital_->floor->board(system_);
    EXPECT_TRUE(boards) << boards.error().message;
    for (const auto& one : *boards) all.insert(all.end(), one.copies.begin(), one.copies.end());
    return all;
  }
  floor_delivery::Delivery only_one() {
    const auto all = on_floor();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? floor_delivery::Delivery() : all.front();
  }
  void take_run() {
    const auto run = hospital_->floor->take_run(system_, {}, false);
    ASSERT_TRUE(run) << run.error().message;
  }
  std::string receive(const std::string& ward) {
    const auto badge = floor_delivery::badge_barcode(user_of("hale"));
    const auto scan = hospital_->floor->receive(system_, only_one().barcode, badge, ward);
    EXPECT_TRUE(scan) << scan.error().message;
    return scan ? scan->outcome : "";
  }
  Lines ward_copies() { return copies("&channel=ward-paper"); }

  ResourceId stay_;
  access::Actor walt_;
};
CHARTA_ON_BOTH_ENGINES(DistributionLinks);

TEST_P(DistributionLinks, TheWardsCopyIsCarriedByTheFloorAndItsScansAreItsProof) {
  report();
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper owed"});
  EXPECT_EQ(only_one().ward, "3W");
  take_run();
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper sent"});
  EXPECT_EQ(receive("3W"), "done");
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper delivered"});
  ASSERT_EQ(hospital_->floor->file(system_, only_one().barcode, "")->outcome, "done");
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper acted"});
}

TEST_P(DistributionLinks, AWardThatWishesForPaperHasOneCopyAndNotTwo) {
  ASSERT_TRUE(hospital_->floor->set_wish(walt_, "3W", true, false));
  report();
  EXPECT_EQ(on_floor().size(), 1U);
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper owed"});
  take_run();
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper sent"});
}

TEST_P(DistributionLinks, ACopyFollowsItsPatientAndSaysWhereItGoes) {
  report();
  take_run();
  receive("3W");
  set_stay("in-progress", "4E 2 B");
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper owed"}) << "the ward sends it after the patient";
  EXPECT_EQ(receive("4E"), "done");
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper delivered"});
}

TEST_P(DistributionLinks, WhoeverLeftNeedsNoCopyOnTheWard) {
  report();
  take_run();
  set_stay("finished", "3W 1 A");
  EXPECT_EQ(ward_copies(), Lines{"3W v1 ward-paper withdrawn"});
  EXPECT_EQ(hospital_->loose->report(system_)->lines.size(), 1U) << "the paper waits in the loose queue";
  EXPECT_TRUE(open_items("failed-copy").empty());
}

TEST_P(DistributionLinks, ANewVersionAsksThePaperBackOnceAndTheFloorsReturnAnswers) {
  const auto id = report();
  take_run();
  receive("3W");
  change_report(id, "potassium 5.1");
  EXPECT_EQ(ward_copies(), (Lines{"3W v1 ward-paper recall-asked", "3W v2 ward-paper owed"}));
  for (const auto& one : on_floor()) {
    if (one.state != "recalling") continue;
    worklists::Act act;
    act.event = "returned";
    act.reason_code = "destroyed";
    const auto done = hospital_->worklists->act(walt_, one.item, act);
    ASSERT_TRUE(done) << done.error().message << " " << done.error().location;
  }
  EXPECT_EQ(ward_copies(), (Lines{"3W v1 ward-paper recalled", "3W v2 ward-paper owed"}));
  EXPECT_TRUE(open_items("copy-recall").empty());
}

TEST_P(DistributionLinks, WhoeverSignsHasReviewed) {
  ASSERT_EQ(ask(person("adam", {"admin"}), "POST", "/api/signers",
                R"({"account":"hale","key":")" + key_of("HALE1") + R"(","name":"Ann Hale, MD","standing":"attending"})")
                .status,
            200);
  ASSERT_EQ(document("T02", "D9", "Seen today. Better.", "HALE1^HALE^ANN", "", "", "DO"), "filed");
  go_round();
  ASSERT_EQ(open_items("document-review"), Lines{"to-review"});
  const auto id = ask(tina_, "GET", "/api/distribution/copies").at("items.0.document.id");
  const auto seen = ask(hale_, "GET", "/api/signable/" + id);
  ASSERT_EQ(seen.status, 200) << seen.body;
  const auto answer =
      ask(hale_, "POST", "/api/signatures",
          R"({"password":")" + std::string(password) + R"(","documents":[{"document":{"type":"DocumentReference","id":")" + id +
              R"("},"version":)" + seen.at("version") + R"(,"digest":")" + seen.at("digest") + R"(","meaning":")" +
              seen.at("offered.0.code") + R"("}]})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(open_items("document-review").empty());
  go_round();
  EXPECT_TRUE(open_items("document-review").empty()) << "a signature says nothing new to whoever has read it";
}

}  // namespace
}  // namespace charta::app
