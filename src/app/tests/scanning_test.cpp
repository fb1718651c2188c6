// SPDX-License-Identifier: Apache-2.0
// A stack of paper through the front door with the real readers: cover sheets as they are printed, pages of text, and the charts
// at the end.
#include "app/scan_folder.hpp"
#include "app/tests/door_fixture.hpp"
#include "formats/cover_sheet/sheet_pages.hpp"
#include "formats/pdf/print.hpp"

#include <filesystem>
#include <fstream>

namespace charta::app {
namespace {

class Scanning : public testing::DoorTest {
 protected:
  void SetUp() override {
    testing::DoorTest::SetUp();
    if (IsSkipped()) return;
    ada_ = register_person("Marsh");
    tom_ = register_person("Ferreira");
    mia_ = person("mia", {"file_clerk"});
    ben_ = person("ben", {"technician"});
  }
  struct Person {
    std::string given, born, written, number;
  };
  static const Person& person_of(const std::string& family) {
    static const std::map<std::string, Person> people{{"Marsh", {"Ada", "1961-04-02", "04/02/1961", "100042"}},
                                                      {"Ferreira", {"Tomas", "1975-11-30", "11/30/1975", "100077"}}};
    return people.at(family);
  }
  PatientId register_person(const std::string& family) {
    const auto& who = person_of(family);
    return PatientId(create("Patient", R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" +
                                           who.given + R"("]}],"birthDate":")" + who.born +
                                           R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + who.number +
                                           R"(","type":{"coding":[{"code":"MR"}]}}]})")
                         .key());
  }
  static std::string sheet_of(const std::string& family) {
    cover_sheet::PrintedSheet printed;
    printed.sheet.kind = cover_sheet::Kind::patient;
    printed.sheet.assigner = "urn:oid:1.2.3";
    printed.sheet.mrn = person_of(family).number;
    printed.patient_name = family + ", " + person_of(family).given;
    printed.birth_date = person_of(family).born;
    return cover_sheet::sheets_as_pdf({printed}).value();
  }
  static std::string page_of(const std::string& family, const std::string& more = "The rhythm is regular.") {
    pdf::Canvas canvas;
    double baseline = 700;
    for (const std::string& line : {std::string("EKG"), "Patient Name: " + family + ", " + person_of(family).given,
                                    "Date of Birth: " + person_of(family).written, "MRN: " + person_of(family).number,
                                    std::string("Date of service: 02/25/2026"), more}) {
      canvas.text(72, baseline, 16, pdf::Font::regular, line);
      baseline -= 40;
    }
    return pdf::printed({canvas}, {}, "a page");
  }
  std::string batch(int sheets) {
    return ask(mia_, "POST", "/api/scanning/batches", R"({"title":"Ward 3","sheets":)" + std::to_string(sheets) + "}").at("id");
  }
  void feed(const std::string& id, const std::string& bytes) {
    const auto fed = ask(mia_, "POST", "/api/scanning/batches/" + id + "/files", bytes, {{"content-type", "application/pdf"}});
    ASSERT_EQ(fed.status, 200) << fed.body;
  }
  testing::Answer get(const std::string& id) { return ask(mia_, "GET", "/api/scanning/batches/" + id); }
  testing::Answer index(const std::string& document, PatientId patient) {
    return ask(
        mia_, "POST", "/api/scanning/documents/" + document + "/index",
        R"({"patient":")" + patient.text() + R"(","confirmed":["name","mrn"],"type":"11524-6","service_date":"2026-02-25"})");
  }

  PatientId ada_, tom_;
  testing::Visitor mia_, ben_;
};
CHARTA_ON_BOTH_ENGINES(Scanning);

TEST_P(Scanning, SheetsArePrintedForAnyPrinterOrForALabelPrinterAndTheLedgerSaysForWhom) {
  const auto order = [&](const std::string& format) {
    return ask(mia_, "POST", "/api/scanning/cover-sheets",
               R"({"kind":"patient","patient":")" + ada_.text() + R"(","count":3)" + format + "}");
  };
  const auto pdf = order("");
  EXPECT_EQ(pdf.status, 200) << pdf.body;
  EXPECT_EQ(pdf.body.substr(0, 5), "%PDF-");
  const auto zpl = order(R"(,"format":"zpl")");
  EXPECT_EQ(zpl.body.substr(0, 3), "^XA") << zpl.body;
  EXPECT_NE(zpl.body.find("100042"), std::string::npos);
  EXPECT_EQ(order(R"(,"format":"docx")").status, 400);
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/cover-sheets", R"({"kind":"patch","patient":")" + ada_.text() + R"("})").status, 400)
      << "a patch names nobody";
  const auto ledger = ask(person("max", {"him_manager"}), "GET", "/api/patients/" + ada_.text() + "/ledger?limit=100");
  EXPECT_NE(ledger.body.find("printed"), std::string::npos) << ledger.body;
}

