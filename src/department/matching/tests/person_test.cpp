// SPDX-License-Identifier: Apache-2.0
#include "department/matching/person.hpp"

#include "department/matching/tests/rules_for_tests.hpp"

#include <gtest/gtest.h>

namespace charta::matching {
namespace {

TEST(PlainName, FoldsAccentsScriptsAndPunctuation) {
  EXPECT_EQ(plain_name("Müller-Lüdenscheidt"), "muller ludenscheidt");
  EXPECT_EQ(plain_name("O'Brien"), "obrien");
  EXPECT_EQ(plain_name("  Иванов "), "ivanov");
  EXPECT_EQ(plain_name("St. John"), "st john");
  EXPECT_EQ(plain_name("Marsh 2"), "marsh");
  EXPECT_EQ(plain_name(""), "");
}

TEST(PlainDate, ReadsTheWaysInWhichDatesAreWritten) {
  for (const auto* text : {"1961-04-02", "19610402", "4/2/1961", "04/02/1961", "2.4.1961", "1961-04-02T00:00:00", "1961/4/2"})
    EXPECT_EQ(plain_date(text), "19610402") << text;
  EXPECT_EQ(plain_date("23/4/1961"), "19610423") << "a 23rd month cannot be";
  EXPECT_EQ(plain_date("1961-04"), "19610400");
  EXPECT_EQ(plain_date("1961"), "19610000");
  EXPECT_EQ(plain_date("19162429"), "19162429") << "a day that does not exist is compared as it stands";
  for (const auto* text : {"", "unknown", "4/2", "61"}) EXPECT_EQ(plain_date(text), "") << text;
}

TEST(PlainPerson, WritesAbbreviationsOutButNotTheSaintInFront) {
  const auto words = shipped_vocabulary();
  EXPECT_EQ(plain_address("12 N. Mill St.", words), "12 north mill street");
  EXPECT_EQ(plain_address("St. John's Ave", words), "st johns avenue");
}

TEST(PlainPerson, TakesTheHouseNumberFromTheStreet) {
  Person person;
  person[Field::street] = "12 Mill Lane";
  const auto out = plain(person, shipped_vocabulary());
  EXPECT_EQ(out[Field::street], "mill lane");
  EXPECT_EQ(out[Field::street_number], "12");
}

TEST(PlainPerson, KnowsPlaceholdersForWhatTheyAre) {
  const auto words = shipped_vocabulary();
  for (const auto* name : {"BABYBOY", "Baby Girl", "BabyGirl A", "UNKNOWN", "Test", "Newborn Male"}) {
    Person person;
    person[Field::given_name] = name;
    const auto out = plain(person, words);
    EXPECT_TRUE(out.placeholder_name) << name;
    EXPECT_EQ(out[Field::given_name], "") << name;
  }
  Person babette;
  babette[Field::given_name] = "Babette";
  EXPECT_FALSE(plain(babette, words).placeholder_name);
}

TEST(PlainPerson, DropsNumbersThatNobodyWasEverGiven) {
  for (const auto* number : {"000-00-0000", "999999999", "123-45-6789", "unknown", "0"}) {
    Person person;
    person[Field::national_id] = number;
    EXPECT_EQ(plain(person, shipped_vocabulary())[Field::national_id], "") << number;
  }
}

TEST(PlainPerson, KeepsASurnameThatIsAlsoATitle) {
  Person person;
  person[Field::surname] = "Dame";
  EXPECT_EQ(plain(person, shipped_vocabulary())[Field::surname], "dame");
}

// The rule packs' own cases.
TEST(Vocabulary, KnowsNicknamesAsTheRulePackSays) {
  const auto words = shipped_vocabulary();
  const auto related = [&](std::string_view a, std::string_view b) {
    for (const auto x : words.groups_of(a))
      for (const auto y : words.groups_of(b))
        if (x != 0 && x == y) return true;
    return false;
  };
  EXPECT_TRUE(related("bill", "william"));
  EXPECT_TRUE(related("peggy", "margaret"));
  EXPECT_TRUE(related("pat", "patrick"));
  EXPECT_TRUE(related("pat", "patricia"));
  EXPECT_FALSE(related("patrick", "patricia"));
  EXPECT_FALSE(related("robert", "william"));
}

TEST(Vocabulary, SaysWhichMemberIsMissing) {
  const auto read = Vocabulary::parse(R"({"groups":[]})", R"({})", R"({})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().location, "words");
}

}  // namespace
}  // namespace charta::matching
