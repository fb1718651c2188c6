// SPDX-License-Identifier: Apache-2.0
// Runs and badges on paper, and receipts that say where they are given, through the front door.
#include "app/tests/door_fixture.hpp"
#include "base/digest.hpp"
#include "department/floor_delivery/floor_service.hpp"
#include "formats/pdf/print.hpp"

namespace charta::app {
namespace {

using testing::Answer;
using testing::Visitor;

class FloorPrinting : public testing::DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    if (IsSkipped()) return;
    tina_ = person("tina", {"technician"});
    ada_ = patient("Marsh");
    stay_ = create(
        "Encounter",
        R"({"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},"subject":{"reference":"Patient/)" +
            ada_.text() +
            R"("},"location":[{"location":{"display":"3W 1 A"},"status":"active"}],"period":{"start":"2026-02-26T10:00:00Z"}})");
    ASSERT_EQ(ask(tina_, "POST", "/api/floor/wards/3W", R"({"wants_paper":true,"wants_calls":false})").status, 200);
  }
  ResourceId report(const std::string& words, const std::string& type = "text/plain") {
    return create(
        "DocumentReference",
        R"({"resourceType":"DocumentReference","status":"current","docStatus":"final","date":"2026-03-01T07:00:00Z","type":{"coding":[{"system":"http://loinc.org","code":"11502-2","display":"Laboratory report"}]},"subject":{"reference":"Patient/)" +
            ada_.text() + R"("},"context":{"encounter":[{"reference":"Encounter/)" + stay_.text() +
            R"("}]},"content":[{"attachment":{"contentType":")" + type + R"(","data":")" + to_base64(words) + R"("}}]})");
  }
  Answer take() { return ask(tina_, "POST", "/api/floor/runs", R"({"wards":["3W"]})"); }
  std::string text_of(const Answer& pdf) {
    EXPECT_EQ(pdf.status, 200) << pdf.body;
    EXPECT_EQ(pdf.content_type, "application/pdf");
    const auto text = hospital_->page_reader->text_of_pdf(pdf.body);
    return text ? *text : text.error().message;
  }
  std::string printed(const std::string& run) { return text_of(ask(tina_, "GET", "/api/floor/runs/" + run + "/copies")); }
  std::size_t prints() {
    ledger::Filter filter;
    filter.act = std::string(ledger::act_code(ledger::Act::printed));
    filter.subject_kind = "floor_delivery";
    filter.patient = ada_;
    return hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); })->size();
  }
  Answer receive(const std::string& barcode, const std::string& more) {
    const auto users = hospital_->access->list_users(system_).value();
    return ask(
        tina_, "POST", "/api/floor/receipts",
        R"({"barcodes":[")" + barcode + R"("],"badge":")" + floor_delivery::badge_barcode(users.front().id) + "\"" + more + "}");
  }

  Visitor tina_;
  PatientId ada_;
  ResourceId stay_;
};

TEST_P(FloorPrinting, ARunIsItsSheetAndEveryCopyWithItsBarcode) {
  report("potassium 4.1");
  report("sodium 139\fsecond page");
  const auto run = take();
  ASSERT_EQ(run.at("total"), "2") << run.body;
  const auto before = prints();
  const auto text = printed(run.at("id"));
  for (const auto& words :
       {std::string("Run sheet"), std::string("potassium 4.1"), std::string("sodium 139"), std::string("second page"),
        std::string("Marsh"), run.at("copies.0.barcode") + " 3W 1 A", run.at("copies.1.barcode") + " 3W 1 A"})
    EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
  EXPECT_EQ(prints(), before + 2) << "every printed copy stands in the ledger";
}

TEST_P(FloorPrinting, APdfIsBoundAsItStandsBehindItsSlip) {
  pdf::Canvas canvas;
  canvas.text(72, 700, 16, pdf::Font::regular, "a scanned letter");
  report(pdf::printed({canvas, canvas}, {}, "letter"), "application/pdf");
  report("typed words");
  const auto run = take();
  const auto text = printed(run.at("id"));
  EXPECT_NE(text.find("a scanned letter"), std::string::npos) << text;
  EXPECT_NE(text.find("typed words"), std::string::npos) << text;
  EXPECT_NE(text.find("page 3 of 3"), std::string::npos) << "the slip and two pages: " << text;
}

TEST_P(FloorPrinting, WhatHasNoPagesIsASlipThatSaysSo) {
  report("RIFF sound", "audio/wav");
  const auto text = printed(take().at("id"));
  EXPECT_NE(text.find("print it from the chart"), std::string::npos) << text;
}

TEST_P(FloorPrinting, WhatIsNotToBeCarriedIsNotPrintedAgain) {
  const auto id = report("potassium 4.1").text();
  const auto run = take();
  const auto stored = hospital_->resources->read(system_, "DocumentReference", id);
  std::string withdrawn = stored->json;
  withdrawn.replace(withdrawn.find("\"current\""), 9, "\"entered-in-error\"");
  ASSERT_TRUE(hospital_->resources->update(system_, "DocumentReference", id, withdrawn, ""));
  const auto refused = ask(tina_, "GET", "/api/floor/runs/" + run.at("id") + "/copies");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(ask(tina_, "GET", "/api/floor/runs/0000000000042/copies").status, 404);
}

