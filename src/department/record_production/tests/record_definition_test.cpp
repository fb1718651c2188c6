// SPDX-License-Identifier: Apache-2.0
// What belongs to a definition, as a table; what a definition may not be; the shipped rules' own cases.
#include "department/record_production/record_definition.hpp"

#include "department/record_production/production_rules.hpp"
#include "formats/json/json.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

namespace charta::record_production {
namespace {

const rules::RuleBook& shipped() {
  static const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules").value();
  return book;
}

ProductionRules production_rules() {
  return ProductionRules::read(shipped(), Date::parse("2026-11-23").value(), "US").value();
}

std::string decided(const RecordDefinition& definition, const DocumentLine& line) {
  const auto decision = decide(definition, line);
  EXPECT_FALSE(decision.because.empty());
  EXPECT_EQ(decision.rule, definition.rule);
  return (decision.is_in ? "in:" : "out:") + decision.clause;
}

DocumentLine line_of(const charta::testing::CaseLine& words) {
  DocumentLine line;
  line.kind = words.value("kind"), line.status = words.value("status"), line.completion = words.value("completion");
  line.source = words.value("source"), line.types = words.all("type");
  for (const auto& label : words.all("label")) line.labels |= access::parse_label(label).value();
  return line;
}

TEST(RecordDefinitions, DecideEveryCaseOfTheTable) {
  const auto rules = production_rules();
  const auto cases =
      charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/record_production/tests/cases/definition.case");
  ASSERT_GE(cases.size(), 20U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    const auto line = line_of(one.lines.at(0));
    EXPECT_EQ(decided(**rules.definition("legal-health-record"), line), one.lines.at(1).value("lhr"));
    EXPECT_EQ(decided(**rules.definition("designated-record-set"), line), one.lines.at(1).value("drs"));
  }
}

DocumentLine line_given(json::Value given) {
  DocumentLine line;
  line.kind = given["kind"].text(), line.status = given["status"].text(), line.completion = given["completion"].text();
  for (const auto type : given["types"]) line.types.emplace_back(type.text());
  for (const auto label : given["labels"]) line.labels |= access::parse_label(label.text()).value();
  return line;
}

TEST(RecordDefinitions, TheShippedRulesPassTheirOwnCases) {
  for (const auto& rule : shipped().rules()) {
    if (rule.id != "chart/legal-health-record" && rule.id != "chart/designated-record-set") continue;
    const auto definition = RecordDefinition::from_rule(rule).value();
    const auto tests = json::Document::parse(rule.tests).value();
    for (const auto one : tests.root()) {
      const auto expected =
          std::string(one["expect"]["in"].boolean() ? "in:" : "out:") + std::string(one["expect"]["clause"].text());
      EXPECT_EQ(decided(definition, line_given(one["given"])), expected) << rule.id << ": " << one["name"].text();
    }
  }
  const auto rules = production_rules();
  EXPECT_TRUE(rules.knows_purpose("court"));
  EXPECT_FALSE(rules.knows_purpose("curiosity"));
}

Result<RecordDefinition> read(const std::string& clauses) {
  rules::Rule rule;
  rule.id = "chart/of-a-test", rule.parameters = R"({"clauses":[)" + clauses + "]}";
  return RecordDefinition::from_rule(rule);
}

TEST(RecordDefinitions, AreRefusedWhenADocumentCouldStayUndecided) {
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read(R"({"code":"a","in":true,"because":"b","kinds":["document"]})")) << "a report would be neither in nor out";
  EXPECT_FALSE(read(R"({"code":"a","in":true})")) << "no reason";
  EXPECT_FALSE(read(R"({"code":"a","because":"b"})")) << "neither in nor out";
  EXPECT_FALSE(read(R"({"code":"a","in":false,"because":"b","labels":["secret"]},{"code":"z","in":false,"because":"b"})"));
  EXPECT_TRUE(read(R"({"code":"z","in":false,"because":"b"})"));
}

TEST(RecordDefinitions, ANumberOfClausesHoldsInItsOrder) {
  const auto definition = read(R"({"code":"scans","in":false,"because":"b","sources":["scan"],"kinds":["document"]},)"
                               R"({"code":"all","in":true,"because":"b"})")
                              .value();
  DocumentLine line;
  line.kind = "document", line.source = "scan";
  EXPECT_EQ(decide(definition, line).clause, "scans");
  line.kind = "report";
  EXPECT_EQ(decide(definition, line).clause, "all") << "every list of a clause must name it";
}

}  // namespace
}  // namespace charta::record_production