TEST_P(Scanning, TwoPatientsPapersAreReadPartedIndexedAndFiled) {
  const auto id = batch(4);
  for (const auto* family : {"Marsh", "Ferreira"}) {
    feed(id, sheet_of(family));
    feed(id, page_of(family));
  }
  ASSERT_TRUE(hospital_->jobs->run_due());
  auto seen = get(id);
  ASSERT_EQ(seen.at("state"), "separated") << seen.body;
  ASSERT_EQ(seen.count("documents"), 2U) << seen.body;
  EXPECT_EQ(seen.at("documents.0.sheet.mrn"), "100042");
  EXPECT_EQ(seen.at("documents.1.sheet.mrn"), "100077");
  EXPECT_EQ(seen.at("balance.holds"), "true") << seen.at("balance.says");
  EXPECT_EQ(seen.at("reading.state"), "done");

  const std::string first = seen.at("documents.0.id"), page = seen.at("documents.0.pages.0");
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/pages/" + page + "/image").status, 200);
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/pages/" + page + "/thumbnail").content_type, "image/jpeg");
  const auto words = ask(mia_, "GET", "/api/scanning/pages/" + page + "/words");
  EXPECT_TRUE(words.says("Marsh")) << words.body;

  const auto document = ask(mia_, "GET", "/api/scanning/documents/" + first);
  EXPECT_EQ(document.at("suggestions.patients.0.patient.id"), ada_.text()) << document.body;
  EXPECT_EQ(document.at("suggestions.types.0.value"), "11524-6");
  EXPECT_EQ(document.at("suggestions.service_dates.0.value"), "2026-02-25");
  EXPECT_EQ(document.count("contradiction_list"), 0U) << document.body;

  const auto in_toms_chart = ask(mia_, "GET", "/api/scanning/documents/" + first + "?patient=" + tom_.text());
  EXPECT_GE(in_toms_chart.count("contradiction_list"), 2U) << "before anybody indexes it: " << in_toms_chart.body;
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/documents/" + first + "?patient=tom").status, 400);

  // The other patient's chart is refused: the page says whose it is.
  const auto wrong = index(first, tom_);
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(wrong.at("location"), "answered") << wrong.body;
  ASSERT_EQ(index(first, ada_).status, 200);
  ASSERT_EQ(index(seen.at("documents.1.id"), tom_).status, 200);

  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/batches/" + id + "/commit", "{}").status, 422) << "nobody has looked at it";
  seen = ask(mia_, "POST", "/api/scanning/batches/" + id + "/acts", R"({"event":"pass-qa1"})");
  ASSERT_EQ(seen.at("state"), "qa1") << seen.body;
  for (const auto& one : seen.all("documents", "id"))
    ASSERT_EQ(ask(ben_, "POST", "/api/scanning/documents/" + one + "/check", R"({"verdict":"right"})").status, 200);
  const auto committed = ask(mia_, "POST", "/api/scanning/batches/" + id + "/commit", "{}");
  ASSERT_EQ(committed.status, 200) << committed.body;
  EXPECT_EQ(committed.at("state"), "committed");

  const auto timeline = ask(ben_, "GET", "/api/patients/" + ada_.text() + "/timeline?kind=document");
  ASSERT_EQ(timeline.at("total"), "1") << timeline.body;
  EXPECT_EQ(timeline.at("items.0.title"), "EKG study");
  const auto bytes = ask(ben_, "GET", "/api/documents/" + timeline.at("items.0.resource.id") + "/content");
  EXPECT_EQ(bytes.content_type, "application/pdf");
  EXPECT_TRUE(bytes.body.starts_with("%PDF"));
  EXPECT_EQ(ask(ben_, "GET", "/api/patients/" + tom_.text() + "/timeline?kind=document").at("total"), "1");
}

TEST_P(Scanning, AnOrderThatWaitsForItIsFulfilledByTheScannedReport) {
  const auto order = create("ServiceRequest",
                            R"({"resourceType":"ServiceRequest","status":"active","intent":"order",)"
                            R"("identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:oid:1.2.3.9","value":"P1"}],)"
                            R"("code":{"coding":[{"system":"http://loinc.org","code":"11524-6","display":"EKG"}],"text":"EKG"},)"
                            R"("authoredOn":"2026-02-25T09:00:00Z","subject":{"reference":"Patient/)" +
                                ada_.text() + R"("}})");
  ASSERT_TRUE(order.is_set());
  const auto id = batch(1);
  feed(id, page_of("Marsh"));
  ASSERT_TRUE(hospital_->jobs->run_due());
  const auto document = get(id).at("documents.0.id");
  const auto seen = ask(mia_, "GET", "/api/scanning/documents/" + document);
  const auto item = seen.at("suggestions.expected.0.item");
  ASSERT_NE(item, "absent") << seen.body;
  const auto indexed =
      ask(mia_, "POST", "/api/scanning/documents/" + document + "/index",
          R"({"patient":")" + ada_.text() +
              R"(","confirmed":["name","mrn"],"type":"11524-6","service_date":"2026-02-25","expected":")" + item + R"("})");
  ASSERT_EQ(indexed.status, 200) << indexed.body;
  ask(mia_, "POST", "/api/scanning/batches/" + id + "/acts", R"({"event":"pass-qa1"})");
  ask(ben_, "POST", "/api/scanning/documents/" + document + "/check", R"({"verdict":"right"})");
  ASSERT_EQ(ask(mia_, "POST", "/api/scanning/batches/" + id + "/commit", "{}").status, 200);
  EXPECT_EQ(ask(ben_, "GET", "/api/work-items/" + item).at("state"), "filed");
}

