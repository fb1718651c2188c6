// SPDX-License-Identifier: Apache-2.0
#include "department/amendment_requests/amendment.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

namespace charta::amendment_requests {
namespace {

using charta::testing::CaseLine;

const rules::RuleBook& amendment_rule_book() {
  static const auto book = rules::RuleBook::load(std::string(CHARTA_SOURCE_FOLDER) + "/data/rules");
  EXPECT_TRUE(book) << book.error().message;
  return *book;
}

const AmendmentRules& shipped_amendment_rules() {
  static const auto rules = AmendmentRules::read(amendment_rule_book(), *Date::parse("2026-03-01"), "US");
  EXPECT_TRUE(rules) << rules.error().message;
  return *rules;
}

const TimeZone& new_york() {
  static const auto zone = TimeZone::open("America/New_York");
  return *zone;
}

Date day_in(const CaseLine& line, const std::string& key) {
  const auto day = Date::parse(line.value(key));
  EXPECT_TRUE(day) << "line " << line.number << ": no day " << key;
  return day.value_or(Date());
}

bool has_word(const CaseLine& line, const std::string& word) {
  return std::find(line.words.begin(), line.words.end(), word) != line.words.end();
}

std::vector<std::string> codes_of_line(const CaseLine& line) {
  std::vector<std::string> codes;
  const auto text = line.value("grounds");
  for (const auto one : split(text, ','))
    if (!one.empty()) codes.emplace_back(one);
  return codes;
}

AmendmentDocument document_in_role(Role role) {
  AmendmentDocument one;
  one.role = role;
  one.resource_type = "DocumentReference";
  one.fhir_id = role == Role::disputed ? "a" : "b";
  one.document = role == Role::disputed ? ResourceId(1) : ResourceId(2);
  one.title = role == Role::disputed ? "Progress note" : "Addendum";
  one.at = *Instant::parse("2026-02-20T10:00:00Z");
  return one;
}

Amendment request_in(const CaseLine& line) {
  Amendment request;
  request.received_on = day_in(line, "received");
  request.state = line.value("state");
  request.wanted = "Strike the allergy.";
  request.wants_disclosed = has_word(line, "wants-disclosed");
  if (has_word(line, "disputed")) request.documents.push_back(document_in_role(Role::disputed));
  if (has_word(line, "another")) {
    request.documents.push_back(document_in_role(Role::disputed));
    request.documents.back().document = ResourceId(3);
    request.documents.back().title = "Substance use note";
    request.documents.back().quote = "Kept apart.";
  }
  if (has_word(line, "amendment")) request.documents.push_back(document_in_role(Role::amendment));
  if (line.has("until")) request.extended_until = day_in(line, "until");
  if (line.has("decided")) request.decided_at = new_york().to_instant(day_in(line, "decided"), std::chrono::hours(9));
  request.decided.decision = line.value("decision");
  request.decided.grounds = codes_of_line(line);
  if (request.decided.decision == "accepted") request.decided.accepted = "Struck.";
  if (line.has("statement")) {
    request.statement = "I never had one.";
    request.statement_on = day_in(line, "statement");
  }
  if (has_word(line, "rebuttal")) request.rebuttal = "The test was positive.";
  for (int i = 0; i < std::atoi(line.value("told").c_str()); ++i)
    request.persons.push_back({PersonId(i + 1), "Dr. Who", "", "known-to-hold", Instant(1), UserId(), ""});
  for (int i = 0; i < std::atoi(line.value("untold").c_str()); ++i)
    request.persons.push_back({PersonId(i + 9), "Dr. No", "", "named-by-patient", {}, UserId(), ""});
  return request;
}

std::string outcome_of(const Result<void>& result) {
  if (result) return "ok";
  switch (result.error().kind) {
    case ErrorKind::missing:
      return "missing";
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::unknown_code:
      return "unknown-code";
    case ErrorKind::business_rule:
      return "business-rule";
    default:
      return result.error().message;
  }
}

std::string answer_of(const Amendment& request, const CaseLine& line) {
  const auto& rules = shipped_amendment_rules();
  if (line.verb == "extend")
    return outcome_of(check_extension(request, day_in(line, "until"), line.value("reason"), day_in(line, "today"), rules.clock));
  if (line.verb == "decide")
    return outcome_of(check_decision(
        request, {line.value("decision"), line.value("accepted"), line.value("denied"), codes_of_line(line)}, rules.grounds));
  if (line.verb == "amended") return outcome_of(check_amended(request));
  if (line.verb == "last") return last_day_of(request, rules.clock).text();
  if (line.verb == "goes") return goes_with_disclosures(request, rules.disclosures) ? "yes" : "no";
  if (line.verb == "due") {
    const auto due = due_of(request, rules.clock, new_york());
    return due ? new_york().local_date(*due).text() : "none";
  }
  return "unknown verb " + line.verb;
}

TEST(AmendmentRequest, FollowsTheTableOfCases) {
  const auto cases = charta::testing::read_cases(std::string(CHARTA_SOURCE_FOLDER) +
                                                 "/src/department/amendment_requests/tests/cases/amendment.case");
  ASSERT_GT(cases.size(), 35u);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    Amendment request;
    for (const auto& line : one.lines) {
      if (line.verb == "request") {
        request = request_in(line);
        continue;
      }
      if (line.verb == "says" || line.verb == "lacks") {
        const auto text = appended_text(request, shipped_amendment_rules().grounds, ResourceId(1));
        EXPECT_EQ(text.find(line.value("expect")) != std::string::npos, line.verb == "says") << line.rest << "\n" << text;
        continue;
      }
      EXPECT_EQ(answer_of(request, line), line.value("expect")) << "line " << line.number << ": " << line.rest;
    }
  }
}

TEST(AmendmentRules, PassTheirOwnCases) {
  const auto& rules = shipped_amendment_rules();
  int cases = 0;
  for (const auto& rule : amendment_rule_book().rules()) {
    if (!rule.id.starts_with("amendment-requests/")) continue;
    const auto tests = json::Document::parse(rule.tests);
    ASSERT_TRUE(tests) << rule.id;
    for (const auto test : tests->root()) {
      SCOPED_TRACE(rule.id + ": " + std::string(test["name"].text()));
      const auto given = test["given"], expect = test["expect"];
      ++cases;
      Amendment request;
      if (rule.id == "amendment-requests/clock") {
        request.received_on = Date::parse(given["received_on"].text()).value_or(Date());
        const auto due = last_day_of(request, rules.clock);
        if (expect["due_on"]) {
          EXPECT_EQ(due.text(), expect["due_on"].text());
        }
        if (expect["latest_on"]) {
          EXPECT_EQ(due.plus_days(rules.clock.extend_by_days).text(), expect["latest_on"].text());
        }
        EXPECT_TRUE(expect["due_on"] || expect["latest_on"]);
      } else if (rule.id == "amendment-requests/grounds") {
        std::vector<std::string> codes, expected;
        for (const auto& ground : rules.grounds) codes.push_back(ground.code);
        for (const auto code : expect["codes"]) expected.emplace_back(code.text());
        EXPECT_EQ(codes, expected);
      } else if (rule.id == "amendment-requests/disclosures") {
        request.state = given["state"].text();
        request.decided_at = Instant(1);
        request.decided.decision = "denied";
        request.wants_disclosed = given["wanted"].boolean();
        EXPECT_EQ(goes_with_disclosures(request, rules.disclosures), expect["goes"].boolean());
      } else {
        const auto letter = rules.letters.find(given["letter"].text());
        ASSERT_NE(letter, rules.letters.end());
        for (const auto said : expect["says"])
          EXPECT_TRUE(std::any_of(letter->second.paragraphs.begin(), letter->second.paragraphs.end(), [&](const auto& one) {
            return one.says == said.text();
          })) << said.text();
      }
    }
  }
  EXPECT_GE(cases, 6);
}

TEST(AmendmentRequest, HasAMachineWithoutDeadEnds) {
  EXPECT_EQ(worklists::check(amendment_machine()), "");
  for (const auto state : worklists::states_of(amendment_machine())) {
    if (worklists::is_final(amendment_machine(), state)) continue;
    EXPECT_FALSE(worklists::events_from(amendment_machine(), state).empty()) << state;
  }
  EXPECT_FALSE(worklists::step(amendment_machine(), "extended", "extend")) << "more time is taken once";
  EXPECT_FALSE(worklists::step(amendment_machine(), "denied", "accept")) << "what was denied is not accepted behind the letter";
  EXPECT_FALSE(worklists::step(amendment_machine(), "accepted", "close")) << "what was accepted is amended first";
}

TEST(AmendmentRequest, ADenialThatLeavesOutWhatTheLawAsksOfItDoesNotStart) {
  const std::string missing[] = {"basis", "statement", "future-disclosures", "complaint", "secretary"};
  for (const auto& said : missing) {
    auto rule = *amendment_rule_book().in_force("amendment-requests/letters", *Date::parse("2026-03-01"), "US").value();
    const auto at = rule.parameters.find("\"" + said + "\"");
    ASSERT_NE(at, std::string::npos) << said;
    std::string text = R"({"rules":[)";
    for (const auto* id : {"clock", "grounds", "disclosures"}) {
      const auto* one =
          amendment_rule_book().in_force(std::string("amendment-requests/") + id, *Date::parse("2026-03-01"), "US").value();
      text += R"({"id":")" + one->id +
              R"(","version":1,"title":"t","jurisdiction":"US","effective_from":"2003-04-14","citation":"c","parameters":)" +
              one->parameters + R"(,"tests":)" + one->tests + "},";
    }
    auto words = rule.parameters;
    for (std::size_t place = 0; (place = words.find("\"says\":\"" + said + "\"", place)) != std::string::npos;)
      words.replace(place, said.size() + 9, "\"says\":\"other\"");
    for (std::size_t place = 0; (place = words.find("\"says\": \"" + said + "\"", place)) != std::string::npos;)
      words.replace(place, said.size() + 10, "\"says\":\"other\"");
    text +=
        R"({"id":"amendment-requests/letters","version":1,"title":"t","jurisdiction":"US","effective_from":"2003-04-14","citation":"c","parameters":)" +
        words + R"(,"tests":)" + rule.tests + "}]}";
    const auto book = rules::RuleBook::from_text(text);
    ASSERT_TRUE(book) << book.error().message;
    const auto read = AmendmentRules::read(*book, *Date::parse("2026-03-01"), "US");
    ASSERT_FALSE(read) << said;
    EXPECT_NE(read.error().message.find(said), std::string::npos) << read.error().message;
  }
}

