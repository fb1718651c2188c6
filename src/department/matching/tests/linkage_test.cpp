// SPDX-License-Identifier: Apache-2.0
#include "department/matching/linkage.hpp"

#include "department/matching/list_linker.hpp"
#include "department/matching/tests/rules_for_tests.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace charta::matching {
namespace {

Person person(std::string surname, std::string given, std::string born) {
  Person one;
  one[Field::surname] = std::move(surname);
  one[Field::given_name] = std::move(given);
  one[Field::birth_date] = std::move(born);
  return one;
}

BlockingKeys keys(Encoder& encoder, const Person& one) {
  return blocking_keys(encoder, encoder.encode(one));
}

bool meet(const Person& a, const Person& b) {
  Encoder encoder(shipped_vocabulary());
  CandidateIndex index;
  index.add(keys(encoder, a));
  Seen seen;
  std::vector<std::uint32_t> found;
  index.find(keys(encoder, b), seen, found);
  return found.size() == 1;
}

TEST(Candidates, AreFoundThroughEveryCommonSlip) {
  const Person ada = person("Marsh", "Ada", "1961-04-02");
  EXPECT_TRUE(meet(ada, person("Marsh", "Ada", "1961-02-04"))) << "day and month exchanged";
  EXPECT_TRUE(meet(ada, person("Ada", "Marsh", ""))) << "names exchanged, no date";
  EXPECT_TRUE(meet(ada, person("Quill", "Ada", "1961-04-02"))) << "married";
  EXPECT_TRUE(meet(ada, person("Marsch", "Eda", "1961-11-30"))) << "sound and year";
  EXPECT_TRUE(meet(ada, person("Marsh", "Tom", "1916-04-02"))) << "surname and birthday";
  EXPECT_TRUE(meet(person("Marsh", "William", "1961"), person("Marsh", "Bill", "1970")));
  Person maiden = person("Quill", "Ada", "");
  maiden.other_surnames = {"Marsh"};
  EXPECT_TRUE(meet(maiden, person("Marsh", "Ada", "")));
}

TEST(Candidates, DoNotIncludeStrangers) {
  EXPECT_FALSE(meet(person("Marsh", "Ada", "1961-04-02"), person("Quill", "Tom", "1950-11-23")));
  EXPECT_FALSE(meet(Person(), Person())) << "nothing known is nothing shared";
}

TEST(Candidates, AreEachFoundOnceAndEveryPairOnce) {
  Encoder encoder;
  CandidateIndex index;
  std::vector<BlockingKeys> all;
  for (int i = 0; i < 40; ++i) index.add(all.emplace_back(keys(encoder, person("Marsh", "Ada", "1961-04-02"))));
  Seen seen;
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint32_t record = 0; record < 40; ++record) {
    std::vector<std::uint32_t> found;
    index.find_earlier(record, all[record], seen, found);
    for (const auto other : found) {
      EXPECT_LT(other, record);
      EXPECT_TRUE(pairs.emplace(other, record).second);
    }
  }
  EXPECT_EQ(pairs.size(), 40U * 39 / 2);
}

TEST(Candidates, OfFiveHundredTestPatientsAreBoundedAndThatIsSaid) {
  Encoder encoder;
  CandidateIndex index({.rare = 60, .per_key = 100});
  std::vector<BlockingKeys> all;
  for (int i = 0; i < 500; ++i) index.add(all.emplace_back(keys(encoder, person("Zztest", "Patient", "1980-01-01"))));
  Seen seen;
  Bounded bounded;
  std::vector<std::uint32_t> found;
  index.find(all.front(), seen, found, &bounded);
  EXPECT_LE(found.size(), 100U);
  EXPECT_TRUE(bounded.any());
  std::size_t pairs = 0;
  for (std::uint32_t record = 0; record < 500; ++record) {
    found.clear();
    index.find_earlier(record, all[record], seen, found);
    pairs += found.size();
  }
  EXPECT_LE(pairs, 500U * 100);
}

TEST(Candidates, OutliveTheGrowthOfTheTable) {
  Encoder encoder;
  CandidateIndex index;
  std::vector<BlockingKeys> all;
  for (int i = 0; i < 3000; ++i) {
    Person one = person("Marsh", "Ada", std::to_string(1900 + i % 100));
    one[Field::national_id] = std::to_string(100'000'001 + i * 7);
    index.add(all.emplace_back(keys(encoder, one)));
  }
  Seen seen;
  for (std::uint32_t record = 0; record < 3000; record += 97) {
    std::vector<std::uint32_t> found;
    index.find(all[record], seen, found);
    EXPECT_NE(std::find(found.begin(), found.end(), record), found.end());
  }
}

TEST(OneToOne, GivesEachRecordItsBestPartner) {
  const auto kept = one_to_one({{0, 2, 9}, {1, 2, 8}, {1, 3, 7}, {4, 5, -1}}, 6, 0);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].b, 2U);
  EXPECT_EQ(kept[1].a, 1U);
  EXPECT_EQ(kept[1].b, 3U);
}

