// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/live_index.hpp"

#include "department/patient_index/matching_person.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

namespace charta::patient_index {
namespace {

using matching::Field;

const Date matching_day = *Date::parse("2026-01-15");

Demographics who(const std::string& family, const std::string& given, const std::string& born, const std::string& phone = "",
                 const std::string& ssn = "") {
  Demographics person;
  person.names.push_back({family, given, "", ""});
  person.birth_text = born;
  person.birth_date = Date::parse(born);
  person.phone = phone;
  person.ssn = ssn;
  return person;
}

class LiveIndexTest : public ::testing::Test {
 protected:
  void put(std::int64_t patient, const Demographics& person, std::int64_t version = 1) {
    index.put(PatientId(patient), version, matching::plain(person_to_match(person), index.rules().vocabulary));
  }
  void fill(int from, int until) {
    for (int i = from; i < until; ++i)
      put(1000 + i,
          who("Family" + std::string(1, static_cast<char>('a' + i % 23)) + std::string(1, static_cast<char>('a' + i / 23 % 23)),
              "Given" + std::string(1, static_cast<char>('a' + i % 7)),
              "19" + std::to_string(30 + i % 60) + "-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10)));
  }
  LiveIndex index{MatchingRules{}};
};

TEST_F(LiveIndexTest, FindsWhoIsRegisteredAlready) {
  fill(0, 400);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788", "524117710"));
  const auto found = index.find(person_to_match(who("Marsh", "Ada", "1961-04-02", "5552017788", "524-11-7710")), matching_day, 5);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].patient, PatientId(1));
  EXPECT_EQ(found[0].decision.band, matching::Band::link);
}

TEST_F(LiveIndexTest, ANewerVersionTakesThePlaceOfTheOlder) {
  fill(0, 400);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"), 1);
  put(1, who("Quill", "Tom", "1950-11-23", "555-999-0000"), 2);
  EXPECT_EQ(index.size(), 401U);
  EXPECT_TRUE(index.find(person_to_match(who("Marsh", "Ada", "1961-04-02", "555-201-7788")), matching_day, 5).empty());
  EXPECT_EQ(index.find(person_to_match(who("Quill", "Tom", "1950-11-23", "555-999-0000")), matching_day, 5).size(), 1U);
}

TEST_F(LiveIndexTest, AnUpdateThatTellsNothingNewTakesNoPlace) {
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"), 1);
  for (std::int64_t version = 2; version <= 1000; ++version) put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"), version);
  EXPECT_EQ(index.places(), 1U) << "a server that runs for months hears of most people every day";
  EXPECT_EQ(index.version_of(PatientId(1)), 1000);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-999-0000"), 1001);
  EXPECT_EQ(index.places(), 2U);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"), 1000);
  EXPECT_EQ(index.places(), 2U) << "the older version is no news";
}

TEST_F(LiveIndexTest, AnOlderVersionThatComesLateChangesNothing) {
  put(1, who("Quill", "Tom", "1950-11-23"), 2);
  put(1, who("Marsh", "Ada", "1961-04-02"), 1);
  EXPECT_EQ(index.version_of(PatientId(1)), 2);
  EXPECT_EQ(index.size(), 1U);
  index.remove(PatientId(1), 1);
  EXPECT_EQ(index.size(), 1U);
}

TEST_F(LiveIndexTest, ARemovedRecordIsNotFound) {
  fill(0, 100);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  index.remove(PatientId(1), 2);
  EXPECT_TRUE(index.find(person_to_match(who("Marsh", "Ada", "1961-04-02", "555-201-7788")), matching_day, 5).empty());
  EXPECT_FALSE(index.compare(PatientId(1), PatientId(1000), matching_day));
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"), 3);
  EXPECT_EQ(index.find(person_to_match(who("Marsh", "Ada", "1961-04-02", "555-201-7788")), matching_day, 5).size(), 1U);
}

TEST_F(LiveIndexTest, ARecordIsNotItsOwnDuplicate) {
  fill(0, 100);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  EXPECT_TRUE(index.find(PatientId(1), matching_day, 5).empty());
}

TEST_F(LiveIndexTest, TheScoreIsThePriorAndTheNamedParts) {
  fill(0, 300);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  put(2, who("Marsh", "Ada", "1961-04-20", "555-201-7788"));
  const auto match = index.compare(PatientId(1), PatientId(2), matching_day);
  ASSERT_TRUE(match);
  EXPECT_NEAR(match->bits, index.prior_bits() + index.explain(PatientId(1), PatientId(2)).bits, 1e-9);
}

TEST_F(LiveIndexTest, APassMeetsEveryPairOnceWhicheverCameFirst) {
  fill(0, 300);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  fill(300, 600);
  put(2, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  std::size_t met = 0;
  for (std::size_t place = 0; place < index.places(); place += 50)
    for (const auto& pair : index.pairs_of(place, 50, matching_day, 5).pairs)
      met += pair.earlier == PatientId(1) && pair.later.patient == PatientId(2) ? 1 : 0;
  EXPECT_EQ(met, 1U);
}

TEST_F(LiveIndexTest, ManyTestPatientsAreBoundedAndThatIsSaid) {
  fill(0, 5000);
  for (int i = 0; i < 60; ++i) put(1 + i, who("Zzyzx", "Qtest", "1990-01-01"));
  const auto stretch = index.pairs_of(0, index.places(), matching_day, 5);
  std::map<PatientId, int> asked;
  for (const auto& pair : stretch.pairs)
    if (pair.later.patient <= PatientId(60)) ++asked[pair.later.patient];
  EXPECT_GE(asked.size(), 55U);
  for (const auto& [patient, pairs] : asked) EXPECT_LE(pairs, 5);
  EXPECT_GT(stretch.bounded, 1000U);
}

TEST_F(LiveIndexTest, APassGoesOnBehindTheLastRecordOfItsFirstPart) {
  for (int i = 1; i <= 10; ++i) put(i * 10, who("Marsh", "Ada", "1961-04-02"));
  EXPECT_EQ(index.place_after(PatientId()), 0U);
  EXPECT_EQ(index.place_after(PatientId(30)), 3U);
  EXPECT_EQ(index.last_before(3), PatientId(30));
  EXPECT_EQ(index.place_after(PatientId(100)), index.places());
}

TEST_F(LiveIndexTest, ReadersAskWhileRecordsChange) {
  fill(0, 300);
  put(1, who("Marsh", "Ada", "1961-04-02", "555-201-7788"));
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; i < 2000; ++i)
      put(5000 + i % 50, who("Quill", "Tom" + std::string(1, static_cast<char>('a' + i % 20)), "1950-11-23"), i + 1);
    stop = true;
  });
  std::size_t asked = 0;
  while (!stop || asked == 0) {
    const auto found = index.find(person_to_match(who("Marsh", "Ada", "1961-04-02", "555-201-7788")), matching_day, 5);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].patient, PatientId(1));
    ++asked;
  }
  writer.join();
  EXPECT_EQ(index.size(), 351U);
}

TEST(MatchingPerson, ShowsOnlyTheEndOfASocialSecurityNumber) {
  const auto person = person_to_match(who("Marsh", "Ada", "1961-04-02", "", "524117710"));
  EXPECT_EQ(person[Field::national_id], "524117710");
  EXPECT_EQ(shown_value(Field::national_id, person), "ends in 7710");
}

TEST(MatchingPerson, TakesFormerNamesAndLeavesRecordNumbersOut) {
  Demographics ada = who("Quill", "Ada", "1961-04-02");
  ada.names.push_back({"Marsh", "Ada", "", "", NameUse::former});
  ada.identifiers = {{"urn:a", "1001", "MR"}, {"urn:dl", "D77", "DL"}};
  const auto person = person_to_match(ada);
  EXPECT_EQ(person.other_surnames, std::vector<std::string>{"Marsh"});
  EXPECT_TRUE(person.other_given_names.empty());
  EXPECT_EQ(person[Field::other_id], "D77");
  EXPECT_EQ(shown_value(Field::surname, person), "Quill (also Marsh)");
}

}  // namespace
}  // namespace charta::patient_index
