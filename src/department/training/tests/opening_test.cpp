// SPDX-License-Identifier: Apache-2.0
// The charts that the simulated hospital brings with it: one of thousands of entries, one that is protected.
#include "department/training/simulation.hpp"
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::training {
namespace {

const Instant opening_day = *Instant::parse("2025-03-01T00:00:00Z");

std::vector<SimulatedMessage> first_messages(const SimulationOptions& options, std::size_t count) {
  HospitalSimulation simulation(7, opening_day, options);
  std::vector<SimulatedMessage> all;
  while (all.size() < count) all.push_back(*simulation.next());
  return all;
}

SimulationOptions with(int treatments, bool protected_person) {
  SimulationOptions options;
  options.treatments = treatments;
  options.protected_person = protected_person;
  return options;
}

TEST(Opening, ADialysisPatientIsRegisteredBeforeHisReportsCome) {
  const auto messages = first_messages(with(250, false), 4);
  EXPECT_EQ(messages[0].type, "ADT^A04");
  const auto registered = hl7v2::Message::parse(messages[0].bytes);
  ASSERT_TRUE(registered);
  EXPECT_EQ(registered->text("PV1-44"), "20250228232000") << "the visit is of today, so what it owes is not late";
  std::set<std::string> fillers;
  std::string last;
  for (std::size_t i = 1; i < messages.size(); ++i) {
    const auto message = hl7v2::Message::parse(messages[i].bytes);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(messages[i].type, "ORU^R01");
    EXPECT_EQ(messages[i].expected.outcome, Outcome::filed_unsolicited);
    EXPECT_EQ(message->text("PID-3.1"), messages[0].mrn);
    EXPECT_FALSE(message->text("PV1-19.1").empty()) << "the reports belong to his standing visit";
    for (const auto& segment : message->segments()) {
      if (segment.name() != "OBR") continue;
      EXPECT_TRUE(fillers.insert(std::string(segment.field(3).text(1))).second);
      const std::string at(segment.field(7).text());
      EXPECT_LE(last, at) << "the oldest first";
      EXPECT_LT(at, "20250301000000");
      last = at;
    }
  }
  EXPECT_EQ(fillers.size(), 250U);
}

TEST(Opening, AProtectedPersonIsMarkedInPD1) {
  const auto messages = first_messages(with(0, true), 2);
  const auto registered = hl7v2::Message::parse(messages[0].bytes);
  ASSERT_TRUE(registered);
  EXPECT_EQ(registered->text("PD1-12"), "Y");
  const auto notes = hl7v2::Message::parse(messages[1].bytes);
  ASSERT_TRUE(notes);
  EXPECT_EQ(notes->text("PID-3.1"), messages[0].mrn);
}

TEST(Opening, TheRestOfTheStreamDoesNotDependOnIt) {
  const auto without = first_messages({}, 2000);
  const auto all = first_messages(with(250, true), 2006);
  for (std::size_t i = 0; i < without.size(); ++i) ASSERT_EQ(all[i + 6].bytes, without[i].bytes) << i;
}

TEST(Opening, CountsInTheTruth) {
  HospitalSimulation simulation(7, opening_day, with(250, true));
  for (int i = 0; i < 6; ++i) simulation.next();
  EXPECT_EQ(simulation.truth().messages, 6U);
  EXPECT_EQ(simulation.truth().count(Outcome::filed_unsolicited), 4U);
}

}  // namespace
}  // namespace charta::training
