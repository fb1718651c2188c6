// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/tests/expected_records_fixture.hpp"
#include "record/worklists/work_item_task.hpp"

namespace charta::expected_records {
namespace {

using namespace happenings;
using namespace std::chrono_literals;

class ExpectedRecordsTest : public Department {};
CHARTA_ON_BOTH_ENGINES(ExpectedRecordsTest);

TEST_P(ExpectedRecordsTest, AnOrderOpensAnExpectationWithItsDueTimeAndRule) {
  OrderPlaced placed = order(41, "P1");
  placed.priority = "stat";
  placed.marks = {4, 2};
  post(placed);
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].subject_type, "ServiceRequest");
  EXPECT_EQ(items[0].subject, 41);
  EXPECT_EQ(items[0].patient, PatientId(7));
  EXPECT_EQ(items[0].priority, worklists::Priority::stat);
  EXPECT_EQ(items[0].due_at, clock_.now().plus(60min));
  EXPECT_EQ(items[0].clock_basis, "order");
  EXPECT_EQ(items[0].pool, "LAB");
  EXPECT_EQ(items[0].rule, "expected-records/order-laboratory@1");
  EXPECT_EQ(items[0].facility, 4);
  EXPECT_EQ(items[0].sensitivity, 2U);
  EXPECT_NE(items[0].detail.find("Laboratory report"), std::string::npos);
  const std::string task = worklists::task_json(expected_record_machine(), items[0], {}, "").value();
  EXPECT_NE(task.find("ServiceRequest/" + print_key(41)), std::string::npos);
}

TEST_P(ExpectedRecordsTest, TheSameOrderAgainOpensNothingTwiceAndFollowsTheNewestWord) {
  post(order(41, "P1"));
  OrderPlaced changed = order(41, "P1");
  changed.priority = "stat";
  changed.keys.filler = "F1";
  post(changed);
  const auto items = queue();
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].due_at, clock_.now().plus(60min));
  EXPECT_EQ(expectation_of(items[0]).keys.filler, "F1");
}

TEST_P(ExpectedRecordsTest, AReportGrowsFromPreliminaryToFiled) {
  post(order(41, "P1"));
  DocumentFiled report = document(50, "P1", "P");
  report.keys.filler = "F1";
  post(report);
  EXPECT_EQ(states(), "preliminary");
  EXPECT_EQ(expectation_of(queue()[0]).keys.filler, "F1") << "the performing department's number is learnt";
  report.completion = "F";
  post(report);
  EXPECT_EQ(states(), "filed");
  const auto item = queue()[0];
  EXPECT_EQ(item.second_subject, 50);
  EXPECT_EQ(item.second_subject_type, "DiagnosticReport");
  EXPECT_TRUE(item.closed_at);
  const Expectation filed = expectation_of(item);
  EXPECT_EQ(filed.state, "filed");
  EXPECT_EQ(filed.document, ResourceId(50));
  EXPECT_EQ(findings(), "");
  report.completion = "P";
  post(report);
  EXPECT_EQ(states(), "filed") << "a status never goes back";
}

TEST_P(ExpectedRecordsTest, EachCodeOfTable0271MovesADictatedReport) {
  post(order(41, "P1"));
  for (const auto& [code, state] : {std::pair("DI", "dictated"), std::pair("DO", "transcribed"), std::pair("PA", "preliminary"),
                                    std::pair("IP", "preliminary"), std::pair("LA", "filed")}) {
    post(document(50, "P1", code));
    EXPECT_EQ(states(), state) << code;
  }
}

TEST_P(ExpectedRecordsTest, OneDocumentMayFulfilSeveralOrders) {
  OrderPlaced first = order(41, "P1"), second = order(42, "P2");
  first.keys.filler = second.keys.filler = "F1";
  post(first);
  post(second);
  DocumentFiled report = document(50, "");
  report.keys.filler = "F1";
  post(report);
  EXPECT_EQ(states(), "filed filed");
}

