// SPDX-License-Identifier: Apache-2.0
// What messages make of charts and visits, told by message type.
#include <gtest/gtest.h>

#include "department/intake/tests/intake_fixture.hpp"

namespace charta::intake::testing {
namespace {

class Filing : public IntakeTest {
 protected:
  Department& with_ada() {
    auto& hospital = department();
    EXPECT_EQ(hospital.send(message("ADT^A28", "reg", {"EVN|A28|20260101080000", ada})).outcome, Outcome::filed);
    hospital.happened.clear();
    return hospital;
  }
  Received expect_filed(const std::string& text) {
    const auto received = department().send(text);
    EXPECT_EQ(received.outcome, Outcome::filed) << department().row(received.message).reason << ": " << department().row(received.message).detail;
    return received;
  }
  void expect_held(const std::string& text, const std::string& reason) {
    const auto received = department().send(text);
    EXPECT_EQ(received.outcome, Outcome::held);
    EXPECT_EQ(department().row(received.message).reason, reason) << department().row(received.message).detail;
  }
  /// A document's JSON by its chart entry's title.
  std::string first_of(std::string_view type) {
    std::string json;
    const auto timeline = department().chart->timeline(technician(), patient(), {});
    EXPECT_TRUE(timeline);
    for (const auto& entry : timeline->entries) {
      if (entry.resource_type == type) json = department().resources->read(technician(), type, entry.fhir_id)->json;
    }
    return json;
  }
  encounters::VisitRow current() {
    const auto found = store().read([&](store::Reader& reader) { return department().encounters->current(reader, patient()); });
    return found && *found ? **found : encounters::VisitRow();
  }
  PatientId patient() { return department().index->find(technician(), "1001", 1)->front().patient; }

