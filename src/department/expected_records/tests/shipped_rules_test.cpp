// SPDX-License-Identifier: Apache-2.0
// Every shipped rule brings its own cases; each runs through the pure function that owns the rule.
#include "department/expected_records/expectation_rules.hpp"
#include "record/worklists/chase_ladder.hpp"
#include "record/worklists/reasons.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <set>

namespace charta::expected_records {
namespace {

using rules::Rule;
using rules::RuleBook;

const RuleBook& shipped() {
  static const auto book = RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}

ExpectationRules read_shipped() {
  auto read = ExpectationRules::read(shipped(), "US");
  EXPECT_TRUE(read) << read.error().message;
  return std::move(*read);
}

Instant instant(json::Value value) {
  const auto at = Instant::parse(value.text());
  EXPECT_TRUE(at) << value.text();
  return at.value_or(Instant());
}

void run_documents(const Rule& rule, json::Value given, json::Value expect) {
  const auto expectation_rules = read_shipped();
  const Instant at = instant(given["at"]);
  const TimeZone zone = given["zone"] ? *TimeZone::open(std::string(given["zone"].text())) : TimeZone::utc();
  const std::string_view key = given["class"] ? given["class"].text() : given["category"].text();
  auto demands = expectation_rules.demands(*parse_trigger(given["when"].text()), key, zone.local_date(at));
  std::erase_if(demands, [&](const Demand& demand) { return demand.rule != rule.reference(); });
  ASSERT_EQ(demands.size(), expect.size());
  for (std::size_t index = 0; index < demands.size(); ++index) {
    const std::string type = demands[index].types.empty() ? "" : demands[index].types.front();
    EXPECT_EQ(type, expect.at(index)["type"].text());
    const auto priority = worklists::parse_priority(given["priority"].text()).value_or(worklists::Priority::routine);
    EXPECT_EQ(due_at(demands[index].due, priority, at, zone)->text(), expect.at(index)["due_at"].text());
  }
}

void run_category(const Rule&, json::Value given, json::Value expect) {
  happenings::OrderKeys keys;
  const json::Value service = given["service"];
  keys.service_system = service["system"].text();
  keys.service_code = service["code"].text();
  keys.service_text = service["text"].text();
  EXPECT_EQ(read_shipped().category_of(keys, service["department"].text(), *Date::parse("2026-03-02")), expect.text());
}

void run_reconciliation(const Rule&, json::Value given, json::Value expect) {
  const auto expectation_rules = read_shipped();
  const Date day = *Date::parse("2026-03-02");
  EXPECT_EQ(expectation_rules.needs_order(given["type"].text(), given["has_encounter"].boolean(), day),
            expect["needs_order"].boolean());
  EXPECT_EQ(expectation_rules.needs_encounter(given["type"].text(), day), expect["needs_encounter"].boolean());
}

void run_answerers(const Rule& rule, json::Value given, json::Value expect) {
  const auto answerers = worklists::read_answerers(rule);
  ASSERT_TRUE(answerers) << answerers.error().message;
  const auto answers = [&](std::string_view pool) {
    const auto& roles = answerers->at(std::string(pool));
    return std::find(roles.begin(), roles.end(), given["role"].text()) != roles.end();
  };
  for (const json::Value pool : expect["answers"]) EXPECT_TRUE(answers(pool.text())) << pool.text();
  for (const json::Value pool : expect["answers_not"]) EXPECT_FALSE(answers(pool.text())) << pool.text();
}

void run_ladder(const Rule& rule, json::Value given, json::Value expect) {
  if (given["role"]) return run_answerers(rule, given, expect);
  const auto ladders = worklists::read_ladders(rule);
  ASSERT_TRUE(ladders) << ladders.error().message;
  for (const auto& ladder : *ladders) {
    if (ladder.kind != given["kind"].text()) continue;
    const Instant due = *Instant::parse("2026-03-02T12:00:00Z");
    const int steps = worklists::steps_reached(ladder, due, due.plus(std::chrono::minutes(*given["minutes_late"].integer())));
    EXPECT_EQ(steps, expect["steps"].integer());
    EXPECT_EQ(steps == 0 ? "" : ladder.steps[static_cast<std::size_t>(steps - 1)].to, expect["to"].text());
    return;
  }
  FAIL() << "no ladder for " << given["kind"].text();
}

void run_reasons(const Rule& rule, json::Value given, json::Value expect) {
  const auto reasons = worklists::Reasons::from_rule(rule);
  ASSERT_TRUE(reasons) << reasons.error().message;
  if (given["code"]) {
    EXPECT_EQ(reasons->sentence(given["code"].text()), expect["sentence"].text());
    return;
  }
  const auto choices = reasons->choices(given["kind"].text(), given["event"].text());
  const auto wanted = [&](const worklists::Reason* reason) { return reason->code == expect["includes"].text(); };
  EXPECT_TRUE(std::any_of(choices.begin(), choices.end(), wanted)) << expect["includes"].text();
}

void run_calendar(const Rule& rule, json::Value given, json::Value expect) {
  const auto days = rules::WorkingDays::from_rule(rule);
  ASSERT_TRUE(days) << days.error().message;
  const Date day = *Date::parse(given["day"].text());
  if (expect["working"]) {
    EXPECT_EQ(days->is_working_day(day), expect["working"].boolean());
  }
  if (given["plus"]) {
    EXPECT_EQ(days->plus(day, static_cast<int>(*given["plus"].integer())).text(), expect["day"].text());
  }
}

void run_limits(const Rule& rule, json::Value given, json::Value expect) {
  const auto parameters = json::Document::parse(rule.parameters);
  ASSERT_TRUE(parameters);
  EXPECT_EQ(*given["bytes"].integer() <= *parameters->root()["message_bytes_max"].integer(), expect["accepted"].boolean());
}

using RunCase = void (*)(const Rule&, json::Value given, json::Value expect);

/// The pure function of each pack; the longest prefix owns a rule. Packs of other departments are run by their own tests.
const std::map<std::string, RunCase>& owners() {
  static const std::map<std::string, RunCase> table = {{"expected-records/", run_documents},
                                                       {"expected-records/service-categories", run_category},
                                                       {"expected-records/reconciliation", run_reconciliation},
                                                       {"worklists/chase-ladder", run_ladder},
                                                       {"worklists/reasons", run_reasons},
                                                       {"calendars/", run_calendar},
                                                       {"intake/limits", run_limits}};
  return table;
}

RunCase owner_of(const Rule& rule) {
  RunCase found = nullptr;
  std::size_t longest = 0;
  for (const auto& [prefix, run] : owners()) {
    if (!rule.id.starts_with(prefix) || prefix.size() < longest) continue;
    found = run;
    longest = prefix.size();
  }
  return found;
}

TEST(ShippedRules, PassTheirOwnCases) {
  int cases = 0;
  for (const Rule& rule : shipped().rules()) {
    const RunCase run = owner_of(rule);
    if (run == nullptr) continue;
    const auto tests = json::Document::parse(rule.tests);
    ASSERT_TRUE(tests);
    for (const json::Value test : tests->root()) {
      SCOPED_TRACE(rule.reference() + ": " + std::string(test["name"].text()));
      run(rule, test["given"], test["expect"]);
      ++cases;
    }
  }
  EXPECT_GE(cases, 50);
}

TEST(ShippedRules, AreCitedAndNoneIsVerifiedWithoutSayingByWhom) {
  for (const Rule& rule : shipped().rules()) {
    EXPECT_GE(rule.citation.size(), 10U) << rule.id;
    EXPECT_TRUE(!rule.verified || (rule.verified_on && !rule.verified_by.empty())) << rule.id;
  }
}

TEST(ShippedReasons, ExplainEveryActThatNeedsOne) {
  const auto rule = shipped().in_force("worklists/reasons", *Date::parse("2026-03-02"), "");
  ASSERT_TRUE(rule) << rule.error().message;
  const auto reasons = worklists::Reasons::from_rule(**rule);
  ASSERT_TRUE(reasons);
  std::set<std::string_view> events;
  for (const auto& step : expected_record_machine().transitions) {
    if (step.needs_reason) events.insert(step.event);
  }
  EXPECT_EQ(events, (std::set<std::string_view>{"cancel", "excuse", "supersede"}));
  for (const std::string_view event : events) EXPECT_GE(reasons->choices("expected-record", event).size(), 2U) << event;
  EXPECT_GE(reasons->choices("reconciliation", "explain").size(), 5U);
  EXPECT_GE(reasons->choices("expected-record", "wait").size(), 2U);
  for (const auto& [code, reason] : reasons->all())
    EXPECT_TRUE(reason.sentence.ends_with(".")) << code << ": a sentence ends with a full stop";
}

/// The codes of `hold("code", …` in the sources of a department.
std::set<std::string> hold_codes(const std::string& department) {
  std::set<std::string> codes;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CHARTA_SOURCE_FOLDER) + "/src/department/" + department)) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    constexpr std::string_view call = "hold(\"";
    for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
      const std::size_t from = at + call.size();
      codes.insert(text.substr(from, text.find('"', from) - from));
    }
  }
  return codes;
}

