// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/document_text.hpp"

#include "department/document_search/document_marks.hpp"
#include "department/document_search/page_words.hpp"

#include <gtest/gtest.h>

namespace charta::document_search {
namespace {

TEST(WordsOfAPage, AreFoldedAndKnowTheirPlace) {
  const std::string text = "Dr. Müller's note: 5.4 mg—twice";
  std::string folded;
  for (const auto& word : words_of(text)) folded += word.folded + "@" + text.substr(word.begin, word.end - word.begin) + " ";
  EXPECT_EQ(folded, "dr@Dr mullers@Müller's note@note 5@5 4@4 mg@mg twice@twice ");
}

TEST(WordsOfAPage, OfOtherAlphabetsAreLatin) {
  EXPECT_EQ(folded_text("Иванов Παπαδόπουλος"), "ivanov papadopoulos");
  EXPECT_EQ(folded_text("Weiß “Łukasz”"), "weiss lukasz");
}

TEST(WordsOfAPage, AreBoundedAndWhole) {
  const auto words = words_of(std::string(500, 'x') + " y");
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ(words[0].folded.size(), 64U);
  EXPECT_EQ(words[0].end, 500U);
}

TEST(WordsOfAPage, OfBytesThatAreNoTextDoNoHarm) {
  for (const auto& bytes : {std::string("\xFF\xFE abc"), std::string("a\xE2\x80"), std::string("\0x\0", 3), std::string("'’'")})
    for (const auto& word : words_of(bytes)) EXPECT_FALSE(word.folded.empty());
}

TEST(TextOfRtf, KeepsWordsAndParagraphs) {
  EXPECT_EQ(text_of_rtf(R"({\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Chest \b pain\b0\par since Monday{\*\generator x;}})"),
            "Chest pain\nsince Monday");
  EXPECT_EQ(text_of_rtf(R"({\rtf1 M\'fcller \u233?t\u233? \{x\}})"), "Müller été {x}");
}

TEST(TextOfRtf, ThatIsBrokenGivesWhatCanBeRead) {
  EXPECT_EQ(text_of_rtf(R"({\rtf1 abc\)"), "abc");
  EXPECT_EQ(text_of_rtf(R"(}}}abc{\bin99999999 )"), "abc");
}

TEST(TextOfMarkup, LeavesOutTagsScriptsAndStyles) {
  EXPECT_EQ(folded_text(text_of_markup(
                "<html><style>p{color:red}</style><p>Chest&nbsp;pain &amp; <b>fe</b>ver</p><script>bad()</script>x")),
            "chest pain fever x");
  EXPECT_EQ(folded_text(text_of_markup("<cda:td>Jos&#233;</cda:td><td>Pe&#xF1;a</td><!-- not this -->")), "jose pena");
  EXPECT_EQ(folded_text(text_of_markup("a < b")), "a");
}

TEST(TextOfMarkup, HasALineForEachBlockAndNoGapWhereAWordIsOnlySetOff) {
  EXPECT_EQ(text_of_markup("<p>Patient: <b>Marsh</b>, Ada</p><p>MRN:&nbsp;100042<br/>next</p>"),
            "\nPatient: Marsh, Ada\n\nMRN: 100042\nnext\n");
  EXPECT_EQ(text_of_markup("a &lt;b&gt; &amp;lt; c"), "a <b> &lt; c") << "each entity is read once";
  EXPECT_EQ(text_of_markup("<given>Ada</given><family>Marsh</family>"), " Ada  Marsh ") << "two elements of data are two words";
}

TEST(TextOfADocument, IsReadInItsCharacterSet) {
  EXPECT_EQ(text_of("M\xFCller", "text/plain; charset=ISO-8859-1"), "Müller");
  EXPECT_EQ(text_of("M\xFCller", "text/plain"), "Müller") << "not UTF-8: what old systems send";
  EXPECT_EQ(text_of("Müller", "text/plain"), "Müller");
  EXPECT_EQ(folded_text(text_of("<p>x</p>", "text/html; charset=utf-8")), "x");
  EXPECT_TRUE(is_readable_text("application/rtf"));
  EXPECT_FALSE(is_readable_text("application/pdf"));
}

TEST(PagesOfAText, EndAtFormFeedsAndBeforeTheyGrowTooLong) {
  EXPECT_EQ(pages_of("one\ftwo"), std::vector<std::string>({"one", "two"}));
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a line of text\n";
  const auto pages = pages_of(text);
  ASSERT_EQ(pages.size(), 4U);
  std::string all;
  for (const auto& page : pages) all += page;
  EXPECT_EQ(all, text) << "nothing is lost";
  EXPECT_LE(pages_of(std::string(100'000, 'x')).front().size(), 12'000U);
}

TEST(LineOfAnObservation, SaysWhatWasMeasuredAndFound) {
  const auto observation = json::Document::parse(
      R"({"code":{"text":"Hemoglobin"},"valueQuantity":{"value":11.20,"unit":"g/dL"},"interpretation":[{"coding":[{"display":"Low"}]}],"note":[{"text":"repeat"}]})");
  EXPECT_EQ(line_of_observation(observation->root()), "Hemoglobin 11.20 g/dL Low\n  repeat\n");
}

TEST(MarksOfTime, AreTheMonthsOfASpanOrItsYears) {
  const auto at = [](const char* text) { return *Instant::parse(text); };
  EXPECT_EQ(time_marks(at("2026-01-31T10:00:00Z")), std::vector<std::string>({"m202601", "y2026"}));
  EXPECT_EQ(month_marks(at("2025-11-30T00:00:00Z"), at("2026-01-01T00:00:00Z")),
            std::vector<std::string>({"m202511", "m202512", "m202601"}));
  EXPECT_EQ(month_marks(at("2020-01-01T00:00:00Z"), at("2023-01-01T00:00:00Z")).size(), 4U) << "years";
  EXPECT_TRUE(month_marks(at("2020-01-01T00:00:00Z"), {}).empty()) << "an open span";
}

}  // namespace
}  // namespace charta::document_search
