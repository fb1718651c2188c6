// SPDX-License-Identifier: Apache-2.0
// Which version of a rule is in force on which day and where, and on which day a deadline falls, as tables.
#include "record/rules/rule_pack.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace charta::rules {
namespace {

using testing::CaseLine;

std::string member(const std::string& name, const std::string& value) {
  return value.empty() ? "" : ",\"" + name + "\":\"" + value + "\"";
}

/// rule retention/adult v=1 from=2020-01-01 to=2023-12-31 where=US-TX setting=hospital
std::string rule_json(const CaseLine& line) {
  return R"({"id":")" + line.words.at(0) + R"(","version":)" + line.value("v") +
         R"(,"title":"t","citation":"c","parameters":{},"tests":[{"name":"n","given":{},"expect":{}}])" +
         member("effective_from", line.value("from")) + member("effective_to", line.value("to")) +
         member("jurisdiction", line.has("where") ? line.value("where") : "US") + member("setting", line.value("setting")) + "}";
}

Result<RuleBook> book_of(const testing::Case& one) {
  std::string text = R"({"rules":[)";
  bool first = true;
  for (const CaseLine& line : one.lines) {
    if (line.verb != "rule") continue;
    text += (first ? "" : ",") + rule_json(line);
    first = false;
  }
  return RuleBook::from_text(text + "]}");
}

std::string where_of(const CaseLine& line) {
  return line.has("where") ? line.value("where") : "US";
}

/// ask retention/adult on=2022-05-01 where=US-TX setting=clinic gives=2, or gives=none
void ask(const RuleBook& book, const CaseLine& line) {
  const Date on = Date::parse(line.value("on")).value();
  const auto found = line.has("setting") ? book.in_force(line.words.at(0), on, where_of(line), line.value("setting"))
                                         : book.in_force(line.words.at(0), on, where_of(line));
  if (line.value("gives") == "none") {
    ASSERT_FALSE(found) << (*found)->reference();
    EXPECT_EQ(found.error().kind, ErrorKind::not_found);
    EXPECT_NE(found.error().message.find(line.words[0]), std::string::npos) << "it says which rule is lacking";
    EXPECT_NE(found.error().message.find(line.value("on")), std::string::npos) << "and on which day";
    return;
  }
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((*found)->jurisdiction + "@" + std::to_string((*found)->version), line.value("gives"));
}

/// all retention/ on=2022-05-01 where=US-TX gives="retention/adult@2 retention/minor@1"
void ask_all(const RuleBook& book, const CaseLine& line) {
  const Date on = Date::parse(line.value("on")).value();
  std::string found;
  for (const Rule* rule : line.has("setting") ? book.all_in_force(line.words.at(0), on, where_of(line), line.value("setting"))
                                              : book.all_in_force(line.words.at(0), on, where_of(line)))
    found += (found.empty() ? "" : " ") + rule->reference();
  EXPECT_EQ(found, line.value("gives"));
}

TEST(RuleTables, SayWhichVersionIsInForce) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/in_force.case");
  ASSERT_GT(cases.size(), 8U);
  for (const testing::Case& one : cases) {
    SCOPED_TRACE(one.title);
    const auto book = book_of(one);
    for (const CaseLine& line : one.lines) {
      SCOPED_TRACE(line.verb + " " + (line.words.empty() ? "" : line.words[0]) + " " + line.value("on"));
      if (line.verb == "refused") {
        ASSERT_FALSE(book) << "the pack was taken";
        EXPECT_NE(book.error().message.find(line.value("says")), std::string::npos) << book.error().message;
      } else if (line.verb == "ask") {
        ASSERT_TRUE(book) << book.error().message;
        ask(*book, line);
      } else if (line.verb == "all") {
        ASSERT_TRUE(book) << book.error().message;
        ask_all(*book, line);
      } else {
        EXPECT_EQ(line.verb, "rule") << "the table has a word that is not known";
      }
    }
  }
}