TEST(ShippedReasons, SayInWordsWhyAMessageIsHeld) {
  const auto rule = shipped().in_force("worklists/reasons", *Date::parse("2026-03-02"), "");
  ASSERT_TRUE(rule) << rule.error().message;
  const auto reasons = worklists::Reasons::from_rule(**rule);
  ASSERT_TRUE(reasons);
  int found = 0;
  for (const char* department : {"intake", "chart"}) {
    for (const std::string& code : hold_codes(department)) {
      EXPECT_NE(reasons->find(code), nullptr) << "data/rules/worklists/reasons.json has no sentence for '" << code << "'";
      ++found;
    }
  }
  EXPECT_GE(found, 10) << "the sources say how they hold a message";
}

TEST(ShippedCalendar, HoldsElevenHolidaysOfEachYear) {
  const auto rule = shipped().in_force("calendars/us-federal", *Date::parse("2026-03-02"));
  ASSERT_TRUE(rule) << rule.error().message;
  const auto parameters = json::Document::parse((*rule)->parameters);
  std::map<std::string, int> years;
  for (const json::Value closed : parameters->root()["closed"]) ++years[std::string(closed["day"].text().substr(0, 4))];
  EXPECT_EQ(years["2025"], 11);
  EXPECT_EQ(years["2026"], 11);
  EXPECT_EQ(years["2027"], 12) << "New Year's Day 2028 is kept on 31 December 2027";
}

