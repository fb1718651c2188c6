// SPDX-License-Identifier: Apache-2.0
// The standing watch over the archive, from a page in the wrong chart to the chart it belongs to.
#include "app/misfile_wiring.hpp"
#include "app/tests/hospital_fixture.hpp"
#include "base/digest.hpp"
#include "formats/pdf/print.hpp"

#include <algorithm>

namespace charta::app {
namespace {

class MisfileWatch : public testing::HospitalTest {
 protected:
  void SetUp() override {
    HospitalTest::SetUp();
    if (IsSkipped()) return;
    ada_ = someone("Marsh", "Ada", "1961-04-02", "100042");
    tom_ = someone("Ferreira", "Tomas", "1975-11-30", "200977");
    tina_ = sign_in("tina", {"technician"}).actor;
    nora_ = sign_in("nora", {"nurse"}).actor;
  }
  PatientId someone(const std::string& family, const std::string& given, const std::string& born, const std::string& number) {
    return PatientId(create("Patient", R"({"resourceType":"Patient","name":[{"family":")" + family + R"(","given":[")" + given +
                                           R"("]}],"birthDate":")" + born +
                                           R"(","identifier":[{"system":"urn:oid:1.2.3","value":")" + number +
                                           R"(","type":{"coding":[{"code":"MR"}]}}]})")
                         .key());
  }
  ResourceId document(PatientId chart, const std::string& content, const std::string& type = "text/plain") {
    return create("DocumentReference",
                  R"({"resourceType":"DocumentReference","status":"current","type":{"coding":[{"system":"http://loinc.org",)"
                  R"("code":"11506-3","display":"Progress note"}]},"subject":{"reference":"Patient/)" +
                      chart.text() + R"("},"content":[{"attachment":{"contentType":")" + type + R"(","data":")" +
                      to_base64(content) + R"("}}]})");
  }
  static std::string pdf_of(const std::vector<std::string>& lines) {
    pdf::Canvas canvas;
    double baseline = 700;
    for (const auto& line : lines) {
      canvas.text(72, baseline, 16, pdf::Font::regular, line);
      baseline -= 40;
    }
    return pdf::printed({canvas}, {}, "a page");
  }
  ResourceId toms_page_in_adas_chart() { return document(ada_, toms_page); }

  void look() {
    for (int round = 0; round < 20; ++round) {
      const auto looked = hospital_->misfiles->look_at_due(50), read = hospital_->misfiles->look_at_due(50, true);
      ASSERT_TRUE(looked) << looked.error().message;
      ASSERT_TRUE(read) << read.error().message;
      if (*looked + *read == 0) return;
    }
    FAIL() << "there is always more to look at";
  }
  std::vector<worklists::WorkItem> items(bool closed = false) {
    worklists::Filter filter;
    filter.kind = "misfile";
    filter.include_closed = closed;
    return hospital_->worklists->list(system_, filter).value().items;
  }
  worklists::WorkItem only_item() {
    const auto list = items();
    EXPECT_EQ(list.size(), 1U);
    return list.empty() ? worklists::WorkItem() : list.front();
  }
  Result<worklists::WorkItem> act(const access::Actor& actor, WorkItemId item, const std::string& event,
                                  const std::string& reason = "") {
    worklists::Act one;
    one.event = event;
    one.reason_code = reason;
    return hospital_->worklists->act(actor, item, one);
  }
  std::string state(WorkItemId item) { return hospital_->worklists->get(system_, item).value().state; }
  bool sees(const access::Actor& actor, ResourceId document) {
    return bool(hospital_->resources->read(actor, "DocumentReference", document.text()));
  }
  std::int64_t lines(const access::Actor& actor, PatientId patient) {
    return hospital_->chart->timeline(actor, patient, {}).value().total;
  }
  Result<record_moves::RecordMove> move(ResourceId document, PatientId to) {
    return hospital_->record_moves->move(tina_, {"DocumentReference", document.text(), to, "wrong-patient", ""});
  }

  const std::string toms_page = "Progress note\nPatient: Ferreira, Tomas  MRN: 200977  DOB: 11/30/1975\nSeen today.";
  PatientId ada_, tom_;
  access::Actor tina_, nora_;
};
CHARTA_ON_BOTH_ENGINES(MisfileWatch);

