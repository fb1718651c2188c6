// SPDX-License-Identifier: Apache-2.0
#include "department/chart_assembly/assembly_rules.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

namespace charta::chart_assembly {
namespace {

using chart::ChartEntry;

const rules::RuleBook& rule_book() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}

const AssemblyRules& shipped() {
  static const auto rules = AssemblyRules::read(rule_book(), *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

Instant in_march(const std::string& text) {
  const auto t = text.find('T');
  const int day = std::stoi(text.substr(0, t));
  const std::string hour = t == std::string::npos ? "12:00" : text.substr(t + 1);
  return *Instant::parse("2026-03-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T" + hour + ":00Z");
}

ChartEntry entry_named(const std::string& name, const std::string& kind, const std::string& type, int number) {
  ChartEntry entry;
  entry.fhir_id = entry.title = name;
  entry.kind = kind;
  entry.title_code = type;
  entry.status = "final";
  entry.resource = ResourceId(number);
  return entry;
}

struct Chart {
  std::vector<ChartEntry> lines;
  std::vector<Problem> problems;
  std::vector<ArrangedSection> read;
  std::size_t found = 0;
};

void take(Chart& chart, const charta::testing::CaseLine& line) {
  if (line.verb == "line") {
    auto entry = entry_named(line.words.at(0), line.words.at(1), line.words.at(2), 1000 - static_cast<int>(chart.lines.size()));
    entry.at = in_march(line.words.at(3));
    entry.encounter = line.value("encounter");
    chart.lines.push_back(entry);
  } else if (line.verb == "problem") {
    Problem problem{line.words.at(0), line.words.at(0), {}, {}};
    for (const auto& one : line.all("encounter")) problem.encounters.insert(one);
    for (const auto& one : line.all("document")) problem.documents.insert(one);
    chart.problems.push_back(problem);
  } else if (line.verb == "read") {
    EXPECT_EQ(chart.found, chart.read.size()) << "the chart has more sections than the table says";
    const ChartOrder* order = shipped().order(line.words.at(0));
    ASSERT_NE(order, nullptr) << line.words.at(0);
    chart.read = arrange(*order, chart.lines, chart.problems);
    chart.found = 0;
  } else {
    ASSERT_LT(chart.found, chart.read.size()) << "no section is left";
    const auto& section = chart.read[chart.found++];
    std::vector<std::string> said{section.id};
    for (const auto& one : section.lines) said.push_back(one.title);
    EXPECT_EQ(said, line.words);
  }
}

TEST(ChartOrder, IsWhatTheTableOfCasesSays) {
  for (const auto& one :
       charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/chart_assembly/tests/cases/chart_order.case")) {
    SCOPED_TRACE(one.title);
    Chart chart;
    for (const auto& line : one.lines) {
      SCOPED_TRACE(line.number);
      take(chart, line);
    }
    EXPECT_EQ(chart.found, chart.read.size());
  }
}

TEST(ChartOrder, LosesNoLineAndShowsNoneTwiceInAnyOrder) {
  const std::vector<std::string> types{"18842-5", "34117-2", "11506-3", "58410-2", "18748-4", "x", ""};
  const std::vector<std::string> kinds{"document", "report", "order", "encounter", "appointment", "something-new"};
  std::vector<ChartEntry> lines;
  for (int n = 0; n < 500; ++n) {
    auto entry = entry_named("line" + std::to_string(n), kinds[static_cast<std::size_t>(n) % kinds.size()],
                             types[static_cast<std::size_t>(n) % types.size()], n + 1);
    entry.at = Instant(n * 7919 % 1000);
    lines.push_back(entry);
  }
  for (const auto& order : shipped().orders) {
    std::map<std::string, int> seen;
    for (const auto& section : arrange(order, lines, {}))
      for (std::size_t at = 0; at < section.lines.size(); ++at) {
        ++seen[section.lines[at].fhir_id];
        if (at == 0) continue;
        EXPECT_TRUE(section.oldest_first ? section.lines[at - 1].at <= section.lines[at].at
                                         : section.lines[at - 1].at >= section.lines[at].at);
      }
    EXPECT_EQ(seen.size(), lines.size()) << order.id;
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](const auto& one) { return one.second == 1; })) << order.id;
  }
}

EncounterFacts facts_of(const charta::testing::Case& one, std::vector<std::string>& expected) {
  EncounterFacts facts;
  for (const auto& line : one.lines) {
    if (line.verb == "stay") {
      facts.class_code = line.words.at(0);
      facts.started_at = in_march(line.value("from"));
      if (line.has("until")) facts.ended_at = in_march(line.value("until"));
    } else if (line.verb == "line") {
      auto entry = entry_named(line.words.at(0), "document", line.words.at(0), static_cast<int>(facts.lines.size()) + 1);
      entry.status = line.words.at(1);
      if (line.words.size() > 2) entry.sensitivity = static_cast<std::uint32_t>(access::Sensitivity::quarantined);
      facts.lines.push_back(entry);
    } else if (line.verb == "promise") {
      facts.promises.push_back({line.words.at(0), "a rule", {line.value("type")}, in_march(line.value("due"))});
    } else if (line.verb == "lacks") {
      for (const std::string lack : {"required", "promised", "unsigned"})
        if (line.has(lack)) expected.push_back(lack + " " + line.value(lack) + (line.has("due") ? " " + line.value("due") : ""));
    }
  }
  return facts;
}

