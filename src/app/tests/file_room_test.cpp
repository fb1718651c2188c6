// SPDX-License-Identifier: Apache-2.0
// The file room through the front door: a folder from its label to its borrower and back, and what is printed read by real
// readers.
#include "app/demo_file_room.hpp"
#include "app/tests/door_fixture.hpp"
#include "department/page_reader/page_reader_process.hpp"
#include "department/paper_charts/barcode.hpp"
#include "department/paper_charts/prints.hpp"

#include <algorithm>
#include <map>

namespace charta::app {
namespace {

using namespace paper_charts;

std::vector<std::string> codes_on(const std::string& pdf) {
  page_reader::ReaderProcesses reader(CHARTA_PAGE_READER_PROGRAM, 1);
  std::vector<std::string> texts;
  for (const auto& page : reader.pages_of(pdf, "").value())
    for (const auto& symbol : reader.look(page).value().symbols) texts.push_back(symbol.text);
  return texts;
}

Label folder_label(std::int64_t key) {
  return {barcode_of(Scanned::volume, key), "12-34-56", {"medical, volume 1"}, {"black", "purple"}};
}

TEST(PrintedPaper, EveryLabelOfASheetIsReadAsItWasPrinted) {
  std::vector<Label> labels;
  for (std::int64_t key = 1; key <= 30; ++key) labels.push_back(folder_label(key * 7'919'113));
  const auto read = codes_on(labels_as_pdf(labels).value());
  for (const auto& label : labels)
    EXPECT_NE(std::find(read.begin(), read.end(), label.barcode), read.end())
        << label.barcode << " of " << read.size() << " read";
}

TEST(PrintedPaper, AnOutguideAndATransferSlipCarryTheVolumeAndTheRequest) {
  const auto request = barcode_of(Scanned::requisition, 99'001);
  for (const auto* title : {"OUT", "TRANSFER"}) {
    const Slip slip{title, folder_label(4242), "Nurse Ito", "Ward 3", "2026-03-01 08:00", "2026-03-08 08:00", request};
    const auto read = codes_on(slips_as_pdf({slip}).value());
    EXPECT_NE(std::find(read.begin(), read.end(), slip.volume.barcode), read.end());
    EXPECT_NE(std::find(read.begin(), read.end(), request), read.end());
  }
}

TEST(PrintedPaper, APullListIsScannedLineByLine) {
  std::vector<PrintedLine> lines;
  for (std::int64_t key = 1; key <= 22; ++key)
    lines.push_back(
        {"12-34-56", "vol. 1", "File room", "Ward 3", "2026-03-01 08:00", "stat", barcode_of(Scanned::volume, key * 104'729)});
  const auto read = codes_on(pull_list_as_pdf(lines, "Pull list").value());
  for (const auto& line : lines) EXPECT_NE(std::find(read.begin(), read.end(), line.barcode), read.end()) << line.barcode;
}

class FileRoomDoor : public testing::DoorTest {
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
    room_ = place("room", "File room");
    ward_ = place("ward", "Ward 3", "3N");
    clinic_ = place("clinic", "Cardiology", "CARD");
    const auto made = post("/api/paper/volumes", R"({"patient":")" + ada_.text() + R"(","home":")" + room_ + R"("})");
    ASSERT_EQ(made.status, 200) << made.body;
    volume_ = made.at("volume.id");
    barcode_ = made.at("volume.barcode");
  }
  testing::Answer post(const std::string& target, const std::string& body) { return ask(mia_, "POST", target, body); }
  std::string place(const std::string& kind, const std::string& name, const std::string& code = "") {
    const auto made =
        post("/api/paper/places", R"({"kind":")" + kind + R"(","name":")" + name + R"(","code":")" + code + R"("})");
    EXPECT_EQ(made.status, 200) << made.body;
    return made.at("id");
  }
  testing::Answer move(const std::string& kind, const std::string& to = "", const std::string& confirmed = "") {
    return post("/api/paper/volumes/" + volume_ + "/movements",
                R"({"kind":")" + kind + "\"" + (to.empty() ? "" : R"(,"to":")" + to + "\"") +
                    (confirmed.empty() ? "" : R"(,"confirmed":[")" + confirmed + "\"]") + "}");
  }

  testing::Visitor mia_, nurse_;
  PatientId ada_;
  std::string room_, ward_, clinic_, volume_, barcode_;
};
CHARTA_ON_BOTH_ENGINES(FileRoomDoor);

TEST_P(FileRoomDoor, AFolderGoesOutAndComesBack) {
  auto scanned = ask(mia_, "GET", "/api/paper/scan?code=" + barcode_);
  EXPECT_EQ(scanned.at("kind"), "volume") << scanned.body;
  EXPECT_EQ(scanned.at("volume.patient.name"), "Marsh, Ada") << scanned.body;
  EXPECT_EQ(scanned.at("volume.filed_as"), "10-00-42");
  EXPECT_EQ(scanned.at("volume.place.path"), "File room");
  ASSERT_EQ(move("charge-out", ward_).status, 200);
  const auto asked = move("charge-out", clinic_);
  EXPECT_EQ(asked.status, 422);
  EXPECT_EQ(asked.at("location"), "confirm:volume-is-out");
  ASSERT_EQ(move("charge-out", clinic_, "volume-is-out").status, 200);
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/overdue").at("out"), "1");
  const auto back = move("check-in");
  EXPECT_EQ(back.at("volume.state"), "in-file") << back.body;
  EXPECT_EQ(back.count("history"), 4U);
}

TEST_P(FileRoomDoor, ANurseAsksForAChartAndTheFileRoomFillsIt) {
  const auto paper = ask(nurse_, "GET", "/api/patients/" + ada_.text() + "/paper");
  EXPECT_EQ(paper.at("total"), "1") << paper.body;
  const auto made =
      ask(nurse_, "POST", "/api/paper/requisitions",
          R"({"patient":")" + ada_.text() + R"(","deliver_to":")" + ward_ + R"(","priority":"stat","requester":"Nora"})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.at("requisitions.0.state"), "requested");
  EXPECT_EQ(ask(nurse_, "GET", "/api/paper/scan?code=" + barcode_).status, 403);
  const auto list = ask(mia_, "GET", "/api/paper/pull-list");
  EXPECT_EQ(list.at("total"), "1");
  EXPECT_EQ(list.at("items.0.requisition.deliver_to.path"), "Ward 3");
  ASSERT_EQ(move("charge-out", ward_).status, 200);
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/pull-list").at("items.0.requisition.state"), "pulled");
  EXPECT_EQ(ask(mia_, "GET", "/api/worklists/paper-requisition").at("items.0.state"), "pulled");
}

TEST_P(FileRoomDoor, AMissingFolderIsHuntedAndFound) {
  ASSERT_EQ(move("charge-out", ward_).status, 200);
  ASSERT_EQ(move("mark-missing").status, 200);
  const std::string address = "/api/paper/volumes/" + volume_;
  const auto hunt = ask(mia_, "GET", address + "/hunt");
  EXPECT_EQ(hunt.at("suggestions.0.words"), "Ward 3") << hunt.body;
  const auto spot = hunt.at("suggestions.0.spot");
  const auto after = post(address + "/looks", R"({"spot":")" + spot + R"("})");
  EXPECT_NE(after.at("suggestions.0.spot"), spot) << after.body;
  EXPECT_EQ(after.at("state"), "searching");
  ASSERT_EQ(post(address + "/looks", R"({"spot":")" + spot + R"(","found":true})").status, 200);
  EXPECT_EQ(ask(mia_, "GET", address).at("volume.state"), "in-file");
}

TEST_P(FileRoomDoor, PrintsLabelsForPaperAndForLabelPrinters) {
  const std::string volumes = R"("volumes":[")" + volume_ + R"("])";
  const auto pdf = post("/api/paper/print", R"({"what":"labels",)" + volumes + "}");
  EXPECT_EQ(pdf.content_type, "application/pdf");
  EXPECT_TRUE(pdf.body.starts_with("%PDF"));
  const auto zpl = post("/api/paper/print", R"({"what":"outguides","format":"zpl",)" + volumes + "}");
  EXPECT_TRUE(zpl.says(barcode_)) << zpl.body;
  EXPECT_EQ(post("/api/paper/print", R"({"what":"pull-list"})").content_type, "application/pdf");
  EXPECT_EQ(post("/api/paper/print", R"({"what":"posters",)" + volumes + "}").status, 400);
  EXPECT_EQ(post("/api/paper/print", R"({"what":"labels"})").status, 400);
}

TEST_P(FileRoomDoor, APlaceIsClosedOnlyWhenItIsEmpty) {
  EXPECT_EQ(post("/api/paper/places/" + room_ + "/close", "{}").status, 422);
  EXPECT_EQ(post("/api/paper/places/" + clinic_ + "/close", "{}").at("open"), "false");
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/places?text=card").at("total"), "0");
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/places/" + room_ + "/volumes").at("total"), "1");
}

TEST_P(FileRoomDoor, TheSimulatedHospitalsFileRoomIsFurnishedOnce) {
  for (int i = 0; i < 90; ++i)
    create("Patient", R"({"resourceType":"Patient","name":[{"family":"Night)" + std::to_string(i) +
                          R"(","given":["Ola"]}],"birthDate":"1950-02-03","identifier":[{"system":"urn:oid:1.2.3","value":"2)" +
                          std::to_string(10'203 + i * 997) + R"(","type":{"coding":[{"code":"MR"}]}}]})");
  const auto truth = furnish_demo_file_room(*hospital_);
  ASSERT_TRUE(truth) << truth.error().message;
  const auto states = [&](const std::string& kind) {
    worklists::Filter filter;
    filter.kind = kind;
    filter.include_closed = true;
    filter.limit = 200;
    std::map<std::string, int> all;
    for (const auto& item : hospital_->worklists->list(system_, filter)->items) ++all[item.state];
    return all;
  };
  for (const auto* state : {"overdue", "reminded", "recalled", "excused"}) EXPECT_GE(states("paper-loan")[state], 1) << state;
  for (const auto* state : {"reported", "searching", "escalated", "declared-lost", "reconstructed", "found-later", "amalgamated"})
    EXPECT_GE(states("missing-volume")[state], 1) << state;
  ASSERT_FALSE(truth->misfiles.empty());
  for (const auto& misfile : truth->misfiles) {  // a hunt that looks where the plan says finds it
    bool is_found = false;
    int looks = 0;
    while (!is_found && looks < 40) {
      const auto plan = hospital_->paper->hunt(system_, misfile.volume);
      ASSERT_TRUE(plan) << plan.error().message;
      const auto& first = plan->plan.suggestions.front().spot;
      is_found = first.id == misfile.spot;
      ASSERT_TRUE(hospital_->paper->look(system_, misfile.volume, first.id, is_found, ""));
      ++looks;
    }
    EXPECT_TRUE(is_found) << looks << " looks";
  }
  const auto sites = ask(mia_, "GET", "/api/paper/places?kind=site");
  EXPECT_EQ(sites.at("total"), "1");
  const auto list = ask(mia_, "GET", "/api/paper/pull-list");
  EXPECT_NE(list.at("total"), "0") << list.body;
  ASSERT_TRUE(furnish_demo_file_room(*hospital_));
  EXPECT_EQ(ask(mia_, "GET", "/api/paper/places?kind=site").at("total"), "1");
}

}  // namespace
}  // namespace charta::app
