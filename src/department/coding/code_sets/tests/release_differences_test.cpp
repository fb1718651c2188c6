// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_sets/release_differences.hpp"

#include "department/coding/code_sets/tests/book_fixture.hpp"

namespace charta::code_sets {
namespace {

using grouper::key_of;
using grouper::text_of;

encoder::CodeTexts list_of(std::initializer_list<std::tuple<const char*, bool, const char*>> rows) {
  encoder::CodeTexts list;
  for (const auto& [code, billable, title] : rows) list.add(key_of(code), billable, title);
  return list;
}
const auto& year_one() {
  static const auto list = list_of({{"A00", false, "Cholera"},
                                    {"A000", true, "Classical"},
                                    {"A001", true, "Eltor"},
                                    {"B10", true, "Whole"},
                                    {"C20", false, "In parts"},
                                    {"C200", true, "Left part"},
                                    {"C201", true, "Right part"},
                                    {"D30", true, "Without a trace"}});
  return list;
}
const auto& year_two() {
  static const auto list = list_of({{"A00", false, "Cholera"},
                                    {"A000", true, "Classical"},
                                    {"A001", true, "El Tor"},
                                    {"B10", false, "Whole"},
                                    {"B100", true, "First half"},
                                    {"B101", true, "Second half"},
                                    {"C20", true, "In one"},
                                    {"E40", true, "New"}});
  return list;
}

std::string in_words(const CodeDifference& one) {
  std::string text = text_of(one.code) + " " + std::string(name_of(one.what));
  for (const auto code : one.instead) text += " " + text_of(code);
  return text;
}

TEST(ReleaseDifferences, NameWhatCameWentChangedItsTitleOrItsMark) {
  std::vector<std::string> words;
  for (const auto& one : differences_between(year_one(), year_two())) words.push_back(in_words(one));
  EXPECT_EQ(words,
            (std::vector<std::string>{"A001 retitled", "B10 not-billable B100 B101", "B100 added", "B101 added", "C20 billable",
                                      "C20 retitled", "C200 deleted C20", "C201 deleted C20", "D30 deleted", "E40 added"}))
      << "what the lists do not say of D30 is not guessed";
  EXPECT_TRUE(differences_between(year_one(), year_one()).empty());
  EXPECT_EQ(differences_between({}, year_one()).size(), year_one().size());
  EXPECT_EQ(differences_between(year_one(), year_two()).front().was, "Eltor");
}

struct Lived {
  const char *code, *day, *since, *until, *instead;
};

TEST(LifeOfACode, SaysSinceWhenOrUntilWhenItWasOneAndWhatStandsInItsPlace) {
  const auto on = [](std::string_view text) { return testing::day(text); };
  const ReleasedCodes releases[] = {{on("2024-10-01"), on("2025-09-30"), &year_one()},
                                    {on("2025-10-01"), on("2026-09-30"), &year_two()},
                                    {on("2026-10-01"), std::nullopt, &year_one()}};
  const Lived cases[] = {
      {"B10", "2025-12-01", "2026-10-01", "2025-09-30", "B100 B101"},
      {"B10", "2025-01-01", "-", "-", "-"},
      {"C201", "2025-10-01", "2026-10-01", "2025-09-30", "C20"},
      {"D30", "2026-09-30", "2026-10-01", "2025-09-30", ""},
      {"E40", "2025-09-30", "2025-10-01", "", ""},
      {"E40", "2027-01-15", "", "2026-09-30", ""},
      {"A00", "2025-12-01", "-", "-", "-"},
      {"Z99", "2025-12-01", "-", "-", "-"},
      {"E40", "2020-01-01", "-", "-", "-"},
  };
  for (const auto& one : cases) {
    const auto life = life_of(key_of(one.code), releases, on(one.day));
    SCOPED_TRACE(std::string(one.code) + " on " + one.day);
    EXPECT_EQ(life.has_value(), std::string_view(one.since) != "-");
    if (!life) continue;
    EXPECT_EQ(life->since ? life->since->text() : "", one.since);
    EXPECT_EQ(life->until ? life->until->text() : "", one.until);
    std::string instead;
    for (const auto code : life->instead) instead += (instead.empty() ? "" : " ") + text_of(code);
    EXPECT_EQ(instead, one.instead);
  }
}

/// The publisher's own count of the year: 487 added, 28 deleted (CMS, addenda of FY 2026).
TEST(OfficialBooks, TheReleasesOfTwoYearsDifferByWhatTheAddendaSay) {
  const auto before = testing::published("icd10/cms_2025_dx.zip"), after = testing::published("icd10/cms_2026_dx.zip");
  if (before.empty() || after.empty()) GTEST_SKIP() << "the publishers' files are not here";
  const testing::LibraryFolder folder;
  auto library = folder.open();
  ASSERT_TRUE(testing::import(library, {before, after}));
  const auto found = differences_between(library.texts("icd10cm", testing::day("2025-01-15")).value(),
                                         library.texts("icd10cm", testing::day("2025-11-15")).value());
  int came = 0, went = 0, replaced = 0;
  for (const auto& one : found) {
    came += one.what == Difference::billable || (one.what == Difference::added && one.is_billable) ? 1 : 0;
    const bool goes = one.what == Difference::not_billable || (one.what == Difference::deleted && one.is_billable);
    went += goes ? 1 : 0, replaced += goes && !one.instead.empty() ? 1 : 0;
  }
  EXPECT_EQ(came, 487);
  EXPECT_EQ(went, 28);
  std::printf("%zu differences; of %d codes that went the lists say of %d what stands in their place\n", found.size(), went,
              replaced);
}

}  // namespace
}  // namespace charta::code_sets
