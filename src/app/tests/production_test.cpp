// SPDX-License-Identifier: Apache-2.0
// Production sets over the real door with the real readers: scans and typed notes in, one stamped PDF and its digests out.
#include "app/tests/production_fixture.hpp"
#include "base/digest.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using testing::printed_page;
using testing::RecordProduction;
using testing::test_data;

CHARTA_ON_BOTH_ENGINES(RecordProduction);

TEST_P(RecordProduction, ShowsWhatWouldBeInAndOutWithTheReason) {
  document("Progress note", "Seen today.");
  document("Old note", "Replaced.", "text/plain", "", "superseded");
  document("Session notes", "Kept apart.", "text/plain", labelled("PSYTHPN"));
  document("Draft", "Not signed.", "text/plain", R"("docStatus":"preliminary",)");
  const auto shown = ask(rosa_, "GET", of_ada("/productions/preview?definition=legal-health-record"));
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.all("documents", "title"), (std::vector<std::string>{"Progress note", "Old note", "Draft"}))
      << "psychotherapy notes are beyond this clerk: neither named nor counted";
  EXPECT_EQ(shown.all("documents", "clause"), (std::vector<std::string>{"record-of-care", "superseded", "not-authenticated"}));
  EXPECT_EQ(shown.at("documents.0.rule"), "chart/legal-health-record@1");
  const auto designated = ask(rosa_, "GET", of_ada("/productions/preview?definition=designated-record-set"));
  EXPECT_EQ(designated.at("documents.2.clause"), "medical-record") << "the patient may see what is not signed yet";
  EXPECT_EQ(ask(nora_, "GET", of_ada("/productions/preview?definition=legal-health-record")).status, 403);
  EXPECT_EQ(ask(rosa_, "GET", of_ada("/productions/preview?definition=everything")).status, 422);
}

TEST_P(RecordProduction, MakesOneStampedPdfOfScansAndTypedNotes) {
  const auto scan = test_data("multipage.pdf"), scanned_fax = test_data("ccitt.pdf");
  document("Progress note", "Seen today.\nContinue the same medication.");
  document("Letter", "<html><body><p>Dear colleague,</p><p>thank you.</p></body></html>", "text/html");
  document("Form", printed_page("Consent was given."), "application/pdf");
  if (!scan.empty()) document("Scanned chart", scan, "application/pdf");
  if (!scanned_fax.empty()) document("Fax", scanned_fax, "application/pdf");
  document("Film", std::string("DICM\0\1\2", 7), "application/dicom");
  const auto id = made(asked());
  const auto shown = detail(id);
  ASSERT_EQ(shown.at("state"), "made") << shown.body;
  const auto pdf = file(id, "pdf");
  ASSERT_EQ(pdf.status, 200) << pdf.body;
  EXPECT_EQ(pdf.content_type, "application/pdf");
  EXPECT_EQ(sha256(pdf.body).hex(), shown.at("sha256"));
  const auto pages = words_by_page(pdf.body);
  ASSERT_EQ(std::to_string(pages.size()), shown.at("pages"));
  for (std::size_t at = 0; at < pages.size(); ++at) {
    const auto stamp =
        "Production " + id + " Record M-Marsh page " + std::to_string(at + 1) + " of " + std::to_string(pages.size());
    std::string plain;
    for (const auto& word : split(pages[at], ' '))
      if (!word.empty()) plain += (plain.empty() ? "" : " ") + std::string(word);
    EXPECT_NE(plain.find(stamp), std::string::npos) << "page " << at + 1 << ": " << pages[at];
  }
  EXPECT_NE(pages[0].find("CERTIFICATION OF RECORDS"), std::string::npos);
  EXPECT_NE(pages[0].find("Rosa Keller"), std::string::npos);
  EXPECT_NE(pages[0].find(shown.at("pages_sha256")), std::string::npos);
  EXPECT_NE(pages[1].find("Progress note"), std::string::npos);
  EXPECT_NE(pages[1].find("NOT INCLUDED"), std::string::npos);
  EXPECT_NE(pages[1].find("application/dicom"), std::string::npos);
  EXPECT_NE(pages[2].find("Continue the same medication."), std::string::npos);
  EXPECT_NE(pages[3].find("Dear colleague,"), std::string::npos);
  EXPECT_NE(pages[4].find("Consent was given."), std::string::npos);
  if (scan.empty()) GTEST_SKIP() << "made without scans: CHARTA_TEST_DATA is not set";
}

TEST_P(RecordProduction, WhatIsInASetIsByteForByteWhatIsInTheChart) {
  const auto form = printed_page("Consent was given.");
  document("Form", form, "application/pdf");
  const auto scan = test_data("multipage.pdf");
  if (!scan.empty()) document("Scanned chart", scan, "application/pdf");
  const auto id = made(asked());
  const auto list = rows(file(id, "hashes").body);
  const auto pdf = file(id, "pdf").body;
  ASSERT_GT(list.size(), 4U);
  EXPECT_EQ(list.back().front(), "whole");
  EXPECT_EQ(list.back().back(), sha256(pdf).hex());
  std::vector<std::string> of_the_chart = hospital_->page_reader->sheets_of(form, false).value().digests, of_the_set;
  if (!scan.empty())
    for (const auto& one : hospital_->page_reader->sheets_of(scan, false).value().digests) of_the_chart.push_back(one);
  for (std::size_t at = 1; at + 1 < list.size(); ++at) {
    if (list[at][1].empty()) continue;
    of_the_set.push_back(list[at][7]);
    EXPECT_EQ(list[at][6], sha256(list[at][5] == "1" && of_the_set.size() == 1 ? form : scan).hex());
  }
  EXPECT_EQ(of_the_set, of_the_chart);
  const auto read_again = hospital_->page_reader->sheets_of(pdf, true).value().digests;
  ASSERT_EQ(read_again.size() + 2, list.size());
  for (std::size_t at = 0; at < read_again.size(); ++at) EXPECT_EQ(read_again[at], list[at + 1][7]) << "page " << at + 1;
}

