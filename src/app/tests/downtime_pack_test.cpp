// SPDX-License-Identifier: Apache-2.0
// The downtime pack of a whole hospital: who is in it and who is not, what the ledger says of it, and that the old one stands.
#include "app/tests/hospital_fixture.hpp"
#include "department/downtime/pack_file.hpp"
#include "department/downtime/pack_page.hpp"
#include "store/durable_file.hpp"
#include "tests/support/json_path.hpp"

#include <fstream>
#include <sys/stat.h>

namespace charta::app {
namespace {

const std::string passphrase = "copper lantern seven orchard";

class DowntimePack : public testing::HospitalTest {
 protected:
  void SetUp() override {
    std::ofstream(secret()) << passphrase << '\n';
    ::chmod(secret().c_str(), S_IRUSR | S_IWUSR);
    more_words_ = {"--downtime-folder", share_.path(), "--downtime-passphrase", secret()};
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    ada_ = patient("Marsh");
    tom_ = patient("Ferreira");
    ida_ = patient("Quist", R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})");
    zoe_ = patient("Nobody");
    visit(ada_, "in-progress", "4 East 136 B");
    visit(ida_, "in-progress", "4 East 137 A");
    visit(tom_, "finished", "", R"(,"end":"2026-02-27T10:00:00Z")");
    furnish();
  }
  std::string secret() const { return share_.path() + "/passphrase"; }
  void visit(PatientId whose, const std::string& status, const std::string& place, const std::string& end = "") {
    const std::string location =
        place.empty() ? "" : R"(,"location":[{"status":"active","location":{"display":")" + place + R"("}}])";
    create(
        "Encounter",
        R"({"resourceType":"Encounter","status":")" + status +
            R"(","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"},"subject":{"reference":"Patient/)" +
            whose.text() + R"("},"period":{"start":"2026-02-26T08:00:00Z")" + end + "}" + location + "}");
  }
  void furnish() {
    paper_charts::NewPlace site, room, ward;
    site.kind = "site", site.name = "Main house";
    room.kind = "room", room.name = "File room", room.parent = hospital_->paper->add_place(system_, site).value();
    ward.kind = "ward", ward.name = "Ward 3", ward.parent = room.parent;
    ward_ = hospital_->paper->add_place(system_, ward).value();
    paper_charts::NewVolume folder;
    folder.patient = ada_;
    folder.home = hospital_->paper->add_place(system_, room).value();
    ASSERT_TRUE(hospital_->paper->add_volume(system_, folder));
    paper_charts::NewRequest asked;
    asked.patient = ada_;
    asked.deliver_to = ward_;
    asked.priority = worklists::Priority::stat;
    ASSERT_TRUE(hospital_->paper->request(system_, asked));
  }
  std::string file() const { return share_.path() + "/" + std::string(downtime::pack_name); }
  std::string opened() {
    const auto parts = downtime::parts_of(store::read_file(file()).value()).value();
    const auto plain = downtime::unseal(passphrase, parts.sealed, parts.open_words);
    EXPECT_TRUE(plain);
    return plain ? *plain : std::string("{}");
  }
  std::vector<std::string> names() {
    std::vector<std::string> all;
    const auto document = json::Document::parse(opened()).value();
    for (const auto one : document.root()["people"]) all.emplace_back(one["name"].text());
    return all;
  }
  std::int64_t exports_of(PatientId patient) {
    ledger::Filter filter;
    filter.patient = patient;
    filter.act = "exported";
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->count(reader, filter); }).value();
  }

  charta::testing::TemporaryFolder share_;
  PatientId ada_, tom_, ida_, zoe_;
  paper_charts::PlaceId ward_;
};
CHARTA_ON_BOTH_ENGINES(DowntimePack);

