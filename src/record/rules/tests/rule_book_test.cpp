// SPDX-License-Identifier: Apache-2.0
#include "record/rules/rule_pack.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace charta::rules {
namespace {

using namespace std::chrono_literals;

std::string rule(const std::string& more, int version = 1) {
  return R"({"id":"loans/ward","version":)" + std::to_string(version) +
         R"(,"title":"Ward loan","citation":"site policy","parameters":{"days":3},"tests":[{"name":"a","given":{},"expect":{}}])" +
         more + "}";
}

std::string pack(std::initializer_list<std::string> rules) {
  std::string text = R"({"rules":[)";
  for (const std::string& one : rules) text += (text.back() == '[' ? "" : ",") + one;
  return text + "]}";
}

std::string problem_of(const std::string& text) {
  const auto book = RuleBook::from_text(text);
  return book ? "" : book.error().message;
}

constexpr Date day(int year, unsigned month, unsigned date) {
  return Date(std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(date)));
}

TEST(RuleBook, AnswersTheVersionInForceOnTheDay) {
  const auto book = RuleBook::from_text(pack(
      {rule(R"(,"effective_from":"2020-01-01","effective_to":"2024-12-31")", 1), rule(R"(,"effective_from":"2025-01-01")", 2)}));
  ASSERT_TRUE(book) << book.error().message;
  EXPECT_EQ((*book->in_force("loans/ward", day(2024, 12, 31)))->reference(), "loans/ward@1");
  EXPECT_EQ((*book->in_force("loans/ward", day(2025, 1, 1)))->reference(), "loans/ward@2");
}

TEST(RuleBook, SaysWhichPackLacksARuleForTheDay) {
  const auto book = RuleBook::from_text(rule(R"(,"effective_from":"2020-01-01")"));
  ASSERT_TRUE(book);
  const auto none = book->in_force("loans/ward", day(2019, 12, 31));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  EXPECT_EQ(none.error().message, "the rule pack 'loans' has no rule 'loans/ward' in force on 2019-12-31");
}

TEST(RuleBook, PrefersTheJurisdictionAskedThenTheCountryThenTheRuleForEverywhere) {
  const auto book = RuleBook::from_text(
      pack({rule(R"(,"effective_from":"2020-01-01")", 1), rule(R"(,"effective_from":"2020-01-01","jurisdiction":"US")", 2),
            rule(R"(,"effective_from":"2020-01-01","jurisdiction":"US-TX")", 3)}));
  ASSERT_TRUE(book) << book.error().message;
  EXPECT_EQ((*book->in_force("loans/ward", day(2025, 1, 1), "US-TX"))->version, 3);
  EXPECT_EQ((*book->in_force("loans/ward", day(2025, 1, 1), "US-CA"))->version, 2);
  EXPECT_EQ((*book->in_force("loans/ward", day(2025, 1, 1), ""))->version, 1)
      << "where no country is named, the rule for everywhere";
  const auto all = book->all_in_force("loans/", day(2025, 1, 1), "US-TX");
  ASSERT_EQ(all.size(), 1U) << "one rule has one version in force";
  EXPECT_EQ(all[0]->version, 3);
}

TEST(RuleBook, RefusesTwoVersionsInForceOnOneDay) {
  const auto text = pack(
      {rule(R"(,"effective_from":"2020-01-01","effective_to":"2025-01-01")", 1), rule(R"(,"effective_from":"2025-01-01")", 2)});
  EXPECT_EQ(problem_of(text), "rules loans/ward@1 and loans/ward@2 are in force on the same day; end the older one");
}

TEST(RuleBook, RefusesAVersionWrittenTwice) {
  const auto text =
      pack({rule(R"(,"effective_from":"2020-01-01","effective_to":"2020-12-31")"), rule(R"(,"effective_from":"2025-01-01")")});
  EXPECT_EQ(problem_of(text), "rule loans/ward@1 is written twice");
}

struct Wrong {
  const char* written;
  const char* said;
};

