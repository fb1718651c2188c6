// SPDX-License-Identifier: Apache-2.0
// Source: https://hl7.org/fhir/R4/search.html
#include "record/resources/search_query.hpp"

#include "record/resources/parameter_plan.hpp"
#include "record/resources/search_value.hpp"

#include <gmock/gmock.h>

namespace charta::resources {
namespace {

using fhir::SearchType;
using ::testing::ElementsAre;

const SearchOptions fixed_options{Instant(1'700'000'000'000), "http://charta.test/fhir"};

SearchValue value(std::string_view text, SearchType type) {
  return parse_search_value(text, type, fixed_options).value();
}

TEST(SearchText, IsPercentDecodedOnceAndPlusIsABlank) {
  EXPECT_THAT(query_pairs("name=a%20b+c&x=%2B%zz&&flag"),
              ElementsAre(std::pair<std::string, std::string>("name", "a b c"), std::pair<std::string, std::string>("x", "+%zz"),
                          std::pair<std::string, std::string>("flag", "")));
  EXPECT_EQ(query_pairs("a=" + percent_encoded("ü &=+%"))[0].second, "ü &=+%");
}

TEST(SearchText, SplitsAtCommasThatAreNotEscaped) {
  EXPECT_THAT(split_escaped("a\\,b,c\\\\,d", ','), ElementsAre("a\\,b", "c\\\\", "d"));
  EXPECT_EQ(unescaped("a\\,b\\|c\\$d\\\\e\\x"), "a,b|c$d\\e\\x");
}

// search.html#number: the precision of the value is its range.
TEST(SearchValues, ANumbersPrecisionIsItsRange) {
  struct Row {
    const char* text;
    double low, high;
  };
  for (const Row& row : {Row{"100", 99.5, 100.5}, Row{"100.00", 99.995, 100.005}, Row{"1e2", 95, 105}, Row{"ap100", 90, 110},
                         Row{"-1", -1.5, -0.5}}) {
    EXPECT_DOUBLE_EQ(value(row.text, SearchType::number).low, row.low) << row.text;
    EXPECT_DOUBLE_EQ(value(row.text, SearchType::number).high, row.high) << row.text;
  }
  for (const char* bad : {"", "x", "1x", "gt", "nan", "inf", "1|2"})
    EXPECT_FALSE(parse_search_value(bad, SearchType::quantity, fixed_options)) << bad;
}

TEST(SearchValues, ADateIsTheSpanItMayMean) {
  const auto month = value("ge2024-02", SearchType::date);
  EXPECT_EQ(month.prefix, Prefix::ge);
  EXPECT_EQ(Instant(month.from_ms).text(), "2024-02-01T00:00:00.000Z");
  EXPECT_EQ(Instant(month.until_ms).text(), "2024-03-01T00:00:00.000Z");
  EXPECT_EQ(Instant(value("2024-02-01T10:00:00+02:00", SearchType::date).from_ms).text(), "2024-02-01T08:00:00.000Z");
  EXPECT_FALSE(parse_search_value("2024-02-30", SearchType::date, fixed_options));
  const auto about = value("ap2023-11-04", SearchType::date);
  EXPECT_LT(about.from_ms, value("2023-11-04", SearchType::date).from_ms);
}

TEST(SearchValues, ATokenTellsNoSystemFromAnySystem) {
  EXPECT_FALSE(value("a", SearchType::token).system);
  EXPECT_EQ(value("|a", SearchType::token).system, "");
  EXPECT_EQ(value("s|a", SearchType::token).system, "s");
  EXPECT_TRUE(value("s|", SearchType::token).any_code);
  EXPECT_EQ(value("a\\|b", SearchType::token).text, "a|b");
  EXPECT_FALSE(parse_search_value("|", SearchType::token, fixed_options));
}

TEST(SearchValues, AReferenceToOurOwnAddressIsOneOfOurs) {
  EXPECT_EQ(value("http://charta.test/fhir/Patient/1", SearchType::reference).text, "Patient/1");
  EXPECT_EQ(value("http://charta.test/fhirPatient/1", SearchType::reference).text, "http://charta.test/fhirPatient/1");
}

TEST(SearchQueries, ChainsAndHasAreReadLinkByLink) {
  const auto chain =
      parse_search("Observation", "encounter:Encounter.service-provider.name:contains=general", fixed_options).value();
  ASSERT_EQ(chain.filters.size(), 1U);
  EXPECT_EQ(chain.filters[0].kind, Filter::Kind::chain);
  EXPECT_EQ(chain.filters[0].inner[0].inner[0].modifier, Modifier::contains);
  const auto has = parse_search("Patient", "_has:Encounter:patient:_has:Observation:encounter:code=x", fixed_options).value();
  EXPECT_EQ(has.filters[0].inner[0].kind, Filter::Kind::has);
  EXPECT_EQ(parse_search("Patient", "_has:Observation:encounter:code=x", fixed_options).value().not_understood.size(), 1U);
  std::string deep;
  for (int link = 0; link < 9; ++link) deep += "partof.";
  EXPECT_FALSE(parse_search("Organization", deep + "name=x", fixed_options));
}

TEST(SearchQueries, TheSelfLinkHoldsWhatWasUnderstoodAndNoCursor) {
  const auto query =
      parse_search("Patient", "name=M%C3%BCller&nonsense=1&_count=5&_cursor=abc&_sort=-birthdate", fixed_options).value();
  EXPECT_EQ(query.self, "name=M%C3%BCller&_count=5&_sort=-birthdate");
  EXPECT_THAT(query.not_understood, ElementsAre("nonsense"));
  EXPECT_EQ(query.cursor, "abc");
  EXPECT_EQ(parse_search("Patient", "_count=999999", fixed_options).value().count, page_limit);
  EXPECT_TRUE(parse_search("Patient", "_count=0", fixed_options).value().count_only);
}

// An index row costs a page: what another parameter answers is not stored again.
TEST(ParameterPlans, StoreEachValueOnce) {
  const auto plan = [](const char* type, const char* code) { return plan_of(*fhir::find_parameter(type, code)); };
  EXPECT_FALSE(plan("Patient", "phonetic").stored && plan("Patient", "name").stored);
  EXPECT_EQ(plan("Patient", "phonetic").numbers, plan("Patient", "name").numbers);
  EXPECT_FALSE(plan("Observation", "combo-code").stored);
  EXPECT_EQ(plan("Observation", "combo-code").numbers.size(), 2U);
  EXPECT_TRUE(plan("Observation", "patient").by_patient);
  EXPECT_TRUE(plan("Observation", "subject").by_patient);
  EXPECT_FALSE(plan("Observation", "performer").by_patient);
  EXPECT_FALSE(plan("Account", "patient").by_patient);
  EXPECT_NE(plan("Patient", "birthdate").present, 0U);
}

}  // namespace
}  // namespace charta::resources
