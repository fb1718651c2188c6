// SPDX-License-Identifier: Apache-2.0
// What a security label, or HL7's protection indicator, keeps from whom: over read, search, finder, chart and work items.
#include "app/tests/hospital_fixture.hpp"
#include "formats/json/json.hpp"

namespace charta::app {
namespace {

constexpr const char* restricted =
    R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]})";
constexpr const char* sealed =
    R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"}]})";

class RestrictedRecords : public testing::HospitalTest {
 protected:
  static std::string label(const std::string& code) {
    return R"({"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":")" + code + R"("}]})";
  }
  ResourceId observation(PatientId patient, const std::string& meta = "") {
    return create(
        "Observation",
        R"({"resourceType":"Observation",)" + (meta.empty() ? "" : "\"meta\":" + meta + ",") +
            R"("status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"Patient/)" +
            patient.text() + R"("}})");
  }
  ResourceId document(PatientId patient, const std::string& meta = "") {
    return create("DocumentReference", R"({"resourceType":"DocumentReference",)" +
                                           (meta.empty() ? "" : "\"meta\":" + meta + ",") +
                                           R"("status":"current","subject":{"reference":"Patient/)" + patient.text() +
                                           R"("},"content":[{"attachment":{"contentType":"text/plain","data":"aGk="}}]})");
  }
  void relabel(PatientId patient, const std::string& family, const std::string& meta) {
    const std::string body = R"({"resourceType":"Patient","id":")" + patient.text() + R"(",)" +
                             (meta.empty() ? "" : "\"meta\":" + meta + ",") + R"("name":[{"family":")" + family +
                             R"(","given":["Ada"]}],"birthDate":"1961-04-02"})";
    const auto written = hospital_->resources->update(system_, "Patient", patient.text(), body, "");
    ASSERT_TRUE(written) << written.error().message;
  }
  std::size_t found(const access::Actor& actor, const std::string& type, const std::string& query) {
    const auto bundle = hospital_->resources->search(actor, {type, query, "http://h/fhir", true});
    EXPECT_TRUE(bundle) << bundle.error().message;
    return bundle ? json::Document::parse(*bundle)->root()["entry"].size() : 99;
  }
  std::int64_t timeline(const access::Actor& actor, PatientId patient) {
    chart::TimelineQuery query;
    query.patients = {patient};
    return hospital_->store
        ->read([&](store::Reader& reader) { return hospital_->chart->rows().timeline(reader, query, actor.visibility); })
        ->total;
  }
  access::Actor broken(const access::Session& session, PatientId patient) {
    const auto opened =
        hospital_->access->break_glass(session, {patient, "emergency-treatment", "unconscious in the emergency room", password});
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? *opened : access::Actor();
  }
  std::vector<patient_index::PatientHit> find(const access::Actor& actor, const std::string& typed) {
    return hospital_->patient_index->find(actor, typed, 10).value();
  }
  intake::Received send(const std::string& id, const std::string& more, const std::string& mrn = "7001") {
    return hospital_->intake->receive("MSH|^~\\&|ADT|HOSP|CHARTA|HOSP|20260301080000||ADT^A08|" + id +
                                          "|P|2.5.1\rEVN||2026030108000" + id.back() + "\rPID|1||" + mrn +
                                          "^^^HOSP^MR||Marsh^Ada||19610402|F\r" + more,
                                      {"test", "127.0.0.1:1", intake::AckMode::done});
  }
};
CHARTA_ON_BOTH_ENGINES(RestrictedRecords);