TEST(RuleBook, NamesTheElementThatIsWrong) {
  const Wrong cases[] = {
      {R"(,"effective_from":"2020-13-01")", "rules: rule.effective_from: a day is written 2026-01-31"},
      {R"(,"jurisdiction":"US")", "rules: rule.effective_from: a day is required"},
      {R"(,"effective_from":"2020-01-01","effective_to":"2019-01-01")", "rules: rule.effective_to: ends before it begins"},
      {R"(,"effective_from":"2020-01-01","verified":true)",
       "rules: rule.verified: a verified rule says when and by whom (verified_on, verified_by)"},
      {R"(,"effective_from":"2020-01-01","expires":"2021-01-01")", "rules: rule.expires: no rule has this member"},
  };
  for (const Wrong& wrong : cases) EXPECT_EQ(problem_of(rule(wrong.written)), wrong.said) << wrong.written;
  EXPECT_EQ(problem_of(R"({"id":"a/b","version":1,"title":"t","parameters":{},"tests":[],"effective_from":"2020-01-01"})"),
            "rules: rule.citation: a text is required");
  EXPECT_EQ(
      problem_of(
          R"({"id":"a/b","version":1,"title":"t","citation":"c","parameters":{},"tests":[],"effective_from":"2020-01-01"})"),
      "rules: rule.tests: a rule brings at least one case of its own");
}

TEST(RuleBook, ShowsARulePastItsReviewDayAmber) {
  const auto book = RuleBook::from_text(rule(R"(,"effective_from":"2020-01-01","review_by":"2026-06-30")"));
  ASSERT_TRUE(book);
  EXPECT_FALSE(is_past_review(book->rules()[0], day(2026, 6, 30)));
  EXPECT_TRUE(is_past_review(book->rules()[0], day(2026, 7, 1)));
}

TEST(RuleBook, ReadsEveryPackBelowAFolderAndLeavesOtherTablesAlone) {
  const auto folder = std::filesystem::temp_directory_path() / ("charta-rules-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "loans");
  std::ofstream(folder / "loans" / "ward.json") << rule(R"(,"effective_from":"2020-01-01")");
  std::ofstream(folder / "roles.json") << R"({"technician":["read-record"]})";
  const auto book = RuleBook::load(folder.string());
  std::ofstream(folder / "loans" / "broken.json") << "{";
  const auto broken = RuleBook::load(folder.string());
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(book) << book.error().message;
  EXPECT_EQ(book->rules().size(), 1U);
  ASSERT_EQ(book->other_files().size(), 1U);
  EXPECT_TRUE(book->other_files()[0].ends_with("roles.json"));
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("broken.json"), std::string::npos);
  EXPECT_FALSE(RuleBook::load(folder.string())) << "a folder that is not there is an error, not an empty book";
}

WorkingDays calendar(const std::string& parameters) {
  Rule rule;
  rule.id = "calendars/test";
  rule.parameters = parameters;
  auto days = WorkingDays::from_rule(rule);
  EXPECT_TRUE(days);
  return *days;
}

TEST(WorkingDays, SkipWeekendsAndClosedDays) {
  const auto days = calendar(R"({"weekend":[0,6],"closed":[{"day":"2026-07-03","name":"Independence Day observed"}]
})");
  EXPECT_TRUE(days.is_working_day(day(2026, 7, 2)));
  EXPECT_FALSE(days.is_working_day(day(2026, 7, 3)));
  EXPECT_FALSE(days.is_working_day(day(2026, 7, 4)));
  EXPECT_EQ(days.plus(day(2026, 7, 2), 1), day(2026, 7, 6));
  EXPECT_EQ(days.plus(day(2026, 7, 6), -1), day(2026, 7, 2));
  EXPECT_EQ(days.plus(day(2026, 7, 4), 0), day(2026, 7, 4));
  EXPECT_EQ(days.next_working_day(day(2026, 7, 3)), day(2026, 7, 6));
  EXPECT_EQ(days.next_working_day(day(2026, 7, 6)), day(2026, 7, 6));
}

TEST(WorkingDays, RefuseACalendarWithoutAWorkingDay) {
  Rule rule;
  rule.parameters = R"({"weekend":[0,1,2,3,4,5,6]})";
  EXPECT_FALSE(WorkingDays::from_rule(rule));
  rule.parameters = R"({"weekend":[7]})";
  EXPECT_FALSE(WorkingDays::from_rule(rule));
  rule.parameters = R"({"closed":[{"day":"3 July"}]})";
  EXPECT_FALSE(WorkingDays::from_rule(rule));
}

}  // namespace
}  // namespace charta::rules
