// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/finder_query.hpp"

#include <gtest/gtest.h>

namespace charta::patient_index {
namespace {

std::vector<std::string> texts(const std::vector<Date>& dates) {
  std::vector<std::string> all;
  for (const auto date : dates) all.push_back(date.text());
  return all;
}

TEST(FinderQuery, ReadsSurnameCommaGivenNameAsPrefixes) {
  const auto query = parse_finder("Smi,Joh");
  EXPECT_EQ(query.names, (std::vector<NameReading>{{"smi", "joh"}}));
  EXPECT_TRUE(query.numbers.empty());
}

TEST(FinderQuery, TriesBothOrdersOfTwoWords) {
  EXPECT_EQ(parse_finder("John Smith").names, (std::vector<NameReading>{{"smith", "john"}, {"john", "smith"}, {"john smith", ""}}));
}

TEST(FinderQuery, TriesOneWordAsSurnameThenAsGivenName) {
  EXPECT_EQ(parse_finder("müller").names, (std::vector<NameReading>{{"muller", ""}, {"", "muller"}}));
}

TEST(FinderQuery, ReadsABirthDateInAnyOrder) {
  EXPECT_EQ(texts(possible_dates("1961-04-02")), (std::vector<std::string>{"1961-04-02"}));
  EXPECT_EQ(texts(possible_dates("4/2/1961")), (std::vector<std::string>{"1961-04-02", "1961-02-04"}));
  EXPECT_EQ(texts(possible_dates("25.12.1961")), (std::vector<std::string>{"1961-12-25"}));
  EXPECT_EQ(texts(possible_dates("19610402")), (std::vector<std::string>{"1961-04-02"}));
  EXPECT_EQ(texts(possible_dates("04021961")), (std::vector<std::string>{"1961-04-02", "1961-02-04"}));
  EXPECT_EQ(texts(possible_dates("4/25/61")), (std::vector<std::string>{"1961-04-25", "2061-04-25"}));
  EXPECT_TRUE(possible_dates("31/31/1961").empty());
  EXPECT_TRUE(possible_dates("hello").empty());
}

TEST(FinderQuery, ReadsEightDigitsAsDateAndAsNumber) {
  const auto query = parse_finder("19610402");
  EXPECT_EQ(query.birth_dates.size(), 1U);
  EXPECT_EQ(query.numbers, (std::vector<std::string>{"19610402"}));
}

TEST(FinderQuery, ReadsNameAndBirthYear) {
  const auto query = parse_finder("smith,j 1961");
  EXPECT_EQ(query.names, (std::vector<NameReading>{{"smith", "j"}}));
  EXPECT_EQ(query.birth_year, 1961);
}

TEST(FinderQuery, ReadsNumbersWithoutDashesBlanksAndCapitals) {
  EXPECT_EQ(parse_finder("MRN AB-10.0012").numbers, (std::vector<std::string>{"ab100012"}));
  EXPECT_EQ(folded_number(" 12-34-56 "), "123456");
}

TEST(FinderQuery, IndexesEveryPartOfADoubleSurname) {
  EXPECT_EQ(surname_variants("Marsh-Quill"), (std::vector<std::string>{"marsh quill", "marshquill", "quill marsh"}));
  EXPECT_EQ(surname_variants("O'Brien"), (std::vector<std::string>{"obrien"}));
  EXPECT_EQ(surname_variants("Van der Berg"), (std::vector<std::string>{"berg van der", "der berg van", "van der berg", "vanderberg"}));
  EXPECT_EQ(surname_variants(""), (std::vector<std::string>{""}));
}

TEST(FinderQuery, EndsARangeAfterEveryTextWithThePrefix) {
  EXPECT_GT(prefix_end("smi"), "smith");
  EXPECT_GT(prefix_end("smi"), "smi\xEF\xBF\xBD");
  EXPECT_LT(prefix_end("smi"), "smj");
}

TEST(FinderQuery, FindsNothingInNothing) {
  EXPECT_TRUE(parse_finder("").empty());
  EXPECT_TRUE(parse_finder(" , ").empty());
}

}  // namespace
}  // namespace charta::patient_index
