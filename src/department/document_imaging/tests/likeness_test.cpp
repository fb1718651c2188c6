// SPDX-License-Identifier: Apache-2.0
// A sheet that was fed twice is asked about; a form that was filled in otherwise is not.
#include "department/document_imaging/likeness.hpp"

#include "base/text.hpp"
#include "formats/json/json.hpp"

#include <gtest/gtest.h>

namespace charta::document_imaging {
namespace {

LikePage page(std::int64_t id, const std::string& text, const std::string& likeness) {
  Page one;
  one.id = PageId(id);
  one.number = id;
  one.likeness = likeness;
  std::vector<page_reading::Word> words;
  for (const auto word : split(text, ' ')) words.push_back({std::string(word), {}, 95, 0});
  return like_page(one, words);
}
const std::string image(64, 'a');
const std::string other_image(64, '5');  // every bit differs
const std::string note =
    "Progress note seen today and feels well blood pressure 120/80 pulse 72 continue the same medication and return in a month";
const LikenessRules likeness_rules;

TEST(Likeness, CountsTheBitsInWhichImagesDiffer) {
  EXPECT_EQ(bits_apart(image, image), 0);
  EXPECT_EQ(bits_apart(image, other_image), 256);
  std::string one = image;
  one[0] = 'b';
  EXPECT_EQ(bits_apart(image, one), 1);
  EXPECT_EQ(bits_apart(image, ""), 256) << "what was not read is like nothing";
  EXPECT_EQ(bits_apart("", ""), 256);
}

TEST(Likeness, CountsTheWordsThatBothHaveAsOftenAsTheyStand) {
  EXPECT_EQ(words_shared({"a", "b"}, {"a", "b"}), 100);
  EXPECT_EQ(words_shared({"a", "a"}, {"a"}), 50);
  EXPECT_EQ(words_shared({}, {}), 100);
  EXPECT_EQ(words_shared({"a"}, {}), 0);
}

TEST(Likeness, TheSameSheetOnceMoreIsNearlyTheSameThoughAWordWasMisread) {
  const std::string misread =
      "Progress note seen today and feels weII blood pressure 120/80 pulse 72 continue the same medication and return in a month";
  EXPECT_TRUE(nearly_same(page(1, note, image), page(2, misread, image), likeness_rules));
}

TEST(Likeness, TheSameFormFilledInOtherwiseIsAnotherPage) {
  const std::string other =
      "Progress note seen today and feels well blood pressure 165/95 pulse 101 continue the same medication and return in a "
      "month";
  EXPECT_FALSE(nearly_same(page(1, note, image), page(2, other, image), likeness_rules)) << "numbers tell one form from another";
}

TEST(Likeness, TheSameWordsOnAnotherImageAreAnotherPage) {
  EXPECT_FALSE(nearly_same(page(1, note, image), page(2, note, other_image), likeness_rules));
}

TEST(Likeness, WithoutWordsTheImageMustAgreeMoreClosely) {
  std::string near = image, far = image;
  near[0] = '5';                                         // 4 bits
  for (std::size_t at = 0; at < 5; ++at) far[at] = '5';  // 20 bits
  EXPECT_TRUE(nearly_same(page(1, "", image), page(2, "", near), likeness_rules));
  EXPECT_FALSE(nearly_same(page(1, "", image), page(2, "", far), likeness_rules));
  EXPECT_TRUE(nearly_same(page(1, note, image), page(2, note, far), likeness_rules)) << "words make up for it";
}

TEST(Likeness, EachNewPageIsAskedAboutOnceWithTheFirstThatItIsLike) {
  const auto found =
      same_pages({page(1, note, image), page(2, note, image), page(3, note, image)}, {page(9, note, image)}, likeness_rules);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].page, PageId(1));
  EXPECT_EQ(found[0].as, PageId(9)) << "filed before";
  EXPECT_EQ(found[1].as, PageId(1));
  EXPECT_EQ(found[2].as, PageId(1));
  EXPECT_TRUE(same_pages({page(1, note, image)}, {page(1, note, image)}, likeness_rules).empty()) << "nothing is like itself";
}

TEST(Likeness, TheShippedRulePassesItsOwnCases) {
  const auto book = charta::rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto shipped = ImagingRules::read(*book, *Date::parse("2026-03-01"), "US");
  ASSERT_TRUE(shipped) << shipped.error().message;
  const auto rule = book->in_force("document-imaging/same-pages", *Date::parse("2026-03-01"), "US");
  const auto tests = json::Document::parse((*rule)->tests);
  ASSERT_GE(tests->root().size(), 3U);
  for (const auto test : tests->root()) {
    const auto count = static_cast<int>(test["given"]["words"].integer().value_or(0));
    const auto apart = static_cast<std::size_t>(test["given"]["bits_apart"].integer().value_or(0));
    const auto share = static_cast<int>(test["given"]["words_shared"].integer().value_or(0));
    std::string other = image, one_text, other_text;
    for (std::size_t bit = 0; bit < apart; ++bit) other[bit] = 'b';  // one bit each
    const int same = 2 * count * share / (100 + share);
    for (int at = 0; at < count; ++at) {
      const std::string word =
          "word" + std::string(1, static_cast<char>('a' + at % 26)) + std::string(static_cast<std::size_t>(at / 26), 'x');
      one_text += word + " ";
      other_text += (at < same ? word : word + "other") + " ";
    }
    EXPECT_EQ(nearly_same(page(1, one_text, image), page(2, other_text, other), shipped->likeness),
              test["expect"]["asks"].boolean())
        << test["name"].text();
  }
}

}  // namespace
}  // namespace charta::document_imaging
