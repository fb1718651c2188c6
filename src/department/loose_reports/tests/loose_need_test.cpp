// SPDX-License-Identifier: Apache-2.0
#include "department/loose_reports/loose_report.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::loose_reports {
namespace {

const LooseRules& shipped_loose_rules() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  static const auto rules = LooseRules::read(*book, *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

const Instant eight_o_clock = *Instant::parse("2026-03-02T08:00:00Z");

std::optional<Instant> moment(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Instant::parse("2026-03-" + text.substr(0, 2) + "T" + text.substr(3, 2) + ":00:00Z").value();
}

struct Ranked {
  std::string letter;
  FoundNeed need;
};

TEST(LooseNeed, IsWhatTheTableOfCasesSays) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/loose_need.case");
  ASSERT_GE(cases.size(), 16u);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::vector<Ranked> ranked;
    std::string expected;
    std::vector<std::string> why;
    for (const auto& line : one.lines) {
      if (line.verb == "first") expected = line.rest;
      if (line.verb == "why") why = line.words;
      if (line.verb != "loose") continue;
      NeedFacts facts{moment(line.value("appointment")), moment(line.value("release")), moment(line.value("coding")),
                      *moment(line.value("came"))};
      ranked.push_back({line.words.at(0), need_of(facts, eight_o_clock, shipped_loose_rules())});
    }
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.need.rank < b.need.rank; });
    std::string order;
    for (const auto& item : ranked) order += item.letter;
    EXPECT_EQ(order, expected);
    ASSERT_EQ(why.size(), ranked.size());
    for (std::size_t i = 0; i < why.size(); ++i) EXPECT_EQ(need_code(ranked[i].need.need), why[i]);
  }
}

TEST(LooseNeed, OfAnotherHouseFollowsItsOwnOrder) {
  const auto rules = LooseRules::parse(R"({"order":["coding","release","appointment","age"],"appointment_within_hours":24,
      "due_after_hours":8,"intake_days":7,"age_days":[1]})");
  ASSERT_TRUE(rules) << rules.error().message;
  NeedFacts facts{moment("02/12"), {}, moment("01/01"), *moment("01/00")};
  EXPECT_EQ(need_of(facts, eight_o_clock, *rules).need, Need::coding);
}

TEST(LooseNeed, RulesThatLeaveSomethingOutAreRefusedWithTheElement) {
  const auto refused = [](const std::string& order, const std::string& ages) {
    const auto rules = LooseRules::parse(R"({"order":)" + order + R"(,"appointment_within_hours":24,"due_after_hours":8,
        "intake_days":7,"age_days":)" + ages +
                                         "}");
    return rules ? std::string() : rules.error().location;
  };
  EXPECT_EQ(refused(R"(["appointment","release","age"])", "[1]"), "order") << "coding would never be filed";
  EXPECT_EQ(refused(R"(["age","appointment","release","coding"])", "[1]"), "order") << "age is of everything, so it is last";
  EXPECT_EQ(refused(R"(["appointment","release","coding","hurry"])", "[1]"), "order");
  EXPECT_EQ(refused(R"(["appointment","release","coding","age"])", "[3,1]"), "age_days");
  EXPECT_EQ(refused(R"(["appointment","release","coding","age"])", "[]"), "age_days");
}

TEST(LooseFigures, CountPagesDaysAndAges) {
  const auto& rules = shipped_loose_rules();
  std::vector<LooseLine> lines(3);
  lines[0].kind = "loose-report", lines[0].pages = 4, lines[0].age = 0;
  lines[1].kind = "loose-document", lines[1].pages = 0, lines[1].age = 1;
  lines[2].kind = "loose-report", lines[2].pages = 2, lines[2].age = 3;
  const auto figures = figures_of(lines, 49, rules);
  EXPECT_EQ(figures.reports, 3);
  EXPECT_EQ(figures.pages, 7) << "one of unknown length counts as one page";
  EXPECT_EQ(figures.of_unknown_length, 1);
  EXPECT_DOUBLE_EQ(figures.daily_intake, 3.5) << "49 pages in 14 days";
  EXPECT_DOUBLE_EQ(*figures.days, 2) << "backlog by daily intake";
  EXPECT_EQ(figures.by_kind.at("loose-report"), 2);
  EXPECT_EQ(figures.by_age, (std::vector<std::int64_t>{1, 1, 0, 1}));
  EXPECT_FALSE(figures_of(lines, 0, rules).days) << "nothing came: days of backlog say nothing";
}

TEST(LooseFigures, AgeGroupsHaveNoGap) {
  const auto& rules = shipped_loose_rules();
  const auto group_after = [&](int hours) {
    return age_group(eight_o_clock.plus(-std::chrono::hours(hours)), eight_o_clock, rules);
  };
  EXPECT_EQ(group_after(0), 0u);
  EXPECT_EQ(group_after(23), 0u);
  EXPECT_EQ(group_after(24), 1u);
  EXPECT_EQ(group_after(72), 2u);
  EXPECT_EQ(group_after(7 * 24 - 1), 2u);
  EXPECT_EQ(group_after(7 * 24), 3u);
  EXPECT_EQ(age_words(0, rules), "under 1 day");
  EXPECT_EQ(age_words(2, rules), "3 to 7 days");
  EXPECT_EQ(age_words(3, rules), "over 7 days");
}

TEST(LooseReportMachine, IsWholeAndNoListFilesByItself) {
  EXPECT_EQ(worklists::check(loose_report_machine()), "");
  const auto file = worklists::step(loose_report_machine(), "loose", "file");
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->guard, "both-barcodes-scanned");
}

}  // namespace
}  // namespace charta::loose_reports
