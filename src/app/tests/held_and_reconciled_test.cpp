// SPDX-License-Identifier: Apache-2.0
// A held message as a document over FHIR, and a document that came under a number of an assigner the patient has no number of.
#include "app/tests/hospital_fixture.hpp"
#include "formats/json/json.hpp"

namespace charta::app {
namespace {

class HeldAndReconciled : public testing::HospitalTest {
 protected:
  intake::Received send(const std::string& type, const std::string& id, const std::string& rest) {
    return hospital_->intake->receive("MSH|^~\\&|LAB|HOSP|CHARTA|HOSP|20260301080000||" + type + "|" + id + "|P|2.5.1\r" + rest,
                                      {"test", "127.0.0.1:1", intake::AckMode::done});
  }
};
CHARTA_ON_BOTH_ENGINES(HeldAndReconciled);

TEST_P(HeldAndReconciled, TheFocusOfAHeldMessagesTaskIsADocumentThatCanBeRead) {
  const auto technician = sign_in("tina", {"technician"}), doctor = sign_in("doc", {"physician"});
  const std::string text =
      "PID|1||404^^^HOSP^MR||Nobody^Known||19610402|F\rPV1|1|O\rTXA|1|CN|TX|20260301||||||||D1||||AU\rOBX|1|TX|x||words\r";
  const auto held = send("MDM^T02", "h1", text);
  ASSERT_EQ(held.outcome, intake::Outcome::held);
  worklists::Filter filter;
  filter.kind = "held-message";
  const auto item = hospital_->worklists->list(technician.actor, filter)->items.at(0);
  const auto task = json::Document::parse(hospital_->resources->read(technician.actor, "Task", item.id.text())->json).value();
  const std::string focus(task.root()["focus"]["reference"].text());
  ASSERT_EQ(focus, "DocumentReference/" + held.message.text());
  const auto read = hospital_->resources->read(technician.actor, "DocumentReference", focus.substr(18));
  ASSERT_TRUE(read) << read.error().message;
  const auto document = json::Document::parse(read->json).value();
  const auto attachment = document.root()["content"].at(0)["attachment"];
  EXPECT_EQ(attachment["contentType"].text(), "x-application/hl7-v2+er7");
  const auto bytes = from_base64(attachment["data"].text());
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(bytes->ends_with(text));
  EXPECT_EQ(hospital_->resources->validate("DocumentReference", read->json), "");
  expect_error(hospital_->resources->read(doctor.actor, "DocumentReference", focus.substr(18)), ErrorKind::forbidden);
  expect_error(hospital_->resources->read(technician.actor, "DocumentReference", "0000000000042"), ErrorKind::not_found);
}

TEST_P(HeldAndReconciled, APatientHasTheNumbersOfAllRecordsLinkedWithIt) {
  const PatientId ada = patient("Marsh"), eve = patient("Quill");
  const auto has = [&](PatientId who, std::string_view assigner) {
    return *hospital_->store->read(
        [&](store::Reader& reader) { return hospital_->patient_index->has_number_of(reader, who, assigner); });
  };
  create("Patient", R"({"resourceType":"Patient","name":[{"family":"X"}]})");
  EXPECT_TRUE(has(ada, "urn:oid:1.2.3"));
  EXPECT_FALSE(has(ada, "urn:oid:2.9.9"));
  const auto body =
      R"({"resourceType":"Patient","id":")" + eve.text() +
      R"(","name":[{"family":"Quill"}],"identifier":[{"system":"urn:oid:2.9.9","value":"1","type":{"coding":[{"code":"MR"}]}}]})";
  const auto updated = hospital_->resources->update(system_, "Patient", eve.text(), body, "");
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_FALSE(has(ada, "urn:oid:2.9.9"));
  ASSERT_TRUE(hospital_->patient_index->link(system_, ada, eve, "test"));
  EXPECT_TRUE(has(ada, "urn:oid:2.9.9"));
  EXPECT_TRUE(has(eve, "urn:oid:1.2.3"));
}

}  // namespace
}  // namespace charta::app