TEST(Groups, JoinThroughAThirdRecordWhenAllAgreeOnAverage) {
  const auto bits = [](std::uint32_t a, std::uint32_t b) { return a == 0 && b == 2 ? -2.0 : 9.0; };
  const auto groups = group({{0, 1, 9}, {1, 2, 9}}, 3, 0, bits);
  EXPECT_EQ(groups[0], groups[2]);
}

TEST(Groups, DoNotChainTwoPeopleTogether) {
  const auto bits = [](std::uint32_t a, std::uint32_t b) { return (a < 2) == (b < 2) ? 9.0 : (a == 1 && b == 2 ? 1.0 : -11.0); };
  const auto groups = group({{0, 1, 9}, {2, 3, 9}, {1, 2, 1}}, 4, 0, bits);
  EXPECT_EQ(groups[0], groups[1]);
  EXPECT_EQ(groups[2], groups[3]);
  EXPECT_NE(groups[0], groups[2]);
}

ColumnMapping simple_mapping() {
  return ColumnMapping::parse(
             R"({"id":"id","columns":{"last":"surname","first":"given_name","born":"birth_date","ssn":"national_id"}})")
      .value();
}

TEST(ListLinker, ComparesAllRecordsAndNotOnlyEarlierWithLater) {
  for (const bool turned : {false, true}) {
    std::string rows =
        turned ? "2,Quill,Tom,1950-11-23,399450021\n1,Marsh,Ada,1961-04-02,524117710\n3,Mersh,Ada,1961-04-02,524117710\n"
               : "3,Mersh,Ada,1961-04-02,524117710\n2,Quill,Tom,1950-11-23,399450021\n1,Marsh,Ada,1961-04-02,524117710\n";
    std::istringstream in("id,last,first,born,ssn\n" + rows);
    ListLinker linker(shipped_vocabulary());
    ASSERT_TRUE(linker.read(in, simple_mapping()));
    linker.link({});
    ASSERT_EQ(linker.linked().size(), 1U);
    EXPECT_EQ(std::set<std::string>({linker.id(linker.linked()[0].a), linker.id(linker.linked()[0].b)}),
              std::set<std::string>({"1", "3"}));
  }
}

TEST(ListLinker, SurvivesListsThatSayNothing) {
  for (const std::string rows : {"", "1,,,,\n2,,,,\n", "1,Marsh,,,\n", "1,M,A,,\n2,M,A,,\n"}) {
    std::istringstream in("id,last,first,born,ssn\n" + rows);
    ListLinker linker(shipped_vocabulary());
    ASSERT_TRUE(linker.read(in, simple_mapping()));
    linker.train();
    linker.link({});
    EXPECT_LE(linker.linked().size(), 1U) << rows;
  }
}

TEST(ListLinker, GivesTheSameWithOneThreadAndThree) {
  std::vector<std::vector<LinkedPair>> results;
  for (const unsigned threads : {1U, 3U}) {
    ListLinker linker(shipped_vocabulary());
    for (int i = 0; i < 6000; ++i)
      linker.add({std::to_string(i), "",
                  person("Name" + std::string(1, static_cast<char>('a' + i % 23)),
                         "Given" + std::string(1, static_cast<char>('a' + i % 7)), std::to_string(19300101 + i % 900 * 100))});
    LinkOptions options;
    options.threads = threads;
    linker.link(options);
    results.push_back(linker.linked());
  }
  ASSERT_EQ(results[0].size(), results[1].size());
  for (std::size_t i = 0; i < results[0].size(); ++i)
    EXPECT_EQ(std::pair(results[0][i].a, results[0][i].b), std::pair(results[1][i].a, results[1][i].b));
}

// Published test lists, where they lie beside the project: the quality that docs/benchmarks.md states, on the smallest of them.
TEST(ListLinker, FindsThePairsOfAPublishedList) {
  const char* folder = std::getenv("CHARTA_TEST_DATA");
  const std::string file =
      std::string(folder != nullptr ? folder : CHARTA_SOURCE_FOLDER "/../shared/data") + "/linkage/febrl/dataset1.csv";
  std::ifstream in(file);
  if (!in) GTEST_SKIP() << file << " is not here";
  ListLinker linker(shipped_vocabulary());
  ASSERT_TRUE(linker.read(
      in, ColumnMapping::parse(
              R"({"id":"rec_id","columns":{"given_name":"given_name","surname":"surname","street_number":"street_number",
    "address_1":"street","address_2":"locality","suburb":"city","postcode":"postal_code","state":"region","date_of_birth":"birth_date","soc_sec_id":"national_id"}})")
              .value()));
  linker.train();
  linker.link({});
  std::size_t right = 0;
  for (const auto& pair : linker.linked()) {
    const auto &a = linker.id(pair.a), &b = linker.id(pair.b);
    right += a.substr(0, a.find('-', 4)) == b.substr(0, b.find('-', 4)) ? 1 : 0;
  }
  EXPECT_GE(2.0 * static_cast<double>(right) / static_cast<double>(500 + linker.linked().size()), 0.99);
}

}  // namespace
}  // namespace charta::matching
