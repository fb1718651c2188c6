// SPDX-License-Identifier: Apache-2.0
// Visits as a ward clerk would tell them: tests/cases/visits.case, on both databases.
#include "department/encounters/tests/encounter_fixture.hpp"
#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

namespace charta::encounters::testing {
namespace {

using charta::testing::at_path;
using charta::testing::CaseLine;
using charta::testing::shown;

AdtEvent event_of(const CaseLine& line) {
  const std::string trigger = line.verb == "other" ? "A01" : line.verb;
  return {trigger,
          line.value("at"),
          line.value("visit"),
          line.value("account"),
          line.value("class"),
          line.value("where"),
          line.value("from"),
          line.value("admitted"),
          line.value("left"),
          ""};
}

std::string text_of(const std::optional<Instant>& at) {
  return at ? at->text() : "none";
}

class Visits : public EncounterTest {
 protected:
  void expect(const CaseLine& line, PatientId patient) {
    const auto rows = visits_of(patient);
    const VisitRow row = rows.empty() ? VisitRow() : rows.front();
    const std::map<std::string, std::string> known{{"status", row.status},           {"class", row.class_code},
                                                   {"where", row.location},          {"started", text_of(row.started_at)},
                                                   {"ended", text_of(row.ended_at)}, {"visits", std::to_string(rows.size())}};
    for (const auto& [key, value] : line.values) EXPECT_EQ(known.at(key), value) << key;
  }

  void play(const charta::testing::Case& one) {
    const PatientId patient = new_patient();
    const std::string own_id = patient_fhir_id_;
    happened_.clear();
    std::string refused;
    for (const auto& line : one.lines) {
      SCOPED_TRACE(line.verb + " at=" + line.value("at"));
      if (line.verb == "expect") {
        expect(line, patient);
      } else if (line.verb == "happened") {
        EXPECT_EQ(happened_, line.words);
        happened_.clear();
      } else if (line.verb == "held") {
        EXPECT_EQ(refused, "hold:" + line.value("because"));
        refused.clear();
      } else {
        EXPECT_EQ(refused, "") << "nothing said that this is held";
        const auto sent = line.verb == "other" ? send(event_of(line), new_patient()) : send(event_of(line), patient);
        refused = sent ? "" : sent.error().location;
        patient_fhir_id_ = own_id;
        if (line.verb == "other") happened_.clear();
      }
    }
    EXPECT_EQ(refused, "");
  }
};
CHARTA_ON_BOTH_ENGINES(Visits);

TEST_P(Visits, AreWhatTheTableSays) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/visits.case");
  ASSERT_GE(cases.size(), 30U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    play(one);
  }
}

TEST_P(Visits, PreparedTwiceAreFiledOnce) {
  const PatientId patient = new_patient();
  const AdtEvent admission{"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", ""};
  auto first = prepare(admission, patient), second = prepare(admission, patient);
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(file(*first));
  const auto refused = file(*second);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::version_conflict);
  EXPECT_EQ(refused.error().location, "prepare-again");
  EXPECT_EQ(visits_of(patient).size(), 1U);
  EXPECT_EQ(happened_, (std::vector<std::string>{"encounter_started"}));
}

TEST_P(Visits, ThatMovedSinceTheyWereReadArePreparedAgain) {
  const PatientId patient = new_patient();
  ASSERT_TRUE(send({"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", ""}, patient));
  auto discharge = prepare({"A03", "20260305100000", "V1", "", "I", "3W", "", "", "", ""}, patient);
  ASSERT_TRUE(discharge);
  ASSERT_TRUE(send({"A02", "20260302090000", "V1", "", "I", "ICU", "", "", "", ""}, patient));
  const auto refused = file(*discharge);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().location, "prepare-again");
  EXPECT_EQ(visits_of(patient).front().status, "in-progress");
}

TEST_P(Visits, AFailedUnitLeavesNoVisitAndIsNotHeard) {
  const PatientId patient = new_patient();
  auto admission = prepare({"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", ""}, patient);
  ASSERT_TRUE(admission);
  const auto failed = store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(encounters_->file(work, system_, *admission));
    return fail(ErrorKind::business_rule, "something later failed");
  });
  EXPECT_FALSE(failed);
  EXPECT_TRUE(visits_of(patient).empty());
  EXPECT_TRUE(happened_.empty());
}

TEST_P(Visits, TheNewestOpenOneIsTheCurrent) {
  const PatientId patient = new_patient();
  const auto current = [&] {
    return store().read([&](store::Reader& reader) { return encounters_->current(reader, patient); }).value();
  };
  EXPECT_FALSE(current());
  ASSERT_TRUE(send({"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", ""}, patient));
  ASSERT_TRUE(send({"A01", "20260303080000", "V2", "", "E", "ED", "", "", "", ""}, patient));
  ASSERT_TRUE(current());
  EXPECT_EQ(current()->number.value, "V2");
  ASSERT_TRUE(send({"A03", "20260304080000", "V2", "", "E", "", "", "", "", ""}, patient));
  EXPECT_EQ(current()->number.value, "V1");
  ASSERT_TRUE(send({"A11", "20260304090000", "V1", "", "I", "", "", "", "", ""}, patient));
  EXPECT_FALSE(current());
}