TEST(Completeness, SaysWhatTheTableOfCasesSays) {
  for (const auto& one :
       charta::testing::read_cases(CHARTA_SOURCE_FOLDER "/src/department/chart_assembly/tests/cases/completeness.case")) {
    SCOPED_TRACE(one.title);
    std::vector<std::string> expected, said;
    const auto facts = facts_of(one, expected);
    for (const auto& missing : missing_of(facts, shipped().required, TimeZone::utc())) {
      const bool by_title = missing.lack == Lack::promised;
      said.push_back(std::string(lack_code(missing.lack)) + " " + (by_title ? missing.title : missing.type_code) +
                     (missing.lack == Lack::required ? " " + missing.due_at->text() : ""));
      EXPECT_NE(sentence_of(missing).find(missing.title), std::string::npos) << "it is always said which document is missing";
    }
    EXPECT_EQ(said, expected);
  }
}

TEST(Completeness, HasNoDeadEndsAndEveryStateIsReached) {
  EXPECT_EQ(worklists::check(completeness_machine()), "");
  for (const auto state :
       {"open", "discharged", "assembled", "analyzed", "incomplete", "complete", "locked", "addended", "cancelled"}) {
    const auto all = worklists::states_of(completeness_machine());
    EXPECT_NE(std::find(all.begin(), all.end(), state), all.end()) << state;
  }
}

TEST(AssemblyRules, PassTheirOwnCases) {
  int cases = 0;
  for (const auto& rule : rule_book().rules()) {
    const bool is_order = rule.id.starts_with("chart-orders/"), is_required = rule.id.starts_with("required-documents/");
    if (!is_order && !is_required && rule.id != "chart/default-order") continue;
    const auto tests = json::Document::parse(rule.tests);
    ASSERT_TRUE(tests);
    for (const auto test : tests->root()) {
      SCOPED_TRACE(rule.id + ": " + std::string(test["name"].text()));
      ++cases;
      const auto given = test["given"];
      if (is_order) {
        const auto line = entry_named("one", std::string(given["kind"].text()), std::string(given["type"].text()), 1);
        const auto sections = arrange(*shipped().order(rule.id.substr(13)), {line}, {});
        ASSERT_EQ(sections.size(), 1U);
        EXPECT_EQ(sections.front().id, test["expect"]["section"].text());
      } else if (is_required) {
        const auto found = std::find_if(shipped().required.begin(), shipped().required.end(),
                                        [&](const auto& one) { return one.rule == rule.reference(); });
        ASSERT_NE(found, shipped().required.end());
        EncounterFacts facts;
        facts.class_code = given["class"].text();
        facts.started_at = *Instant::parse(given["from"].text());
        if (!given["until"].text().empty()) facts.ended_at = *Instant::parse(given["until"].text());
        auto due = chart_completion::due_of(*found, facts, TimeZone::utc());
        if (const auto at = Instant::parse(given["operation"].text())) due = chart_completion::due_after(*found, *at, TimeZone::utc());
        EXPECT_EQ(due ? due->text() : "", test["expect"]["due_at"].text());
      } else {
        EXPECT_EQ(shipped().order_for(given["class"].text(), given["in_house"].boolean()).id, test["expect"]["order"].text());
      }
    }
  }
  EXPECT_GE(cases, 18);
}

std::string rule_with(const std::string& id, const std::string& parameters) {
  return R"({"id":")" + id +
         R"(","version":1,"title":"x","jurisdiction":"","setting":"","effective_from":"2020-01-01","citation":"a citation of some kind","url":"","verified":false,"message_to_clerk":"","parameters":)" +
         parameters + R"(,"tests":[{"name":"a case","given":{},"expect":{}}]})";
}

TEST(AssemblyRules, NameWhatIsWrongInARule) {
  const std::string rest = R"("rest":{"id":"other","title":"Other","first":"newest"})";
  const std::pair<std::string, std::string> wrong[] = {
      {R"({"title":"A","by":"colour","sections":[],)" + rest + "}", "'by'"},
      {R"({"by":"sections","sections":[],)" + rest + "}", "title"},
      {R"({"title":"A","by":"sections","sections":[{"id":"a","title":"A","first":"newest"}],)" + rest + "}", "kinds or types"},
      {R"({"title":"A","by":"sections","sections":[{"id":"a","title":"A","kinds":["order"],"first":"someday"}],)" + rest + "}",
       "oldest or newest"},
      {R"({"title":"A","by":"sections","sections":[]})", "id and a title"},
  };
  for (const auto& [parameters, says] : wrong) {
    const auto book = rules::RuleBook::from_text(rule_with("chart-orders/a", parameters));
    ASSERT_TRUE(book) << book.error().message;
    const auto read = AssemblyRules::read(*book, *Date::parse("2026-03-01"), "US");
    ASSERT_FALSE(read) << parameters;
    EXPECT_EQ(read.error().kind, ErrorKind::invalid);
    EXPECT_NE(read.error().message.find(says), std::string::npos) << read.error().message;
  }
}

TEST(ChartOrder, FiveThousandLinesAreArrangedInAMomentByProblemToo) {
  std::vector<ChartEntry> lines;
  for (int n = 0; n < 5000; ++n) {
    auto entry = entry_named("line" + std::to_string(n), "document", "11506-3", n + 1);
    entry.at = Instant(n * 7919 % 5000);
    entry.encounter = "e" + std::to_string(n % 200);
    lines.push_back(entry);
  }
  std::vector<Problem> problems;
  for (int n = 0; n < 30; ++n)
    problems.push_back({"p" + std::to_string(n), "p" + std::to_string(n), {"e" + std::to_string(n)}, {}});
  for (const auto& order : shipped().orders) {
    const auto began = std::chrono::steady_clock::now();
    const auto sections = arrange(order, lines, problems);
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_FALSE(sections.empty());
    EXPECT_LT(took, std::chrono::milliseconds(200)) << order.id;
  }
}

}  // namespace
}  // namespace charta::chart_assembly
