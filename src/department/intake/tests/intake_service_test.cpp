// SPDX-License-Identifier: Apache-2.0
#include "department/intake/intake_service.hpp"

#include <gtest/gtest.h>

#include "department/intake/tests/intake_fixture.hpp"

namespace charta::intake::testing {
namespace {

class Intake : public IntakeTest {};

std::string ack_code(const Received& received, std::size_t number = 0) {
  if (received.acknowledgements.size() <= number) return "";
  const auto parsed = hl7v2::Message::parse(received.acknowledgements[number]);
  return parsed ? parsed->text("MSA-1") : "unreadable";
}

const std::string admit_segments = "EVN|A01|20260115075900";
const std::string inpatient_visit = "PV1|1|I|4EAST^136^B|||||||||||||||||V1^^^HOSP|||||||||||||||||||||||||20260115070000";

Received register_ada(Department& department) { return department.send(message("ADT^A28", "reg-ada", {"EVN|A28|20260101080000", ada})); }

std::string result(const std::string& control_id, const std::string& pid, const std::string& value = "4.2") {
  return message("ORU^R01", control_id, {pid, "OBR|1|P1^HOSP|F1^LAB|24323-8^Metabolic panel^LN|||20260115060000|||||||||||||||20260115073000|||F",
                                         "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mmol/L^^UCUM|3.5-5.5|N|||F", "OBX|2|ST|6690-2^Leukocytes^LN||normal||||||F"});
}

TEST_P(Intake, RegistersAPatientFromAnAdmissionAndStartsTheVisit) {
  auto& hospital = department();
  const auto received = hospital.send(message("ADT^A01", "1", {admit_segments, ada, inpatient_visit}));
  EXPECT_EQ(received.outcome, Outcome::filed) << hospital.row(received.message).detail;
  EXPECT_EQ(ack_code(received), "AA");
  EXPECT_EQ(hospital.count("patient_person"), 1);
  EXPECT_EQ(hospital.count("encounter_visit WHERE status = 'in-progress' AND location = '4EAST 136 B'"), 1);
  EXPECT_EQ(hospital.happened, (std::vector<std::string>{"patient_registered", "encounter_started"}));
}

TEST_P(Intake, FilesAResultForAKnownPatientWithItsObservations) {
  auto& hospital = department();
  ASSERT_EQ(register_ada(hospital).outcome, Outcome::filed);
  const auto received = hospital.send(result("2", ada));
  EXPECT_EQ(received.outcome, Outcome::filed) << hospital.row(received.message).detail;
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report' AND title = 'Metabolic panel'"), 1);
  EXPECT_EQ(hospital.happened.back(), "document_filed");
  const auto view = hospital.intake->view(technician(), received.message);
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_EQ(view->raw, result("2", ada));
  EXPECT_EQ(view->outcome.front().text, "filed into the chart");
}

TEST_P(Intake, HoldsAResultForAnUnknownNumberAndAcceptsIt) {
  auto& hospital = department();
  const auto received = hospital.send(result("2", tom));
  EXPECT_EQ(received.outcome, Outcome::held);
  EXPECT_EQ(ack_code(received), "AA");
  const auto row = hospital.row(received.message);
  EXPECT_EQ(row.reason, "no-mrn-match");
  EXPECT_TRUE(row.work_item.is_set());
  EXPECT_EQ(hospital.count("patient_person"), 0);
}

TEST_P(Intake, HoldsAResultWhoseBirthDateConflicts) {
  auto& hospital = department();
  register_ada(hospital);
  const auto received = hospital.send(result("2", "PID|1||1001^^^HOSP^MR||Marsh^Ada||19610403|F"));
  EXPECT_EQ(received.outcome, Outcome::held);
  EXPECT_EQ(hospital.row(received.message).reason, "birth-date-differs");
  EXPECT_EQ(hospital.count("chart_entry"), 0);
}

TEST_P(Intake, AcknowledgesAnExactDuplicateAgainAndFilesItOnce) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.send(result("2", ada));
  const auto again = hospital.send(result("2", ada));
  EXPECT_EQ(again.outcome, Outcome::duplicate);
  EXPECT_EQ(ack_code(again), "AA");
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report'"), 1);
  EXPECT_EQ(hospital.count("message_journal"), 2);
  EXPECT_EQ(hospital.count("message_journal WHERE duplicates = 1"), 1);
}

TEST_P(Intake, RefusesTheSameControlIdWithOtherBytesAndRaisesIt) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.send(result("2", ada));
  Outcome alarm = Outcome::filed;
  hospital.intake->on_alarm([&](Outcome outcome, MessageId) { alarm = outcome; });
  const auto other = hospital.send(result("2", ada, "9.9"));
  EXPECT_EQ(other.outcome, Outcome::changed_duplicate);
  EXPECT_EQ(ack_code(other), "AE");
  EXPECT_EQ(alarm, Outcome::changed_duplicate);
  EXPECT_EQ(hospital.row(other.message).state, "held");
}