TEST(RuleTables, SayOnWhichWorkingDayADeadlineFalls) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/working_days.case");
  ASSERT_GT(cases.size(), 4U);
  for (const testing::Case& one : cases) {
    SCOPED_TRACE(one.title);
    std::string weekend = "0,6", closed;
    for (const CaseLine& line : one.lines) {
      if (line.verb == "weekend") weekend = line.words.empty() ? "" : line.words[0];
      if (line.verb == "closed") closed += (closed.empty() ? "" : ",") + std::string(R"({"day":")") + line.words.at(0) + "\"}";
    }
    Rule rule;
    rule.parameters = R"({"weekend":[)" + weekend + R"(],"closed":[)" + closed + "]}";
    const auto days = WorkingDays::from_rule(rule);
    ASSERT_TRUE(days) << days.error().message;
    for (const CaseLine& line : one.lines) {
      if (line.verb != "from") continue;
      SCOPED_TRACE("from " + line.words.at(0) + " plus " + line.value("plus"));
      const Date from = Date::parse(line.words[0]).value();
      EXPECT_EQ(days->plus(from, std::stoi(line.value("plus"))).text(), line.value("is"));
    }
  }
}

/// Forth and back again, and never on a closed day.
TEST(RuleTables, WorkingDaysCountForthAndBack) {
  Rule rule;
  rule.parameters = R"({"weekend":[0,6],"closed":[{"day":"2026-12-25"},{"day":"2026-12-24"},{"day":"2027-01-01"}]})";
  const WorkingDays days = WorkingDays::from_rule(rule).value();
  for (Date day = Date::parse("2026-11-30").value(); day < Date::parse("2027-01-31").value(); day = day.plus_days(1))
    for (int count = 1; count < 25; ++count) {
      const Date later = days.plus(day, count);
      ASSERT_TRUE(days.is_working_day(later));
      ASSERT_LT(day, later);
      ASSERT_LT(days.plus(day, count - 1), later);
      if (days.is_working_day(day)) {
        ASSERT_EQ(days.plus(later, -count), day);
      }
    }
}

/// What is shipped: each rule cites its source, brings its cases, and is found while it is in
/// force.
TEST(ShippedRules, AreWholeAndFoundOnTheDaysThatTheySay) {
  const auto book = RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  ASSERT_TRUE(book) << book.error().message;
  ASSERT_GT(book->rules().size(), 10U);
  for (const Rule& rule : book->rules()) {
    SCOPED_TRACE(rule.reference());
    EXPECT_GT(rule.citation.size(), 5U);
    EXPECT_FALSE(rule.title.empty());
    EXPECT_GT(json::Document::parse(rule.tests)->root().size(), 0U);
    const auto found = book->in_force(rule.id, rule.effective_from, rule.jurisdiction, rule.setting);
    ASSERT_TRUE(found);
    EXPECT_EQ((*found)->reference(), rule.reference());
    EXPECT_NE(rule.id.find('/'), std::string::npos) << "a rule is named pack/noun";
  }
}

/// All that anybody asks for (rule_pack.hpp): a rule that names another is in force nowhere.
constexpr std::string_view asked_settings[] = {hospital_setting, "clinic", "nursing-home"};

TEST(ShippedRules, NameASettingInWhichTheyCanBeInForce) {
  const auto book = RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  ASSERT_TRUE(book) << book.error().message;
  for (const Rule& rule : book->rules()) {
    const auto is_asked = [&](std::string_view setting) {
      const auto found = book->all_in_force(rule.id, rule.effective_from, rule.jurisdiction, setting);
      return std::find(found.begin(), found.end(), &rule) != found.end();
    };
    EXPECT_TRUE(std::any_of(std::begin(asked_settings), std::end(asked_settings), is_asked))
        << rule.reference() << " is of the setting '" << rule.setting << "', for which nobody asks";
  }
}

}  // namespace
}  // namespace charta::rules
