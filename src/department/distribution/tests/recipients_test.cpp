// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/recipients.hpp"

#include "base/text.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::distribution {
namespace {

using charta::testing::CaseLine;

const DistributionRules& shipped() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  static const auto rules = DistributionRules::read(*book, *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

bool says(const CaseLine& line, std::string_view word) {
  return std::find(line.words.begin(), line.words.end(), word) != line.words.end();
}

/// "name:HALE, ANN" is a name alone.
StaffMember who_is(const std::string& text) {
  if (text.starts_with("name:")) return {"", text.substr(5)};
  return {text, "Dr. " + text};
}

std::set<std::string, std::less<>> set_of(const std::string& text) {
  std::set<std::string, std::less<>> all;
  for (const auto one : split(text, ','))
    if (!one.empty()) all.emplace(one);
  return all;
}

struct Told {
  DistributionFacts facts;
  DistributionRules rules = shipped();
  std::vector<OptOut> opt_outs;
  std::vector<std::string> has, left_out;
};

StandingRule rule_in(const CaseLine& line) {
  return {line.words.at(0),
          line.words.at(0) + "@1",
          set_of(line.value("types")),
          set_of(line.value("services")),
          set_of(line.value("clinics")),
          set_of(line.value("classes")),
          parse_kind(line.value("kind")).value(),
          line.value("to"),
          "The " + line.value("to"),
          parse_purpose(line.value("purpose")).value(),
          parse_channel(line.value("channel"))};
}

std::string line_of(const CaseLine& line) {
  std::string text;
  for (const auto& word : line.words) text += word + " ";
  for (const auto& reason : line.all("because")) text += "because=" + reason + " ";
  return text;
}

void hear(const CaseLine& line, Told& told) {
  if (line.verb == "document") {
    told.facts.type_code = line.words.at(0);
    told.facts.completion = line.words.at(1);
    told.facts.is_signed = says(line, "signed");
    told.facts.service = line.value("service");
    told.facts.clinic = line.value("clinic");
    told.facts.class_code = line.value("class");
    told.facts.ward = line.value("ward");
  } else if (line.verb == "rule") {
    told.rules.standing.push_back(rule_in(line));
  } else if (line.verb == "opted-out") {
    const auto who = line.words.at(0) == "*" ? "" : line.words.at(0);
    told.opt_outs.push_back({who, line.value("role"), line.value("type"), PatientId()});
  } else if (line.verb == "has") {
    told.has.push_back(line_of(line));
  } else if (line.verb == "left-out") {
    told.left_out.push_back(line_of(line));
  } else if (line.verb != "nothing") {
    told.facts.named.push_back({line.verb, who_is(line.words.at(0)), RecipientKind::practitioner});
  }
}

std::vector<std::string> given(const Expansion& all) {
  std::vector<std::string> lines;
  for (const auto& one : all.wanted) {
    std::string text = (one.key.empty() ? "name:" + one.name : one.key) + " " + std::string(purpose_code(one.purpose)) + " ";
    if (one.channel) text += std::string(channel_code(*one.channel)) + " ";
    for (const auto& reason : one.reasons) text += "because=" + reason + " ";
    lines.push_back(text);
  }
  return lines;
}

std::vector<std::string> omitted(const Expansion& all) {
  std::vector<std::string> lines;
  for (const auto& one : all.left_out) lines.push_back((one.key.empty() ? "name:" + one.name : one.key) + " " + one.why + " ");
  return lines;
}

TEST(Recipients, AreWhatTheTableOfCasesSays) {
  const auto cases =
      charta::testing::read_cases(std::string(CHARTA_SOURCE_FOLDER) + "/src/department/distribution/tests/cases/recipients.case");
  ASSERT_GE(cases.size(), 40U);
  for (const auto& one : cases) {
    SCOPED_TRACE("recipients.case:" + std::to_string(one.line) + ": " + one.title);
    Told told;
    for (const auto& line : one.lines) hear(line, told);
    const auto all = recipients_of(told.facts, told.rules, told.opt_outs);
    EXPECT_EQ(given(all), told.has);
    EXPECT_EQ(omitted(all), told.left_out);
  }
}

TEST(Recipients, TheShippedRulesPassTheirOwnCases) {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  for (const auto& rule : book->rules()) {
    if (!rule.id.starts_with("distribution/")) continue;
    const auto tests = json::Document::parse(rule.tests);
    ASSERT_TRUE(tests);
    for (const auto test : tests->root()) {
      SCOPED_TRACE(rule.id + ": " + std::string(test["name"].text()));
      DistributionFacts facts;
      facts.completion = test["given"]["completion"] ? test["given"]["completion"].text() : "AU";
      facts.class_code = test["given"]["class"].text();
      facts.ward = test["given"]["ward"].text();
      if (const auto expected = test["expect"]["given_out"]) {
        EXPECT_EQ(is_given_out(facts, shipped()), expected.boolean());
      }
    }
  }
}

}  // namespace
}  // namespace charta::distribution
