// SPDX-License-Identifier: Apache-2.0
// Where there is paper: the shipped rule, and what it refuses.
#include "department/patient_index/paper_merge.hpp"
#include "record/rules/rule_pack.hpp"

#include <gtest/gtest.h>

namespace charta::patient_index {
namespace {

TEST(PaperPolicy, AsShippedAnswersItsOwnTests) {
  const auto rules = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto* rule = rules->in_force("patient-index/paper-charts", Date::parse("2026-03-01").value()).value();
  const auto policy = PaperPolicy::parse(rule->parameters, rule->reference());
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->rule, "patient-index/paper-charts@1");
  EXPECT_TRUE(policy->has_paper(0));
  EXPECT_FALSE(policy->has_paper(7));
}

TEST(PaperPolicy, RefusesFacilitiesAndHoursThatThereAreNot) {
  for (const auto* text : {R"({"facilities":[63],"due_hours":1})", R"({"facilities":["main"],"due_hours":1})",
                           R"({"facilities":[0]})", R"({"facilities":[0],"due_hours":0})"}) {
    EXPECT_FALSE(PaperPolicy::parse(text, "r@1")) << text;
  }
}

TEST(PaperMergeMachine, IsSoundAndEveryOpenStateLeadsOut) {
  EXPECT_EQ(worklists::check(paper_merge_machine()), "");
  for (const auto state : worklists::states_of(paper_merge_machine()))
    if (!worklists::is_final(paper_merge_machine(), state)) {
      EXPECT_FALSE(worklists::events_from(paper_merge_machine(), state).empty()) << state;
    }
}

}  // namespace
}  // namespace charta::patient_index