TEST_P(Intake, RejectsATypeThatIsNotHandledAndKeepsIt) {
  auto& hospital = department();
  const auto received = hospital.send(message("VXU^V04", "7", {ada}));
  EXPECT_EQ(ack_code(received), "AR");
  EXPECT_EQ(hospital.row(received.message).reason, "type-not-handled");
  EXPECT_EQ(hospital.row(received.message).detail, "MSH-9: message type not handled yet: VXU^V04");
}

TEST_P(Intake, JournalsBytesWithoutAHeaderAndStaysSilent) {
  auto& hospital = department();
  const auto received = hospital.send("hello, is this the fax?");
  EXPECT_EQ(received.outcome, Outcome::unreadable);
  EXPECT_TRUE(received.acknowledgements.empty());
  EXPECT_EQ(hospital.row(received.message).state, "refused");
  EXPECT_TRUE(hospital.row(received.message).work_item.is_set());
}

TEST_P(Intake, AnswersBothAcknowledgementsInEnhancedMode) {
  auto& hospital = department();
  const auto received = hospital.send(message("ADT^A28", "1", {"EVN|A28|20260101080000", ada}, "|||AL|AL"));
  EXPECT_EQ(ack_code(received, 0), "CA");
  EXPECT_EQ(ack_code(received, 1), "AA");
  ASSERT_EQ(received.acknowledgements.size(), 2U);
  const auto first = hl7v2::Message::parse(received.acknowledgements[0]), second = hl7v2::Message::parse(received.acknowledgements[1]);
  EXPECT_NE(first->text("MSH-10"), second->text("MSH-10"));
  EXPECT_EQ(second->text("MSA-2"), "1");
}

TEST_P(Intake, NeverReplacesANewerValueByAnOlderEvent) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.send(message("ADT^A31", "3", {"EVN|A31|20260110080000", "PID|1||1001^^^HOSP^MR||Marsh^Ada^Jane||19610402|F|||9 New Road^^Dorset"}));
  const auto late = hospital.send(message("ADT^A31", "2", {"EVN|A31|20260105080000", "PID|1||1001^^^HOSP^MR||Marsh^Ada^Jane||19610402|F|||5 Old Road^^Dorset"}));
  EXPECT_EQ(late.outcome, Outcome::filed);
  EXPECT_EQ(hospital.count("patient_person WHERE who LIKE '%9 New Road%'"), 1);
  EXPECT_NE(hospital.row(late.message).outcome.find("older"), std::string::npos);
}

TEST_P(Intake, KeepsTheMaidenNameFindableAfterAMarriage) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.send(message("ADT^A31", "3", {"EVN|A31|20260110080000", "PID|1||1001^^^HOSP^MR||Quill^Ada^Jane||19610402|F"}));
  const auto by_maiden_name = hospital.index->find(technician(), "marsh,ada", 10);
  ASSERT_TRUE(by_maiden_name);
  ASSERT_EQ(by_maiden_name->size(), 1U);
  EXPECT_EQ(by_maiden_name->front().name, "Quill, Ada Jane");
  EXPECT_EQ(by_maiden_name->front().why, "former name");
  EXPECT_EQ(hospital.send(result("4", ada)).outcome, Outcome::filed);  // sent under the maiden name still
}

TEST_P(Intake, LinksTwoRecordsOnAMergeAndKeepsBothNumbersFindable) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.send(message("ADT^A28", "5", {"EVN|A28|20260101080000", "PID|1||1009^^^HOSP^MR||Marsh^Ada^Jane||19610402|F"}));
  hospital.send(result("6", "PID|1||1009^^^HOSP^MR||Marsh^Ada^Jane||19610402|F"));
  const auto merged = hospital.send(message("ADT^A40", "7", {"EVN|A40|20260112080000", ada, "MRG|1009^^^HOSP^MR"}));
  EXPECT_EQ(merged.outcome, Outcome::filed) << hospital.row(merged.message).detail;
  const auto old_number = hospital.index->find(technician(), "1009", 10);
  ASSERT_TRUE(old_number);
  ASSERT_EQ(old_number->size(), 1U);
  EXPECT_TRUE(old_number->front().merged_into.is_set());
  const auto timeline = hospital.chart->timeline(technician(), old_number->front().merged_into, {});
  ASSERT_TRUE(timeline) << timeline.error().message;
  EXPECT_EQ(timeline->total, 1);
}

