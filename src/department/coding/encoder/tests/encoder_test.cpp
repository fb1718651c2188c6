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
    titles.add(key_of("I219"), true, "Acute myocardial infarction");
    titles.add(key_of("I252"), true, "Old myocardial infarction");
    titles.add(key_of("J189"), true, "Pneumonia, unspecified organism");
    titles.add(key_of("L03115"), true, "Cellulitis of right lower limb");
    titles.add(key_of("O1410"), true, "Severe pre-eclampsia, unspecified trimester");
    titles.add(key_of("S72001A"), true,
               "Fracture of unspecified part of neck of right femur, initial encounter for closed fracture");
    titles.add(key_of("S72301A"), true, "Unspecified fracture of shaft of right femur, initial encounter for closed fracture");
    index.add(key_of("S720"), false, "Fracture, femur, neck");
    index.add(key_of("S723"), false, "Fracture, femur, shaft");
    index.add(key_of("J189"), false, "Pneumonia");
    procedures.add(key_of("0SR90J9"), true, "Replacement of Right Hip Joint with Synthetic Substitute, Cemented, Open Approach");
    procedures.add(key_of("0SR90JZ"), true, "Replacement of Right Hip Joint with Synthetic Substitute, Open Approach");
    index.add(key_of("B001"), false, "Coldsore");
    index.add(key_of("M771"), false, "Tennis elbow: see Epicondylitis, lateral");
    procedures.add(key_of("DM2"), false, "Radiation Therapy, Breast, Stereotactic Radiosurgery");
    procedures.add(key_of("DM20DZZ"), true, "Stereotactic Other Photon Radiosurgery of Left Breast");
    const auto words = json::Document::parse(R"x({"phrases":{"heart attack":"myocardial infarction","mi":"myocardial infarction",
        "dm2":"diabetes mellitus type 2"}, "also":{"leg":"limb"},
        "preferences":[{"said":["history of"],"codes":["Z85-Z87","I25.2"]}]})x")
                           .value();
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

TEST_F(SearchBox, TakesWhatPeopleSayForAWordBeforeItTakesItForACode) {
  const auto hits = encoder_.search({"DM2", 10, nullptr});
  ASSERT_FALSE(hits.empty());
  EXPECT_EQ(text_of(hits.front().code).substr(0, 3), "E11");
  EXPECT_TRUE(std::any_of(hits.begin(), hits.end(), [](const auto& hit) { return text_of(hit.code) == "DM20DZZ"; }))
      << "the codes stand behind";
  EXPECT_EQ(first("DM20"), "DM20DZZ");
}

TEST_F(SearchBox, TakesWordsWithAndWithoutTheirHyphenOrTheirSpace) {
  EXPECT_EQ(first("preeclampsia"), "O1410");
  EXPECT_EQ(first("pre-eclampsia"), "O1410");
  EXPECT_EQ(first("cold sore"), "B001");
  EXPECT_EQ(first("pneumoniaunspecified"), "J189") << "two words that were typed as one";
}

TEST_F(SearchBox, TakesAWordForAnotherOfTheBooks) {
  EXPECT_EQ(first("cellulitis leg"), "L03115");
  EXPECT_EQ(first("celulitis leg"), "L03115");
}

TEST_F(SearchBox, PrefersWhatWasWhereAHistoryIsAskedFor) {
  EXPECT_EQ(first("mi"), "I219");
  EXPECT_EQ(first("history of mi"), "I252");
}

TEST_F(SearchBox, FollowsAReferenceAndSearchesOnlyItsOwnWords) {
  const auto hits = encoder_.search({"tennis elbow", 10, nullptr});
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(text_of(hits[0].code), "M771");
  EXPECT_EQ(hits[0].text, "Tennis elbow: see Epicondylitis, lateral");
  EXPECT_EQ(first("epicondylitis"), "nothing");
}

TEST_F(SearchBox, NamesABeginningOfProceduresByWhatTheirTitlesBeginWith) {
  const auto title_of = [&](std::string_view code) {
    return encoder_.title({key_of(code), System::icd10pcs, false, true, {}, 0});
  };
  EXPECT_EQ(title_of("0SR90J"), "Replacement of Right Hip Joint with Synthetic Substitute");
  EXPECT_EQ(title_of("0SR90JZ"), "Replacement of Right Hip Joint with Synthetic Substitute, Open Approach");
  EXPECT_EQ(title_of("0SX"), "");
  EXPECT_EQ(encoder_.title(System::icd10pcs, key_of("0SR90J")), "") << "a code that no list has has no title of its own";
}

TEST(Phrasebook, RefusesAPreferenceOfWhatAreNoCodes) {
  const auto read = [](std::string_view codes) {
    const auto text = fmt::format(R"({{"preferences":[{{"said":["hx"],"codes":["{}"]}}]}})", codes);
    return Phrasebook::read(json::Document::parse(text).value().root());
  };
  EXPECT_TRUE(read("Z80-Z84"));
  EXPECT_FALSE(read("Z84-Z80"));
  EXPECT_FALSE(read("?"));
}

TEST_F(SearchBox, ForgivesATypingError) {
  EXPECT_EQ(first("pnuemonia"), "J189");
  EXPECT_EQ(first("fracture femr neck"), "S720");
}

TEST_F(SearchBox, AnswersWhileTheLastWordIsTyped) {
  EXPECT_EQ(first("pneu"), "J189");
  EXPECT_EQ(first("replacement hi"), "0SR90JZ");
}

TEST(SearchOverReferences, AWordThatOnlyAReferenceHasMayBeAnErrorForAnother) {
  CodeTexts index;
  index.add(key_of("A669"), false, "Pian: see Yaws");
  index.add(key_of("K146"), false, "Pain, tongue");
  index.add(key_of("R52"), false, "Pain");
  index.add(key_of("M3581"), false, "MIS-A");
  index.add(key_of("A4101"), false, "MSSA, sepsis");
  Encoder encoder;
  encoder.add(System::icd10cm, std::move(index), true);
  encoder.finish();
  const auto finds = [&](std::string_view words, std::string_view code) {
    const auto hits = encoder.search({words, 10, nullptr});
    return std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.code == key_of(code); });
  };
  EXPECT_TRUE(finds("pian", "A66.9"));
  EXPECT_TRUE(finds("pian tongue", "K14.6"));
  EXPECT_TRUE(finds("misa sepsis", "A41.01")) << "so of a word that two were joined to";
  EXPECT_FALSE(finds("pain", "A66.9")) << "a word of the books itself is no error";
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
