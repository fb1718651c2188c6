// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/query_linter.hpp"

#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::physician_queries {
namespace {

using charta::testing::CaseLine;

const rules::RuleBook& query_rule_book() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}

const QueryRules& shipped_query_rules() {
  static const auto rules = QueryRules::read(query_rule_book(), *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

Indicator indicator_of(const CaseLine& line) {
  return {line.rest, line.verb != "misquote", !line.verb.starts_with("earlier"), line.verb == "earlier-shown"};
}

struct Told {
  Draft draft;
  std::vector<std::string> blocked, warned;
};

void take_line(Told& told, const CaseLine& line) {
  auto& draft = told.draft;
  if (line.verb == "about") {
    ASSERT_TRUE(parse_purpose(line.words.at(0)) && parse_format(line.words.at(1))) << "line " << line.number;
    draft.purpose = *parse_purpose(line.words.at(0));
    draft.format = *parse_format(line.words.at(1));
  } else if (line.verb == "title") {
    draft.title = line.rest;
  } else if (line.verb == "ask") {
    draft.question = line.rest;
  } else if (line.verb == "choice" && line.rest == "std") {
    draft.choices.insert(draft.choices.end(), {"Other (please specify)", "Unable to determine"});
  } else if (line.verb == "choice") {
    draft.choices.push_back(line.rest);
  } else if (line.verb == "documented") {
    draft.documented.push_back(line.rest);
  } else if (line.verb == "blocked") {
    told.blocked = line.words;
  } else if (line.verb == "warns") {
    told.warned = line.words;
  } else if (line.verb != "asked") {
    ASSERT_TRUE(line.verb == "quote" || line.verb == "misquote" || line.verb.starts_with("earlier")) << "line " << line.number;
    draft.indicators.push_back(indicator_of(line));
  }
}

std::vector<std::string> faults_in(const std::vector<Finding>& findings, bool that_block) {
  std::vector<std::string> codes;
  for (const auto& one : findings)
    if (blocks(one.fault) == that_block) codes.emplace_back(fault_code(one.fault));
  return codes;
}

TEST(QueryLinter, EveryQuestionOfTheTableIsJudgedAsASpecialistWould) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_SOURCE_FOLDER) +
                                                 "/src/department/physician_queries/tests/cases/query_linter.case");
  ASSERT_GE(cases.size(), 100u);
  for (const auto& one : cases) {
    Told told;
    for (const auto& line : one.lines) take_line(told, line);
    const auto findings = lint(told.draft, shipped_query_rules());
    EXPECT_EQ(faults_in(findings, true), told.blocked) << one.title << " (line " << one.line << ")";
    EXPECT_EQ(faults_in(findings, false), told.warned) << one.title << " (line " << one.line << ")";
    EXPECT_EQ(may_be_asked(findings), told.blocked.empty()) << one.title;
  }
}

TEST(QueryLinter, AFindingPointsAtTheWordsItMeans) {
  Draft draft;
  draft.title = "Type of heart failure";
  draft.question = "Für das DRG: which type?";
  draft.documented = {"CHF"};
  draft.indicators = {{"EF 20 %"}};
  const auto findings = lint(draft, shipped_query_rules());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].quote, "DRG");
  EXPECT_EQ(draft.question.substr(findings[0].from, findings[0].length), "DRG");
  EXPECT_EQ(findings[0].where, "question");
  EXPECT_EQ(findings[0].rule, "physician-queries/compliance@1");
}

TEST(QueryLinter, TheRulesOwnCasesHold) {
  const auto date = *Date::parse("2026-03-01");
  const auto compliance = json::Document::parse(query_rule_book().in_force("physician-queries/compliance", date).value()->tests);
  for (const auto one : compliance->root()) {
    Draft draft;
    draft.title = "Clarification of findings";
    draft.question = one["given"]["question"].text();
    draft.indicators = {{"a finding"}};
    std::vector<std::string> expected;
    for (const auto fault : one["expect"]["faults"]) expected.emplace_back(fault.text());
    EXPECT_EQ(faults_in(lint(draft, shipped_query_rules()), true), expected) << one["name"].text();
  }
  const auto diagnoses = json::Document::parse(query_rule_book().in_force("physician-queries/diagnoses", date).value()->tests);
  for (const auto one : diagnoses->root()) {
    const WordedText text(one["given"]["text"].text());
    std::vector<std::string> named, affirmed, expect_named, expect_affirmed;
    for (const auto& found : diagnoses_in(text, shipped_query_rules())) named.push_back(found.diagnosis->name);
    for (const auto* found : affirmed_in(text, shipped_query_rules())) affirmed.push_back(found->name);
    for (const auto name : one["expect"]["named"]) expect_named.emplace_back(name.text());
    for (const auto name : one["expect"]["affirmed"]) expect_affirmed.emplace_back(name.text());
    EXPECT_EQ(named, expect_named) << one["name"].text();
    EXPECT_EQ(affirmed, expect_affirmed) << one["name"].text();
  }
}

TEST(QueryLinter, EveryTermOfARuleIsFoundInItself) {
  for (const auto& diagnosis : shipped_query_rules().diagnoses)
    for (const auto& term : diagnosis.terms) {
      std::string text = term.text;
      if (text.ends_with('*')) text.pop_back();
      const auto named = diagnoses_in(WordedText("It is " + text + " today"), shipped_query_rules());
      EXPECT_EQ(named.size(), 1u) << term.text;
    }
}

TEST(QueryLinter, ARuleThatNamesNothingIsRefused) {
  const auto book = rules::RuleBook::from_text(R"({"rules":[{"id":"physician-queries/compliance","version":1,"title":"t",
    "jurisdiction":"US","setting":"hospital","effective_from":"2020-01-01","citation":"c","url":"","verified":false,
    "review_by":"2027-06-30","message_to_clerk":"m","parameters":{"money":["drg"]},"tests":[{"name":"n","given":{},"expect":{}}]}]})");
  ASSERT_TRUE(book) << book.error().message;
  const auto read = QueryRules::read(*book, *Date::parse("2026-03-01"), "US");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace charta::physician_queries
