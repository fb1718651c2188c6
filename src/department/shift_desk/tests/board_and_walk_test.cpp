// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/stat_board.hpp"
#include "department/shift_desk/walk.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <map>

namespace charta::shift_desk {
namespace {

using paper_charts::Place;
using paper_charts::PlaceId;
using paper_charts::PlaceKind;
using paper_charts::RequisitionId;
const std::string case_folder = CHARTA_SOURCE_FOLDER "/src/department/shift_desk/tests/cases/";

/// "08:15" or "08:15:30" of one day; 24:05 is the next.
Instant of_day(const std::string& text) {
  const std::int64_t hours = std::stoll(text.substr(0, 2)), minutes = std::stoll(text.substr(3, 2));
  const std::int64_t seconds = text.size() > 5 ? std::stoll(text.substr(6)) : 0;
  return Instant::parse("2026-03-01T00:00:00Z")->plus(std::chrono::seconds(hours * 3600 + minutes * 60 + seconds));
}

TEST(Countdown, SaysWhatTheTableOfCasesSays) {
  int run = 0;
  for (const auto& one : charta::testing::read_cases(case_folder + "countdown.case"))
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      const auto left = countdown(of_day(line.words.at(2)), of_day(line.words.at(0)), std::chrono::minutes(60));
      EXPECT_EQ(left.words, line.words.at(4));
      EXPECT_EQ(std::to_string(left.seconds), line.value("seconds"));
      EXPECT_EQ(left.stage, line.value("stage"));
      ++run;
    }
  EXPECT_GE(run, 10);
}

// The night of 1 November 2026 in New York has 25 hours: a promise is a moment, and what is left are its seconds.
TEST(Countdown, CountsTheHourThatTheClockRepeats) {
  const auto zone = *TimeZone::open("America/New_York");
  const Instant evening = zone.to_instant(*Date::parse("2026-10-31"), std::chrono::hours(23));
  const Instant morning = zone.to_instant(*Date::parse("2026-11-01"), std::chrono::hours(7));
  EXPECT_EQ(countdown(morning, evening, std::chrono::minutes(60)).words, "in 9 h");
  const Instant spring = zone.to_instant(*Date::parse("2026-03-07"), std::chrono::hours(23));
  EXPECT_EQ(countdown(zone.to_instant(*Date::parse("2026-03-08"), std::chrono::hours(7)), spring, std::chrono::minutes(60)).words,
            "in 7 h");
}

TEST(Board, ShowsStatAndUrgentAlwaysAndTheRestWhenTheirPromiseIsNear) {
  paper_charts::Requisition one;
  const Instant now = of_day("08:00");
  one.needed_at = of_day("09:00");
  EXPECT_TRUE(is_on_board(one, now, std::chrono::minutes(60)));
  one.needed_at = of_day("09:01");
  EXPECT_FALSE(is_on_board(one, now, std::chrono::minutes(60)));
  one.priority = worklists::Priority::urgent;
  EXPECT_TRUE(is_on_board(one, now, std::chrono::minutes(60)));
  one.state = "delivered";
  EXPECT_FALSE(is_on_board(one, now, std::chrono::minutes(60)));
}

TEST(Board, StandsInTheOrderOfServiceAndThenOfThePromise) {
  std::vector<BoardLine> lines(4);
  const auto set = [&](std::size_t at, worklists::Priority priority, const std::string& promised) {
    lines[at].line.requisition.priority = priority;
    lines[at].line.requisition.needed_at = of_day(promised);
    lines[at].line.requisition.id = RequisitionId(static_cast<std::int64_t>(at) + 1);
  };
  set(0, worklists::Priority::routine, "07:00");
  set(1, worklists::Priority::stat, "08:20");
  set(2, worklists::Priority::urgent, "08:00");
  set(3, worklists::Priority::stat, "08:10");
  sort_board(lines);
  std::string order;
  for (const auto& one : lines) order += std::to_string(one.line.requisition.id.key());
  EXPECT_EQ(order, "4231") << "a late routine request never stands before a STAT";
}

TEST(Board, NamesTheNextActOfOnePerson) {
  EXPECT_EQ(next_act("approved", "in-file"), "take");
  EXPECT_EQ(next_act("on-pull-list", "out"), "collect");
  EXPECT_EQ(next_act("approved", "missing"), "hunt");
  EXPECT_EQ(next_act("approved", "off-site"), "order");
  EXPECT_EQ(next_act("requested", "in-file"), "approve");
  EXPECT_EQ(next_act("pulled", "out"), "deliver");
  EXPECT_EQ(next_act("in-transit", "out"), "deliver");
}

Place place_at(std::int64_t key, PlaceKind kind, const std::string& name, std::int64_t walk = 0) {
  Place place;
  place.id = PlaceId(key);
  place.kind = kind;
  place.name = place.path = name;
  place.walk = walk;
  return place;
}

/// "2.1": site, room, bay 2, shelf 1; anything else: a borrower of the house. The walk of bay 1 is 1, so that names do not
/// decide.
Way way_to(const std::string& name) {
  static const std::map<std::string, std::int64_t> borrowers{
      {"medicine", 901}, {"cardiology", 902}, {"emergency", 903}, {"vendor", 904}};
  const Place site = place_at(1, PlaceKind::site, "house");
  if (const auto found = borrowers.find(name); found != borrowers.end())
    return {site, place_at(found->second, PlaceKind::ward, name)};
  const std::int64_t bay = std::stoll(name.substr(0, 1)), shelf = std::stoll(name.substr(2));
  return {site, place_at(2, PlaceKind::room, "room"), place_at(10 + bay, PlaceKind::bay, "bay " + std::to_string(9 - bay), bay),
          place_at(100 + bay * 10 + shelf, PlaceKind::shelf, name, shelf)};
}

struct WalkCase {
  std::vector<Errand> errands;
  Way from;
  bool calls = false;
};

Errand errand_of(const charta::testing::CaseLine& line) {
  Errand one;
  one.requisition = RequisitionId(line.words.at(0).front());
  one.priority = *worklists::parse_priority(line.words.at(1));
  one.promised = of_day(line.value("promised"));
  const std::string at = line.value("at");
  const bool is_shelf = at.find('.') != std::string::npos;
  const std::string volume = at == "missing" ? "missing" : at == "vendor" ? "off-site" : is_shelf ? "in-file" : "out";
  one.next = next_act(line.has("state") ? line.value("state") : "approved", volume);
  one.filing_key = line.value("key");
  one.stands = way_to(at == "missing" ? "2.2" : at);
  one.goes_to = way_to(line.value("to"));
  return one;
}

std::string letters(const std::vector<RequisitionId>& ids) {
  std::string text;
  for (const auto id : ids) text += static_cast<char>(id.key());
  return text;
}

std::vector<std::string> steps_of(const Walk& walk) {
  std::vector<std::string> all;
  for (const auto& step : walk.steps) all.push_back(std::string(step.act) + ":" + step.path + ":" + letters(step.requisitions));
  return all;
}

TEST(WalkOfOne, IsWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(case_folder + "walk.case");
  ASSERT_GE(cases.size(), 10U);
  for (const auto& one : cases) {
    WalkCase given;
    for (const auto& line : one.lines) {
      SCOPED_TRACE(one.title + ", line " + std::to_string(line.number));
      if (line.verb == "want") given.errands.push_back(errand_of(line));
      if (line.verb == "from") given.from = way_to(line.words.front());
      if (line.verb == "calls") given.calls = true;
      const auto walk = plan_walk(given.errands, given.from, given.calls);
      if (line.verb == "goes") {
        EXPECT_EQ(steps_of(walk), line.words);
      }
      if (line.verb == "rounds") {
        std::vector<std::string> rounds;
        for (const auto& step : walk.steps) rounds.push_back(std::to_string(step.round));
        EXPECT_EQ(rounds, line.words);
      }
      if (line.verb == "leaves") {
        std::vector<std::string> left;
        for (const auto& out : walk.left_out) left.push_back(letters({out.requisition}) + ":" + std::string(out.why));
        EXPECT_EQ(left, line.words);
      }
    }
  }
}

TEST(WalkOfOne, LosesNoRequestAndTakesNoneTwice) {
  unsigned random = 1;
  const auto below = [&](unsigned limit) { return (random = random * 1'103'515'245U + 12'345U) >> 16U & 0x7fffU % limit; };
  static const char* places[] = {"1.1", "1.2", "2.1", "3.2", "4.1", "5.2", "medicine", "cardiology", "vendor"};
  for (int round = 0; round < 200; ++round) {
    std::vector<Errand> errands;
    for (std::int64_t key = 1; key <= 12; ++key) {
      Errand one;
      one.requisition = RequisitionId(key);
      one.priority = static_cast<worklists::Priority>(below(3) % 3);
      one.promised = of_day("08:00").plus(std::chrono::minutes(below(240)));
      const std::string at = places[below(9) % 9];
      one.next = next_act("approved", at == "vendor" ? "off-site" : at.find('.') != std::string::npos ? "in-file" : "out");
      one.stands = way_to(at);
      one.goes_to = way_to("emergency");
      errands.push_back(one);
    }
    const auto walk = plan_walk(errands, way_to(places[below(6) % 6]), false);
    std::map<std::int64_t, int> fetched, brought;
    for (const auto& step : walk.steps)
      for (const auto id : step.requisitions) ++(step.act == "deliver" ? brought : fetched)[id.key()];
    for (const auto& one : walk.left_out) ++fetched[one.requisition.key()], ++brought[one.requisition.key()];
    for (std::int64_t key = 1; key <= 12; ++key) {
      EXPECT_EQ(fetched[key], 1) << key;
      EXPECT_EQ(brought[key], 1) << key;
    }
  }
}

}  // namespace
}  // namespace charta::shift_desk
