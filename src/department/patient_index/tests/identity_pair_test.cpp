// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/identity_pair.hpp"

#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::patient_index {
namespace {

std::string step_text(PairStep step) {
  switch (step) {
    case PairStep::nothing:
      return "nothing";
    case PairStep::ask:
      return "ask";
    case PairStep::ask_again:
      return "ask_again";
    case PairStep::refresh:
      return "refresh";
    case PairStep::withdraw:
      return "withdraw";
  }
  return "?";
}

matching::Pattern pattern_of(bool changed) {
  matching::Pattern pattern;
  pattern.set(matching::Field::surname, matching::Level::exact);
  if (changed) pattern.set(matching::Field::phone, matching::Level::exact);
  return pattern;
}

matching::Band band_of(const std::string& name) {
  return name == "link" ? matching::Band::link : name == "review" ? matching::Band::review : matching::Band::ignore;
}

bool says(const testing::CaseLine& line, const std::string& word) {
  return std::find(line.words.begin(), line.words.end(), word) != line.words.end();
}

TEST(IdentityPair, AsksAndAsksAgainAsTheTableSays) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/identity.case");
  ASSERT_GE(cases.size(), 15U);
  const matching::Policy policy;
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    std::optional<IdentityPair> before;
    Match now;
    bool linked = false;
    for (const auto& line : one.lines) {
      if (line.verb == "before") {
        before.emplace();
        before->verdict = parse_verdict(line.value("verdict")).value();
        before->bits = std::stod(line.value("bits"));
        before->pattern = pattern_of(false);
      } else if (line.verb == "now") {
        now.bits = std::stod(line.value("bits"));
        now.decision.band = band_of(line.value("band"));
        now.pattern = pattern_of(says(line, "changed"));
        linked = says(line, "linked");
      } else {
        ASSERT_EQ(line.verb, "expect");
        EXPECT_EQ(step_text(next_step(before, now, linked, policy)), line.words.at(0));
      }
    }
  }
}

TEST(IdentityMachine, IsDeclaredWithoutAFault) {
  EXPECT_EQ(worklists::check(identity_machine()), "");
  for (const std::string_view state : {"open", "seen", "deferred", "second-opinion"}) {
    const auto events = worklists::events_from(identity_machine(), state);
    for (const std::string_view event : {"not-a-match", "merge", "withdraw"})
      EXPECT_NE(std::find(events.begin(), events.end(), event), events.end()) << state << " has no way to " << event;
  }
  for (const std::string_view state : {"not-a-match", "merged", "withdrawn"}) {
    EXPECT_TRUE(worklists::is_final(identity_machine(), state));
    EXPECT_TRUE(parse_verdict(state)) << "a final state is a verdict on the pair";
  }
}

TEST(IdentityMachine, TellsAPairApartOnlyWithAReason) {
  const auto step = worklists::step(identity_machine(), "open", "not-a-match");
  ASSERT_TRUE(step);
  EXPECT_TRUE((*step)->needs_reason);
  EXPECT_EQ((*step)->permission, access::Permission::link_patients);
}

}  // namespace
}  // namespace charta::patient_index
