// SPDX-License-Identifier: Apache-2.0
// The pure rules of the floor: what follows for a copy, the order of a run, barcodes, what a call must say.
#include "department/floor_delivery/stat_call.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace charta::floor_delivery {
namespace {

const FloorRules& shipped_floor_rules() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  static const auto rules = FloorRules::read(*book, *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

const std::map<std::string, FloorEvent, std::less<>> floor_events = {{"moved", FloorEvent::moved},
                                                                     {"discharged", FloorEvent::discharged},
                                                                     {"cancelled", FloorEvent::admission_cancelled},
                                                                     {"newer", FloorEvent::newer_version},
                                                                     {"withdrawn", FloorEvent::withdrawn},
                                                                     {"withheld", FloorEvent::withheld},
                                                                     {"wrong-patient", FloorEvent::moved_to_another}};

TEST(WardCopies, FollowTheTableOfCases) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/copies.case");
  ASSERT_GE(cases.size(), 38u);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    Delivery copy;
    Consequence next;
    for (const auto& line : one.lines) {
      if (line.verb == "copy") {
        copy.state = line.words.at(0);
        copy.ward = line.value("for");
        copy.lies_at = line.value("lies");
        if (line.words.size() > 1 && line.words.at(1) == "printed") copy.printed_at = Instant(1);
      } else if (line.verb == "then") {
        next = what_follows(copy, floor_events.at(line.words.at(0)), line.value("to"));
      } else {
        ASSERT_EQ(line.verb, "is");
        EXPECT_EQ(next.event.empty() ? copy.state : next.state, line.words.at(0));
        EXPECT_EQ(next.event.empty() ? "nothing" : next.event, line.words.at(1));
      }
    }
  }
}

TEST(WardCopies, AreMovedByDeclaredStepsAlone) {
  EXPECT_EQ(worklists::check(delivery_machine()), "");
  EXPECT_EQ(worklists::check(stat_call_machine()), "");
  for (const auto state : worklists::states_of(delivery_machine())) {
    for (const auto& [word, event] : floor_events) {
      for (const std::string ward : {"", "3W", "4E"}) {
        for (const bool printed : {false, true}) {
          Delivery copy;
          copy.state = state;
          copy.ward = copy.lies_at = "3W";
          if (printed || state == "on-run" || state == "delivered" || state == "forwarding") copy.printed_at = Instant(1);
          const auto next = what_follows(copy, event, ward);
          if (next.event.empty()) continue;
          const auto step = worklists::step(delivery_machine(), state, next.event);
          ASSERT_TRUE(step) << state << " " << word << ": " << step.error().message;
          EXPECT_EQ((*step)->to, next.state);
        }
      }
    }
  }
}

TEST(FloorRules, FindTheWardOfABed) {
  const auto& rules = shipped_floor_rules();
  ASSERT_NE(rules.ward_of("4W 12 B"), nullptr);
  EXPECT_EQ(rules.ward_of("4W 12 B")->code, "4W");
  EXPECT_EQ(room_of("4W 12 B", rules.ward_of("4W 12 B")), "12 B");
  EXPECT_EQ(rules.ward_of("ICU")->name, "Intensive care");
  EXPECT_EQ(room_of("ICU", rules.ward_of("ICU")), "");
  EXPECT_EQ(rules.ward_of("4WX 12"), nullptr) << "another ward whose name begins alike";
  EXPECT_EQ(rules.ward_of(""), nullptr);
  EXPECT_EQ(rules.ward_of("   "), nullptr);
  EXPECT_EQ(room_of(" lobby ", nullptr), "lobby");
}

