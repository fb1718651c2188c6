// SPDX-License-Identifier: Apache-2.0
#include "department/matching/comparison.hpp"

#include "department/matching/policy.hpp"
#include "department/matching/tests/rules_for_tests.hpp"

#include <gtest/gtest.h>

namespace charta::matching {
namespace {

Level level_of(Field field, const std::string& a, const std::string& b) {
  Encoder encoder(shipped_vocabulary());
  Person first, second;
  first[field] = a;
  second[field] = b;
  const auto x = encoder.encode(first), y = encoder.encode(second);
  EXPECT_EQ(compare(encoder, x, y), compare(encoder, y, x));
  return compare(encoder, x, y).at(field);
}

TEST(Comparison, OfDatesKnowsSlipsExchangesAndParts) {
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1961-04-02"), Level::exact);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1961-02-04"), Level::exchanged);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1961-04-03"), Level::close);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-12", "1961-04-21"), Level::close) << "neighbours exchanged";
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1961-04-29"), Level::partial);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1961-11-29"), Level::similar);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04-02", "1978-11-29"), Level::differs);
  EXPECT_EQ(level_of(Field::birth_date, "1961-04", "1961-04-29"), Level::partial);
  EXPECT_EQ(level_of(Field::birth_date, "1961", "1961-04-29"), Level::similar);
  EXPECT_EQ(level_of(Field::birth_date, "1961", "1962-04-29"), Level::differs);
  EXPECT_EQ(level_of(Field::birth_date, "", "1962-04-29"), Level::missing);
}

TEST(Comparison, OfNumbersCountsSlips) {
  EXPECT_EQ(level_of(Field::national_id, "524-11-7710", "524117710"), Level::exact);
  EXPECT_EQ(level_of(Field::national_id, "524117710", "524117701"), Level::close);
  EXPECT_EQ(level_of(Field::national_id, "524117710", "524117999"), Level::differs);
  EXPECT_EQ(level_of(Field::national_id, "524117710", "7710"), Level::partial);
  EXPECT_EQ(level_of(Field::phone, "555-201-7788", "2017788"), Level::equivalent);
  EXPECT_EQ(level_of(Field::phone, "555-201-7788", "+1 555 201 7788"), Level::exact);
}

TEST(Comparison, OfShortNamesIsStrict) {
  EXPECT_EQ(level_of(Field::surname, "Lee", "Leo"), Level::similar);
  EXPECT_EQ(level_of(Field::surname, "Ng", "Ho"), Level::differs);
  EXPECT_EQ(level_of(Field::given_name, "A", "Ada"), Level::partial);
  EXPECT_EQ(level_of(Field::given_name, "B", "Ada"), Level::differs);
}

TEST(Comparison, OfAWordWrittenTwiceCountsItOnce) {
  EXPECT_EQ(level_of(Field::given_name, "Ada Ada", "Ada Marsh"), Level::partial) << "nobody said Marsh on the one side";
  EXPECT_EQ(level_of(Field::given_name, "Ada Ada", "Ada Ada Ada"), Level::partial);
  EXPECT_EQ(level_of(Field::given_name, "Ada Marsh", "Marsh Ada"), Level::equivalent);
}

TEST(Comparison, OfStreetsDoesNotTakeTheWordStreetForAgreement) {
  EXPECT_EQ(level_of(Field::street, "Mill Street", "Ocean Street"), Level::differs);
  EXPECT_EQ(level_of(Field::street, "Mill St", "Mill Street"), Level::exact);
}

TEST(Comparison, OfAddressLinesSeesThemExchanged) {
  Encoder encoder(shipped_vocabulary());
  Person a, b;
  a[Field::street] = b[Field::locality] = "Mill Lane";
  a[Field::locality] = b[Field::street] = "Rose Cottage";
  EXPECT_EQ(compare(encoder, encoder.encode(a), encoder.encode(b)).at(Field::street), Level::exchanged);
}

// The policy's own cases.
TEST(Policy, DecidesTheCasesOfItsRulePack) {
  const Policy policy = shipped_policy();
  EXPECT_EQ(decide(odds_bits_of(.9999), {}, policy).band, Band::link);
  EXPECT_EQ(decide(odds_bits_of(.9999), {Guard::multiple_birth}, policy).band, Band::review);
  EXPECT_EQ(decide(odds_bits_of(.9), {}, policy).band, Band::review);
  EXPECT_EQ(decide(odds_bits_of(.2), {}, policy).band, Band::ignore);
  EXPECT_FALSE(policy.merge_without_a_person);
}

TEST(Policy, SaysWhatIsWrongWithIt) {
  const auto location = [](std::string_view parameters) { return Policy::parse(parameters, "x@1").error().location; };
  EXPECT_EQ(location(R"({"link_from":1.5})"), "link_from");
  EXPECT_EQ(location(R"({"link_from":0.5,"review_from":0.9})"), "review_from");
  EXPECT_EQ(location(R"({"link_from":0.9,"review_from":0.5})"), "minor_years");
  EXPECT_EQ(
      location(
          R"({"link_from":0.9,"review_from":0.5,"minor_years":18,"generation_years":15,"least_agreeing_fields":3,"pairs_a_record":5,"new_evidence_tenths_of_a_bit":10,"guards":["moon"]})"),
      "guards");
}

}  // namespace
}  // namespace charta::matching
