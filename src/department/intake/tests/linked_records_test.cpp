// SPDX-License-Identifier: Apache-2.0
// After a merge: what comes under the surviving number goes on with what was filed under the other, and nothing is re-pointed.
#include "department/intake/tests/intake_fixture.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

namespace charta::intake::testing {
namespace {

using charta::testing::at_path;
using charta::testing::shown;

const std::string ada_again = "PID|1||2001^^^HOSP^MR||Marsh^Ada^Jane||19610402|F|||1 Mill Lane^^Dorset^CA^90001||555-1234";

class LinkedRecords : public IntakeTest {
 protected:
  void SetUp() override {
    if (IsSkipped()) return;
    file(message("ADT^A28", "reg", {"EVN|A28|20260101080000", ada}));
    file(message("ADT^A28", "reg-again", {"EVN|A28|20260102080000", ada_again}));
    absorbed_ = patient("1001");
    survivor_ = patient("2001");
    ASSERT_NE(absorbed_, survivor_);
  }
  void merge() { file(message("ADT^A40", "merge", {"EVN|A40|20260110080000", ada_again, "MRG|1001^^^HOSP^MR"})); }

  void file(const std::string& text) {
    const auto received = department().send(text);
    ASSERT_EQ(received.outcome, Outcome::filed)
        << department().row(received.message).reason << ": " << department().row(received.message).detail;
  }
  PatientId patient(const std::string& number) {
    for (const auto& hit : *department().index->find(technician(), number, 5)) {
      if (hit.mrn == number) return hit.patient;
    }
    return {};
  }
  /// The newest version of the one resource of a type, as FHIR clients read it.
  json::Value only(std::string_view type) {
    std::vector<chart::ChartEntry> found;
    const auto timeline = department().chart->timeline(technician(), survivor_, {});
    for (const auto& entry : timeline->entries) {
      if (entry.resource_type == type) found.push_back(entry);
    }
    EXPECT_EQ(found.size(), 1U) << type;
    if (found.empty()) return {};
    entry_ = found.front();
    document_ = *json::Document::parse(department().resources->read(technician(), type, entry_.fhir_id)->json);
    return document_.root();
  }
  std::string reference_to(PatientId patient) {
    const auto row = store().read([&](store::Reader& reader) { return department().index->rows().person(reader, patient); });
    return "Patient/" + (*row)->fhir_id;
  }

  static std::string adt(const std::string& trigger, const std::string& control_id, const std::string& pid,
                         const std::string& at) {
    return message("ADT^" + trigger, control_id,
                   {"EVN|" + trigger + "|" + at, pid, "PV1|1|I|4EAST" + std::string(16, '|') + "V1^^^HOSP"});
  }
  static std::string result(const std::string& control_id, const std::string& pid, const std::string& status,
                            const std::string& at) {
    return message("ORU^R01", control_id,
                   {pid, "OBR|1|P1^HOSP|F1^LAB|24323-8^Panel^LN|||20260115060000" + std::string(15, '|') + at + "|||" + status,
                    "OBX|1|NM|2823-3^Potassium^LN||4." + control_id.substr(0, 1) + "|mmol/L|||||F"});
  }
  static std::string order(const std::string& control_id, const std::string& pid, const std::string& control) {
    return message("ORM^O01", control_id,
                   {pid, "ORC|" + control + "|P1^HOSP|||||||20260115070000", "OBR|1|P1^HOSP||24323-8^Panel^LN|||20260115090000"});
  }
  static std::string dictation(const std::string& trigger, const std::string& control_id, const std::string& pid) {
    return message("MDM^" + trigger, control_id,
                   {"EVN|" + trigger + "|20260115", pid, "TXA|1|DS|TX|20260115080000||||||||D1^HOSP|||||AU",
                    "OBX|1|TX|1^Summary||Version " + control_id + "||||||F"});
  }

