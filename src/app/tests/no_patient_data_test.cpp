// SPDX-License-Identifier: Apache-2.0
// No log line and no error message carries a name, a birth date or a number of a patient, whatever comes in and whatever goes wrong.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/hospital.hpp"
#include "base/log.hpp"
#include "tests/people/people.hpp"
#include "tests/support/test_store.hpp"

namespace charta::app {
namespace {

std::string message(const people::Person& person, const std::string& type, int number, const std::string& rest) {
  return "MSH|^~\\&|LAB|MAIN|CHARTA|MAIN|20260301080000||" + type + "|C" + std::to_string(number) + "|P|2.5.1||||||UNICODE UTF-8\r" + people::pid(person) + "\r" + rest;
}

class NoPatientData : public ::testing::Test {
 protected:
  void SetUp() override {
    log::open(log_file(), log::Level::debug);
    const std::vector<std::string> words{"--data", folder_.path() + "/data"};
    hospital_ = std::move(Hospital::open(read_configuration(Arguments::parse(configuration_options(), words).value()).value(), clock_).value());
  }
  void TearDown() override {
    hospital_.reset();
    log::open("/dev/stderr", log::Level::warning);
  }
  std::string log_file() const { return folder_.path() + "/charta.log"; }

  intake::Received send(const std::string& bytes) { return hospital_->intake->receive(bytes, {"mllp", "10.0.0.7:4711", intake::AckMode::done}); }

  /// What would tell who somebody is; the shortest names are parts of ordinary words.
  static void expect_nobody_in(const std::string& text, const std::string& where) {
    for (const auto& person : people::all) {
      for (const auto part : {person.family, person.given, person.born, person.address}) {
        if (part.size() <= 3) continue;
        EXPECT_EQ(text.find(part), std::string::npos) << part << " stands in " << where;
      }
    }
    EXPECT_EQ(text.find("Carcinoma"), std::string::npos) << "a diagnosis stands in " << where;
  }

  charta::testing::TemporaryFolder folder_;
  ManualClock clock_{*Instant::parse("2026-03-01T12:00:00Z")};
  std::unique_ptr<Hospital> hospital_;
};

TEST_F(NoPatientData, StandsInTheLog) {
  int number = 0;
  for (const auto& person : people::all) {
    send(message(person, "ADT^A28", ++number, ""));
    send(message(person, "ADT^A01", ++number, "PV1|1|I|3W\r"));
    ++number;
    send(message(person, "ORU^R01", number, "OBR|1||F" + std::to_string(number) + "^LAB|1-8^Carcinoma^LN\rOBX|1|ED|1^R||^AP^PDF^Base64^!!!||||||F\r"));
    send(message(person, "ORU^R01", number, "OBR|1||F1^LAB|1-8^Carcinoma^LN\r"));  // another message under its control id
    send(message(person, "QRY^Q99", ++number, ""));
    const std::string whole = message(person, "MDM^T02", ++number, "TXA|1|DS|TX\rOBX|1|TX|1^Carcinoma||words||||||F\r");
    send(whole.substr(4));                                                                                           // no header
    hospital_->intake->receive_truncated(whole.substr(0, 160), {"mllp", "10.0.0.7:4711", intake::AckMode::done});
    hospital_->intake->refuse_too_large(whole, {"mllp", "10.0.0.7:4711", intake::AckMode::done});
  }
  hospital_->intake->set_fault([] { throw std::runtime_error("Marsh Ada 19610402"); });  // what is thrown may hold what the message held
  send(message(people::all[0], "ORU^R01", ++number, "OBR|1||F9^LAB|1-8^Carcinoma^LN\r"));
  std::ifstream in(log_file());
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_NE(text.str().find("intake.alarm"), std::string::npos) << "the log must have been written at all";
  expect_nobody_in(text.str(), "the log");
}

TEST_F(NoPatientData, StandsInErrors) {
  const auto system = access::Actor::system("test");
  const std::string marsh = R"({"resourceType":"Patient","name":[{"family":"Marsh"}],"birthDate":"19610402"})";
  const auto invalid = hospital_->resources->create(system, "Patient", marsh, "");
  ASSERT_FALSE(invalid);
  expect_nobody_in(invalid.error().message + invalid.error().location, "a validation's error");
  const auto search = hospital_->resources->search(system, {"Patient", "marsh=Adele&birthdate=19610402", "", true});
  ASSERT_FALSE(search);
  EXPECT_EQ(search.error().message.find("19610402"), std::string::npos) << search.error().message;
  const auto missing = hospital_->patient_index->banner(system, PatientId(77));
  ASSERT_FALSE(missing);
  expect_nobody_in(missing.error().message, "a banner's error");
  const auto held = send(message(people::all[2], "ORU^R01", 1, "OBR|1||F1^LAB|1-8^Carcinoma^LN\r"));
  ASSERT_EQ(held.outcome, intake::Outcome::held);
  const auto replayed = hospital_->intake->replay(system, held.message, std::nullopt, "");
  ASSERT_FALSE(replayed);
  expect_nobody_in(replayed.error().message, "a replay's error");
  for (const auto& acknowledgement : held.acknowledgements) expect_nobody_in(acknowledgement, "an acknowledgement");
}

}  // namespace
}  // namespace charta::app
