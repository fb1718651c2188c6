// SPDX-License-Identifier: Apache-2.0
// Another grouper than MS-DRG in this house: sheet, program's claim and what-if go through the one port.
#include "department/coding/code_sets/tests/starter_library.hpp"
#include "department/coding_desk/coding_books.hpp"

#include <gtest/gtest.h>

namespace charta::coding_desk {
namespace {

/// Groups by age alone: children are 1, others 2.
class AgeGrouper final : public grouper::GrouperPort {
 public:
  std::string_view name() const override { return "AGE"; }
  Result<int> version_on(Date day) override {
    if (day.text() < "2026-01-01") return fail(ErrorKind::not_found, "the groups by age begin on 2026-01-01", "discharge_date");
    return 20;
  }
  Result<void> group(const grouper::Claim& claim, Date day, grouper::GroupedClaim& into) override {
    CHARTA_TRY(into.version, version_on(day));
    into.grouping = {};
    into.grouping.final.drg = claim.age < 18 ? 1 : 2;
    into.grouping.secondary.resize(claim.secondary.size());
    into.title = claim.age < 18 ? "Children" : "Grown people";
    into.facts = nullptr;
    return {};
  }
  Result<grouper::Reasons> explain(const grouper::Claim&, Date, const grouper::GroupedClaim& grouped) override {
    return grouper::Reasons{{std::string(grouped.title) + " are by age."}, "age < 18", {}, true};
  }
  Result<bool> is_procedure(grouper::CodeKey, Date) override { return false; }
};

class OtherGrouper : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto& rules = code_sets::testing::rule_book();
    shelf_ = code_sets::BookShelf::open(folder_.path(), rules, day_, "US").value();
    books_ = std::make_unique<CodingBooks>(*shelf_);
    books_->group_by(std::make_unique<AgeGrouper>());
    CodedLine line;
    line.code = "J189";
    sheet_.diagnoses = {line};
    basis_.age = 7;
  }
  code_sets::testing::LibraryFolder folder_;
  Date day_ = *Date::parse("2026-02-01");
  std::unique_ptr<code_sets::BookShelf> shelf_;
  std::unique_ptr<CodingBooks> books_;
  CodedSheet sheet_;
  ClaimBasis basis_;
};

TEST_F(OtherGrouper, GroupsTheSheetOfTheDeskWithoutAnyMsDrgTables) {
  const auto rules = CodingRules::read(code_sets::testing::rule_book(), day_, "US").value();
  const auto judged = books_->judge(sheet_, basis_, {day_, day_}, rules, true);
  EXPECT_EQ(judged.grouped.version, 20) << judged.missing_tables;
  EXPECT_EQ(judged.grouped.drg, 1);
  EXPECT_EQ(judged.grouped.title, "Children");
  EXPECT_TRUE(judged.grouped.is_split);
  EXPECT_EQ(judged.trace, std::vector<std::string>{"Children are by age."});
  EXPECT_EQ(judged.formula, "age < 18");
  const auto early = books_->judge(sheet_, basis_, {{}, *Date::parse("2025-11-01")}, rules, true);
  EXPECT_EQ(early.missing_tables, "the groups by age begin on 2026-01-01");
}

TEST_F(OtherGrouper, GroupsAProgramsClaim) {
  const auto line = json::Document::parse(R"({"id":"a","age":40,"discharge_date":"2026-02-01","pdx":"J189"})").value();
  const auto rules = CodingRules::read(code_sets::testing::rule_book(), day_, "US").value();
  const auto answer = json::Document::parse(books_->group(line.root(), rules).value()).value();
  EXPECT_EQ(answer.root()["drg"].text(), "2");
  EXPECT_EQ(answer.root()["version"].text(), "20");
  EXPECT_EQ(answer.root()["formula"].text(), "age < 18");
  EXPECT_FALSE(answer.root()["weight"]) << "it has none";
}

TEST_F(OtherGrouper, AnswersWhatIf) {
  grouper::WhatIf asked;
  asked.age = 40;
  const auto answer = books_->what_if(sheet_, basis_, day_, asked).value();
  EXPECT_EQ(answer.before.title, "Children");
  EXPECT_EQ(answer.after.title, "Grown people");
  EXPECT_FALSE(answer.after.weight);
  EXPECT_EQ(books_->what_if({}, basis_, day_, asked).error().kind, ErrorKind::business_rule) << "nothing is coded";
}

}  // namespace
}  // namespace charta::coding_desk