TEST_P(ExpectedRecordsTest, ANumberOfSomebodyElsesOrderProvesNothing) {
  post(order(41, "P1"));
  DocumentFiled stranger = document(50, "P1");
  stranger.patient = PatientId(8);
  post(stranger);
  EXPECT_EQ(states(), "expected");
  EXPECT_EQ(findings(), "document-without-order");
}

TEST_P(ExpectedRecordsTest, ALinkedRecordIsTheSamePerson) {
  linked_ = {PatientId(8), PatientId(7)};
  post(order(41, "P1"));
  DocumentFiled report = document(50, "P1");
  report.patient = PatientId(8);
  post(report);
  EXPECT_EQ(states(), "filed");
  post(order(42, ""));
  DocumentFiled alike = document(51, "");
  alike.patient = PatientId(8);
  post(alike);
  EXPECT_EQ(states(), "filed possible-match") << "likeness is looked for in linked records too";
}

TEST_P(ExpectedRecordsTest, LikenessOnlySuggestsAndAPersonConfirms) {
  post(order(41, ""));
  post(document(50, ""));
  auto item = queue()[0];
  EXPECT_EQ(item.state, "possible-match");
  EXPECT_EQ(item.second_subject, 50);
  EXPECT_EQ(item.reason_code, "possible-match");
  EXPECT_EQ(findings(), "") << "it waits for a person, and is not unexplained";
  const auto confirmed = act(item, "confirm");
  ASSERT_TRUE(confirmed) << confirmed.error().message;
  EXPECT_EQ(confirmed->state, "filed") << "a final report that stands in the chart is filed";
  EXPECT_EQ(expectation_of(item).document, ResourceId(50));
}

TEST_P(ExpectedRecordsTest, ADeclinedSuggestionMustBeExplained) {
  post(order(41, ""));
  post(document(50, ""));
  const auto item = queue()[0];
  ASSERT_TRUE(act(item, "decline", "wrong-document"));
  EXPECT_EQ(states(), "expected");
  EXPECT_FALSE(expectation_of(item).document.is_set());
  EXPECT_EQ(findings(), "document-without-order");
}

TEST_P(ExpectedRecordsTest, TheTrueDocumentTakesThePlaceOfASuggestedOne) {
  post(order(41, "P1"));
  post(document(50, ""));
  EXPECT_EQ(states(), "possible-match");
  post(document(51, "P1"));
  EXPECT_EQ(states(), "filed");
  EXPECT_EQ(expectation_of(queue()[0]).document, ResourceId(51));
  EXPECT_EQ(findings(), "document-without-order") << "the other document stands alone again";
}

TEST_P(ExpectedRecordsTest, AResultThatOvertookItsOrderIsMatchedWhenTheOrderComes) {
  post(document(50, "P1"));
  EXPECT_EQ(findings(), "document-without-order");
  post(order(41, "P1"));
  EXPECT_EQ(states(), "filed");
  EXPECT_EQ(findings(), "");
  EXPECT_EQ(findings(true), "resolved");
}

TEST_P(ExpectedRecordsTest, ACancelledOrderClosesItsPromises) {
  post(order(41, "P1"));
  post(OrderCancelled{ResourceId(41), PatientId(7), "CA"});
  EXPECT_EQ(states(), "cancelled");
  EXPECT_EQ(queue()[0].reason_code, "order-cancelled");
  post(OrderCancelled{ResourceId(41), PatientId(7), "CA"});
  EXPECT_EQ(states(), "cancelled");
  post(document(50, "P1"));
  EXPECT_EQ(findings(), "document-without-order") << "the report of a cancelled order must be explained";
}

TEST_P(ExpectedRecordsTest, NoResultPossibleCancels) {
  post(order(41, "P1"));
  post(document(50, "P1", "X"));
  EXPECT_EQ(states(), "cancelled");
  EXPECT_EQ(queue()[0].reason_code, "no-result-possible");
}