TEST_P(MisfileWatch, AsksAboutAPageThatNamesAnotherPatient) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  EXPECT_EQ(item.state, "open");
  EXPECT_EQ(item.subject, page.key());
  EXPECT_EQ(item.patient, ada_);
  EXPECT_EQ(item.second_subject, tom_.key());
  EXPECT_EQ(item.reason_code, "names-another-patient");
  EXPECT_EQ(item.priority, worklists::Priority::urgent);
  EXPECT_EQ(item.rule, "document-imaging/misfiles@1");
  const auto detail = hospital_->misfiles->detail(tina_, item.id);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ(detail->chart.patient, ada_);
  ASSERT_TRUE(detail->other);
  EXPECT_EQ(detail->other->patient, tom_);
  EXPECT_EQ(detail->text, toms_page);
  ASSERT_EQ(detail->finding.signs.size(), 3U);
  for (const auto& sign : detail->finding.signs) EXPECT_EQ(sign.box.top, 1) << "the second line of the page";
}

TEST_P(MisfileWatch, SaysNothingOfWhatAgreesOrSaysNothing) {
  document(ada_, "Patient: Marsh, Ada  MRN: 100042  DOB: 04/02/1961\nSeen today.");
  document(ada_, "Continue the same medication.");
  document(ada_, "Patient: Marsh, Ada  MRN: 1OOO42\nMother's name: Rosa Ferreira  DOB: 11/30/1975  MRN: 200977");
  document(ada_, "<p>Patient: Marsh, Ada</p><p>MRN: 100042</p>", "text/html");
  look();
  EXPECT_TRUE(items(true).empty());
}

TEST_P(MisfileWatch, ReadsHtmlAndReportsThatCameByHl7) {
  document(ada_, "<div>Patient: Ferreira, Tomas</div><div>MRN: 200977&nbsp; DOB: 11/30/1975</div>", "text/html; charset=utf-8");
  look();
  EXPECT_EQ(items().size(), 1U);
  create("DiagnosticReport",
         R"({"resourceType":"DiagnosticReport","status":"final","code":{"text":"Chest X-ray"},"subject":{"reference":"Patient/)" +
             ada_.text() + R"("},"presentedForm":[{"contentType":"text/plain","data":")" + to_base64(toms_page) + R"("}]})");
  look();
  EXPECT_EQ(items().size(), 2U);
}

TEST_P(MisfileWatch, LooksOnceAtWhatWasNoted) {
  toms_page_in_adas_chart();
  look();
  EXPECT_EQ(hospital_->misfiles->look_at_due(50).value(), 0);
  look();
  EXPECT_EQ(items().size(), 1U);
}

TEST_P(MisfileWatch, APersonsNoNeedsAReasonAndTheSameEvidenceNeverAsksAgain) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  expect_error(act(tina_, item.id, "not-a-misfile"), ErrorKind::business_rule);
  ASSERT_TRUE(act(tina_, item.id, "not-a-misfile", "speaks-of-a-relative"));
  ASSERT_TRUE(hospital_->misfiles->look_at(page));
  EXPECT_TRUE(items().empty());
  // Another version that names somebody else is another question.
  someone("Okafor", "Ngozi", "1980-05-05", "300555");
  const std::string body = R"({"resourceType":"DocumentReference","id":")" + page.text() +
                           R"(","status":"current","subject":{"reference":"Patient/)" + ada_.text() +
                           R"("},"content":[{"attachment":{"contentType":"text/plain","data":")" +
                           to_base64("Patient: Okafor, Ngozi MRN: 300555 DOB: 05/05/1980") + R"("}}]})";
  ASSERT_TRUE(hospital_->resources->update(system_, "DocumentReference", page.text(), body, ""));
  look();
  EXPECT_EQ(items().size(), 1U);
}

TEST_P(MisfileWatch, ConfirmedItIsWithheldAtOnceAndLeavesATombstone) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  ASSERT_TRUE(sees(nora_, page)) << "until somebody says so it stands as it stood";
  expect_error(act(nora_, item.id, "confirm"), ErrorKind::forbidden);
  const auto done = act(tina_, item.id, "confirm", "compared-with-the-chart");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(state(item.id), "confirmed");
  EXPECT_FALSE(sees(nora_, page));
  EXPECT_TRUE(sees(tina_, page)) << "the department must bring it home";
  EXPECT_EQ(lines(nora_, ada_), 0);
  EXPECT_FALSE(hospital_->resources->vread(nora_, "DocumentReference", page.text(), "1")) << "nor as it was before";
  resources::SearchRequest search{"DocumentReference", "patient=" + ada_.text(), "http://h/fhir", false};
  EXPECT_EQ(hospital_->resources->search(nora_, search).value().find(page.text()), std::string::npos);
  resources::SearchRequest all{"DocumentReference", "", "http://h/fhir", false};
  const auto history = hospital_->resources->history(nora_, "DocumentReference", "", all);
  ASSERT_TRUE(history) << history.error().message;
  EXPECT_EQ(history->find(page.text()), std::string::npos);
  const auto tombstones = hospital_->quarantine->of_patient(nora_, ada_);
  ASSERT_TRUE(tombstones) << tombstones.error().message;
  ASSERT_EQ(tombstones->size(), 1U);
  EXPECT_EQ(tombstones->front().reason, "compared-with-the-chart");
  EXPECT_EQ(tombstones->front().withheld_by, tina_.author.user);
  EXPECT_FALSE(tombstones->front().lifted_at);
}

