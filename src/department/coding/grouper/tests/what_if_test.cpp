// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/what_if.hpp"

#include <gtest/gtest.h>

namespace charta::grouper {
namespace {

Claim pneumonia() {
  Claim claim;
  claim.principal = {key_of("J189"), 'Y'};
  claim.secondary = {{key_of("E119"), 'Y'}, {key_of("J9601"), 'Y'}};
  claim.procedures = {key_of("5A1955Z")};
  claim.age = 60;
  return claim;
}
std::string shown(const Claim& claim) {
  std::string text = text_of(claim.principal.code) + ":" + claim.principal.poa;
  for (const auto& one : claim.secondary) text += " " + text_of(one.code) + ":" + one.poa;
  for (const auto code : claim.procedures) text += " " + text_of(code);
  return text;
}
WhatIf asked(const std::vector<std::string>& changes) {
  WhatIf question;
  for (const auto& text : changes) {
    question.edits.push_back(read_edit(text).value());
    question.edits.back().is_procedure = text.size() == 8 && text[1] >= '0' && text[1] <= '9';
  }
  return question;
}

TEST(WhatIf, ReadsChangesAsACoderTypesThem) {
  const auto added = read_edit(" +j96.01:n ").value();
  EXPECT_EQ(added.how, ClaimEdit::How::add);
  EXPECT_EQ(text_of(added.code), "J9601");
  EXPECT_EQ(added.poa, 'N');
  EXPECT_EQ(read_edit("-E11.9").value().how, ClaimEdit::How::remove);
  EXPECT_EQ(read_edit("=I50.33").value().how, ClaimEdit::How::principal);
  EXPECT_EQ(read_edit("J96.01:N").value().how, ClaimEdit::How::poa);
  EXPECT_EQ(read_edit("+J96.01").value().poa, ' ');
}

TEST(WhatIf, RefusesWhatIsNoChangeWithoutRepeatingIt) {
  for (const auto* wrong :
       {"", "+", "J96.01", "+J96.01:Q", "+J96.01:", "-E11.9:Y", "=E11.9:N", "+J96/01", "+Z@0001", "+J96010000000", "J96.01:YN"}) {
    const auto refused = read_edit(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_EQ(refused.error().message.find("J96"), std::string::npos) << refused.error().message;
  }
}

TEST(WhatIf, ChangesTheClaimInTheOrderOfTheChanges) {
  const struct {
    std::vector<std::string> changes;
    const char* claim;
  } cases[] = {
      {{"+N179:N"}, "J189:Y E119:Y J9601:Y N179:N 5A1955Z"},
      {{"-E119"}, "J189:Y J9601:Y 5A1955Z"},
      {{"-5A1955Z"}, "J189:Y E119:Y J9601:Y"},
      {{"J9601:N"}, "J189:Y E119:Y J9601:N 5A1955Z"},
      {{"J189:W"}, "J189:W E119:Y J9601:Y 5A1955Z"},
      {{"=J9601"}, "J9601:Y E119:Y J189:Y 5A1955Z"},
      {{"=J189"}, "J189:Y E119:Y J9601:Y 5A1955Z"},
      {{"-J189"}, "E119:Y J9601:Y 5A1955Z"},
      {{"-J9601", "+J9601:N"}, "J189:Y E119:Y J9601:N 5A1955Z"},
      {{"+0SRB0JZ", "+0SRB0JZ"}, "J189:Y E119:Y J9601:Y 5A1955Z 0SRB0JZ 0SRB0JZ"},
  };
  for (const auto& one : cases) EXPECT_EQ(shown(edited(pneumonia(), asked(one.changes)).value()), one.claim);
}

TEST(WhatIf, NamesTheChangeThatCannotBeMade) {
  const struct {
    std::vector<std::string> changes;
    const char* says;
  } cases[] = {{{"-I10"}, "change 1: the claim has no such code"},
               {{"-E119", "-E119"}, "change 2: the claim has no such code"},
               {{"+E119"}, "change 1: the claim has this code already"},
               {{"+J189"}, "change 1: the claim has this code already"},
               {{"I10:N"}, "change 1: the claim has no such diagnosis"},
               {{"=I10"}, "change 1: the claim has no such diagnosis"},
               {{"-J189", "-E119", "-J9601"}, "change 3: no principal diagnosis would remain"}};
  for (const auto& one : cases) {
    const auto refused = edited(pneumonia(), asked(one.changes));
    ASSERT_FALSE(refused) << one.says;
    EXPECT_EQ(refused.error().message, one.says);
  }
}

TEST(WhatIf, TakesAnotherAgeSexAndDischargeStatus) {
  WhatIf question;
  EXPECT_TRUE(question.is_empty());
  question.age = 3;
  question.sex = 'M';
  question.discharge_status = 20;
  const auto claim = edited(pneumonia(), question).value();
  EXPECT_EQ(claim.age, 3);
  EXPECT_EQ(claim.sex, 'M');
  EXPECT_EQ(claim.discharge_status, 20);
}

/// Another system of groups: as many as there are codes.
class CountingGrouper final : public GrouperPort {
 public:
  std::string_view name() const override { return "COUNT"; }
  Result<int> version_on(Date) override { return 10; }
  Result<void> group(const Claim& claim, Date, GroupedClaim& into) override {
    into.version = 10;
    into.grouping = {};
    into.grouping.final.drg = static_cast<int>(1 + claim.secondary.size() + claim.procedures.size());
    into.grouping.secondary.resize(claim.secondary.size());
    into.grouping.procedures.resize(claim.procedures.size());
    into.title = "as many codes";
    weight_.weight = static_cast<std::uint32_t>(into.grouping.final.drg) * 10000;
    into.facts = &weight_;
    return {};
  }
  Result<Reasons> explain(const Claim&, Date, const GroupedClaim& grouped) override {
    return Reasons{{"Codes are counted.", "There are " + std::to_string(grouped.grouping.final.drg) + "."}, "count", {}, false};
  }
  Result<bool> is_procedure(CodeKey code, Date) override { return text_of(code).size() == 7; }

 private:
  DrgFacts weight_;
};

TEST(GrouperPort, AnotherGrouperAnswersWhatIfThroughIt) {
  CountingGrouper port;
  const auto day = *Date::parse("2026-02-01");
  const auto answer = answer_what_if(port, pneumonia(), day, asked({"+N179", "+0SRB0JZ"})).value();
  EXPECT_EQ(answer.before.drg, 4);
  EXPECT_EQ(answer.after.drg, 6);
  EXPECT_EQ(answer.after.title, "as many codes");
  EXPECT_EQ(*answer.after.weight, 60000U);
  EXPECT_EQ(answer.why, std::vector<std::string>{"There are 6."}) << "what it says now and did not say before";
  const auto refused =
      answer_what_if(port, pneumonia(), day, {{{ClaimEdit::How::add, key_of("0SRB0JZ"), 'Y', false}}, {}, {}, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "a procedure has no present on admission indicator");
}

}  // namespace
}  // namespace charta::grouper
