// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/hand_off.hpp"
#include "department/shift_desk/lone_work.hpp"
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

#include <map>

namespace charta::shift_desk {
namespace {

const rules::RuleBook& shipped_book() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  return *book;
}

ShiftRules shipped_rules() {
  const auto read = ShiftRules::read(shipped_book(), *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(read) << read.error().message;
  return *read;
}

Instant at(const std::string& text) {
  return *Instant::parse(text);
}

TEST(ShiftRules, PassTheirOwnCases) {
  const auto rules = shipped_rules();
  const auto* rule = *shipped_book().in_force("operations/shift-desk", *Date::parse("2026-03-01"), "US");
  const auto tests = json::Document::parse(rule->tests);
  int run = 0;
  for (const auto test : tests->root()) {
    SCOPED_TRACE(std::string(test["name"].text()));
    if (const auto minutes = test["given"]["minutes"].integer()) {
      const auto watch = with_sign({}, at("2026-03-01T22:00:00Z"), rules);
      EXPECT_EQ(is_missed(watch, at("2026-03-01T22:00:00Z").plus(std::chrono::minutes(*minutes)), rules),
                test["expect"]["missed"].boolean());
    } else {
      EXPECT_EQ(next_change(rules, at(std::string(test["given"]["now"].text())), TimeZone::utc()).text(),
                test["expect"]["change"].text());
    }
    ++run;
  }
  EXPECT_EQ(run, 3);
}

// New York sets its clocks back on 1 November 2026 and forward on 8 March: the wall decides, not a number of hours.
TEST(ShiftChange, FollowsTheClockOnTheWallThroughBothChangesOfClocks) {
  const auto zone = *TimeZone::open("America/New_York");
  const auto rules = shipped_rules();
  const auto change = [&](const std::string& now) { return next_change(rules, at(now), zone).text(); };
  EXPECT_EQ(change("2026-11-01T03:30:00Z"), "2026-11-01T12:00:00.000Z") << "a night of eight and a half hours to 07:00 EST";
  EXPECT_EQ(change("2026-03-08T04:30:00Z"), "2026-03-08T11:00:00.000Z") << "a night of six and a half hours to 07:00 EDT";
  EXPECT_EQ(change("2026-11-01T12:00:00Z"), "2026-11-01T20:00:00.000Z") << "at the change itself the next one counts";
}

TEST(LoneWatch, ASignPutsTheNextOneOffAndForgetsTheMissedOne) {
  const auto rules = shipped_rules();
  LoneWatch watch;
  watch.item = WorkItemId(5);
  watch = with_sign(watch, at("2026-03-01T22:00:00Z"), rules);
  EXPECT_EQ(watch.due_at, at("2026-03-01T23:00:00Z"));
  EXPECT_FALSE(watch.item.is_set());
  EXPECT_FALSE(is_missed(watch, at("2026-03-01T23:09:59Z"), rules));
  EXPECT_TRUE(is_missed(watch, at("2026-03-01T23:10:00Z"), rules));
}

TEST(LoneWatch, IsMissedOnceAndNeverAfterItsEnd) {
  const auto rules = shipped_rules();
  auto watch = with_sign({}, at("2026-03-01T22:00:00Z"), rules);
  const Instant late = at("2026-03-02T04:00:00Z");
  EXPECT_TRUE(is_missed(watch, late, rules));
  watch.item = WorkItemId(5);
  EXPECT_FALSE(is_missed(watch, late, rules)) << "somebody is asked already";
  watch.item = {};
  watch.ended_at = at("2026-03-01T22:30:00Z");
  EXPECT_FALSE(is_missed(watch, late, rules));
}

TEST(ShiftRules, NameTheElementThatIsWrong) {
  for (const auto& [element, value] :
       {std::pair("near_minutes", "0"), std::pair("check_in_minutes", "\"60\""), std::pair("shift_changes", R"(["7 o'clock"])"),
        std::pair("shift_changes", R"(["25:00"])")}) {
    SCOPED_TRACE(element);
    std::map<std::string, std::string> parameters{
        {"near_minutes", "60"},  {"arrivals_hours", "12"}, {"check_in_minutes", "60"},     {"check_in_grace_minutes", "10"},
        {"forecast_weeks", "8"}, {"forecast_hours", "24"}, {"arrivals_of", R"(["EMER"])"}, {"shift_changes", R"(["07:00"])"}};
    parameters[element] = value;
    std::string text;
    for (const auto& [name, said] : parameters) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + said;
    text += "}";
    const auto read = ShiftRules::parse(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().location, element) << read.error().message;
  }
}

TEST(ShiftMachines, HaveNoDeadEnds) {
  EXPECT_EQ(worklists::check(hand_off_machine()), "");
  EXPECT_EQ(worklists::check(lone_worker_machine()), "");
}

}  // namespace
}  // namespace charta::shift_desk
