// SPDX-License-Identifier: Apache-2.0
#include "department/training/look_alikes.hpp"

#include "department/training/simulation.hpp"
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::training {
namespace {

const Instant look_alikes_begin = *Instant::parse("2025-03-01T00:00:00Z");

std::vector<SimulatedMessage> simulated_messages(const SimulationOptions& options, std::size_t count) {
  HospitalSimulation simulation(7, look_alikes_begin, options);
  std::vector<SimulatedMessage> all;
  while (all.size() < count) all.push_back(*simulation.next());
  return all;
}

SimulationOptions with_look_alikes() {
  SimulationOptions options;
  options.look_alikes = true;
  return options;
}

TEST(LookAlikes, AreOnePersonOrTwoAndEveryNumberIsItsOwn) {
  const auto all = look_alikes(look_alikes_begin.utc_date());
  std::set<std::string> numbers;
  int one = 0, two = 0;
  for (const LookAlikes& pair : all) {
    ++(pair.one_person ? one : two);
    for (const Person& person : {pair.first, pair.second}) {
      EXPECT_TRUE(numbers.insert(person.mrn).second) << person.mrn;
      EXPECT_LE(person.born, look_alikes_begin.utc_date());
    }
  }
  EXPECT_GE(one, 8);
  EXPECT_GE(two, 3) << "twins, generations, two social security numbers";
}

TEST(LookAlikes, AreRegisteredOneAfterTheOther) {
  const auto pairs = look_alikes(look_alikes_begin.utc_date());
  const auto messages = simulated_messages(with_look_alikes(), pairs.size() * 3);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_EQ(messages[3 * i].type, "ADT^A04");
    EXPECT_EQ(messages[3 * i].mrn, pairs[i].first.mrn);
    EXPECT_EQ(messages[3 * i + 1].type, "ORU^R01");
    EXPECT_EQ(messages[3 * i + 2].type, "ADT^A28");
    EXPECT_EQ(messages[3 * i + 2].mrn, pairs[i].second.mrn);
    const auto message = hl7v2::Message::parse(messages[3 * i + 2].bytes);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->text("PID-19"), pairs[i].second.ssn);
    EXPECT_EQ(message->text("PID-25"), pairs[i].second.birth_order > 0 ? std::to_string(pairs[i].second.birth_order) : "");
  }
}

TEST(LookAlikes, LeaveTheRestOfTheStreamAsItIs) {
  const std::size_t own = look_alikes(look_alikes_begin.utc_date()).size() * 3;
  const auto without = simulated_messages({}, 1000);
  const auto all = simulated_messages(with_look_alikes(), 1000 + own);
  for (std::size_t i = 0; i < without.size(); ++i) ASSERT_EQ(all[i + own].bytes, without[i].bytes) << i;
}

}  // namespace
}  // namespace charta::training