  PatientId absorbed_, survivor_;
  chart::ChartEntry entry_;
  json::Document document_;
};
CHARTA_ON_BOTH_ENGINES(LinkedRecords);

TEST_P(LinkedRecords, ADischargeUnderTheSurvivingNumberEndsTheVisitOfTheOther) {
  file(adt("A01", "1", ada, "20260105080000"));
  merge();
  file(adt("A03", "2", ada_again, "20260112080000"));
  EXPECT_EQ(department().count("encounter_visit"), 1) << "one visit, not a second one";
  const auto encounter = only("Encounter");
  EXPECT_EQ(shown(encounter["status"]), "finished");
  EXPECT_EQ(shown(at_path(encounter, "subject.reference")), reference_to(absorbed_))
      << "it stays with the record that it was made for";
  EXPECT_EQ(entry_.patient, absorbed_);
}

TEST_P(LinkedRecords, ACorrectedReportStaysWithTheRecordThatItWasFiledTo) {
  file(result("1", ada, "F", "20260115080000"));
  merge();
  file(result("2", ada_again, "C", "20260116080000"));
  const auto report = only("DiagnosticReport");
  EXPECT_EQ(shown(report["status"]), "corrected");
  EXPECT_EQ(shown(at_path(report, "meta.versionId")), "2");
  EXPECT_EQ(shown(at_path(report, "subject.reference")), reference_to(absorbed_));
  EXPECT_EQ(entry_.patient, absorbed_);
  EXPECT_EQ(department().count("chart_key WHERE kind = 'report'"), 1);
}

TEST_P(LinkedRecords, ANewVersionOfADocumentStaysWithTheRecordThatItWasFiledTo) {
  file(dictation("T02", "1", ada));
  merge();
  file(dictation("T08", "2", ada_again));
  const auto document = only("DocumentReference");
  EXPECT_EQ(shown(at_path(document, "subject.reference")), reference_to(absorbed_));
  EXPECT_EQ(entry_.patient, absorbed_);
  EXPECT_EQ(entry_.version, 2);
}

TEST_P(LinkedRecords, AnOrderIsCancelledUnderTheSurvivingNumberAndStaysWhereItWas) {
  file(order("1", ada, "NW"));
  merge();
  file(order("2", ada_again, "CA"));
  const auto placed = only("ServiceRequest");
  EXPECT_EQ(shown(placed["status"]), "revoked");
  EXPECT_EQ(shown(at_path(placed, "subject.reference")), reference_to(absorbed_));
}

TEST_P(LinkedRecords, AReportUnderTheSurvivingNumberFindsTheOrderOfTheOther) {
  file(order("1", ada, "NW"));
  merge();
  file(result("2", ada_again, "F", "20260116080000"));
  const auto report = only("DiagnosticReport");
  EXPECT_TRUE(shown(at_path(report, "basedOn.0.reference")).starts_with("ServiceRequest/"));
  EXPECT_EQ(shown(at_path(report, "subject.reference")), reference_to(survivor_))
      << "what is new belongs to the record that it came for";
}

TEST_P(LinkedRecords, AnUnmergeLeavesEverythingWhereItWas) {
  file(adt("A01", "1", ada, "20260105080000"));
  file(result("1r", ada, "F", "20260115080000"));
  const auto body_of = [&](std::string_view type) {
    std::string bodies;
    const auto all =
        store().read([&](store::Reader& reader) { return department().resources->of_patient(reader, absorbed_, type, 10); });
    for (const auto& one : *all) bodies += one.json;
    return bodies;
  };
  const std::string visit = body_of("Encounter"), report = body_of("DiagnosticReport"), finding = body_of("Observation");
  merge();
  const auto linked = department().chart->timeline(technician(), survivor_, {});
  EXPECT_EQ(linked->total, 2);
  ASSERT_TRUE(department().index->unlink(technician(), survivor_, absorbed_, "merged-in-error"));
  EXPECT_EQ(body_of("Encounter"), visit);
  EXPECT_EQ(body_of("DiagnosticReport"), report);
  EXPECT_EQ(body_of("Observation"), finding);
  EXPECT_FALSE(visit.empty() || report.empty() || finding.empty());
  EXPECT_EQ(department().chart->timeline(technician(), survivor_, {})->total, 0);
  EXPECT_EQ(department().chart->timeline(technician(), absorbed_, {})->total, 2);
}

TEST_P(LinkedRecords, BeforeAMergeANumberOfTheOtherRecordIsHeld) {
  file(result("1", ada, "F", "20260115080000"));
  const auto received = department().send(result("2", ada_again, "C", "20260116080000"));
  EXPECT_EQ(received.outcome, Outcome::held);
  EXPECT_EQ(department().row(received.message).reason, "number-of-another-patient");
  merge();
  ASSERT_TRUE(department().intake->replay(technician(), received.message, std::nullopt, "they are one person"));
  EXPECT_EQ(shown(only("DiagnosticReport")["status"]), "corrected");
}

}  // namespace
}  // namespace charta::intake::testing
