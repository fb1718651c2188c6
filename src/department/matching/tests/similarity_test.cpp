// SPDX-License-Identifier: Apache-2.0
#include "department/matching/similarity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace charta::matching {
namespace {

// Winkler's own examples, as printed in the literature.
TEST(JaroWinkler, GivesThePublishedValues) {
  EXPECT_NEAR(jaro_winkler("martha", "marhta"), 0.9611, 1e-4);
  EXPECT_NEAR(jaro_winkler("dwayne", "duane"), 0.8400, 1e-4);
  EXPECT_NEAR(jaro_winkler("dixon", "dicksonx"), 0.8133, 1e-4);
  EXPECT_DOUBLE_EQ(jaro_winkler("same", "same"), 1.0);
  EXPECT_DOUBLE_EQ(jaro_winkler("abc", "xyz"), 0.0);
  EXPECT_DOUBLE_EQ(jaro_winkler("", "abc"), 0.0);
}

/// The textbook's table, to compare the quick one with.
unsigned textbook_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<unsigned>> d(a.size() + 1, std::vector<unsigned>(b.size() + 1));
  for (unsigned i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (unsigned j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string any_word(std::mt19937& dice, std::string_view letters) {
  std::string word;
  for (std::size_t left = dice() % 12; left > 0; --left) word += letters[dice() % letters.size()];
  return word;
}

TEST(EditDistance, IsTheTextbooksForThousandsOfWords) {
  std::mt19937 dice(3);
  for (const std::string_view letters : {"ab", "abcdefgh", "0123456789", "anroewsi 12"}) {
    for (int i = 0; i < 4000; ++i) {
      const auto a = any_word(dice, letters), b = any_word(dice, letters);
      ASSERT_EQ(edit_distance(a, b), textbook_distance(a, b)) << a << " | " << b;
    }
  }
}

TEST(EditDistance, CountsNeighboursExchangedAsOneSlip) {
  EXPECT_EQ(edit_distance("brian", "brain"), 1U);
  EXPECT_EQ(edit_distance("524117710", "524171710"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

TEST(Bounds, NeverRejectWhatIsAlike) {
  std::mt19937 dice(5);
  for (const std::string_view letters : {"abcdefghijklmnopqrstuvwxyz", "aeinorst", "0123456789"}) {
    for (int i = 0; i < 20'000; ++i) {
      const auto x = any_word(dice, letters), y = any_word(dice, letters);
      const auto a = Letters::of(x), b = Letters::of(y);
      ASSERT_LE(least_edit_distance(a, b), edit_distance(a, b)) << x << " | " << y;
      ASSERT_GE(most_jaro_winkler(a, b) + 1e-12, jaro_winkler(a, b)) << x << " | " << y;
      const Signature s(x, false, false), t(y, false, false);
      ASSERT_LE(Signature::least_edit_distance(s, t), edit_distance(a, b)) << x << " | " << y;
      if (Signature::cannot_be_alike(s, t)) {
        ASSERT_GT(edit_distance(a, b), 2U) << x << " | " << y;
        ASSERT_LT(jaro_winkler(a, b), alike + 1e-6) << x << " | " << y;
      }
    }
  }
}

TEST(Sound, IsSharedByNamesThatSoundAlike) {
  const std::vector<std::pair<std::string_view, std::string_view>> alike_names{
      {"philips", "filips"}, {"catherine", "katharine"}, {"smith", "smyth"}, {"schmidt", "schmit"},
      {"knight", "night"},   {"wright", "right"},        {"meyer", "maier"}, {"robert", "rupert"}};
  for (const auto& [a, b] : alike_names) EXPECT_EQ(sound_of(a), sound_of(b)) << a << " | " << b;
}

TEST(Sound, TellsOtherNamesApart) {
  EXPECT_NE(sound_of("marsh"), sound_of("quill"));
  EXPECT_NE(sound_of("smith"), sound_of("stone"));
  EXPECT_EQ(sound_of(""), 0U);
  EXPECT_EQ(sound_of("123"), 0U);
}

}  // namespace
}  // namespace charta::matching