TEST_P(RecordProduction, NothingWithheldGoesInAndAnOldSetWithItIsNotOpenedAnyMore) {
  document("Progress note", "Seen today.");
  const auto other = document("Letter", "Of somebody else.");
  const auto id = made(asked());
  ASSERT_EQ(file(id, "pdf").status, 200);
  const auto tina = sign_in("tina", {"technician"}).actor;
  ASSERT_TRUE(hospital_->misfiles->report(tina, "DocumentReference", other.text(), "reported-by-the-floor", ""));
  const auto refused = file(id, "pdf");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(file(id, "hashes").status, 422);
  const auto changed = file(id, "changes");
  EXPECT_EQ(changed.all("items", "what"), std::vector<std::string>{"removed"});
  EXPECT_FALSE(changed.says("Letter")) << "what is withheld is not named";
  const auto again = made(asked());
  EXPECT_EQ(detail(again).all("documents", "title"), std::vector<std::string>{"Progress note"});
  EXPECT_EQ(file(again, "changes").count("items"), 0U);
}

TEST_P(RecordProduction, SaysWhatChangedSinceItWasMade) {
  document("Progress note", "Seen today.");
  const auto id = made(asked());
  EXPECT_EQ(file(id, "changes").count("items"), 0U);
  document("Addendum", "One thing more.");
  const auto changed = file(id, "changes");
  EXPECT_EQ(changed.all("items", "what"), std::vector<std::string>{"added"});
  EXPECT_EQ(changed.all("items", "title"), std::vector<std::string>{"Addendum"});
}

TEST_P(RecordProduction, IsNarrowedByPeriodTypeAndVisit) {
  document("First", "On the tenth.");
  document("Second", "On the eleventh.");
  create("DocumentReference",
         R"({"resourceType":"DocumentReference","status":"current","date":"2026-02-11T12:00:00Z","type":{"coding":[)"
         R"({"code":"18842-5","display":"Discharge summary"}]},"subject":{"reference":"Patient/)" +
             ada_.text() + R"("},"content":[{"attachment":{"contentType":"text/plain","data":"QQ=="}}]})");
  const auto titles = [&](const std::string& more) {
    return ask(rosa_, "GET", of_ada("/productions/preview?definition=legal-health-record" + more)).all("documents", "title");
  };
  EXPECT_EQ(titles(""), (std::vector<std::string>{"First", "Second", "Discharge summary"}));
  EXPECT_EQ(titles("&until=2026-02-11T00:00:00Z"), std::vector<std::string>{"First"});
  EXPECT_EQ(titles("&from=2026-02-11T00:00:00Z"), (std::vector<std::string>{"Second", "Discharge summary"}));
  EXPECT_EQ(titles("&type=18842-5"), std::vector<std::string>{"Discharge summary"});
  EXPECT_TRUE(titles("&encounter=nowhere").empty());
  EXPECT_EQ(
      ask(rosa_, "GET", of_ada("/productions/preview?definition=legal-health-record&from=2026-02-11&until=2026-02-10")).status,
      400);
  const auto id = made(asked("legal-health-record", R"(,"types":["18842-5"])"));
  EXPECT_EQ(detail(id).at("total_documents"), "1");
}

TEST_P(RecordProduction, EverySetAndEveryOpeningStandsInThePatientsLedger) {
  document("Progress note", "Seen today.");
  const auto id = made(asked());
  file(id, "pdf");
  file(id, "hashes");
  ledger::Filter filter;
  filter.patient = ada_, filter.subject_kind = "production";
  const auto entries =
      hospital_->store->read([&](store::Reader& reader) { return hospital_->ledger->list(reader, filter); }).value();
  std::vector<std::string> acts;
  for (const auto& entry : entries) acts.push_back(entry.act);
  EXPECT_EQ(std::count(acts.begin(), acts.end(), "created"), 1);
  EXPECT_EQ(std::count(acts.begin(), acts.end(), "filed"), 1);
  EXPECT_EQ(std::count(acts.begin(), acts.end(), "exported"), 2);
  for (const auto& entry : entries) {
    if (entry.act != "exported") continue;
    EXPECT_EQ(entry.digest_hex, detail(id).at("sha256"));
  }
}

TEST_P(RecordProduction, IsRefusedWithASentenceWhereItCannotBeMade) {
  EXPECT_EQ(ask(rosa_, "POST", of_ada("/productions"), asked()).status, 422) << "there is nothing in the record";
  document("Progress note", "Seen today.");
  EXPECT_EQ(ask(rosa_, "POST", of_ada("/productions"), asked("everything")).status, 422);
  EXPECT_EQ(ask(rosa_, "POST", of_ada("/productions"), R"({"definition":"legal-health-record","purpose":"court"})").status, 400);
  EXPECT_EQ(ask(nora_, "POST", of_ada("/productions"), asked()).status, 403);
  EXPECT_EQ(ask(rosa_, "GET", "/api/productions/0000000000001").status, 404);
}

TEST_P(RecordProduction, ASetOfFilesThatCannotBeCopiedFailsWithTheReason) {
  document("Broken", "%PDF-1.4 and nothing more", "application/pdf");
  const auto id = made(asked());
  const auto shown = detail(id);
  EXPECT_EQ(shown.at("state"), "failed");
  EXPECT_NE(shown.at("problem").find("none of the documents could be copied"), std::string::npos) << shown.body;
  EXPECT_EQ(file(id, "pdf").status, 422);
}

}  // namespace
}  // namespace charta::app
