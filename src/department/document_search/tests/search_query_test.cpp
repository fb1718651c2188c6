// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/search_query.hpp"

#include "base/text.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

namespace charta::document_search {
namespace {

std::string printed(const store::TextTerm& term) {
  std::string text;
  for (const auto& word : term.words) text += (text.empty() ? "" : "+") + word;
  return text + (term.is_prefix ? "*" : "");
}

std::vector<std::string> printed(const std::vector<store::TextClause>& clauses) {
  std::vector<std::string> lines;
  for (const auto& clause : clauses) {
    std::string line = clause.is_excluded ? "not" : "any";
    for (const auto& term : clause.any) line += " " + printed(term);
    lines.push_back(line);
  }
  return lines;
}

TEST(SearchQuery, IsWhatWasTyped) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/query.case");
  ASSERT_GT(cases.size(), 15U);
  for (const auto& one : cases) {
    std::string typed, fails;
    std::vector<std::string> wanted;
    for (const auto& line : one.lines) {
      if (line.verb == "typed") typed = line.rest;
      if (line.verb == "fails") fails = line.words.at(0);
      if (line.verb != "any" && line.verb != "not") continue;
      std::string text = line.verb;
      for (const auto& word : line.words) text += " " + word;
      wanted.push_back(text);
    }
    const auto clauses = parse_query(typed);
    EXPECT_EQ(clauses.has_value(), fails.empty()) << one.title;
    if (clauses) {
      EXPECT_EQ(printed(*clauses), wanted) << one.title;
    } else {
      EXPECT_EQ(name_of(clauses.error().kind), fails) << one.title;
    }
  }
}

TEST(SearchQuery, MoreThanAPersonTypesIsRefused) {
  std::string many;
  for (int i = 0; i < 33; ++i) many += "word" + std::to_string(i) + " ";
  EXPECT_EQ(parse_query(many).error().kind, ErrorKind::invalid);
  EXPECT_EQ(parse_query(std::string(1001, 'a')).error().kind, ErrorKind::invalid);
}

std::vector<std::string> marked(const std::string& text, const std::string& typed) {
  std::vector<std::string> list;
  for (const auto& place : places_of(words_of(text), *parse_query(typed)))
    list.push_back(text.substr(place.begin, place.end - place.begin));
  return list;
}
using Marked = std::vector<std::string>;

TEST(PlacesOfAQuery, AreTheWordsAsTheyStandInTheText) {
  EXPECT_EQ(marked("Chest pain. No CHEST wall pain.", "chest"), Marked({"Chest", "CHEST"}));
  EXPECT_EQ(marked("Chest pain. No chest wall pain.", "\"chest pain\""), Marked({"Chest pain"}));
  EXPECT_EQ(marked("seen 2025-03-14 and 2025-03-15", "2025-03-14"), Marked({"2025-03-14"}));
  EXPECT_EQ(marked("Metoprolol, metolazone", "metop*"), Marked({"Metoprolol"}));
  EXPECT_EQ(marked("José Peña", "pena"), Marked({"Peña"}));
  EXPECT_EQ(marked("knee", "chest"), Marked());
}

TEST(PlacesOfAQuery, ThatOverlapAreOne) {
  EXPECT_EQ(marked("acute chest pain", "\"acute chest\" \"chest pain\""), Marked({"acute chest pain"}));
}

TEST(PlacesOfAQuery, WhatMustNotStandThereIsNotMarked) {
  EXPECT_EQ(marked("hip and knee", "knee -hip"), Marked({"knee"}));
}

TEST(ScoreOfAPage, GrowsWithWhatIsSaidMoreOftenAndNearer) {
  const auto asked = *parse_query("chest pain");
  const double once = score_of("chest wall and abdominal wall without any pain", asked);
  EXPECT_GT(score_of("chest pain chest pain chest wall and abdominal wall", asked), once);
  EXPECT_GT(score_of("chest pain and abdominal wall without any more of it", asked), once);
  EXPECT_GT(once, 0);
}

TEST(ScoreOfAPage, DoesNotGrowForEver) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "pain ";
  EXPECT_LT(score_of(many, *parse_query("pain")), 1.01);
}

std::string joined(const std::vector<SnippetPiece>& pieces) {
  std::string text;
  for (const auto& piece : pieces) text += piece.is_hit ? "[" + piece.text + "]" : piece.text;
  return text;
}

TEST(SnippetOfAPage, ShowsTheHitsWithTheWordsAroundThem) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "before ";
  text += "severe\n chest  pain since Monday";
  for (int i = 0; i < 100; ++i) text += " after";
  const auto snippet = joined(snippet_of(text, *parse_query("chest pain"), 60));
  EXPECT_EQ(snippet.find("… before"), 0U) << snippet;
  EXPECT_NE(snippet.find("severe [chest] [pain] since Monday after"), std::string::npos) << snippet;
  EXPECT_TRUE(snippet.ends_with(" …")) << snippet;
}

TEST(SnippetOfAPage, OfAShortTextIsAllOfIt) {
  EXPECT_EQ(joined(snippet_of("Chest pain.", *parse_query("pain"))), "Chest [pain].");
  EXPECT_EQ(joined(snippet_of("", *parse_query("pain"))), "");
}

TEST(SnippetOfAPage, CutsNoLetterInTwo) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "ñandú ";
  text += "pain ";
  for (int i = 0; i < 200; ++i) text += "ñandú ";
  for (std::size_t most = 10; most < 60; ++most)
    EXPECT_TRUE(is_valid_utf8(joined(snippet_of(text, *parse_query("pain"), most)))) << most;
}

}  // namespace
}  // namespace charta::document_search
