// SPDX-License-Identifier: Apache-2.0
#include "department/coding/code_books/index_book.hpp"

#include <gtest/gtest.h>

namespace charta::code_books {
namespace {

using grouper::key_of;

/// Failure and what stands below it, three levels deep; and a few main terms alone.
IndexBook small_index() {
  IndexWriter writer;
  const auto leaf = [&](std::string_view title, std::string_view code) {
    writer.open(title).code = key_of(code);
    writer.close();
  };
  writer.name("A small index");
  writer.open("Failure", "(of an organ)");
  writer.open("heart", "(congestive)").code = key_of("I509");
  writer.open("diastolic").code = key_of("I5030");
  leaf("acute", "I5031"), leaf("chronic", "I5032");
  writer.close();
  writer.open("systolic").code = key_of("I5020");
  leaf("acute", "I5021");
  writer.close();
  writer.open("with");
  leaf("high pressure in the heart", "I110");
  writer.close();
  writer.close();
  writer.open("renal");
  leaf("acute, with anuria", "N179");
  writer.close();
  writer.close();
  leaf("Fainting, fits", "R55"), leaf("Crohn's disease", "K5090"), leaf("M\u00e9ni\u00e8re's vertigo", "H8109");
  return writer.take();
}

std::vector<std::string> paths(const IndexBook& book, const std::vector<std::uint32_t>& found) {
  std::vector<std::string> all;
  for (const auto one : found) all.push_back(book.path_of(one));
  return all;
}
using Paths = std::vector<std::string>;

struct Typed {
  const char *below, *words;
  Paths found;
};

TEST(IndexSearch, FindsSubTermsAtAnyDepthByWordsOfTheirPath) {
  const auto book = small_index();
  const Typed cases[] = {
      {"Failure", "", {"Failure, heart", "Failure, renal"}},
      {"Failure",
       "acute",
       {"Failure, renal, acute, with anuria", "Failure, heart, diastolic, acute", "Failure, heart, systolic, acute"}},
      {"Failure", "ac dia", {"Failure, heart, diastolic, acute"}},
      {"Failure", "DIA ac", {"Failure, heart, diastolic, acute"}},
      {"Failure", "heart", {"Failure, heart", "Failure, heart, with, high pressure in the heart"}},
      {"Failure", "congest chron", {"Failure, heart, diastolic, chronic"}},
      {"Failure", "failure renal", {"Failure, renal"}},
      {"Failure", "anuria, acute", {"Failure, renal, acute, with anuria"}},
      {"Failure", "art", {}},
      {"Failure", "heart moon", {}},
      {"Failure, heart, systolic", "ac", {"Failure, heart, systolic, acute"}},
      {"Failure, heart, systolic", "dia", {}},
      {"Failure, heart, systolic, acute", "ac", {}},
  };
  for (const auto& one : cases) {
    const auto [entry, rest] = book.find_path(one.below);
    ASSERT_TRUE(rest.empty()) << one.below;
    EXPECT_EQ(paths(book, book.search_below(entry, one.words)), one.found) << one.below << " / " << one.words;
  }
}

TEST(IndexSearch, FindsMainTermsAndThenWhatStandsBelowThem) {
  const auto book = small_index();
  EXPECT_EQ(paths(book, book.search("fail", 9)), (Paths{"Failure"}));
  EXPECT_EQ(paths(book, book.search("FAI", 9)), (Paths{"Failure", "Fainting, fits"}));
  EXPECT_EQ(paths(book, book.search("failure diast chr", 9)), (Paths{"Failure, heart, diastolic, chronic"}));
  EXPECT_EQ(paths(book, book.search("failure acute", 2)),
            (Paths{"Failure, renal, acute, with anuria", "Failure, heart, diastolic, acute"}));
  EXPECT_EQ(paths(book, book.search("heart failure", 9)), Paths{}) << "the main term is the condition";
  EXPECT_EQ(paths(book, book.search("crohns dis", 9)), (Paths{"Crohn's disease"}));
  EXPECT_EQ(paths(book, book.search("meniere", 9)), (Paths{"M\u00e9ni\u00e8re's vertigo"}));
}

TEST(IndexSearch, ReadsAPathAsFarAsTheBookHasIt) {
  const auto book = small_index();
  struct AskedPath {
    const char *path, *found, *rest;
  };
  const AskedPath cases[] = {
      {"Failure, heart, diastolic", "Failure, heart, diastolic", ""},
      {"Failure, renal, acute, with anuria", "Failure, renal, acute, with anuria", ""},
      {"Fainting, fits", "Fainting, fits", ""},
      {"Failure, liver", "Failure", "liver"},
      {"Fail", "", "Fail"},
      {"", "", ""},
  };
  for (const auto& one : cases) {
    const auto [entry, rest] = book.find_path(one.path);
    EXPECT_EQ(entry == IndexBook::none ? "" : book.path_of(entry), one.found) << one.path;
    EXPECT_EQ(rest, one.rest) << one.path;
  }
  const auto [acute, rest] = book.find_path("Failure, heart, diastolic, acute");
  EXPECT_EQ(book.path_of(acute, book.find_path("Failure").first), "heart, diastolic, acute");
  EXPECT_EQ(book.chain(acute).size(), 4U);
}

}  // namespace
}  // namespace charta::code_books
