// SPDX-License-Identifier: Apache-2.0
#include "department/data_entry/field_checks.hpp"

#include "department/data_entry/code_checks.hpp"
#include "department/data_entry/tests/shipped_rules.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace charta::data_entry {
namespace {

using charta::testing::CaseLine;
using testing::shipped_rules;

struct FieldCase {
  std::string form = "office-visit";
  VisitFacts facts;
  std::vector<EnteredValue> values;
  std::map<std::string, CodeAnswer> codes;
  std::vector<std::string> wrong, warned;
  bool is_whole = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

EnteredValue value_in(const CaseLine& line) {
  EnteredValue value;
  value.field = line.words.at(0);
  value.text = joined({line.words.begin() + 1, line.words.end()});
  value.unit = line.value("unit");
  value.code = line.value("code");
  value.side = line.value("side");
  value.since = line.value("since");
  value.detail = line.value("detail");
  value.row = line.has("row") ? std::stoi(line.value("row")) : 1;
  value.source.page = line.has("page") ? std::stoi(line.value("page")) : 1;
  value.source.version = line.has("version") ? std::stoi(line.value("version")) : 1;
  return value;
}

void take_facts(FieldCase& one, const CaseLine& line) {
  if (line.has("sex")) one.facts.sex = line.value("sex");
  if (line.has("born")) one.facts.born = Date::parse(line.value("born"));
  if (line.verb == "visit") {
    one.facts.from = Date::parse(line.value("from"));
    one.facts.until = Date::parse(line.value("until"));
  }
  if (line.verb == "note") one.facts.document_version = std::stoi(line.value("version"));
}

void take_line_of(FieldCase& one, const CaseLine& line) {
  if (line.verb == "form") one.form = line.words.at(0);
  if (line.verb == "whole") one.is_whole = true;
  if (line.verb == "value") one.values.push_back(value_in(line));
  if (line.verb == "absent") {
    one.values.push_back({});
    one.values.back().field = line.words.at(0);
    one.values.back().is_absent = true;
  }
  const auto title = line.words.size() > 1 ? joined({line.words.begin() + 1, line.words.end()}) : std::string();
  if (line.verb == "title") one.codes[line.words.at(0)] = {true, true, true, title};
  if (line.verb == "category") one.codes[line.words.at(0)] = {true, true, false, title};
  if (line.verb == "no-such") one.codes[line.words.at(0)] = {true, false, false, {}};
  if (line.verb == "wrong") one.wrong = line.words;
  if (line.verb == "warns") one.warned = line.words;
  take_facts(one, line);
}

std::vector<std::string> told_of(const FieldCase& one, const std::vector<Finding>& findings, bool warnings) {
  std::vector<std::string> codes;
  for (const auto& finding : findings)
    if (is_warning(finding.fault) == warnings && (one.is_whole || finding.fault != Fault::missing))
      codes.push_back(std::string(fault_code(finding.fault)) + ':' + finding.field);
  return codes;
}

TEST(FieldChecks, SayWhatTheTableOfCasesSays) {
  const auto cases =
      charta::testing::read_cases(std::string(CHARTA_SOURCE_FOLDER) + "/src/department/data_entry/tests/cases/field_checks.case");
  ASSERT_GE(cases.size(), 80u);
  for (const auto& given : cases) {
    FieldCase one;
    one.facts = {Date::parse("1961-04-02"),  "female", Date::parse("2026-02-24"), Date::parse("2026-02-24"),
                 *Date::parse("2026-03-01"), 1};
    for (const auto& line : given.lines) take_line_of(one, line);
    const auto ask = [&](FieldKind, std::string_view code) {
      const auto found = one.codes.find(std::string(code));
      return found == one.codes.end() ? CodeAnswer{} : found->second;
    };
    const auto findings = check(*shipped_rules().form(one.form), shipped_rules(), one.values, one.facts, ask);
    auto wrong = told_of(one, findings, false), warned = told_of(one, findings, true);
    for (auto* list : {&wrong, &warned, &one.wrong, &one.warned}) std::sort(list->begin(), list->end());
    EXPECT_EQ(wrong, one.wrong) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(warned, one.warned) << given.title << " (line " << given.line << ")";
    EXPECT_EQ(has_errors(findings),
              std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return !is_warning(finding.fault); }))
        << given.title;
    for (const auto& finding : findings)
      for (const auto& value : one.values)
        EXPECT_TRUE(value.text.size() < 4 || finding.says.find(value.text) == std::string::npos)
            << given.title << ": a finding repeats what was typed";
  }
}

TEST(FieldChecks, EveryFaultHasItsOwnCode) {
  std::vector<std::string_view> codes;
  for (int fault = 0; fault <= static_cast<int>(Fault::older_version); ++fault)
    codes.push_back(fault_code(static_cast<Fault>(fault)));
  std::sort(codes.begin(), codes.end());
  EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
  EXPECT_TRUE(std::none_of(codes.begin(), codes.end(), [](std::string_view one) { return one.empty(); }));
}

