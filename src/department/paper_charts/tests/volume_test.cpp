// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/volume.hpp"

#include "department/paper_charts/requisition.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <map>

namespace charta::paper_charts {
namespace {

const Instant now_here = *Instant::parse("2026-03-01T08:00:00Z");
const Instant yesterday = *Instant::parse("2026-02-28T08:00:00Z");

Place place_named(const std::string& name) {
  static const std::map<std::string, std::pair<std::int64_t, PlaceKind>> places{
      {"file", {1, PlaceKind::room}}, {"other-file", {2, PlaceKind::room}},         {"cart", {3, PlaceKind::cart}},
      {"ward", {4, PlaceKind::ward}}, {"clinic", {5, PlaceKind::clinic}},           {"vendor", {6, PlaceKind::vendor}},
      {"box", {7, PlaceKind::box}},   {"institution", {8, PlaceKind::institution}}, {"closed-ward", {9, PlaceKind::ward}},
  };
  const auto& [key, kind] = places.at(name);
  Place place;
  place.id = PlaceId(key);
  place.kind = kind;
  place.name = place.path = name;
  place.room = kind == PlaceKind::room ? place.id : PlaceId(kind == PlaceKind::cart ? 1 : 0);
  place.is_open = name != "closed-ward";
  return place;
}

struct Scene {
  Volume volume;
  Circumstances given;
  MovementCommand command;
};

void set_record(Scene& scene, const charta::testing::CaseLine& line) {
  scene = {};
  scene.volume.id = VolumeId(1);
  scene.volume.state = line.value("state");
  scene.volume.since = yesterday;
  scene.given.now = now_here;
  scene.given.place = place_named(line.value("place"));
  scene.given.home = place_named("file");
  scene.volume.place = scene.given.place->id;
  scene.volume.home = scene.given.home->id;
  scene.given.needs_purpose = line.has("sensitive");
  scene.given.asked_for_by = line.value("asked-for");
}

void set_command(Scene& scene, const charta::testing::CaseLine& line) {
  auto& command = scene.command;
  command.kind = line.words.front();
  if (line.has("to")) {
    scene.given.to = place_named(line.value("to"));
    command.to = scene.given.to->id;
    scene.given.loan = {now_here.plus(std::chrono::hours(72)), "paper-charts/loans@1"};
  }
  if (line.has("at")) scene.given.at = place_named(line.value("at"));
  command.confirmed = line.all("confirmed");
  command.purpose = line.value("purpose");
  command.reason = line.value("reason");
  command.certificate = line.value("certificate");
  if (line.has("into")) command.into = VolumeId(std::stoll(line.value("into")));
}

void expect_refusal(const Result<Decision>& decision, ErrorKind kind, const std::string& location) {
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().kind, kind) << decision.error().message;
  EXPECT_EQ(decision.error().location, location) << decision.error().message;
}

void expect(const Scene& scene, const charta::testing::CaseLine& line) {
  const auto decision = decide(scene.volume, scene.command, scene.given);
  if (line.has("asks")) return expect_refusal(decision, ErrorKind::business_rule, "confirm:" + line.value("asks"));
  if (line.has("missing")) return expect_refusal(decision, ErrorKind::missing, line.value("missing"));
  if (line.has("invalid")) return expect_refusal(decision, ErrorKind::invalid, line.value("invalid"));
  if (!line.words.empty() && line.words.front() == "refused") {
    ASSERT_FALSE(decision);
    EXPECT_EQ(decision.error().kind, ErrorKind::business_rule);
    EXPECT_FALSE(decision.error().location.starts_with("confirm:")) << "a refusal is no question";
    return;
  }
  ASSERT_TRUE(decision) << decision.error().message;
  if (!line.words.empty() && line.words.front() == "nothing") {
    EXPECT_TRUE(decision->movements.empty());
    EXPECT_FALSE(decision->says.empty());
    EXPECT_EQ(decision->after.state, scene.volume.state);
    return;
  }
  std::string by;
  for (const auto& one : decision->movements) by += (by.empty() ? "" : ",") + one.kind;
  EXPECT_EQ(by, line.value("by"));
  EXPECT_EQ(decision->after.state, line.value("state"));
  EXPECT_EQ(decision->after.place, place_named(line.value("place")).id);
  EXPECT_EQ(decision->movements.back().to, decision->after.place) << "a volume stands where its last movement brought it";
}

TEST(VolumeMovement, FollowsTheTableOfCases) {
  const auto cases = charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/paper_charts/tests/cases/movements.case");
  ASSERT_GT(cases.size(), 15U);
  for (const auto& one : cases) {
    Scene scene;
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      if (line.verb == "record") set_record(scene, line);
      if (line.verb == "say") set_command(scene, line);
      if (line.verb == "becomes") expect(scene, line);
    }
  }
}

Scene lent_to_ward() {
  Scene scene;
  charta::testing::CaseLine record{"record", {}, {{"state", "in-file"}, {"place", "file"}}};
  charta::testing::CaseLine said{"say", {"charge-out"}, {{"to", "ward"}}};
  set_record(scene, record);
  set_command(scene, said);
  return scene;
}

// IFHIMA Education Module 4: whoever took it answers for it until the department records the onward move.
TEST(VolumeMovement, TheBorrowerIsResponsibleUntilTheNextMoveIsRecorded) {
  auto scene = lent_to_ward();
  const auto out = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->after.place, place_named("ward").id);
  ASSERT_TRUE(out->after.due_at);
  EXPECT_EQ(out->after.rule, "paper-charts/loans@1");
  scene.volume = out->after;
  scene.given.place = place_named("ward");
  scene.command = {};
  scene.command.kind = "check-in";
  scene.given.to.reset();
  const auto back = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->after.due_at) << "what is back is due no more";
  EXPECT_TRUE(back->after.rule.empty());
}