TEST_P(Intake, ReplaysAHeldMessageOnceItsPatientIsKnown) {
  auto& hospital = department();
  const auto held = hospital.send(result("2", ada));
  ASSERT_EQ(held.outcome, Outcome::held);
  const auto too_early = hospital.intake->replay(technician(), held.message, std::nullopt, "");
  ASSERT_FALSE(too_early);
  EXPECT_EQ(too_early.error().kind, ErrorKind::business_rule);
  register_ada(hospital);
  hospital.clock.advance(std::chrono::hours(2));
  const auto replayed = hospital.intake->replay(technician(), held.message, std::nullopt, "registered meanwhile");
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_EQ(replayed->row.state, "filed");
  EXPECT_EQ(replayed->row.received_at, start_of_test);
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report'"), 1);
  EXPECT_FALSE(hospital.intake->replay(technician(), held.message, std::nullopt, ""));
}

TEST_P(Intake, ReplaysAMendedTextAndKeepsTheOriginal) {
  auto& hospital = department();
  register_ada(hospital);
  const std::string wrong = result("2", "PID|1||1001^^^HOSP^MR||Marsh^Ada||19610403|F");
  const auto held = hospital.send(wrong);
  const auto mended = hospital.intake->replay(technician(), held.message, result("2", ada), "birth date mended");
  ASSERT_TRUE(mended) << mended.error().message;
  EXPECT_EQ(mended->row.mended_from, held.message);
  EXPECT_EQ(hospital.intake->view(technician(), held.message)->raw, wrong);
  EXPECT_EQ(hospital.row(held.message).state, "filed");
  EXPECT_EQ(hospital.send(wrong).outcome, Outcome::duplicate);
}

TEST_P(Intake, FilesAHeldMessageToThePatientThatAPersonChose) {
  auto& hospital = department();
  register_ada(hospital);
  const auto held = hospital.send(result("2", "PID|1||9999^^^HOSP^MR||Marsh^Ada||19610402|F"));
  const auto candidates = hospital.intake->candidates(technician(), held.message, 5);
  ASSERT_TRUE(candidates);
  ASSERT_FALSE(candidates->empty());
  const auto assigned = hospital.intake->assign(technician(), held.message, candidates->front().person.record.patient, "");
  ASSERT_TRUE(assigned) << assigned.error().message;
  EXPECT_EQ(assigned->row.state, "filed");
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report'"), 1);
}

TEST_P(Intake, LetsAPersonPutAsideWhatNobodyCanRead) {
  auto& hospital = department();
  const auto received = hospital.send("hello, is this the fax?");
  EXPECT_TRUE(hospital.intake->view(technician(), received.message)->may_ignore);
  const auto ignored = hospital.intake->ignore(technician(), received.message, "test-message", "a fax machine");
  ASSERT_TRUE(ignored) << ignored.error().message;
  EXPECT_EQ(ignored->row.state, "ignored");
  EXPECT_EQ(hospital.count("work_item WHERE kind = 'held-message' AND is_open = 1"), 0);
  EXPECT_EQ(hospital.intake->view(technician(), received.message)->raw, "hello, is this the fax?");
}

TEST_P(Intake, IgnoresAHeldMessageOnlyWithAReason) {
  auto& hospital = department();
  const auto held = hospital.send(result("2", ada));
  EXPECT_FALSE(hospital.intake->ignore(technician(), held.message, "", ""));
  const auto ignored = hospital.intake->ignore(technician(), held.message, "test-message", "the interface team tried something");
  ASSERT_TRUE(ignored) << ignored.error().message;
  EXPECT_EQ(ignored->row.state, "ignored");
}

TEST_P(Intake, HoldsTheMessageInTheSameCommitWhenFilingThrows) {
  auto& hospital = department();
  register_ada(hospital);
  hospital.intake->set_fault([] { throw std::runtime_error("a defect"); });
  const auto received = hospital.send(result("2", ada));
  EXPECT_EQ(received.outcome, Outcome::held);
  EXPECT_EQ(hospital.row(received.message).reason, "unexpected-error");
  EXPECT_EQ(hospital.count("chart_entry"), 0);
  hospital.intake->set_fault({});
  EXPECT_TRUE(hospital.intake->replay(technician(), received.message, std::nullopt, ""));
  EXPECT_EQ(hospital.count("chart_entry"), 1);
}