TEST(FieldChecks, TheRulesOwnCasesHold) {
  const auto fields = json::Document::parse(testing::shipped_rule("data-entry/fields").tests);
  for (const auto one : fields->root()) {
    EnteredValue value;
    value.field = one["given"]["field"].text();
    value.text = one["given"]["value"].text();
    value.source.page = 1;
    const auto years = one["given"]["years"].integer().value_or(0);
    const VisitFacts facts{Date::parse("2026-02-24")->plus_days(static_cast<int>(-years * 366)),
                           "",
                           Date::parse("2026-02-24"),
                           {},
                           *Date::parse("2026-03-01"),
                           0};
    std::vector<std::string> told, expected;
    for (const auto& finding : check(*shipped_rules().form("office-visit"), shipped_rules(), {value}, facts, {}))
      if (finding.fault != Fault::missing) told.emplace_back(fault_code(finding.fault));
    for (const auto fault : one["expect"]["faults"]) expected.emplace_back(fault.text());
    EXPECT_EQ(told, expected) << one["name"].text();
  }
  const auto codes = json::Document::parse(testing::shipped_rule("data-entry/plausibility").tests);
  for (const auto one : codes->root()) {
    EnteredValue value;
    value.field = "problems";
    value.text = "Something";
    value.code = one["given"]["code"].text();
    std::vector<Finding> findings;
    check_code(*shipped_rules().form("office-visit")->field("problems"), shipped_rules(), value,
               {std::string(one["given"]["sex"].text()), static_cast<double>(one["given"]["years"].integer().value_or(0))}, {},
               findings);
    std::vector<std::string> told, expected;
    for (const auto& finding : findings) told.emplace_back(fault_code(finding.fault));
    for (const auto fault : one["expect"]["faults"]) expected.emplace_back(fault.text());
    EXPECT_EQ(told, expected) << one["name"].text();
  }
}

TEST(FormDefinition, AFormIsOpenedByTheNotesThatItNames) {
  for (const auto* id : {"data-entry/forms/office-visit", "data-entry/forms/emergency-visit"}) {
    const auto tests = json::Document::parse(testing::shipped_rule(id).tests);
    for (const auto one : tests->root()) {
      const auto given = one["given"];
      const auto* form = shipped_rules().form_for(given["document"].text(), given["class"].text(), given["media"].text());
      EXPECT_EQ(form == nullptr ? "" : form->id, one["expect"]["form"].text()) << one["name"].text();
    }
  }
  EXPECT_FALSE(shipped_rules().may_open_on("18842-5")) << "a discharge summary is not typed";
}

TEST(FormDefinition, ARuleThatIsNotAsAskedIsRefused) {
  const auto refused = [](const std::string& fields, const std::string& form) {
    const auto pack = [](const std::string& id, const std::string& parameters) {
      return R"({"id":")" + id +
             R"(","version":1,"title":"t","jurisdiction":"US","setting":"hospital","effective_from":"2020-01-01",)" +
             R"("citation":"c","url":"","verified":false,"review_by":"2027-06-30","message_to_clerk":"m","parameters":)" +
             parameters + R"(,"tests":[{"name":"n","given":{},"expect":{}}]})";
    };
    const auto book = rules::RuleBook::from_text(
        R"({"rules":[)" +
        pack("data-entry/units", R"({"units":[{"code":"kg","title":"kg","quantity":"mass","names":["kilo"]}]})") + "," +
        pack("data-entry/fields", fields) + "," + pack("data-entry/forms/f", form) + "," +
        pack("data-entry/plausibility", R"({"codes":[]})") + "," +
        pack("data-entry/double-entry", R"({"per_thousand":0,"accuracy_goal":0.99,"lag_goal_hours":24})") + "]}");
    EXPECT_TRUE(book) << book.error().message;
    const auto read = EntryRules::read(*book, *Date::parse("2026-03-01"), "US");
    return read ? std::string() : read.error().message;
  };
  const std::string weight =
      R"({"id":"w","title":"W","section":"S","kind":"quantity","unit":"kg","units":["kg"],"lowest":1,"highest":9})";
  const std::string good = R"({"opens_on":{},"required":[],"fields":["w"]})";
  EXPECT_EQ(refused(R"({"fields":[)" + weight + "]}", good), "");
  EXPECT_NE(refused(R"({"fields":[)" + weight + "," + weight + "]}", good).find("twice"), std::string::npos);
  EXPECT_NE(refused(R"({"fields":[{"id":"w","title":"W","section":"S","kind":"colour"}]})", good).find("no known kind"),
            std::string::npos);
  EXPECT_NE(
      refused(
          R"({"fields":[{"id":"w","title":"W","section":"S","kind":"quantity","unit":"kg","units":["lb"],"lowest":1,"highest":9}]})",
          good)
          .find("cannot be posted"),
      std::string::npos);
  EXPECT_NE(refused(R"({"fields":[)" + weight + "]}", R"({"opens_on":{},"fields":["x"]})").find("no field 'x'"),
            std::string::npos);
  EXPECT_NE(refused(R"({"fields":[)" + weight + "]}", R"({"opens_on":{},"fields":["w"],"required":["y"]})").find("required 'y'"),
            std::string::npos);
}

}  // namespace
}  // namespace charta::data_entry