TEST(VolumeMovement, AScanOfADeviceWhoseClockRunsAheadIsAskedAbout) {
  auto scene = lent_to_ward();
  scene.command.said_at = now_here.plus(std::chrono::hours(3));
  expect_refusal(decide(scene.volume, scene.command, scene.given), ErrorKind::business_rule, "confirm:device-clock");
  scene.command.confirmed = {"device-clock"};
  const auto taken = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->movements.front().at, now_here) << "never dated into the future";
}

TEST(VolumeMovement, AFewMinutesOfDifferenceBetweenClocksAreNothing) {
  auto scene = lent_to_ward();
  scene.command.said_at = now_here.plus(std::chrono::minutes(2));
  EXPECT_TRUE(decide(scene.volume, scene.command, scene.given));
}

TEST(VolumeMovement, AScanMadeBeforeTheLastRecordedMoveNeverPutsTheVolumeBackInTime) {
  auto scene = lent_to_ward();
  scene.command.said_at = yesterday.plus(-std::chrono::hours(1));
  expect_refusal(decide(scene.volume, scene.command, scene.given), ErrorKind::business_rule, "confirm:recorded-later");
  scene.command.confirmed = {"recorded-later"};
  const auto taken = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(taken);
  EXPECT_GE(taken->after.since, yesterday);
}

TEST(VolumeMovement, WhatADeviceSaidKeepsItsTimeAndTheTimeTheHouseHeardOfIt) {
  auto scene = lent_to_ward();
  scene.command.said_at = now_here.plus(-std::chrono::hours(2));
  const auto taken = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->movements.front().at, *scene.command.said_at);
  EXPECT_EQ(taken->movements.front().recorded_at, now_here);
}

TEST(VolumeMovement, ARequestLeavesTheTermOfALoanAlone) {
  Scene scene;
  set_record(scene, {"record", {}, {{"state", "out"}, {"place", "ward"}}});
  scene.volume.due_at = now_here;
  scene.command.kind = "clinic-request";
  const auto asked = decide(scene.volume, scene.command, scene.given);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->after.due_at, now_here);
  EXPECT_EQ(asked->after.since, yesterday);
}

TEST(FileRoomMachines, AreDeclaredWithoutADeadEnd) {
  for (const auto* machine : {&volume_machine(), &requisition_machine(), &loan_machine(), &missing_machine()})
    EXPECT_EQ(worklists::check(*machine), "") << machine->kind;
}

TEST(FileRoomMachines, EveryStateOfAVolumeHasAWayBackToTheFileButTheTwoEnds) {
  const auto& machine = volume_machine();
  for (const auto state : worklists::states_of(machine)) {
    if (worklists::is_final(machine, state) || state == "in-file") continue;
    bool comes_back = false;
    for (const auto& step : machine.transitions) comes_back = comes_back || (step.from == state && step.to == "in-file");
    EXPECT_TRUE(comes_back) << state;
  }
}

PullLine pull_line(std::int64_t id, const std::string& number, worklists::Priority priority, const std::string& state = "in-file",
                   std::int64_t walk = 0, const std::string& place = "File room") {
  PullLine line;
  line.requisition.id = RequisitionId(id);
  line.requisition.priority = priority;
  line.volume.filing_key = filing_key(FilingOrder::terminal_digit, number);
  line.volume.state = state;
  line.walk = walk;
  line.place = place;
  return line;
}

TEST(PullList, IsWalkedStatFirstThenShelfAfterShelfAndWhatIsOutLast) {
  using worklists::Priority;
  std::vector<PullLine> lines{
      pull_line(1, "10-00-99", Priority::routine),
      pull_line(2, "10-00-98", Priority::routine, "out", 0, "Ward 3"),
      pull_line(3, "99-99-10", Priority::stat),
      pull_line(4, "11-00-99", Priority::routine),
      pull_line(5, "10-00-01", Priority::routine, "in-file", 2),
      pull_line(6, "10-00-97", Priority::urgent),
      pull_line(7, "10-00-02", Priority::routine, "out", 0, "Clinic"),
  };
  sort_for_walking(lines);
  std::vector<std::int64_t> order;
  for (const auto& line : lines) order.push_back(line.requisition.id.key());
  EXPECT_EQ(order, (std::vector<std::int64_t>{3, 6, 1, 4, 5, 7, 2}));
}

TEST(RetrievalFigures, CountWhatWasAskedFilledAndFilledInTime) {
  const auto at = [](int minutes) { return now_here.plus(std::chrono::minutes(minutes)); };
  std::vector<Requisition> all(5);
  for (auto& one : all) {
    one.requested_at = at(0);
    one.needed_at = at(15);
    one.state = "delivered";
  }
  all[0].priority = worklists::Priority::stat;
  all[0].delivered_at = at(9);
  all[1].priority = worklists::Priority::stat;
  all[1].delivered_at = at(31);
  all[2].needed_at = at(240);
  all[2].pulled_at = at(90);
  all[3].state = "not-fillable";
  all[4].state = "cancelled";
  const auto figures = figures_of(all);
  EXPECT_EQ(figures.asked, 4) << "what was taken back was never asked";
  EXPECT_EQ(figures.filled, 3);
  EXPECT_EQ(figures.filled_in_time, 2);
  EXPECT_EQ(figures.not_filled, 1);
  EXPECT_EQ(figures.stat, 2);
  EXPECT_EQ(figures.stat_minutes_median, 31);
  EXPECT_EQ(figures.routine_minutes_median, 90);
}

}  // namespace
}  // namespace charta::paper_charts