TEST_P(MisfileWatch, ListsWhoSawItBeforeItWasWithheld) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  expect_error(hospital_->misfiles->seen(tina_, item.id), ErrorKind::business_rule);
  ASSERT_TRUE(sees(nora_, page));
  clock_.advance(std::chrono::minutes(1));
  ASSERT_TRUE(act(tina_, item.id, "confirm"));
  clock_.advance(std::chrono::minutes(1));
  ASSERT_TRUE(sees(tina_, page));
  const auto seen = hospital_->misfiles->seen(tina_, item.id);
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_TRUE(std::any_of(seen->begin(), seen->end(), [&](const auto& one) { return one.user == nora_.author.user; }));
  EXPECT_TRUE(std::none_of(seen->begin(), seen->end(), [&](const auto& one) { return one.user == tina_.author.user; }))
      << "what the department does with it since is its work";
  expect_error(hospital_->misfiles->seen(nora_, item.id), ErrorKind::forbidden);
}

TEST_P(MisfileWatch, MovedItIsHomeAndReadableAndTheItemCloses) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  expect_error(act(tina_, item.id, "move", "moved-to-its-own-chart"), ErrorKind::business_rule);
  ASSERT_TRUE(act(tina_, item.id, "confirm"));
  const auto moved = move(page, tom_);
  ASSERT_TRUE(moved) << moved.error().message;
  EXPECT_EQ(state(item.id), "moved");
  EXPECT_TRUE(sees(nora_, page));
  EXPECT_EQ(lines(nora_, tom_), 1);
  EXPECT_EQ(lines(nora_, ada_), 0);
  const auto tombstone = hospital_->quarantine->of_patient(nora_, ada_).value().at(0);
  EXPECT_EQ(tombstone.lifted_how, "moved");
  look();
  EXPECT_TRUE(items().empty()) << "in its own chart it agrees";
}

TEST_P(MisfileWatch, MovedToAThirdChartItIsAskedAgain) {
  const auto page = toms_page_in_adas_chart();
  const auto third = someone("Okafor", "Ngozi", "1980-05-05", "300555");
  look();
  const auto item = only_item();
  ASSERT_TRUE(move(page, third));
  EXPECT_EQ(state(item.id), "moved");
  look();
  EXPECT_EQ(only_item().patient, third);
}

TEST_P(MisfileWatch, IdentitiesThatBecomeOneSettleItAndApartTheyAskAgain) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  ASSERT_TRUE(act(tina_, item.id, "confirm"));
  expect_error(act(tina_, item.id, "settle", "page-and-chart-agree"), ErrorKind::business_rule);
  ASSERT_TRUE(hospital_->patient_index->link(system_, ada_, tom_, "same-person"));
  look();
  EXPECT_EQ(state(item.id), "settled");
  EXPECT_TRUE(sees(nora_, page)) << "it was right where it stood";
  ASSERT_TRUE(hospital_->patient_index->unlink(system_, ada_, tom_, "merged-in-error"));
  look();
  EXPECT_EQ(items().size(), 1U);
}

TEST_P(MisfileWatch, ANameThatThePatientTurnsOutToHaveSettlesIt) {
  document(ada_, "Patient: Quill, Beatrix  DOB: 01/09/1950");
  look();
  const auto item = only_item();
  EXPECT_EQ(item.reason_code, "names-somebody-unknown");
  EXPECT_EQ(item.priority, worklists::Priority::routine);
  const std::string body =
      R"({"resourceType":"Patient","id":")" + ada_.text() +
      R"(","name":[{"family":"Marsh","given":["Ada"]},{"use":"old","family":"Quill","given":["Beatrix"]}],)" +
      R"("birthDate":"1950-01-09","identifier":[{"system":"urn:oid:1.2.3","value":"100042","type":{"coding":[{"code":"MR"}]}}]})";
  const auto updated = hospital_->resources->update(system_, "Patient", ada_.text(), body, "");
  ASSERT_TRUE(updated) << updated.error().message;
  look();
  EXPECT_EQ(state(item.id), "settled");
}