/// The Encounter that FHIR clients read.
class EncounterResource : public EncounterTest {
 protected:
  json::Value resource(const Result<ResourceId>& key) {
    EXPECT_TRUE(key) << (key ? "" : key.error().message);
    const auto stored = store().read([&](store::Reader& reader) { return resources_->load(reader, *key); });
    documents_.push_back(std::make_unique<json::Document>(*json::Document::parse((*stored)->json)));
    return documents_.back()->root();
  }
  std::vector<std::unique_ptr<json::Document>> documents_;
};
CHARTA_ON_BOTH_ENGINES(EncounterResource);

TEST_P(EncounterResource, KeepsThePlacesThatThePatientLeft) {
  const PatientId patient = new_patient();
  ASSERT_TRUE(send({"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", ""}, patient));
  ASSERT_TRUE(send({"A02", "20260302090000", "V1", "", "I", "ICU", "", "", "", ""}, patient));
  const auto encounter = resource(send({"A03", "20260305100000", "V1", "", "I", "ICU", "", "", "", ""}, patient));
  ASSERT_EQ(encounter["location"].size(), 2U);
  EXPECT_EQ(shown(at_path(encounter, "location.0.location.display")), "3W");
  EXPECT_EQ(shown(at_path(encounter, "location.0.status")), "completed");
  EXPECT_EQ(shown(at_path(encounter, "location.0.period.end")), "2026-03-02T09:00:00.000Z");
  EXPECT_EQ(shown(at_path(encounter, "location.1.status")), "completed");
  EXPECT_EQ(shown(at_path(encounter, "location.1.period.end")), "2026-03-05T10:00:00.000Z");
}

TEST_P(EncounterResource, NamesItsNumbersWithTheirAssignersAndItsPeopleWithTheirParts) {
  AdtEvent event{"A01", "20260301080000", "V1", "A77", "I", "3W", "", "", "", ""};
  const auto encounter = resource(send(event, new_patient()));
  EXPECT_EQ(shown(at_path(encounter, "identifier.0.value")), "V1");
  EXPECT_EQ(shown(at_path(encounter, "identifier.0.system")), "urn:charta:assigner:MAIN");
  EXPECT_EQ(shown(at_path(encounter, "identifier.0.type.coding.0.code")), "VN");
  EXPECT_EQ(shown(at_path(encounter, "identifier.1.value")), "A77");
  EXPECT_EQ(shown(at_path(encounter, "identifier.1.type.coding.0.code")), "AN");
  EXPECT_EQ(shown(at_path(encounter, "participant.0.individual.display")), "Ruth Hale");
  EXPECT_EQ(shown(at_path(encounter, "participant.0.type.0.coding.0.code")), "ATND");
}

TEST_P(EncounterResource, SaysWhyThePatientCameAndWhereToHeWent) {
  AdtEvent event{"A01", "20260301080000", "V1", "", "I", "3W", "", "", "", "PV2|||I50.9^Heart failure^I10C\r"};
  const PatientId patient = new_patient();
  const auto admitted = resource(send(event, patient));
  EXPECT_EQ(shown(at_path(admitted, "reasonCode.0.text")), "Heart failure");
  const auto message = hl7v2::Message::parse(
      std::string("MSH|^~\\&|REG|MAIN|||20260305||ADT^A03|2|P|2.5.1\rEVN|A03|20260305100000\rPID|1||1001\rPV1|1|I") +
      std::string(17, '|') + "V1^^^MAIN" + std::string(17, '|') + "03\r");
  auto prepared = store().read([&](store::Reader& reader) {
    return encounters_->prepare(reader, *message, sender_, patient, "Patient/" + patient_fhir_id_, 0, 0);
  });
  ASSERT_TRUE(prepared);
  const auto discharged = resource(file(*prepared));
  EXPECT_EQ(shown(at_path(discharged, "hospitalization.dischargeDisposition.coding.0.code")), "03");
  EXPECT_EQ(shown(at_path(discharged, "hospitalization.dischargeDisposition.coding.0.system")),
            "http://terminology.hl7.org/CodeSystem/v2-0112");
  EXPECT_EQ(shown(at_path(discharged, "reasonCode.0.text")), "Heart failure") << "the reason stays";
}