TEST(FloorRules, AreRefusedWithTheElement) {
  const std::string delivery =
      R"({"routine_minutes":240,"stat_minutes":30,"call_minutes":30,"classes":["IMP"],"completions":["AU"]})";
  const auto twice = FloorRules::parse(R"({"wards":[{"code":"A"},{"code":"A"}]})", delivery);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().location, "wards");
  const auto never = FloorRules::parse(R"({"wards":[]})", R"({"routine_minutes":0})");
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().location, "routine_minutes");
  EXPECT_TRUE(FloorRules::parse(R"({"wards":[{"code":"4 East"},{"code":"4 East A"}]})", delivery)->ward_of("4 East A 12")->code ==
              "4 East A");
}

TEST(RunSheet, GoesThroughTheWardsAsOneWalks) {
  std::vector<Delivery> copies;
  const auto add = [&](std::int64_t id, const std::string& ward, const std::string& room, bool stat = false) {
    Delivery copy;
    copy.id = DeliveryId(id);
    copy.ward = ward;
    copy.room = room;
    if (stat) copy.priority = worklists::Priority::stat;
    copies.push_back(copy);
  };
  add(1, "6E", "1 A");
  add(2, "2W", "9 B");
  add(3, "", "");
  add(4, "2W", "1 A");
  add(5, "ICU", "2");
  add(6, "2W", "1 A", true);
  sort_for_the_run(copies, shipped_floor_rules());
  std::string order;
  for (const auto& one : copies) order += std::to_string(one.id.key());
  EXPECT_EQ(order, "642513") << "rooms in a ward, STAT first in a room, no ward of this house last";
}

TEST(WardBarcodes, AreReadBackAndTellAWrongCharacter) {
  std::mt19937 random(7);
  for (int i = 0; i < 500; ++i) {
    const UserId user(static_cast<std::int64_t>(random()) * 4096 + 1);
    const std::string badge = badge_barcode(user);
    EXPECT_EQ(user_of_badge(badge), user);
    std::string wrong = badge;
    const std::size_t at = 1 + random() % 13;
    wrong[at] = wrong[at] == '7' ? '8' : '7';
    EXPECT_FALSE(user_of_badge(wrong)) << wrong;
  }
  EXPECT_FALSE(user_of_badge(""));
  EXPECT_FALSE(user_of_badge(copy_barcode(DeliveryId(5)))) << "a copy is no badge";
}

TEST(FloorFigures, CountWhatCameInTimeByWhatCame) {
  std::vector<Delivery> copies(4);
  for (auto& one : copies) one.due_at = Instant(100), one.delivered_at = Instant(100);
  copies[1].delivered_at = Instant(101);
  copies[2].delivered_at.reset();
  copies[3].priority = worklists::Priority::stat;
  const auto figures = on_time(copies);
  EXPECT_EQ(figures.delivered, 3) << "what nobody received is not delivered";
  EXPECT_EQ(figures.on_time, 2) << "at the very moment is in time";
  EXPECT_EQ(figures.stat, 1);
  EXPECT_EQ(figures.stat_on_time, 1);
}

TEST(StatCalls, SayWhoAnsweredAndWhatWasReadBack) {
  const auto location = [](CallAttempt attempt) {
    const auto checked = check_attempt(attempt);
    return checked ? std::string("fine") : checked.error().location;
  };
  CallAttempt told;
  told.outcome = "told";
  EXPECT_EQ(location(told), "who_answered");
  told.who_answered = "Nurse Abara, 3W";
  EXPECT_EQ(location(told), "fine") << "told, and not read back: it stays open";
  told.is_confirmed = true;
  EXPECT_EQ(location(told), "read_back");
  told.read_back = "potassium six point eight";
  EXPECT_EQ(location(told), "fine");
  told.outcome = "no-answer";
  EXPECT_EQ(location(told), "confirmed") << "nobody can have read it back";
  told.outcome = "rang";
  EXPECT_EQ(location(told), "outcome");
  CallAttempt long_one;
  long_one.outcome = "no-answer";
  long_one.telephone = std::string(2001, '1');
  EXPECT_EQ(location(long_one), "read_back");
}

}  // namespace
}  // namespace charta::floor_delivery