TEST_P(MisfileWatch, APersonMaySayItWithoutTheMachine) {
  const auto page = document(ada_, "Seen today, no header on this page.");
  look();
  expect_error(hospital_->misfiles->report(nora_, "DocumentReference", page.text(), "reported-by-the-floor", ""),
               ErrorKind::forbidden);
  expect_error(hospital_->misfiles->report(tina_, "DocumentReference", page.text(), "", ""), ErrorKind::missing);
  const auto item =
      hospital_->misfiles->report(tina_, "DocumentReference", page.text(), "reported-by-the-floor", "the ward called");
  ASSERT_TRUE(item) << item.error().message;
  EXPECT_EQ(item->state, "confirmed");
  EXPECT_FALSE(sees(nora_, page));
  expect_error(hospital_->misfiles->report(tina_, "DocumentReference", page.text(), "reported-by-the-floor", ""),
               ErrorKind::business_rule);
  look();
  EXPECT_EQ(state(item->id), "confirmed") << "that the machine finds nothing is no answer";
  ASSERT_TRUE(act(tina_, item->id, "not-a-misfile", "belongs-to-both"));
  EXPECT_TRUE(sees(nora_, page));
  EXPECT_EQ(hospital_->quarantine->of_patient(nora_, ada_).value().at(0).lifted_how, "released");
}

TEST_P(MisfileWatch, ThePassGoesOverTheWholeArchiveAndKeepsItsPlace) {
  for (int i = 0; i < 3; ++i) document(ada_, "Patient: Marsh, Ada  MRN: 100042");
  toms_page_in_adas_chart();
  look();
  const auto first = only_item();
  ASSERT_TRUE(act(tina_, first.id, "not-a-misfile", "speaks-of-a-relative"));
  ASSERT_EQ(hospital_->misfiles->look_on(2).value(), 2);
  auto pass = hospital_->misfiles->latest_pass().value();
  ASSERT_TRUE(pass);
  EXPECT_EQ(pass->looked, 2);
  EXPECT_FALSE(pass->ended_at);
  // As after a restart: a watch that knows nothing goes on where the first one stood.
  auto again = open_misfile_watch(*hospital_).value();
  ASSERT_EQ(again->look_on(2).value(), 2);
  ASSERT_EQ(again->look_on(2).value(), 0);
  pass = again->latest_pass().value();
  EXPECT_EQ(pass->looked, 4);
  EXPECT_EQ(pass->wrong, 1);
  ASSERT_TRUE(pass->ended_at);
  EXPECT_EQ(again->look_on(2).value(), 0) << "not before its time";
  clock_.advance(std::chrono::hours(24 * 8));
  EXPECT_EQ(again->look_on(2).value(), 2);
  EXPECT_EQ(again->latest_pass().value()->looked, 2) << "a pass of its own";
}

TEST_P(MisfileWatch, AMachineReadsThePdfOnceAndFindsTheSignsOnIt) {
  const auto page = document(ada_,
                             pdf_of({"Progress note", "Patient Name: Ferreira, Tomas", "Date of Birth: 11/30/1975", "MRN: 200977",
                                     "The patient was seen today and feels well."}),
                             "application/pdf");
  look();
  const auto item = only_item();
  const auto detail = hospital_->misfiles->detail(tina_, item.id).value();
  ASSERT_GE(detail.finding.signs.size(), 2U);
  EXPECT_GT(detail.finding.signs[0].box.width, 10) << "dots of the page";
  ASSERT_EQ(detail.pages.size(), 1U) << "its words were kept: nobody reads it again";
  ASSERT_EQ(detail.quotes.size(), detail.finding.signs.size());
  std::string quoted;
  for (const auto& [line, from, length] : detail.quotes) quoted += line.substr(from, length) + "|";
  EXPECT_NE(quoted.find("200977"), std::string::npos) << quoted;
  EXPECT_NE(quoted.find("11/30/1975"), std::string::npos) << "as the page writes it: " << quoted;
  ASSERT_TRUE(hospital_->misfiles->look_at(page)->is_wrong);
}