TEST_P(RestrictedRecords, ALabelledResourceIsThereOnlyForThoseClearedForIt) {
  const auto nurse = sign_in("nina", {"nurse"}), clerk = sign_in("carl", {"file_clerk"});
  const PatientId ada = patient("Marsh");
  const auto plain = observation(ada), hiv = observation(ada, label("HIV")), substance = observation(ada, label("ETH"));
  EXPECT_TRUE(hospital_->resources->read(clerk.actor, "Observation", plain.text()));
  expect_error(hospital_->resources->read(clerk.actor, "Observation", hiv.text()), ErrorKind::not_found);
  EXPECT_TRUE(hospital_->resources->read(nurse.actor, "Observation", hiv.text()));
  expect_error(hospital_->resources->read(nurse.actor, "Observation", substance.text()), ErrorKind::not_found);
  const std::string all = "patient=" + ada.text() + "&code=2823-3";
  EXPECT_EQ(found(clerk.actor, "Observation", all), 1U);
  EXPECT_EQ(found(nurse.actor, "Observation", all), 2U);
  EXPECT_EQ(found(system_, "Observation", all), 3U);
}

TEST_P(RestrictedRecords, ALabelIsTakenBackByTheVersionThatDoesNotSayItAnyMore) {
  const auto clerk = sign_in("carl", {"file_clerk"});
  const PatientId ada = patient("Marsh");
  const auto hiv = observation(ada, label("HIV"));
  const auto stored = hospital_->resources->read(system_, "Observation", hiv.text()).value();
  std::string body = stored.json;
  const auto from = body.find("\"security\""), until = body.find(']', from);
  body.erase(from - 1, until - from + 2);  // with the comma before it
  const auto written = hospital_->resources->update(system_, "Observation", hiv.text(), body, "");
  ASSERT_TRUE(written) << written.error().message << body;
  EXPECT_TRUE(hospital_->resources->read(clerk.actor, "Observation", hiv.text()));
}

TEST_P(RestrictedRecords, ARestrictedPatientRestrictsWhatIsThereAndWhatComes) {
  const auto nurse = sign_in("nina", {"nurse"}), manager = sign_in("marta", {"him_manager"});
  const PatientId ada = patient("Marsh");
  const auto before = observation(ada);
  document(ada);
  ASSERT_EQ(timeline(nurse.actor, ada), 1);
  relabel(ada, "Marsh", restricted);
  const auto after = observation(ada);
  for (const auto& each : {before, after}) {
    expect_error(hospital_->resources->read(nurse.actor, "Observation", each.text()), ErrorKind::not_found);
    EXPECT_TRUE(hospital_->resources->read(manager.actor, "Observation", each.text()));
  }
  EXPECT_EQ(found(nurse.actor, "Observation", "patient=" + ada.text()), 0U);
  EXPECT_EQ(found(nurse.actor, "Observation", "code=2823-3"), 0U);
  EXPECT_EQ(found(manager.actor, "Observation", "code=2823-3"), 2U);
  EXPECT_EQ(timeline(nurse.actor, ada), 0);
  EXPECT_EQ(timeline(manager.actor, ada), 1);
}

TEST_P(RestrictedRecords, WhatIsNoLongerRestrictedKeepsOnlyItsOwnLabels) {
  const auto clerk = sign_in("carl", {"file_clerk"});
  const PatientId ada = patient("Marsh", restricted);
  const auto plain = observation(ada), hiv = observation(ada, label("HIV")), own = document(ada, restricted);
  document(ada);
  ASSERT_EQ(found(clerk.actor, "Observation", "code=2823-3"), 0U);
  relabel(ada, "Marsh", "");
  EXPECT_TRUE(hospital_->resources->read(clerk.actor, "Observation", plain.text()));
  expect_error(hospital_->resources->read(clerk.actor, "Observation", hiv.text()), ErrorKind::not_found);
  expect_error(hospital_->resources->read(clerk.actor, "DocumentReference", own.text()), ErrorKind::not_found);
  EXPECT_EQ(found(clerk.actor, "Observation", "code=2823-3"), 1U);
  EXPECT_EQ(timeline(clerk.actor, ada), 1) << "the document with a label of its own stays away";
}

