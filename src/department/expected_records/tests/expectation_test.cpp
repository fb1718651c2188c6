// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/expectation.hpp"

#include "base/text.hpp"
#include "department/expected_records/expectation_rules.hpp"
#include "department/expected_records/finding.hpp"
#include "department/expected_records/match.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace charta::expected_records {
namespace {

using testing::Case;
using testing::CaseLine;

std::vector<Case> cases(const std::string& name) {
  return testing::read_cases(std::string(CHARTA_MODULE_FOLDER) + "/tests/cases/" + name);
}

std::int64_t number(const std::string& text) {
  return text.empty() ? 0 : std::stoll(text);
}

Instant noon_of(const std::string& day) {
  return *Instant::parse("2026-03-" + day + "T12:00:00Z");
}

happenings::OrderKeys keys_of(const CaseLine& line) {
  happenings::OrderKeys keys;
  keys.placer = line.value("placer");
  keys.placer_assigner = line.value("placer_assigner");
  keys.filler = line.value("filler");
  keys.filler_assigner = line.value("filler_assigner");
  const std::string service = line.value("service");
  const auto parts = split(service, '|');
  if (parts.size() == 3) {
    keys.service_system = parts[0];
    keys.service_code = parts[1];
    keys.service_text = parts[2];
  }
  keys.service_at = noon_of(line.value("on"));
  return keys;
}

Expectation expectation_of(const CaseLine& line) {
  Expectation expectation;
  expectation.id = ExpectationId(number(line.value("id")));
  expectation.trigger = parse_trigger(line.has("cause") ? line.value("cause") : "order").value();
  expectation.order = ResourceId(line.has("order") ? number(line.value("order")) : 1000 + expectation.id.key());
  expectation.encounter = ResourceId(number(line.value("encounter")));
  expectation.keys = keys_of(line);
  expectation.basis_at = noon_of(line.value("on"));
  expectation.state = line.has("state") ? line.value("state") : "expected";
  expectation.document = ResourceId(number(line.value("document")));
  const std::string types = line.value("types");
  for (const std::string_view type : split(types, ',')) {
    if (!type.empty()) expectation.accepted_types.emplace_back(type);
  }
  return expectation;
}

happenings::DocumentFiled document_of(const CaseLine& line) {
  happenings::DocumentFiled document;
  document.document = ResourceId(line.has("document") ? number(line.value("document")) : 99);
  document.encounter = ResourceId(number(line.value("encounter")));
  document.keys = keys_of(line);
  document.type_code = line.value("type");
  document.at = noon_of(line.value("on"));
  return document;
}

std::string ids(const std::vector<Match>& matches) {
  std::string text;
  for (const Match& match : matches) text += (text.empty() ? "" : ",") + std::to_string(match.expectation->id.key());
  return text;
}

TEST(Matching, FollowsTheTableOfCases) {
  const auto table = cases("matching.case");
  ASSERT_GE(table.size(), 25U);
  for (const Case& one : table) {
    SCOPED_TRACE("line " + std::to_string(one.line) + ": " + one.title);
    std::vector<Expectation> expectations;
    happenings::DocumentFiled document;
    for (const CaseLine& line : one.lines) {
      if (line.verb == "expected") expectations.push_back(expectation_of(line));
      if (line.verb == "arrives") document = document_of(line);
    }
    std::vector<const Expectation*> candidates;
    for (const Expectation& expectation : expectations) candidates.push_back(&expectation);
    const Matching found = match(candidates, document, {});
    const CaseLine& expect = one.lines.back();
    ASSERT_EQ(expect.verb, "expect");
    EXPECT_EQ(ids(found.certain), expect.value("certain"));
    EXPECT_EQ(ids(found.answered), expect.value("answered"));
    EXPECT_EQ(found.suggested == nullptr ? "" : std::to_string(found.suggested->id.key()), expect.value("suggested"));
    if (!found.certain.empty()) {
      EXPECT_EQ(match_key_code(found.certain.front().key), expect.value("by"));
    }
    if (found.suggested != nullptr) {
      EXPECT_EQ(match_key_code(found.suggested_by), expect.value("by"));
    }
  }
}

DueTime counted(const CaseLine& line) {
  DueTime due;
  for (const char* priority : {"stat", "urgent", "routine"}) {
    if (line.has(priority)) due.by_priority.emplace(priority, std::chrono::minutes(number(line.value(priority))));
  }
  if (line.has("minutes")) due.after = std::chrono::minutes(number(line.value("minutes")));
  if (line.has("days")) due.days_following = static_cast<int>(number(line.value("days")));
  return due;
}

TEST(DueTimes, FollowTheTableOfCases) {
  const auto table = cases("due_times.case");
  ASSERT_GE(table.size(), 10U);
  for (const Case& one : table) {
    SCOPED_TRACE("line " + std::to_string(one.line) + ": " + one.title);
    ASSERT_EQ(one.lines.size(), 3U);
    const CaseLine &from = one.lines[1], &expect = one.lines[2];
    const TimeZone zone = from.has("zone") ? *TimeZone::open(from.value("zone")) : TimeZone::utc();
    const auto priority = worklists::parse_priority(from.value("priority")).value_or(worklists::Priority::routine);
    const auto due = due_at(counted(one.lines[0]), priority, *Instant::parse(from.words.at(0)), zone);
    ASSERT_TRUE(due);
    EXPECT_EQ(due->text(), expect.words.at(0));
  }
  EXPECT_FALSE(due_at({}, worklists::Priority::stat, Instant(0), TimeZone::utc())) << "a rule without a time sets none";
}

TEST(ExpectedRecordMachine, HasNoDeadEndsAndNoWayBack) {
  EXPECT_EQ(worklists::check(expected_record_machine()), "");
  EXPECT_EQ(worklists::check(reconciliation_machine()), "");
  const std::vector<std::string_view> order = {"expected",    "performed",     "dictated", "transcribed",
                                               "preliminary", "authenticated", "received", "filed"};
  for (std::size_t from = 0; from < order.size(); ++from) {
    for (std::size_t to = 0; to < order.size(); ++to) {
      const bool declared =
          from != to && worklists::step(expected_record_machine(), order[from], event_into(order[to])).has_value();
      EXPECT_EQ(declared, from < to) << order[from] << " -> " << order[to];
      EXPECT_EQ(is_further(order[from], order[to]), from < to);
    }
  }
}

TEST(ExpectedRecordMachine, LeavesEveryOpenStateByEachExitWithAReason) {
  for (const std::string_view state : worklists::states_of(expected_record_machine())) {
    if (worklists::is_final(expected_record_machine(), state)) continue;
    for (const std::string_view event : {"cancel", "excuse", "supersede"}) {
      const auto step = worklists::step(expected_record_machine(), state, event);
      ASSERT_TRUE(step) << state;
      EXPECT_TRUE((*step)->needs_reason);
      EXPECT_TRUE(worklists::is_final(expected_record_machine(), (*step)->to));
    }
  }
}

TEST(ExpectedRecordMachine, AsksForADocumentBeforeItFiles) {
  for (const auto& step : expected_record_machine().transitions) {
    if (step.to == "filed" || step.event == "confirm") {
      EXPECT_EQ(step.guard, "names-its-document") << step.from;
    }
  }
}

TEST(Completion, OfTable0271And0123MovesTheExpectation) {
  const std::pair<const char*, const char*> rows[] = {
      {"DI", "dictated"}, {"IP", "transcribed"}, {"IN", "transcribed"}, {"DO", "transcribed"}, {"PA", "preliminary"},
      {"AU", "filed"},    {"LA", "filed"},       {"P", "preliminary"},  {"F", "filed"},        {"C", "filed"},
      {"X", "cancelled"}, {"R", "preliminary"},  {"I", "performed"},    {"", "filed"},         {"O", ""},
      {"S", ""}};
  for (const auto& [code, state] : rows) EXPECT_EQ(state_for_completion(code), state) << code;
}

TEST(Codes, ReadBackWhatTheyPrint) {
  for (const Trigger trigger : {Trigger::order, Trigger::admission, Trigger::discharge, Trigger::appointment, Trigger::manual})
    EXPECT_EQ(parse_trigger(trigger_code(trigger)), trigger);
  EXPECT_FALSE(parse_trigger("birth"));
  std::set<std::string_view> codes;
  for (const FindingClass finding : all_finding_classes) {
    codes.insert(finding_code(finding));
    EXPECT_FALSE(finding_title(finding).empty());
  }
  EXPECT_EQ(codes.size(), 7U);
  EXPECT_EQ(event_into("possible-match"), "suggest");
  EXPECT_EQ(event_into("not-required"), "excuse");
  EXPECT_EQ(event_into("nowhere"), "");
}

}  // namespace
}  // namespace charta::expected_records
