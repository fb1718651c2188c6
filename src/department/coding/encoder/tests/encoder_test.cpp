// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"

#include "department/coding/encoder/words.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace charta::encoder {
namespace {

using grouper::key_of;
using grouper::text_of;

TEST(Words, AreFoldedAndLoseTheirPlural) {
  EXPECT_EQ(words_of("Fracture(s), femur; Crohn's disease"),
            (std::vector<std::string>{"fracture", "s", "femur", "crohn", "disease"}));
  EXPECT_EQ(words_of("Ménière's"), (std::vector<std::string>{"meniere"}));
  EXPECT_EQ(words_of("abscess loss"), (std::vector<std::string>{"abscess", "loss"}));
  EXPECT_TRUE(words_of(" -, ").empty());
}

TEST(TypingError, IsOneLetterMoreLessOtherOrSwapped) {
  EXPECT_TRUE(is_one_error_away("pneumonia", "pneumonia"));
  EXPECT_TRUE(is_one_error_away("pneumona", "pneumonia"));
  EXPECT_TRUE(is_one_error_away("ppneumonia", "pneumonia"));
  EXPECT_TRUE(is_one_error_away("pneumonai", "pneumonia"));
  EXPECT_TRUE(is_one_error_away("pmeumonia", "pneumonia"));
  EXPECT_FALSE(is_one_error_away("pmeumona", "pneumonia"));
  EXPECT_FALSE(is_one_error_away("", "ab"));
}

class SearchBox : public ::testing::Test {
 protected:
  void SetUp() override {
    CodeTexts titles, index, procedures;
    titles.add(key_of("E11"), false, "Type 2 diabetes mellitus");
    titles.add(key_of("E119"), true, "Type 2 diabetes mellitus without complications");
    titles.add(key_of("I219"), true, "Acute myocardial infarction, unspecified");
    titles.add(key_of("J189"), true, "Pneumonia, unspecified organism");
    titles.add(key_of("S72001A"), true,
               "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture");
    titles.add(key_of("S72301A"), true, "Unspecified fracture of shaft of right femur, initial encounter for closed fracture");
    index.add(key_of("S720"), false, "Fracture, femur, neck");
    index.add(key_of("S723"), false, "Fracture, femur, shaft");
    index.add(key_of("J189"), false, "Pneumonia");
    procedures.add(key_of("0SR90JZ"), true, "Replacement of Right Hip Joint with Synthetic Substitute, Open Approach");
    const auto words =
        json::Document::parse(R"({"phrases":{"heart attack":"myocardial infarction","mi":"myocardial infarction"}})").value();
    encoder_ = Encoder(Phrasebook::read(words.root()).value());
    encoder_.add(System::icd10cm, std::move(titles), false);
    encoder_.add(System::icd10pcs, std::move(procedures), false);
    encoder_.add(System::icd10cm, std::move(index), true);
    encoder_.finish();
  }
  std::string first(std::string_view words) const {
    const auto hits = encoder_.search({words, 10, nullptr});
    return hits.empty() ? "nothing" : text_of(hits.front().code);
  }
  Encoder encoder_;
};

TEST_F(SearchBox, TakesACodeWithOrWithoutItsDotAndTheBeginningOfOne) {
  EXPECT_EQ(first("e11.9"), "E119");
  EXPECT_EQ(first("E119"), "E119");
  const auto hits = encoder_.search({"S72", 10, nullptr});
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(text_of(hits[0].code), "S72001A");
}

/// Words as unevenly spread as in the books: the first of the list stands in half of the titles, the last in a few.
CodeTexts many_titles(char chapter, int count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::string> words;
  for (int n = 0; n < 600; ++n)
    words.push_back(std::string(n % 3 == 0 ? "in" : "co") + static_cast<char>('a' + n % 26) + static_cast<char>('a' + n / 26));
  CodeTexts texts;
  for (int n = 0; n < count; ++n) {
    std::string title;
    for (auto more = 1 + random() % 7; more > 0; --more) {
      const double share = static_cast<double>(random() % 10000) / 10000;
      title += words[static_cast<std::size_t>(share * share * share * 599)] + " ";
    }
    texts.add(key_of(fmt::format("{}{:05}", chapter, n)), n % 2 == 0, title);
  }
  return texts;
}

TEST(SearchOverManyCodes, TheFirstTenAreTheFirstTenOfAllThatAreMet) {
  Encoder encoder;
  encoder.add(System::icd10cm, many_titles('A', 30000, 1), false);
  encoder.add(System::icd10pcs, many_titles('0', 30000, 2), false);
  encoder.add(System::icd10cm, many_titles('B', 20000, 3), true);
  encoder.finish();
  const System procedures = System::icd10pcs;
  for (const char* words :
       {"in", "co", "inaa", "inaa cobb", "inaa cobb indd ", "inaa cobb indd coee in", "cobb co", "inax inaa inda", "coza inaa"})
    for (const System* only : {static_cast<const System*>(nullptr), &procedures}) {
      const auto few = encoder.search({words, 10, only}), all = encoder.search({words, 4000, only});
      ASSERT_EQ(few.size(), 10U) << words;
      for (std::size_t n = 0; n < few.size(); ++n) {
        EXPECT_EQ(text_of(few[n].code), text_of(all[n].code)) << words << ", place " << n;
        EXPECT_FLOAT_EQ(few[n].score, all[n].score);
      }
    }
}

TEST_F(SearchBox, TakesAnIndexPathInItsOrderOrAnother) {
  EXPECT_EQ(first("fracture, femur, neck"), "S720");
  EXPECT_EQ(first("neck femur fracture"), "S720");
  EXPECT_EQ(first("fracture femur shaft"), "S723");
}

TEST_F(SearchBox, TakesAbbreviationsAndLayWords) {
  EXPECT_EQ(first("MI"), "I219");
  EXPECT_EQ(first("acute heart attack"), "I219");
}

TEST_F(SearchBox, ForgivesATypingError) {
  EXPECT_EQ(first("pnuemonia"), "J189");
  EXPECT_EQ(first("fracture femr neck"), "S720");
}

TEST_F(SearchBox, AnswersWhileTheLastWordIsTyped) {
  EXPECT_EQ(first("pneu"), "J189");
  EXPECT_EQ(first("replacement hi"), "0SR90JZ");
}

TEST_F(SearchBox, KeepsToOneSystemWhenAsked) {
  const auto procedures = System::icd10pcs;
  for (const auto& hit : encoder_.search({"right", 10, &procedures})) EXPECT_EQ(hit.system, System::icd10pcs);
  EXPECT_FALSE(encoder_.search({"right", 10, &procedures}).empty());
}

TEST_F(SearchBox, ShowsEachCodeOnce) {
  const auto hits = encoder_.search({"pneumonia", 10, nullptr});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(encoder_.title(System::icd10cm, hits[0].code), "Pneumonia, unspecified organism");
}

TEST_F(SearchBox, KnowsFromTheTabularListWhatMayBeBilled) {
  const auto hits = encoder_.search({"pneumonia", 1, nullptr});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_TRUE(hits[0].by_index);
  EXPECT_TRUE(hits[0].is_billable);
  EXPECT_FALSE(encoder_.search({"fracture femur neck", 1, nullptr})[0].is_billable);
}

TEST_F(SearchBox, HasNoAnswerToNothingAndToNonsense) {
  EXPECT_EQ(first(""), "nothing");
  EXPECT_EQ(first("  "), "nothing");
  EXPECT_EQ(first("xqzwv"), "nothing");
}

TEST_F(SearchBox, ForgetsTheQuestionBefore) {
  const auto once = first("fracture femur neck");
  (void)first("diabetes");
  EXPECT_EQ(first("fracture femur neck"), once);
}

}  // namespace
}  // namespace charta::encoder
