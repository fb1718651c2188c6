// SPDX-License-Identifier: Apache-2.0
// The queue of misfiled pages, the finding of a whole document, and how both are kept.
#include "department/misfile_watch/misfile.hpp"

#include "department/misfile_watch/stored_pages.hpp"

#include <gtest/gtest.h>

namespace charta::misfile_watch {
namespace {

Sign sign(const std::string& what, const std::string& says, int page = 1) {
  Sign one;
  one.what = what;
  one.says = says;
  one.page = page;
  one.box = {10, 20, 30, 40};
  return one;
}
PageVerdict wrong(std::int64_t other, int points, std::vector<Sign> signs) {
  PageVerdict verdict;
  verdict.is_wrong = true;
  verdict.other = PatientId(other);
  verdict.points = points;
  verdict.signs = std::move(signs);
  return verdict;
}

TEST(MisfileMachine, IsSoundAndConfirmedWorkEndsInOneOfThreeWays) {
  EXPECT_EQ(worklists::check(misfile_machine()), "");
  EXPECT_EQ(worklists::events_from(misfile_machine(), "confirmed").size(), 3U);
  EXPECT_FALSE(worklists::step(misfile_machine(), "confirmed", "confirm"));
  EXPECT_FALSE(worklists::step(misfile_machine(), "moved", "not-a-misfile"));
  EXPECT_TRUE((*worklists::step(misfile_machine(), "open", "not-a-misfile"))->needs_reason);
}

TEST(Finding, IsOfThePageThatSpeaksLoudestWithTheSignsOfEveryPageThatNamesTheSame) {
  const auto finding = finding_of({wrong(2, 30, {sign("number", "200977", 1)}), PageVerdict(),
                                   wrong(3, 70, {sign("name", "Okafor, Ngozi", 3)}), wrong(3, 40, {sign("number", "7", 4)})});
  EXPECT_TRUE(finding.is_wrong);
  EXPECT_EQ(finding.other, PatientId(3));
  EXPECT_EQ(finding.points, 70);
  ASSERT_EQ(finding.signs.size(), 2U);
  EXPECT_EQ(finding.signs[1].page, 4);
  EXPECT_FALSE(finding_of({PageVerdict(), PageVerdict()}).is_wrong);
  EXPECT_FALSE(finding_of({}).is_wrong);
}

TEST(Finding, ItsEvidenceIsWhatWasSaidWhereverItStands) {
  auto one = finding_of({wrong(2, 30, {sign("number", "200977", 1), sign("name", "Ferreira", 1)})});
  const auto same = finding_of({PageVerdict(), wrong(2, 40, {sign("name", "Ferreira", 2), sign("number", "200977", 2)})});
  const auto other = finding_of({wrong(4, 30, {sign("number", "200977", 1), sign("name", "Ferreira", 1)})});
  EXPECT_EQ(one.evidence(), same.evidence());
  EXPECT_NE(one.evidence(), other.evidence());
  one.signs.push_back(sign("birth_date", "1975-11-30"));
  EXPECT_NE(one.evidence(), same.evidence()) << "more evidence is another question";
}

TEST(Finding, IsUrgentWhenAKnownPersonIsNamedByTwoIdentifiers) {
  const MisfileRules rules;
  EXPECT_EQ(priority_of(finding_of({wrong(2, 70, {sign("number", "1")})}), rules), worklists::Priority::urgent);
  EXPECT_EQ(priority_of(finding_of({wrong(2, 30, {sign("number", "1")})}), rules), worklists::Priority::routine);
  EXPECT_EQ(priority_of(finding_of({wrong(0, 70, {sign("name", "1")})}), rules), worklists::Priority::routine);
  EXPECT_EQ(reason_of(finding_of({wrong(0, 70, {sign("name", "1")})})), "names-somebody-unknown");
}

TEST(Finding, SignsComeBackAsTheyWereKept) {
  auto one = sign("name", "O'Brien \"Bo\", Ada", 7);
  one.image = document_imaging::PageId(12345);
  one.points = 20;
  const auto back = parse_signs(signs_json({one, sign("number", "1")}));
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].says, one.says);
  EXPECT_EQ(back[0].image, one.image);
  EXPECT_EQ(back[0].page, 7);
  EXPECT_EQ(back[0].points, 20);
  EXPECT_EQ(back[0].box.height, 40);
  EXPECT_FALSE(back[1].image.is_set());
  EXPECT_TRUE(parse_signs("no json").empty());
}

TEST(StoredPages, WordsThatAMachineReadComeBackAsTheyWereKept) {
  ReadPage page{3, {}, {{"MRN:", {1, 2, 3, 4}, 91, 0}, {"100042", {5, 6, 7, 8}, 88, 0}}};
  const auto back = parse_pages(pages_json({page}));
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->size(), 1U);
  EXPECT_EQ(back->front().number, 3);
  ASSERT_EQ(back->front().words.size(), 2U);
  EXPECT_EQ(back->front().words[1].text, "100042");
  EXPECT_EQ(back->front().words[1].box.left, 5);
  EXPECT_FALSE(parse_pages("no json"));
}

}  // namespace
}  // namespace charta::misfile_watch