TEST_P(MisfileWatch, APdfThatAgreesWithItsChartByItsTextIsNotReadByAMachine) {
  document(ada_, pdf_of({"Progress note", "Patient Name: Marsh, Ada", "Date of Birth: 04/02/1961", "MRN: 100042"}),
           "application/pdf");
  EXPECT_EQ(hospital_->misfiles->look_at_due(50).value(), 1);
  EXPECT_EQ(hospital_->misfiles->look_at_due(50, true).value(), 0) << "its text layer was enough";
  document(ada_, pdf_of({"Progress note", "Patient Name: Ferreira, Tomas", "Date of Birth: 11/30/1975", "MRN: 200977"}),
           "application/pdf");
  EXPECT_EQ(hospital_->misfiles->look_at_due(50).value(), 1);
  EXPECT_TRUE(items().empty()) << "it is told when its words have their places";
  EXPECT_EQ(hospital_->misfiles->look_at_due(50, true).value(), 1);
  EXPECT_EQ(items().size(), 1U);
}

TEST_P(MisfileWatch, WhatWasFiledLastIsLookedAtFirst) {
  for (int i = 0; i < 5; ++i) document(ada_, "Patient: Marsh, Ada  MRN: 100042");
  toms_page_in_adas_chart();
  ASSERT_EQ(hospital_->misfiles->look_at_due(1).value(), 1);
  EXPECT_EQ(items().size(), 1U) << "the archive waits, not the page of this minute";
}

TEST_P(MisfileWatch, AScannedPageThatAClerkFiledAgainstItsWordsIsFoundWithItsImage) {
  auto& desk = *hospital_->imaging;
  document_imaging::BatchHeader header;
  header.title = "Ward 3";
  header.sheets = 1;
  const auto batch = desk.prepare(tina_, header).value();
  ASSERT_TRUE(desk.feed(tina_, batch,
                        pdf_of({"EKG", "Patient Name: Ferreira, Tomas", "Date of Birth: 11/30/1975", "MRN: 200977"}),
                        "application/pdf"));
  ASSERT_TRUE(hospital_->jobs->run_due());
  const auto draft = desk.view(tina_, batch).value().drafts.at(0).id;
  document_imaging::IndexCommand command;
  command.patient = ada_;
  command.confirmed = {"name", "mrn"};
  command.type = command.again_type = "11524-6";
  command.service_date = command.again_service_date = "2026-02-25";
  command.again_patient = "100042";
  for (const auto& one : desk.document(tina_, draft, ada_).value().contradictions)
    command.answered.push_back(one.contradiction.key);
  ASSERT_FALSE(command.answered.empty());
  const auto indexed = desk.index(tina_, draft, command);
  ASSERT_TRUE(indexed) << indexed.error().message << " " << indexed.error().location;
  worklists::Act pass;
  pass.event = "pass-qa1";
  ASSERT_TRUE(desk.act(tina_, batch, pass, 0));
  const auto ben = sign_in("ben", {"technician"}).actor;
  for (const auto& one : desk.view(ben, batch).value().drafts)
    if (one.sampled) {
      ASSERT_TRUE(desk.check(ben, one.id, "", "", 0));
    }
  const auto done = desk.commit(tina_, batch, 0);
  ASSERT_TRUE(done) << done.error().message;
  look();
  const auto detail = hospital_->misfiles->detail(tina_, only_item().id);
  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_EQ(detail->pages.size(), 1U);
  EXPECT_TRUE(detail->pages[0].image.is_set()) << "the page of the imaging desk";
  ASSERT_GE(detail->finding.signs.size(), 2U);
  for (const auto& sign : detail->finding.signs)
    if (sign.image.is_set()) {
      EXPECT_EQ(sign.image, detail->pages[0].image);
    }
}

TEST_P(MisfileWatch, ADeletedDocumentAsksNoMore) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  ASSERT_TRUE(hospital_->resources->remove(system_, "DocumentReference", page.text()));
  EXPECT_EQ(state(item.id), "settled");
  look();
  EXPECT_TRUE(items().empty());
}

TEST_P(MisfileWatch, TheTaskOfAnItemNamesTheDocumentAndTheStateOfTheWork) {
  const auto page = toms_page_in_adas_chart();
  look();
  const auto item = only_item();
  const auto task = hospital_->resources->read(system_, "Task", item.id.text());
  ASSERT_TRUE(task) << task.error().message;
  const std::string json(task->json);
  EXPECT_NE(json.find("DocumentReference/" + page.text()), std::string::npos) << json;
  EXPECT_NE(json.find("requested"), std::string::npos) << json;
}

}  // namespace
}  // namespace charta::app