TEST_P(EncounterResource, SaysWhoseServiceItIs) {
  const PatientId patient = new_patient();
  const auto told = [&](const std::string& trigger, const std::string& at, const std::string& service) {
    return resource(send({trigger, at, "V1", "", "I", "3W", "", "", "", "", service}, patient));
  };
  const auto admitted = told("A01", "20260301080000", "SUR");
  EXPECT_EQ(shown(at_path(admitted, "serviceType.coding.0.code")), "SUR");
  EXPECT_EQ(shown(at_path(admitted, "serviceType.coding.0.system")), "http://terminology.hl7.org/CodeSystem/v2-0069");
  const auto silent = told("A08", "20260301090000", "");
  EXPECT_EQ(shown(at_path(silent, "serviceType.coding.0.code")), "SUR") << "an empty field changes nothing";
  const auto own = told("A02", "20260302090000", "HOSP7^Hospitalists, night^99MAIN");
  EXPECT_EQ(own["serviceType"]["coding"].size(), 1U);
  EXPECT_EQ(shown(at_path(own, "serviceType.coding.0.code")), "HOSP7") << "the house's own codes stay as they are";
  EXPECT_EQ(shown(at_path(own, "serviceType.coding.0.system")), "urn:charta:codes:99MAIN");
  EXPECT_EQ(shown(at_path(own, "serviceType.text")), "Hospitalists, night");
  const auto named = told("A08", "20260303090000", "^Wound clinic");
  EXPECT_FALSE(named["serviceType"]["coding"]);
  EXPECT_EQ(shown(at_path(named, "serviceType.text")), "Wound clinic");
  EXPECT_FALSE(told("A08", "20260304090000", "\"\"")["serviceType"]) << "taken away";
  EXPECT_FALSE(told("A03", "20260305090000", "")["serviceType"]);
}

TEST_P(EncounterResource, KeepsItsServiceWhenAnOlderMessageNamesAnother) {
  const PatientId patient = new_patient();
  const auto send_of = [&](const std::string& trigger, const std::string& at, const std::string& service) {
    return send({trigger, at, "V1", "", "I", "3W", "", "", "", "", service}, patient);
  };
  const auto stay = send_of("A01", "20260302080000", "CAR");
  ASSERT_TRUE(send_of("A08", "20260301080000", "SUR"));
  EXPECT_EQ(shown(at_path(resource(stay), "serviceType.coding.0.code")), "CAR");
}

TEST_P(EncounterResource, OfAnotherDoorIsKnownAsWell) {
  const PatientId patient = new_patient();
  const std::string body =
      R"({"resourceType":"Encounter","status":"in-progress","class":{"code":"IMP"},"identifier":[{"system":"urn:charta:assigner:MAIN","value":"V5"}],"subject":{"reference":"Patient/)" +
      patient_fhir_id_ + R"("},"period":{"start":"2026-03-01T08:00:00Z"},"location":[{"location":{"display":"3W"}}]})";
  const auto made = resources_->create(system_, "Encounter", body, "");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(visits_of(patient).size(), 1U);
  EXPECT_EQ(visits_of(patient).front().location, "3W");
  EXPECT_EQ(happened_, (std::vector<std::string>{"encounter_started"}));
  // An ADT message about the same number goes on with it.
  ASSERT_TRUE(send({"A03", "20260305100000", "V5", "", "I", "3W", "", "", "", ""}, patient));
  EXPECT_EQ(visits_of(patient).size(), 1U);
  EXPECT_EQ(visits_of(patient).front().status, "finished");
}

TEST_P(EncounterResource, ThatIsDeletedIsNobodysVisit) {
  const PatientId patient = new_patient();
  const std::string body =
      R"({"resourceType":"Encounter","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Patient/)" +
      patient_fhir_id_ + R"("}})";
  const auto made = resources_->create(system_, "Encounter", body, "");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(visits_of(patient).size(), 1U);
  ASSERT_TRUE(resources_->remove(system_, "Encounter", made->id));
  EXPECT_TRUE(visits_of(patient).empty());
}

TEST(Triggers, OfVisitsAreKnownByTheirActs) {
  EXPECT_EQ(act_of("A01"), VisitAct::start);
  EXPECT_EQ(act_of("A04"), VisitAct::start);
  EXPECT_EQ(act_of("A13"), VisitAct::cancel_end);
  for (const auto* other : {"", "A40", "A28", "a01", "A1"}) EXPECT_EQ(act_of(other), VisitAct::none) << other;
}

TEST(Visit, IsKnownByItsNumberElseItsAccount) {
  Visit visit;
  EXPECT_TRUE(visit.key().empty());
  visit.account = {"s", "A1"};
  EXPECT_EQ(visit.key().value, "A1");
  visit.number = {"s", "V1"};
  EXPECT_EQ(visit.key().value, "V1");
}

}  // namespace
}  // namespace charta::encounters::testing