TEST_P(Scanning, WhatTheFolderHoldsBecomesABatchOnceAndIsTakenAwayAfterwards) {
  charta::testing::TemporaryFolder folder;
  const auto put = [&](const std::string& name, const std::string& bytes) {
    std::ofstream(folder.path() + "/" + name, std::ios::binary) << bytes;
  };
  put("scan.pdf", page_of("Marsh"));
  put("half.pdf.part", "half");
  ScanFolder watched(*hospital_, folder.path());
  EXPECT_EQ(watched.look().value(), 0) << "somebody may still write it";
  EXPECT_EQ(watched.look().value(), 1);
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/scan.pdf"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/half.pdf.part"));
  put("again.pdf", page_of("Marsh"));
  watched.look().value();
  EXPECT_EQ(watched.look().value(), 1) << "taken away, for its bytes are here already";
  const auto listed = ask(mia_, "GET", "/api/scanning/batches");
  EXPECT_EQ(listed.at("total"), "1");
  EXPECT_EQ(listed.at("items.0.door"), "folder");
  ASSERT_TRUE(hospital_->jobs->run_due());
  EXPECT_EQ(get(listed.at("items.0.id")).at("balance.holds"), "false") << "nobody counted it yet";
}

TEST_P(Scanning, AFileThatIsNoneCostsItsBatchAndSaysWhy) {
  const auto id = batch(1);
  feed(id, "this is no scan");
  ASSERT_TRUE(hospital_->jobs->run_due());
  const auto seen = get(id);
  EXPECT_EQ(seen.at("state"), "stopped") << seen.body;
  EXPECT_EQ(seen.at("questions.0.kind"), "unread-file");
  EXPECT_EQ(seen.at("reading.state"), "failed");
}

TEST_P(Scanning, SheetsAreReadBackAsTheyWerePrinted) {
  const auto printed = ask(mia_, "POST", "/api/scanning/cover-sheets",
                           R"({"kind":"patient","patient":")" + ada_.text() + R"(","document_type":"11524-6","count":2})");
  ASSERT_EQ(printed.status, 200) << printed.body;
  EXPECT_EQ(printed.content_type, "application/pdf");
  const auto id = batch(3);
  feed(id, printed.body);
  feed(id, page_of("Marsh"));
  ASSERT_TRUE(hospital_->jobs->run_due());
  const auto seen = get(id);
  EXPECT_EQ(seen.at("state"), "separated") << seen.body;
  EXPECT_EQ(seen.at("balance.separators"), "2");
  EXPECT_EQ(seen.at("documents.0.sheet.mrn"), "100042");
  EXPECT_EQ(seen.at("documents.0.sheet.document_type"), "11524-6");
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/cover-sheets", R"({"kind":"patient"})").at("location"), "patient");
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/cover-sheets", R"({"kind":"banner"})").at("location"), "kind");
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/cover-sheets", R"({"kind":"document_type"})").at("location"), "document_type");
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/cover-sheets", R"({"kind":"patch","count":0})").at("location"), "count");
}

TEST_P(Scanning, RefusalsSayWhichMemberIsWrong) {
  const auto id = batch(1);
  const std::string path = "/api/scanning/batches/" + id;
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/batches", R"({"sheets":0})").at("location"), "sheets");
  EXPECT_EQ(ask(mia_, "POST", "/api/scanning/batches", R"({"sheets":"many"})").status, 400);
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/batches?state=lost").at("location"), "state");
  EXPECT_EQ(ask(mia_, "POST", path + "/files?again=some", "x").at("location"), "again");
  EXPECT_EQ(ask(mia_, "POST", path + "/files", "").at("location"), "body");
  EXPECT_EQ(ask(mia_, "POST", path + "/edits", R"({"edits":[{"kind":"burn"}]})").at("location"), "kind");
  EXPECT_EQ(ask(mia_, "POST", path + "/edits", R"({"edits":[],"version":"new"})").at("location"), "version");
  EXPECT_EQ(ask(mia_, "POST", path + "/acts", R"({"event":"commit"})").status, 422);
  EXPECT_EQ(ask(mia_, "POST", path + "/count", R"({"sheets":3})").status, 422);
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/batches/nothing").status, 404);
  EXPECT_EQ(ask(mia_, "GET", "/api/scanning/types").at("verified"), "false");
  const auto reader = person("nora", {"nurse"});
  for (const auto* target : {"/api/scanning/batches", "/api/scanning/types"})
    EXPECT_EQ(ask(reader, "GET", target).status, 403) << target;
}

}  // namespace
}  // namespace charta::app