TEST_P(DowntimePack, HoldsWhoIsHereLeftLatelyOrHasPaperAskedForAndNobodyRestricted) {
  const auto made = hospital_->downtime_packs->build_here(system_);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(names(), (std::vector<std::string>{"Ferreira, Ada", "Marsh, Ada"}));
  EXPECT_EQ(made->left_out, 1) << "the restricted one is counted, and nothing else is said";
  const auto document = json::Document::parse(opened()).value();
  const auto ada = document.root()["people"].at(1);
  EXPECT_EQ(ada["where"].text(), "4 East 136 B");
  EXPECT_EQ(ada["volumes"].at(0)["place"].text(), "Main house / File room");
  EXPECT_EQ(document.root()["requests"].at(0)["priority"].text(), "stat");
  EXPECT_EQ(document.root()["requests"].at(0)["person"].integer(), 1);
  EXPECT_EQ(opened().find("Quist"), std::string::npos);
}

TEST_P(DowntimePack, IsNoPlainTextOnTheDisk) {
  ASSERT_TRUE(hospital_->downtime_packs->build_here(system_));
  const auto page = store::read_file(file()).value();
  for (const std::string word : {"MARSH", "Marsh", "1961-04-02", "4 East", "M-Marsh"})
    EXPECT_EQ(page.find(word), std::string::npos) << word;
  EXPECT_EQ(page.find(passphrase), std::string::npos);
}

TEST_P(DowntimePack, StandsInTheLedgerOfEachPersonInItOnceADay) {
  ASSERT_TRUE(hospital_->downtime_packs->build_here(system_));
  EXPECT_EQ(exports_of(ada_), 1);
  EXPECT_EQ(exports_of(zoe_), 0);
  EXPECT_EQ(exports_of(ida_), 0);
  clock_.advance(std::chrono::minutes(10));
  ASSERT_TRUE(hospital_->downtime_packs->build_here(system_));
  EXPECT_EQ(exports_of(ada_), 1);
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(hospital_->downtime_packs->build_here(system_));
  EXPECT_EQ(exports_of(ada_), 2);
  EXPECT_TRUE(hospital_->ledger->verify().value().holds);
}

TEST_P(DowntimePack, IsMadeAgainWhenTheRuleSaysAndTheOldOneStandsWhenItCannotBe) {
  auto& packs = *hospital_->downtime_packs;
  ASSERT_TRUE(packs.refresh());
  const auto first = store::read_file(file()).value();
  clock_.advance(std::chrono::minutes(9));
  ASSERT_TRUE(packs.refresh());
  EXPECT_EQ(store::read_file(file()).value(), first) << "not due yet";
  packs.set_fault([] { return Result<void>(fail(ErrorKind::unavailable, "the share went away")); });
  clock_.advance(std::chrono::minutes(2));
  ASSERT_TRUE(packs.refresh());
  EXPECT_EQ(store::read_file(file()).value(), first);
  EXPECT_EQ(packs.state().problem, "the share went away");
  packs.set_fault({});
  clock_.advance(std::chrono::minutes(2));
  ASSERT_TRUE(packs.refresh()) << "tried again soon";
  EXPECT_NE(store::read_file(file()).value(), first);
  EXPECT_EQ(packs.state().problem, "");
}

TEST_P(DowntimePack, IsNotMadeForWhoeverMayNotTakeListsOutNorWithAWeakPassphrase) {
  expect_error(hospital_->downtime_packs->build_here(sign_in("nora", {"nurse"}).actor), ErrorKind::forbidden);
  std::ofstream(secret()) << "hospital\n";
  expect_error(hospital_->downtime_packs->build_here(system_), ErrorKind::business_rule);
  EXPECT_FALSE(store::read_file(file()));
}

TEST_P(DowntimePack, TellsOfLinkedRecordsAsOnePersonWithEveryNumber) {
  ASSERT_TRUE(hospital_->patient_index->link(system_, ada_, zoe_, "the same person"));
  ASSERT_TRUE(hospital_->downtime_packs->build_here(system_));
  const auto document = json::Document::parse(opened()).value();
  const auto ada = document.root()["people"].at(1);
  EXPECT_EQ(ada["numbers"].at(0).text(), "M-Marsh");
  EXPECT_EQ(ada["numbers"].at(1).text(), "M-Nobody");
}

}  // namespace
}  // namespace charta::app