// 42 CFR 482.24(c)(4)(i)(A), (vii), (viii).
TEST_P(ExpectedRecordsTest, AnInpatientStayPromisesAHistoryAndPhysicalAndASummary) {
  const Instant admitted = clock_.now();
  post(EncounterStarted{ResourceId(5), PatientId(7), "IMP", admitted});
  post(EncounterStarted{ResourceId(5), PatientId(7), "IMP", admitted});
  ASSERT_EQ(queue().size(), 1U);
  EXPECT_EQ(queue()[0].subject_type, "Encounter");
  EXPECT_EQ(queue()[0].due_at, admitted.plus(24h));
  post(EncounterEnded{ResourceId(5), PatientId(7), "IMP", admitted.plus(48h)});
  ASSERT_EQ(queue().size(), 2U);
  EXPECT_EQ(queue()[1].due_at->text(), "2026-04-04T00:00:00.000Z") << "the 30th day following 4 March, to its end";
  post(note(50, 5, "34117-2"));
  EXPECT_EQ(states(), "filed expected");
  post(note(51, 6, "18842-5"));
  EXPECT_EQ(states(), "filed expected") << "another visit's summary";
  post(note(52, 5, "18842-5"));
  EXPECT_EQ(states(), "filed filed");
  EXPECT_EQ(findings(), "") << "notes of a visit are written without an order";
}

TEST_P(ExpectedRecordsTest, ACancelledAdmissionPromisesNothingAndADischargeTakenBackNoSummary) {
  post(EncounterStarted{ResourceId(5), PatientId(7), "IMP", clock_.now()});
  post(EncounterEnded{ResourceId(5), PatientId(7), "IMP", clock_.now()});
  post(EncounterReopened{ResourceId(5), PatientId(7)});
  EXPECT_EQ(states(), "expected cancelled");
  post(EncounterEnded{ResourceId(5), PatientId(7), "IMP", clock_.now()});
  EXPECT_EQ(states(), "expected cancelled expected") << "discharged again";
  post(EncounterCancelled{ResourceId(5), PatientId(7)});
  EXPECT_EQ(states(), "cancelled cancelled cancelled");
}

TEST_P(ExpectedRecordsTest, ABookedVisitPromisesOneNoteEvenWhenItBegins) {
  const Instant at = clock_.now().plus(24h);
  post(AppointmentBooked{ResourceId(60), PatientId(7), at, "CARDIO"});
  post(AppointmentBooked{ResourceId(60), PatientId(7), at.plus(1h), "CARDIO"});
  ASSERT_EQ(queue().size(), 1U);
  EXPECT_EQ(queue()[0].due_at, at.plus(73h)) << "moved with the appointment";
  EXPECT_EQ(queue()[0].subject_type, "Appointment");
  post(EncounterStarted{ResourceId(5), PatientId(7), "AMB", at});
  EXPECT_EQ(queue().size(), 1U);
  post(note(50, 5, "11506-3"));
  EXPECT_EQ(states(), "filed");
  post(AppointmentBooked{ResourceId(61), PatientId(7), at.plus(240h), "CARDIO"});
  post(AppointmentCancelled{ResourceId(61), PatientId(7)});
  EXPECT_EQ(states(), "filed cancelled");
}

TEST_P(ExpectedRecordsTest, AWithdrawnDocumentIsExpectedAgain) {
  post(order(41, "P1"));
  post(document(50, "P1"));
  post(DocumentWithdrawn{ResourceId(50), PatientId(7)});
  EXPECT_EQ(states(), "filed expected");
  EXPECT_EQ(queue()[1].subject, 41);
  post(document(51, "P1"));
  EXPECT_EQ(states(), "filed filed");
}

TEST_P(ExpectedRecordsTest, AWithdrawnSuggestionAndAWithdrawnDraftAreForgotten) {
  post(order(41, ""));
  post(document(50, ""));
  post(DocumentWithdrawn{ResourceId(50), PatientId(7)});
  EXPECT_EQ(states(), "expected");
  post(order(42, "P2"));
  post(document(51, "P2", "P"));
  post(DocumentWithdrawn{ResourceId(51), PatientId(7)});
  EXPECT_EQ(states(), "expected superseded expected");
  EXPECT_EQ(findings(), "");
}