TEST_P(RestrictedRecords, ABundleMayWriteTheRestrictedPatientLast) {
  const auto clerk = sign_in("carl", {"file_clerk"});
  const std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[
    {"fullUrl":"urn:uuid:8f1c3a52-6c0b-4d70-9c57-2f0f2d1c9b01","request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation",
     "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"reference":"urn:uuid:8f1c3a52-6c0b-4d70-9c57-2f0f2d1c9b02"}}},
    {"fullUrl":"urn:uuid:8f1c3a52-6c0b-4d70-9c57-2f0f2d1c9b02","request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient","meta":)" +
                             std::string(restricted) + R"(,"name":[{"family":"Marsh"}]}}]})";
  const auto written = hospital_->resources->bundle(system_, bundle, "http://h/fhir");
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(found(system_, "Observation", "code=2823-3"), 1U);
  EXPECT_EQ(found(clerk.actor, "Observation", "code=2823-3"), 0U);
}

TEST_P(RestrictedRecords, WorkItemsOfARestrictedPatientFollow) {
  const auto clerk = sign_in("carl", {"file_clerk"});
  const PatientId ada = patient("Marsh");
  create(
      "ServiceRequest",
      R"({"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"coding":[{"system":"http://loinc.org","code":"24323-8"}],"text":"Panel"},"subject":{"reference":"Patient/)" +
          ada.text() + R"("},"identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:x","value":"P1"}]})");
  worklists::Filter filter;
  filter.kind = "expected-record";
  ASSERT_EQ(hospital_->worklists->list(clerk.actor, filter)->total, 1);
  relabel(ada, "Marsh", restricted);
  EXPECT_EQ(hospital_->worklists->list(clerk.actor, filter)->total, 0);
  EXPECT_EQ(hospital_->worklists->list(system_, filter)->total, 1);
  relabel(ada, "Marsh", "");
  EXPECT_EQ(hospital_->worklists->list(clerk.actor, filter)->total, 1);
}

TEST_P(RestrictedRecords, TheFinderAnnouncesARestrictedPatientToWhomMayBreakTheGlass) {
  const auto nurse = sign_in("nina", {"nurse"}), clerk = sign_in("carl", {"file_clerk"}),
             manager = sign_in("marta", {"him_manager"});
  const PatientId ada = patient("Marsh", restricted);
  const auto closed = find(nurse.actor, "marsh");
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_TRUE(closed[0].restricted);
  EXPECT_TRUE(closed[0].closed);
  EXPECT_TRUE(closed[0].address.empty());
  EXPECT_TRUE(find(clerk.actor, "marsh").empty()) << "whoever may not break the glass does not learn of it";
  expect_error(hospital_->patient_index->banner(nurse.actor, ada), ErrorKind::forbidden);
  expect_error(hospital_->patient_index->banner(clerk.actor, ada), ErrorKind::not_found);
  const auto open = find(manager.actor, "marsh");
  ASSERT_EQ(open.size(), 1U);
  EXPECT_TRUE(open[0].restricted);
  EXPECT_FALSE(open[0].closed);
}

TEST_P(RestrictedRecords, BreakingTheGlassOpensFinderChartAndSearchForThisPatientOnly) {
  const auto nurse = sign_in("nina", {"nurse"});
  const PatientId ada = patient("Marsh", restricted), eve = patient("Marshall", sealed), bob = patient("Marsden", sealed);
  document(ada);
  document(eve);
  const auto psychotherapy = observation(eve, label("PSYTHPN"));
  EXPECT_TRUE(find(nurse.actor, "marsh").size() == 1) << "a sealed record is not announced";
  expect_error(hospital_->patient_index->banner(nurse.actor, eve), ErrorKind::not_found);
  const auto actor = broken(nurse, eve);
  const auto hits = find(actor, "marshall");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_FALSE(hits[0].closed);
  EXPECT_TRUE(hospital_->patient_index->banner(actor, eve)->restricted);
  EXPECT_EQ(find(actor, "1961-04-02").size(), 2U) << "the announced one, and the one that is open now";
  EXPECT_EQ(find(actor, "marsha,ad").size(), 1U);
  EXPECT_EQ(timeline(actor, eve), 1);
  EXPECT_EQ(timeline(actor, ada), 0);
  expect_error(hospital_->patient_index->banner(actor, bob), ErrorKind::not_found);
  expect_error(hospital_->resources->read(actor, "Observation", psychotherapy.text()), ErrorKind::not_found);
  EXPECT_EQ(found(actor, "Observation", "patient=" + eve.text()), 0U) << "psychotherapy notes stay closed: 45 CFR 164.508(a)(2)";
}