TEST(AmendmentRequest, FillsALetterOnceAndLeavesNoPlaceOpen) {
  const auto& rules = shipped_amendment_rules();
  Places places;
  for (const auto* one :
       {"name",  "address", "day",      "received", "request", "wanted",  "documents", "days",     "due",     "reason",
        "until", "in_part", "accepted", "denied",   "grounds", "persons", "disagreed", "rebuttal", "contact", "telephone"})
    places.emplace_back(one, std::string("<") + one + "{day}>");
  for (const auto& [kind, letter] : rules.letters) {
    const auto text = letter_text(letter, places);
    EXPECT_NE(text.find("<name{day}>"), std::string::npos) << "what is filled in is not read for places again";
    auto plain = text;
    for (const auto& [name, value] : places)
      for (std::size_t at = 0; (at = plain.find(value, at)) != std::string::npos;) plain.erase(at, value.size());
    for (const auto& [name, value] : places)
      EXPECT_EQ(plain.find("{" + name + "}"), std::string::npos) << kind << " leaves " << name;
  }
}

TEST(AmendmentRequest, CountsWhatWasReceivedAndHowSoonItWasDecided) {
  const auto& clock = shipped_amendment_rules().clock;
  std::vector<Amendment> all(4);
  const Date first = *Date::parse("2026-03-01");
  for (auto& one : all) one.received_on = first;
  all[0].decided_at = new_york().to_instant(first.plus_days(10), std::chrono::hours(23));
  all[0].decided.decision = "accepted";
  all[1].decided_at = new_york().to_instant(first.plus_days(60), std::chrono::hours(23));
  all[1].decided.decision = "denied";
  all[1].statement = "No.";
  all[2].decided_at = new_york().to_instant(first.plus_days(61), std::chrono::hours(0));
  all[2].decided.decision = "in-part";
  const auto figures = figures_of(all, clock, new_york(), new_york().to_instant(first.plus_days(61), std::chrono::hours(1)));
  EXPECT_EQ(figures.received, 4);
  EXPECT_EQ(figures.decided_in_time, 2) << "the sixtieth day is in time, the next is not";
  EXPECT_EQ(figures.open, 1);
  EXPECT_EQ(figures.overdue, 1);
  EXPECT_EQ(figures.statements, 1);
  EXPECT_EQ(figures.median_days, 60);
}

}  // namespace
}  // namespace charta::amendment_requests
