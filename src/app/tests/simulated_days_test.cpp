// SPDX-License-Identifier: Apache-2.0
// Two simulated days through the whole hospital: each message becomes what the simulation, which knows the truth, says it must.
#include "app/hospital.hpp"
#include "department/training/simulation.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <map>

namespace charta::app {
namespace {

constexpr Instant opening{1'772'323'200'000};  // 2026-03-01T00:00:00Z

Configuration configuration_in(const std::string& folder) {
  const std::vector<std::string> words{"--data", folder};
  return read_configuration(Arguments::parse(configuration_options(), words).value()).value();
}

/// What intake made of a message, in the simulation's words.
std::string outcome_of(intake::Outcome outcome) {
  switch (outcome) {
    case intake::Outcome::filed:
      return "filed";
    case intake::Outcome::held:
      return "held";
    case intake::Outcome::duplicate:
      return "duplicate";
    case intake::Outcome::changed_duplicate:
      return "refused";
    default:
      return std::string(intake::outcome_code(outcome));
  }
}

std::string expected_outcome(const training::SimulatedMessage& message) {
  if (message.expected.outcome == training::Outcome::filed_unsolicited) return "filed";
  return std::string(training::name_of(message.expected.outcome));
}

class SimulatedDays : public ::testing::Test {
 protected:
  void SetUp() override { hospital_ = std::move(Hospital::open(configuration_in(folder_.path()), clock_).value()); }

  charta::testing::TemporaryFolder folder_;
  ManualClock clock_{opening};
  std::unique_ptr<Hospital> hospital_;
};

TEST_F(SimulatedDays, EveryMessageBecomesWhatTheTruthSays) {
  training::SimulationOptions options;
  options.beds = 60;
  options.known_people = 120;
  training::HospitalSimulation simulation(21, opening, options);
  std::map<std::string, int> seen;
  std::vector<std::string> differences;
  while (auto message = simulation.next()) {
    if (message->at >= opening.plus(std::chrono::hours(48))) break;
    clock_.set(message->at);
    const auto received = hospital_->intake->receive(message->bytes, {"test", "127.0.0.1", intake::AckMode::done});
    const std::string became = outcome_of(received.outcome);
    ++seen[became];
    if (became != expected_outcome(*message))
      differences.push_back(message->type + " " + message->control_id + ": " + became + ", expected " +
                            expected_outcome(*message) + " " + message->expected.reason + " (" + message->story + ")");
  }
  for (std::size_t i = 0; i < differences.size() && i < 15; ++i) ADD_FAILURE() << differences[i];
  EXPECT_EQ(differences.size(), 0U);
  EXPECT_GT(seen["filed"], 300);
  for (const auto& [outcome, count] : seen) std::printf("%s %d\n", outcome.c_str(), count);
  const auto verified = hospital_->ledger->verify();
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds) << verified->first_broken;
}

TEST_F(SimulatedDays, EveryOrderIsFulfilledCancelledOrStillExpected) {
  training::SimulationOptions options;
  options.beds = 40;
  options.known_people = 60;
  options.faults = training::FaultRates::none();
  training::HospitalSimulation simulation(5, opening, options);
  while (auto message = simulation.next()) {
    if (message->at >= opening.plus(std::chrono::hours(36))) break;
    clock_.set(message->at);
    ASSERT_EQ(outcome_of(hospital_->intake->receive(message->bytes, {"test", "127.0.0.1", intake::AckMode::done}).outcome),
              "filed")
        << message->story;
  }
  const auto system = access::Actor::system("test");
  worklists::Filter all;
  all.kind = "expected-record";
  all.include_closed = true;
  all.limit = 500;
  const auto page = hospital_->worklists->list(system, all);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_GE(page->total, static_cast<std::int64_t>(simulation.truth().orders));
  std::int64_t closed = 0;
  for (const auto& item : page->items) closed += item.closed_at.has_value();
  EXPECT_GT(closed, 0);
}

}  // namespace
}  // namespace charta::app
