// SPDX-License-Identifier: Apache-2.0
// The first day of the demo hospital: the index asks about every two people who look alike, and about nobody else of that day.
#include "department/training/look_alikes.hpp"

#include "app/tests/hospital_fixture.hpp"
#include "department/training/simulation.hpp"

#include <set>

namespace charta::app {
namespace {

class LookAlikesOfTheDemo : public testing::HospitalTest {};
CHARTA_ON_BOTH_ENGINES(LookAlikesOfTheDemo);

TEST_P(LookAlikesOfTheDemo, AreAskedAboutTwoByTwo) {
  training::SimulationOptions options;
  options.look_alikes = true;
  options.known_people = 120;
  options.beds = 20;
  const Instant opening = clock_.now();
  training::HospitalSimulation simulation(21, opening, options);
  while (auto message = simulation.next()) {
    if (message->at >= opening.plus(std::chrono::hours(4))) break;
    clock_.set(message->at);
    hospital_->intake->receive(message->bytes, {"test", "127.0.0.1", intake::AckMode::done});
  }
  while (hospital_->identity->catch_up().value() > 0) continue;
  worklists::Filter filter;
  filter.kind = "identity";
  filter.limit = 200;
  std::set<std::pair<std::int64_t, std::int64_t>> asked;
  for (const auto& item : hospital_->worklists->list(system_, filter).value().items)
    asked.emplace(item.subject, item.second_subject);
  for (const auto& two : training::look_alikes(opening.utc_date())) {
    if (two.story == "father and son of one name") continue;  // told apart by their birth dates: the index need not ask
    const auto find = [&](const std::string& mrn) {
      const auto hits = hospital_->patient_index->find(system_, mrn, 2).value();
      return hits.size() == 1 ? hits[0].patient.key() : 0;
    };
    const auto first = find(two.first.mrn), second = find(two.second.mrn);
    ASSERT_NE(first, 0) << two.story;
    ASSERT_NE(second, 0) << two.story;
    EXPECT_TRUE(asked.contains({first, second})) << two.story;
  }
}

}  // namespace
}  // namespace charta::app