TEST_P(Intake, RefusesAMessageOverTheLimitAndCloses) {
  auto& hospital = department();
  const auto received = hospital.intake->refuse_too_large(result("2", ada), {"test", "", AckMode::done});
  EXPECT_EQ(ack_code(received), "AR");
  EXPECT_TRUE(received.close);
  EXPECT_EQ(hospital.count("message_journal"), 0);
}

TEST_P(Intake, KeepsALargeMessageByteForByte) {
  auto& hospital = department();
  register_ada(hospital);
  std::string noise;
  for (int i = 0; i < 90'000; ++i) noise += print_key(i * 7919LL).substr(8);
  const std::string large = message("MDM^T02", "2", {"EVN|T02|20260115", ada, "TXA|1|DS|TX|20260115080000||||||||D-1|||||AU", "OBX|1|TX|1^Summary||" + noise + "||||||F"});
  ASSERT_GT(large.size(), IntakeOptions().row_limit);
  const auto received = hospital.send(large);
  EXPECT_EQ(received.outcome, Outcome::filed) << hospital.row(received.message).detail;
  EXPECT_EQ(hospital.intake->view(technician(), received.message)->raw, large);
  const auto owners = store().read([&](store::Reader& reader) { return store().blobs().references(reader, sha256(large)); });
  ASSERT_EQ(owners.value().size(), 1U) << "its row needs the bytes";
  EXPECT_EQ(owners->front().owner, received.message.key());
}

TEST_P(Intake, ImportsABatchFile) {
  auto& hospital = department();
  const std::string file = "FHS|^~\\&|LAB\rBHS|^~\\&|LAB\r" + message("ADT^A28", "1", {"EVN|A28|20260101", ada}) + result("2", ada) + result("2", ada) + "BTS|3\rFTS|1\r";
  const auto imported = hospital.intake->import_bytes(file, "batch.hl7");
  EXPECT_EQ(imported.messages, 3);
  EXPECT_EQ(imported.filed, 2);
  EXPECT_EQ(imported.duplicates, 1);
  EXPECT_TRUE(imported.warnings.empty());
}

CHARTA_ON_BOTH_ENGINES(Intake);

TEST_P(Intake, BytesBetweenFramesAreJournalledAndHeldOnce) {
  auto& house = department();
  const auto first = house.intake->receive_noise("GET / HTTP/1.1", {"test", "127.0.0.1:1", AckMode::done});
  ASSERT_TRUE(first.message.is_set());
  EXPECT_TRUE(first.acknowledgements.empty());
  const auto row = house.row(first.message);
  EXPECT_EQ(row.reason, "noise");
  EXPECT_EQ(row.size, 14);
  EXPECT_EQ(house.intake->view(technician(), first.message)->raw, "GET / HTTP/1.1");
  house.intake->receive_noise("GET / HTTP/1.1", {"test", "127.0.0.1:1", AckMode::done});
  EXPECT_EQ(house.count("message_journal WHERE reason = 'noise'"), 1) << "the same bytes again are counted";
  EXPECT_EQ(house.count("work_item WHERE reason_code = 'noise'"), 1);
  house.intake->receive_noise("other", {"test", "127.0.0.1:1", AckMode::done});
  EXPECT_EQ(house.count("message_journal WHERE reason = 'noise'"), 2);
}

TEST_P(Intake, WhatIsLargerThanTheRuleSaysIsRefused) {
  auto& house = department();
  IntakeOptions options;
  options.size_limit = 200;
  options.row_limit = 40;
  IntakeService small(store(), *house.resources, *house.index, *house.encounters, *house.chart, *house.moves, *house.partners, *house.worklists, *house.ledger,
                      house.clock, house.keys, options);
  const std::string large = message("ADT^A04", "L1", {ada, "NTE|1||" + std::string(300, 'x')});
  EXPECT_EQ(small.receive(large, {"test", "127.0.0.1:1", AckMode::done}).outcome, Outcome::too_large);
  const auto taken = small.receive(message("ADT^A04", "L2", {"PID|1||9^^^H^MR||A^B"}), {"test", "127.0.0.1:1", AckMode::done});
  EXPECT_EQ(house.row(taken.message).body.encoding, Encoding::blob);
}

}  // namespace
}  // namespace charta::intake::testing