TEST_P(FloorPrinting, WhatAWardHasIsNotPrintedAgain) {
  report("potassium 4.1");
  report("potassium 4.2");
  const auto run = take();
  const auto at = "/api/floor/runs/" + run.at("id") + "/copies";
  ASSERT_EQ(receive(run.at("copies.0.barcode"), R"(,"at_ward":"3W")").at("items.0.outcome"), "done");
  const auto left = text_of(ask(tina_, "GET", at));
  EXPECT_EQ(left.find(run.at("copies.0.barcode")), std::string::npos) << left;
  EXPECT_NE(left.find(run.at("copies.1.barcode")), std::string::npos) << left;
  ASSERT_EQ(receive(run.at("copies.1.barcode"), R"(,"at_ward":"3W")").at("items.0.outcome"), "done");
  EXPECT_EQ(ask(tina_, "GET", at).status, 422) << "nothing is to be carried any more";
}

TEST_P(FloorPrinting, ACopyOfWhatAPersonMayNotSeeIsNotInTheirPrint) {
  report("potassium 4.1");
  const auto run = take();
  const auto stored = hospital_->resources->read(system_, "Patient", ada_.text());
  std::string labelled = stored->json;
  if (const auto meta = labelled.find(R"("meta":{)"); meta != std::string::npos)
    labelled.insert(meta + 8,
                    R"("security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}],)");
  ASSERT_TRUE(hospital_->resources->update(system_, "Patient", ada_.text(), labelled, ""));
  const auto clerk = person("finn", {"file_clerk"});
  const auto refused = ask(clerk, "GET", "/api/floor/runs/" + run.at("id") + "/copies");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_FALSE(refused.says("Marsh"));
}

TEST_P(FloorPrinting, AManagerPrintsTheBadgeThatAReceiptScans) {
  const auto mara = person("mara", {"him_manager"});
  person("nora", {"nurse"});
  const auto text = text_of(ask(mara, "GET", "/api/floor/badges/nora"));
  const auto users = hospital_->access->list_users(system_).value();
  for (const auto& user : users) {
    if (user.name != "nora") continue;
    EXPECT_NE(text.find(floor_delivery::badge_barcode(user.id)), std::string::npos) << text;
  }
  EXPECT_EQ(ask(tina_, "GET", "/api/floor/badges/nora").status, 403);
  EXPECT_EQ(ask(mara, "GET", "/api/floor/badges/nobody").status, 404);
  program("robot", {"program"});
  EXPECT_EQ(ask(mara, "GET", "/api/floor/badges/robot").status, 404) << "a program receives nothing";
}

TEST_P(FloorPrinting, AReceiptSaysOnWhichWardItIsGiven) {
  report("potassium 4.1");
  const auto barcode = take().at("copies.0.barcode");
  EXPECT_EQ(receive(barcode, "").status, 400) << "where is not said";
  EXPECT_EQ(receive(barcode, R"(,"at_ward":"4E")").at("items.0.outcome"), "wrong");
  EXPECT_EQ(receive(barcode, R"(,"at_ward":"3W")").at("items.0.outcome"), "done");
}

TEST_P(FloorPrinting, ADeviceThatSaysNoWardIsAnsweredAndItsScanIsKept) {
  report("potassium 4.1");
  const auto run = take();
  const auto users = hospital_->access->list_users(system_).value();
  const auto scan = [&](int number, const std::string& more) {
    return ask(tina_, "POST", "/api/counter/scans",
               R"({"device":"ward","scans":[{"kind":"ward-receipt","number":)" + std::to_string(number) + R"(,"barcode":")" +
                   run.at("copies.0.barcode") + R"(","to_barcode":")" + floor_delivery::badge_barcode(users.front().id) + "\"" +
                   more + R"(,"at_time":"2026-03-01T08:00:00Z"}]})");
  };
  EXPECT_EQ(scan(1, "").at("items.0.outcome"), "asks");
  EXPECT_EQ(scan(2, R"(,"at_barcode":"3W")").at("items.0.outcome"), "done");
}

TEST_P(FloorPrinting, WhoReadsNoRecordSeesTheNumbersAndNotTheList) {
  report("potassium 4.1");
  const auto barcode = take().at("copies.0.barcode");
  ASSERT_EQ(receive(barcode, R"(,"at_ward":"3W")").status, 200);
  const auto figures = ask(person("otto", {"auditor"}), "GET", "/api/floor/figures");
  EXPECT_EQ(figures.at("delivered"), "1") << figures.body;
  EXPECT_EQ(figures.count("items"), 0U);
  EXPECT_EQ(ask(person("mara", {"him_manager"}), "GET", "/api/floor/figures").count("items"), 1U);
}

CHARTA_ON_BOTH_ENGINES(FloorPrinting);

}  // namespace
}  // namespace charta::app
