// SPDX-License-Identifier: Apache-2.0
#include "department/matching/encoding.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace charta::matching {
namespace {

ValueId interned(Lexicon& lexicon, std::string_view text) {
  return lexicon.intern(text, lexicon.hash_ahead(text), {});
}

TEST(Lexicon, GivesEveryTextANumberOfItsOwnAndKeepsItWhileItGrows) {
  Lexicon lexicon(Table::numbers);
  std::map<std::string, ValueId> given;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = fmt::format("{:07}", i * 7919 % 1'000'003);
    given[text] = interned(lexicon, text);
  }
  ASSERT_EQ(given.size(), 20'000U);
  std::map<ValueId, std::string> texts;
  for (const auto& [text, id] : given) {
    EXPECT_TRUE(texts.emplace(id, text).second) << text << " shares a number with " << texts[id];
    EXPECT_EQ(lexicon.find(text), id) << text;
    EXPECT_EQ(interned(lexicon, text), id) << text;
  }
  EXPECT_EQ(lexicon.size(), 20'001U) << "0 stands for a missing value";
}

TEST(Lexicon, DoesNotKnowWhatItWasNotGiven) {
  Lexicon lexicon(Table::names);
  interned(lexicon, "MILLER");
  EXPECT_EQ(lexicon.find("MILLERS"), 0U);
  EXPECT_EQ(lexicon.find(""), 0U);
}

TEST(Lexicon, HoldsNoNumberForTheEmptyText) {
  Lexicon lexicon(Table::names);
  EXPECT_EQ(interned(lexicon, ""), 0U);
  EXPECT_EQ(lexicon.size(), 1U);
}

TEST(Encoder, GivesEqualNamesInDifferentFieldsOneNumber) {
  Encoder encoder;
  PlainPerson first, second;
  first.text[index_of(Field::surname)] = "ROSE";
  second.text[index_of(Field::given_name)] = "ROSE";
  second.other_surnames[0] = "ROSE";
  const auto a = encoder.encode(first), b = encoder.encode(second);
  EXPECT_NE(a[Field::surname], 0U);
  EXPECT_EQ(a[Field::surname], b[Field::given_name]);
  EXPECT_EQ(a[Field::surname], b.other_surnames[0]);
  EXPECT_EQ(b.other_surnames[1], 0U);
}

TEST(Encoder, TwoPersonsOfTheSameTextsAreEqual) {
  Encoder encoder;
  PlainPerson person;
  person.text[index_of(Field::surname)] = "OKAFOR";
  person.text[index_of(Field::birth_date)] = "19610402";
  const auto once = encoder.encode(person);
  EXPECT_EQ(once, encoder.encode(person));
  EXPECT_EQ(once[Field::birth_date], 0x19610402U);
  person.text[index_of(Field::surname)] = "OKAFOR-LEE";
  EXPECT_FALSE(once == encoder.encode(person));
}

}  // namespace
}  // namespace charta::matching
