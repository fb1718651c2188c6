// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/tests/expected_records_fixture.hpp"

namespace charta::expected_records {
namespace {

using namespace happenings;
using namespace std::chrono_literals;

class ReconciliationTest : public Department {
 protected:
  ReconciliationReport run() {
    auto report = reconciliation_->run();
    EXPECT_TRUE(report) << report.error().message;
    return report.value();
  }
};
CHARTA_ON_BOTH_ENGINES(ReconciliationTest);

TEST_P(ReconciliationTest, AnEmptyHospitalIsExplained) {
  EXPECT_FALSE(*reconciliation_->last_report(person_));
  const auto report = run();
  EXPECT_EQ(report.unexplained, 0);
  EXPECT_EQ(report.open_by_class.size(), 7U) << "every class is named, zeros included";
  EXPECT_TRUE(*reconciliation_->last_report(person_));
}

TEST_P(ReconciliationTest, AnOrderPastItsGraceIsFoundOnceAndResolvedByItsDocument) {
  post(order(41, "P1"));
  clock_.advance(47h);
  EXPECT_EQ(run().unexplained, 0) << "due after a day, a day of grace";
  clock_.advance(2h);
  EXPECT_EQ(run().found, 1);
  EXPECT_EQ(findings(), "order-without-document");
  EXPECT_EQ(queue("reconciliation")[0].subject_type, "ServiceRequest");
  EXPECT_EQ(queue("reconciliation")[0].subject, 41);
  const auto again = run();
  EXPECT_EQ(again.found, 0) << "a second run opens nothing twice";
  EXPECT_EQ(again.unexplained, 1);
  post(document(50, "P1"));
  const auto after = run();
  EXPECT_EQ(after.resolved, 1);
  EXPECT_EQ(after.unexplained, 0);
  EXPECT_EQ(findings(true), "resolved");
}

TEST_P(ReconciliationTest, WhatAPersonExplainedStaysExplained) {
  post(order(41, "P1"));
  clock_.advance(72h);
  run();
  const auto item = queue("reconciliation")[0];
  EXPECT_EQ(act(item, "explain").error().kind, ErrorKind::business_rule) << "no reason";
  ASSERT_TRUE(act(item, "explain", "chased"));
  const auto report = run();
  EXPECT_EQ(report.found, 0);
  EXPECT_EQ(report.unexplained, 0);
}

TEST_P(ReconciliationTest, AVisitWithoutItsRequiredDocumentIsAFinding) {
  post(EncounterStarted{ResourceId(5), PatientId(7), "IMP", clock_.now()});
  clock_.advance(25h);
  run();
  EXPECT_EQ(findings(), "encounter-without-document");
  EXPECT_EQ(queue("reconciliation")[0].subject_type, "Encounter");
}

TEST_P(ReconciliationTest, ADocumentOfAVisitWithoutItsVisitIsAFinding) {
  DocumentFiled lost = note(50, 0, "34117-2");
  post(lost);
  run();
  EXPECT_EQ(findings(), "document-without-order document-without-encounter");
  lost.encounter = ResourceId(5);
  post(lost);
  EXPECT_EQ(run().resolved, 2) << "it stands in its visit now";
  EXPECT_EQ(findings(), "");
}

TEST_P(ReconciliationTest, TheSameDocumentTwiceIsFoundByNumberOrByContent) {
  post(order(41, "P1"));
  for (const std::int64_t id : {50, 51}) {
    DocumentFiled copy = document(id, "P1");
    copy.document_number = "TX-9";
    copy.content_digest = "ab12";
    post(copy);
  }
  DocumentFiled other = document(52, "P1");
  other.content_digest = "ab12";
  other.patient = PatientId(8);
  post(other);
  const auto report = run();
  EXPECT_EQ(report.found, 1) << "one pair, found once though both agree; the same bytes in another chart are no pair";
  const auto items = queue("reconciliation", false);
  const auto pair =
      std::find_if(items.begin(), items.end(), [](const auto& item) { return item.reason_code == "duplicate-document"; });
  ASSERT_NE(pair, items.end());
  EXPECT_EQ(pair->subject, 51);
  EXPECT_EQ(pair->second_subject, 50);
  EXPECT_EQ(run().found, 0);
  post(DocumentWithdrawn{ResourceId(51), PatientId(7)});
  EXPECT_EQ(run().resolved, 1);
}

TEST_P(ReconciliationTest, ANumberOfAWrongAssignerIsAFinding) {
  post(order(41, "P1"));
  DocumentFiled right = document(50, "P1"), wrong = document(51, "P1");
  right.mrn_assigner = "urn:oid:1.1";
  wrong.mrn_assigner = "urn:oid:9.9";
  post(right);
  post(wrong);
  run();
  EXPECT_EQ(findings(), "wrong-assigner");
  EXPECT_EQ(queue("reconciliation")[0].subject, 51);
  EXPECT_NE(queue("reconciliation")[0].detail.find("urn:oid:9.9"), std::string::npos);
}

TEST_P(ReconciliationTest, ACorrectedResultWithItsOldCopyStillFiledIsAFinding) {
  post(order(41, "P1"));
  DocumentFiled first = document(50, "P1"), corrected = document(51, "P1", "C");
  first.keys.filler = corrected.keys.filler = "F1";
  post(first);
  clock_.advance(1h);
  corrected.at = clock_.now();
  post(corrected);
  EXPECT_EQ(states(), "filed");
  run();
  EXPECT_EQ(findings(), "superseded-copy");
  EXPECT_EQ(queue("reconciliation")[0].second_subject, 50);
  post(DocumentWithdrawn{ResourceId(50), PatientId(7)});
  EXPECT_EQ(run().resolved, 1);
}

TEST_P(ReconciliationTest, ManyFindingsComeInBatchesAndAreCounted) {
  for (std::int64_t id = 1; id <= 230; ++id) {
    OrderPlaced placed = order(id, "P" + std::to_string(id));
    placed.patient = PatientId(1000 + id);
    post(placed);
  }
  clock_.advance(72h);
  std::int64_t steps = 0;
  const auto report = reconciliation_->run([&](std::int64_t done, std::int64_t total) -> Result<void> {
    EXPECT_EQ(total, 7);
    steps = done;
    return {};
  });
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(steps, 7);
  EXPECT_EQ(report->found, 230);
  EXPECT_EQ(report->unexplained, 230);
  EXPECT_EQ(report->open_by_class[0], (std::pair<std::string, std::int64_t>("order-without-document", 230)));
  const auto last = reconciliation_->last_report(person_);
  ASSERT_TRUE(last && *last);
  EXPECT_EQ((*last)->unexplained, 230);
}

TEST_P(ReconciliationTest, StopsWhenItIsToldTo) {
  const auto stopped = reconciliation_->run(
      [](std::int64_t, std::int64_t) -> Result<void> { return fail(ErrorKind::business_rule, "cancelled"); });
  ASSERT_FALSE(stopped);
  EXPECT_FALSE(*reconciliation_->last_report(person_)) << "a run that did not end reports nothing";
}

}  // namespace
}  // namespace charta::expected_records