TEST_P(RestrictedRecords, TheProtectionIndicatorRestrictsAndIsTakenBack) {
  const auto nurse = sign_in("nina", {"nurse"});
  ASSERT_EQ(send("a1", "PD1||||||||||||Y\rPV1|1|I|W1\r").outcome, intake::Outcome::filed);
  ASSERT_EQ(find(nurse.actor, "7001").size(), 1U);
  EXPECT_TRUE(find(nurse.actor, "7001")[0].closed);
  ASSERT_EQ(send("a2", "PD1||||||||||||\r").outcome, intake::Outcome::filed);
  EXPECT_TRUE(find(nurse.actor, "7001")[0].closed) << "an empty field keeps what stands";
  ASSERT_EQ(send("a3", "PD1||||||||||||N\r").outcome, intake::Outcome::filed);
  EXPECT_FALSE(find(nurse.actor, "7001")[0].restricted);
}

TEST_P(RestrictedRecords, AnAccessRestrictionSegmentRestrictsAndIsTakenBack) {
  const auto nurse = sign_in("nina", {"nurse"});
  ASSERT_EQ(send("b1", "ARV|1|A|ALL|VIP\r").outcome, intake::Outcome::filed);
  const auto patient = find(system_, "7001").at(0);
  const auto json = hospital_->resources->read(system_, "Patient", patient.fhir_id)->json;
  EXPECT_NE(json.find("\"CEL\""), std::string::npos) << json;
  EXPECT_TRUE(find(nurse.actor, "7001").at(0).closed);
  ASSERT_EQ(send("b2", "ARV|1|D|ALL|VIP\r").outcome, intake::Outcome::filed);
  EXPECT_FALSE(find(nurse.actor, "7001").at(0).restricted);
}

TEST_P(RestrictedRecords, AClientDoesNotWriteThePatientsLinks) {
  const PatientId ada = patient("Marsh"), eve = patient("Quill");
  const std::string body = R"({"resourceType":"Patient","id":")" + ada.text() +
                           R"(","link":[{"type":"seealso","other":{"reference":"Patient/)" + eve.text() +
                           R"("}}],"name":[{"family":"Marsh"}]})";
  const auto refused = hospital_->resources->update(system_, "Patient", ada.text(), body, "");
  expect_error(refused, ErrorKind::business_rule);
  EXPECT_EQ(refused.error().location, "Patient.link");
  const std::string without = R"({"resourceType":"Patient","id":")" + ada.text() + R"(","name":[{"family":"Marsh"}]})";
  EXPECT_TRUE(hospital_->resources->update(system_, "Patient", ada.text(), without, ""));
}

TEST_P(RestrictedRecords, OneLookAnswersForAWholeList) {
  const auto clerk = sign_in("carl", {"file_clerk"});
  std::vector<PatientId> all;
  for (int i = 0; i < 20; ++i) all.push_back(patient("Person" + std::string(1, static_cast<char>('a' + i))));
  const PatientId closed = patient("Marsh", restricted);
  all.push_back(closed);
  all.push_back(all.front());
  all.push_back(PatientId());
  const auto hits = hospital_->patient_index->banners(clerk.actor, all);
  ASSERT_TRUE(hits) << hits.error().message;
  EXPECT_EQ(hits->size(), 20U);
  for (const auto& hit : *hits) EXPECT_NE(hit.patient, closed);
  EXPECT_EQ(hospital_->patient_index->banners(system_, {closed})->size(), 1U);
}

}  // namespace
}  // namespace charta::app