TEST_P(ExpectedRecordsTest, APersonExcusesWithAReasonAndFilesWithADocument) {
  post(order(41, "P1"));
  post(order(42, "P2"));
  const auto items = queue();
  EXPECT_EQ(act(items[0], "excuse").error().kind, ErrorKind::business_rule) << "no reason";
  EXPECT_EQ(act(items[0], "excuse", "unheard-of").error().kind, ErrorKind::unknown_code);
  ASSERT_TRUE(act(items[0], "excuse", "no-report-for-service"));
  EXPECT_EQ(expectation_of(items[0]).state, "not-required");
  const auto refused = act(items[1], "file");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("say which document"), std::string::npos);
  post(document(50, "P7"));
  EXPECT_EQ(findings(), "document-without-order");
  worklists::Act file;
  file.event = "file";
  file.second_subject = 50;
  file.second_subject_type = "DiagnosticReport";
  ASSERT_TRUE(worklists_->act(person_, items[1].id, file));
  EXPECT_EQ(expectation_of(items[1]).document, ResourceId(50));
  EXPECT_EQ(findings(), "") << "the document is explained by it";
}

TEST_P(ExpectedRecordsTest, APromiseMadeByHandIsFulfilledLikeAnother) {
  ManualExpectation manual;
  manual.patient = PatientId(7);
  manual.encounter = ResourceId(5);
  manual.title = "Autopsy report";
  manual.type_code = "18743-5";
  manual.due_at = clock_.now().plus(720h);
  const auto expected = service_->expect(person_, manual);
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_EQ(queue()[0].due_at, manual.due_at);
  post(note(50, 5, "18743-5"));
  EXPECT_EQ(states(), "filed");
  manual.title.clear();
  EXPECT_EQ(service_->expect(person_, manual).error().kind, ErrorKind::missing);
  access::Actor stranger;
  EXPECT_EQ(service_->expect(stranger, manual).error().kind, ErrorKind::forbidden);
}

TEST_P(ExpectedRecordsTest, ADepartmentSeesWhatItOwesToday) {
  OrderPlaced stat = order(41, "P1");
  stat.priority = "stat";
  post(stat);
  post(order(42, "P2"));
  OrderPlaced urgent = order(43, "P3", "RAD");
  urgent.priority = "urgent";
  urgent.marks.facility = 9;
  post(urgent);
  clock_.advance(2h);
  const auto counts = service_->by_department(person_);
  ASSERT_TRUE(counts) << counts.error().message;
  ASSERT_EQ(counts->size(), 2U);
  EXPECT_EQ((*counts)[0].department, "LAB");
  EXPECT_EQ((*counts)[0].open, 2);
  EXPECT_EQ((*counts)[0].overdue, 1);
  EXPECT_EQ((*counts)[0].expected_today, 0);
  EXPECT_EQ((*counts)[0].longest_overdue, clock_.now().plus(-1h));
  EXPECT_EQ((*counts)[1].department, "RAD");
  EXPECT_EQ((*counts)[1].expected_today, 1);
  access::Actor local = person_;
  local.visibility = {1, 0, {}};
  EXPECT_EQ(service_->by_department(local)->size(), 1U);
}

TEST_P(ExpectedRecordsTest, WhatIsOverdueClimbsTheLadder) {
  post(order(41, "P1"));
  clock_.advance(24h);
  EXPECT_EQ(*worklists_->run_clock(person_), 1);
  clock_.advance(24h);
  EXPECT_EQ(*worklists_->run_clock(person_), 1);
  EXPECT_EQ(queue()[0].escalations, 2);
  post(document(50, "P1"));
  clock_.advance(240h);
  EXPECT_EQ(*worklists_->run_clock(person_), 0) << "nobody is chased for what has come";
}

}  // namespace
}  // namespace charta::expected_records