TEST(ExpectationRules, NameTheRuleThatTheyCannotRead) {
  struct Wrong {
    const char *id, *parameters, *said;
  };
  const Wrong cases[] = {
      {"expected-records/a", R"({"documents":[],"classes":["IMP"],"when":"birth"})",
       "expected-records/a@1: when: one of order, admission, discharge, appointment"},
      {"expected-records/a", R"({"documents":[],"when":"order"})", "expected-records/a@1: classes: none is named"},
      {"expected-records/a", R"({"documents":[{"due":{"minutes":1}}],"when":"order","classes":["x"]})",
       "expected-records/a@1: documents: a document has a title"},
      {"expected-records/a", R"({"documents":[{"title":"T","due":{}}],"when":"order","classes":["x"]})",
       "expected-records/a@1: due: give exactly one of minutes, minutes_by_priority and days_following"},
      {"expected-records/a",
       R"({"documents":[{"title":"T","due":{"minutes_by_priority":{"stat":1}}}],"when":"order","classes":["x"]})",
       "expected-records/a@1: due: minutes_by_priority lacks routine"},
      {"expected-records/a",
       R"({"documents":[{"title":"T","due":{"minutes_by_priority":{"soon":1}}}],"when":"order","classes":["x"]})",
       "expected-records/a@1: due: minutes_by_priority names stat, urgent and routine with whole minutes"},
      {"expected-records/a", R"({"services":[{"code":"1"}]})",
       "expected-records/a@1: services: each has a code or prefix, and a category"},
      {"expected-records/a", R"({"services":[]})", "expected-records/a@1: otherwise: the category of everything else"},
      {"expected-records/a", R"({"match_days":2})",
       "expected-records/a@1: order_grace_minutes, encounter_grace_minutes and match_days are whole numbers"},
      {"expected-records/a", R"({})", "expected-records/a@1: parameters name neither documents nor services nor tolerances"},
  };
  for (const Wrong& wrong : cases) {
    const std::string text = std::string(R"({"id":")") + wrong.id +
                             R"(","version":1,"title":"t","citation":"c","effective_from":"2026-01-01","parameters":)" +
                             wrong.parameters + R"(,"tests":[{"name":"a","given":1,"expect":1}]})";
    auto book = RuleBook::from_text(text);
    ASSERT_TRUE(book) << book.error().message;
    const auto read = ExpectationRules::read(*book, "US");
    ASSERT_FALSE(read) << wrong.parameters;
    EXPECT_EQ(read.error().message, wrong.said);
  }
}

}  // namespace
}  // namespace charta::expected_records