  static std::string order(const std::string& control_id, const std::string& control, const std::string& number = "P1^HOSP") {
    return message("ORM^O01", control_id, {ada, "ORC|" + control + "|" + number + "|||||||20260115070000|||77^Weiss^Rosa",
                                           "OBR|1|" + number + "||24627-2^CT Chest^LN|||20260115090000||||||||||||||||||||^^^^^S"});
  }
  static std::string document_message(const std::string& trigger, const std::string& control_id, const std::string& number, const std::string& parent = "",
                                      const std::string& text = "The patient went home well.") {
    std::vector<std::string> segments{"EVN|" + trigger + "|20260115", ada, "TXA|1|DS|TX|20260115080000|||||77^Weiss^Rosa|||" + number + "|" + parent + "|P1^HOSP|||AU"};
    std::string built = message("MDM^" + trigger, control_id, {segments[0], segments[1], segments[2]});
    if (!text.empty()) built += "OBX|1|TX|1^Summary||" + text + "||||||F\r";
    return built;
  }
  static std::string adt(const std::string& trigger, const std::string& control_id, const std::string& time, const std::string& location,
                         const std::string& more = "") {
    return message("ADT^" + trigger, control_id, {"EVN|" + trigger + "|" + time, ada, "PV1|1|I|" + location + "||||||||||||||||V1^^^HOSP|||||||||||||||||||||||||20260115070000" + more});
  }
};

TEST_P(Filing, OpensAnOrderAndCancelsIt) {
  auto& hospital = with_ada();
  expect_filed(order("1", "NW"));
  EXPECT_EQ(hospital.happened, (std::vector<std::string>{"order_placed"}));
  const auto json = first_of("ServiceRequest");
  EXPECT_NE(json.find("\"priority\":\"stat\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"status\":\"active\""), std::string::npos);
  expect_filed(order("2", "CA"));
  EXPECT_EQ(hospital.happened.back(), "order_cancelled");
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'order' AND status = 'revoked' AND version = 2"), 1);
  expect_held(order("3", "CA", "P2^HOSP"), "order-not-known");
}

TEST_P(Filing, HoldsAnOrderNumberThatBelongsToAnotherPatient) {
  auto& hospital = with_ada();
  hospital.send(message("ADT^A28", "reg-tom", {"EVN|A28|20260101080000", tom}));
  expect_filed(order("1", "NW"));
  expect_held(message("ORM^O01", "2", {tom, "ORC|CA|P1^HOSP", "OBR|1|P1^HOSP||24627-2^CT Chest^LN"}), "number-of-another-patient");
}

TEST_P(Filing, TiesADocumentToItsOrderAndReadsItsBytesBack) {
  auto& hospital = with_ada();
  expect_filed(order("1", "NW"));
  expect_filed(document_message("T02", "2", "D1"));
  EXPECT_EQ(hospital.happened.back(), "document_filed");
  const auto json = first_of("DocumentReference");
  EXPECT_NE(json.find("18842-5"), std::string::npos) << json;
  EXPECT_NE(json.find("ServiceRequest/"), std::string::npos);
  const auto timeline = hospital.chart->timeline(technician(), patient(), {{}, "document", {}, {}, 100, 0});
  ASSERT_EQ(timeline->entries.size(), 1U);
  const auto content = hospital.chart->content(technician(), "DocumentReference", timeline->entries[0].fhir_id, "");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(content->bytes, "The patient went home well.");
  EXPECT_EQ(content->content_type, "text/plain; charset=utf-8");
}

TEST_P(Filing, KeepsEveryVersionOfADocument) {
  auto& hospital = with_ada();
  expect_held(document_message("T08", "0", "D1"), "document-not-known");
  expect_filed(document_message("T02", "1", "D1"));
  expect_held(document_message("T02", "2", "D1", "", "Again?"), "document-number-known");
  expect_filed(document_message("T08", "3", "D1", "", "Corrected text."));
  expect_filed(document_message("T06", "4", "D2", "D1", "An addendum."));
  expect_filed(document_message("T10", "5", "D3", "D1", "A replacement."));
  expect_filed(document_message("T11", "6", "D3", "", ""));
  EXPECT_EQ(hospital.happened.back(), "document_withdrawn");
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'document'"), 3);
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'document' AND status = 'superseded'"), 1);
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'document' AND status = 'entered-in-error'"), 1);
  const auto timeline = hospital.chart->timeline(technician(), patient(), {{}, "document", {}, {}, 100, 0});
  std::string first;
  for (const auto& entry : timeline->entries) {
    if (entry.status == "superseded") first = entry.fhir_id;
  }
  EXPECT_EQ(hospital.chart->content(technician(), "DocumentReference", first, "1")->bytes, "The patient went home well.");
  EXPECT_EQ(hospital.chart->content(technician(), "DocumentReference", first, "")->bytes, "Corrected text.");
  EXPECT_EQ(hospital.chart->document(technician(), "DocumentReference", first)->versions.size(), 3U);
}

TEST_P(Filing, FilesAnEmbeddedPdfByteForByte) {
  auto& hospital = with_ada();
  Bytes pdf = "%PDF-1.4\n" + random_bytes(50'000);
  expect_filed(message("MDM^T02", "1", {"EVN|T02|20260115", ada, "TXA|1|DS|AP|20260115080000||||||||D9|||||AU", "OBX|1|ED|1^Scan||^application^pdf^Base64^" + to_base64(pdf) + "||||||F"}));
  const auto timeline = hospital.chart->timeline(technician(), patient(), {{}, "document", {}, {}, 100, 0});
  ASSERT_EQ(timeline->entries.size(), 1U);
  EXPECT_EQ(timeline->entries[0].content_type, "application/pdf");
  const auto content = hospital.chart->content(technician(), "DocumentReference", timeline->entries[0].fhir_id, "");
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(content->bytes, pdf);
  expect_held(message("MDM^T02", "2", {"EVN|T02|20260115", ada, "TXA|1|DS|AP|20260115080000||||||||D10|||||AU", "OBX|1|ED|1^Scan||^application^pdf^Base64^||||||F"}), "no-content");
}

TEST_P(Filing, CorrectsAResultAsANewVersionOfTheSameReport) {
  auto& hospital = with_ada();
  const auto result = [](const std::string& control_id, const std::string& status, const std::string& value, const std::string& at) {
    return message("ORU^R01", control_id, {ada, "OBR|1|P1^HOSP|F1^LAB|24323-8^Panel^LN|||20260115060000|||||||||||||||" + at + "|||" + status, "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mmol/L|||||" + status});
  };
  expect_filed(result("1", "P", "4.2", "20260115070000"));
  expect_filed(result("2", "C", "4.9", "20260115080000"));
  expect_held(result("3", "F", "1.0", "20260115060000"), "older-than-filed");
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report' AND status = 'corrected' AND version = 2"), 1);
  EXPECT_EQ(hospital.count("chart_entry"), 1);
}

TEST_P(Filing, PutsWhatNamesNoVisitIntoTheVisitOfWhicheverOrderIsKnown) {
  auto& hospital = with_ada();
  const auto visit = [](const std::string& number) { return "PV1|1|I|4EAST||||||||||||||||" + number + "^^^HOSP"; };
  const auto ordered = [&](const std::string& order, const std::string& stay) {
    const std::string number = order + "^HOSP";
    return message("ORM^O01", "o" + order, {ada, visit(stay), "ORC|NW|" + number, "OBR|1|" + number + "||24323-8^Panel^LN"});
  };
  for (const auto* stay : {"V1", "V2"})
    expect_filed(message("ADT^A01", stay, {"EVN|A01|20260115070000", ada, visit(stay)}));
  expect_filed(ordered("P1", "V1"));
  expect_filed(ordered("P2", "V2"));
  const auto result = [](const std::string& control_id, const std::string& first, const std::string& second) {
    const auto panel = [](const std::string& set, const std::string& number) {
      return "OBR|" + set + "|" + number + "^HOSP|F" + number + set + "^LAB|24323-8^Panel^LN|||20260115060000|||||||||||||||20260115070000|||F";
    };
    return message("ORU^R01", control_id, {ada, panel("1", first), "OBX|1|NM|2345-7^Glucose^LN||4.2|mmol/L|||||F", panel("2", second), "OBX|1|NM|2345-7^Glucose^LN||4.3|mmol/L|||||F"});
  };
  expect_filed(result("1", "P9", "P1"));
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report' AND encounter <> ''"), 2) << "the second order says which visit";
  expect_filed(result("2", "P1", "P2"));
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'report' AND encounter = ''"), 2) << "two visits: none is guessed";
}

TEST_P(Filing, FollowsAPatientThroughTheHouse) {
  auto& hospital = with_ada();
  expect_held(adt("A11", "0", "20260115065900", "4EAST^136^B"), "visit-not-known");
  expect_filed(adt("A01", "1", "20260115070000", "4EAST^136^B"));
  expect_filed(adt("A02", "2", "20260115090000", "ICU^2^A"));
  EXPECT_EQ(current().location, "ICU 2 A");
  expect_filed(adt("A12", "3", "20260115093000", "4EAST^136^B"));
  expect_filed(adt("A02", "late", "20260115080000", "LOBBY"));  // older than what is known
  EXPECT_EQ(current().location, "4EAST 136 B");
  expect_filed(adt("A03", "4", "20260116100000", "4EAST^136^B", "|20260116100000"));
  EXPECT_EQ(current().status, "");
  expect_filed(adt("A13", "5", "20260116110000", "4EAST^136^B"));
  EXPECT_EQ(current().status, "in-progress");
  expect_filed(adt("A11", "6", "20260116120000", "4EAST^136^B"));
  EXPECT_EQ(hospital.happened, (std::vector<std::string>{"encounter_started", "encounter_moved", "encounter_moved", "encounter_ended", "encounter_reopened", "encounter_cancelled"}));
  EXPECT_EQ(hospital.count("encounter_visit"), 1);
}

TEST_P(Filing, BooksChangesAndCancelsAnAppointment) {
  auto& hospital = with_ada();
  const auto appointment = [](const std::string& trigger, const std::string& control_id, const std::string& at) {
    return message("SIU^" + trigger, control_id, {"SCH|A1^HOSP|A2^CLINIC||||||Follow-up|30|min", ada, "RGS|1|", "AIS|1|A|99213^Office visit^C4|" + at});
  };
  expect_held(appointment("S15", "0", "20260201090000"), "appointment-not-known");
  expect_filed(appointment("S12", "1", "20260201090000"));
  expect_filed(appointment("S13", "2", "20260202090000"));
  EXPECT_EQ(hospital.count("chart_entry WHERE kind = 'appointment' AND status = 'booked'"), 1);
  expect_filed(appointment("S15", "3", "20260202090000"));
  EXPECT_EQ(hospital.happened, (std::vector<std::string>{"appointment_booked", "appointment_booked", "appointment_cancelled"}));
}

TEST_P(Filing, ChangesANumberAndFindsTheOldOne) {
  auto& hospital = with_ada();
  expect_filed(message("ADT^A47", "1", {"EVN|A47|20260110", "PID|1||2001^^^HOSP^MR||Marsh^Ada^Jane||19610402|F", "MRG|1001^^^HOSP^MR"}));
  for (const auto* number : {"1001", "2001"}) {
    const auto hits = hospital.index->find(technician(), number, 5);
    ASSERT_EQ(hits->size(), 1U) << number;
    EXPECT_EQ(hits->front().mrn, "2001");
  }
}

TEST_P(Filing, LetsOnlyThePromisedTriggersRegisterAPatient) {
  auto& hospital = department();
  int control_id = 0;
  for (const auto& type : handled_types()) {
    const std::string number = "77" + std::to_string(++control_id);
    hospital.send(message(std::string(type.code) + "^" + std::string(type.trigger), number,
                          {"EVN||20260115", "PID|1||" + number + "^^^HOSP^MR||New^Person||19610402|F", "PV1|1|I|W||||||||||||||||V" + number + "^^^HOSP"}));
    EXPECT_EQ(hospital.count("patient_identifier WHERE value = '" + number + "'"), type.may_create_patient ? 1 : 0) << type.trigger;
  }
}

TEST_P(Filing, ShowsALooseDocumentUntilItHasItsPatient) {
  auto& hospital = with_ada();
  hospital.bus.on("resource_changed", "intake", [&](store::UnitOfWork& work, const happenings::Happening& one) {
    return hospital.intake->on_resource_changed(work, std::get<happenings::ResourceChanged>(one));
  });
  const std::string body = R"({"resourceType":"DocumentReference","status":"current","type":{"text":"Outside letter"},"content":[{"attachment":{"contentType":"text/plain","data":"aGVsbG8="}}]})";
  const auto created = hospital.resources->create(technician(), "DocumentReference", body, "");
  ASSERT_TRUE(created) << created.error().message;
  worklists::Filter filter;
  filter.kind = "loose-document";
  const auto open = hospital.worklists->list(technician(), filter);
  ASSERT_TRUE(open) << open.error().message;
  ASSERT_EQ(open->items.size(), 1U);
  const auto filed = hospital.intake->file_loose(technician(), open->items[0].id, patient(), "", "read the letterhead");
  ASSERT_TRUE(filed) << filed.error().message;
  EXPECT_EQ(filed->state, "filed");
  EXPECT_EQ(hospital.count("chart_entry WHERE title = 'Outside letter'"), 1);
}

CHARTA_ON_BOTH_ENGINES(Filing);

}  // namespace
}  // namespace charta::intake::testing
