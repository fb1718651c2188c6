// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/take_over.hpp"

#include "department/paper_charts/tests/paper_fixture.hpp"

namespace charta::paper_charts {
namespace {

class TakeOverTest : public PaperTest {
 protected:
  Result<TakenOver> take(const std::string& csv) {
    TakeOver index(store(), *desk_, *index_, clock_, keys_);
    return index.read(mia_, csv);
  }
  void expect_counts(const std::string& csv, std::int64_t made, std::int64_t known, std::int64_t refused) {
    const auto taken = take(csv);
    ASSERT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(taken->made, made);
    EXPECT_EQ(taken->known, known);
    EXPECT_EQ(taken->refused, refused) << (taken->refusals.empty() ? "" : taken->refusals.front().reason);
    EXPECT_EQ(taken->lines, made + known + refused);
  }
  const std::string places_ =
      "place,kind,capacity,first_number\n"
      "Old wing,site,,\n"
      "Old wing / Cellar,room,,\n"
      "Old wing / Cellar / Bay 1,bay,,\n"
      "Old wing / Cellar / Bay 1 / Shelf 1,shelf,120,00\n"
      "Deep Store / Box 7,box,,\n";
  const std::string volumes_ =
      "patient,barcode,home,kind,number,from,until,place,since,state,certificate,old_number,scheme,hospital\n"
      "100042,M-001,Old wing / Cellar,medical,7,1971-01-01,1979-12-31,,1980-01-05,,,A-33,unit,St. Anne\n"
      "100042,M-002,Old wing / Cellar,film,1,,,Deep Store / Box 7,2001-05-05,,,,,\n"
      "100077,M-003,Old wing / Cellar,medical,1,,,Main house / Ward 3,2026-02-27,,,,,\n"
      "100077,M-004,Old wing / Cellar,medical,2,,,,2020-01-01,missing,,,,\n"
      "100077,M-005,Old wing / Cellar,medical,3,1990-01-01,1995-12-31,,2010-01-01,destroyed,C-2010-4,,,\n";
};
CHARTA_ON_BOTH_ENGINES(TakeOverTest);

TEST_P(TakeOverTest, PlacesVolumesLoansAndOldNumbersComeAsTheyStood) {
  expect_counts(places_, 5, 0, 0);
  expect_counts(volumes_, 5, 0, 0);
  const auto at = [&](const std::string& barcode) { return desk_->scan(mia_, barcode)->volume; };
  EXPECT_EQ(at("M-001")->place, "Old wing / Cellar");
  EXPECT_EQ(at("M-001")->volume.until_day, "1979-12-31");
  EXPECT_EQ(at("M-002")->volume.state, "off-site");
  EXPECT_EQ(at("M-002")->place, "Deep Store / Box 7");
  EXPECT_EQ(at("M-003")->volume.state, "out");
  EXPECT_TRUE(at("M-003")->volume.due_at.has_value());
  EXPECT_EQ(at("M-004")->volume.state, "missing");
  EXPECT_EQ(at("M-005")->volume.certificate, "C-2010-4");
  EXPECT_EQ(desk_->scan(mia_, "a33")->volumes.front().volume.barcode, "M-001");
  expect_counts("patient,old_number,hospital,scheme,barcode\n100042,77/1,Cottage,serial,M-002\n100077,T9,,unit,\n", 2, 0, 0);
  EXPECT_EQ(desk_->scan(mia_, "77-1")->volumes.front().volume.barcode, "M-002");
}

TEST_P(TakeOverTest, TheSameFileTwiceChangesNothing) {
  ASSERT_TRUE(take(places_));
  ASSERT_TRUE(take(volumes_));
  const auto before = history(desk_->scan(mia_, "M-003")->volume->volume.id);
  expect_counts(places_, 0, 5, 0);
  expect_counts(volumes_, 0, 5, 0);
  EXPECT_EQ(history(desk_->scan(mia_, "M-003")->volume->volume.id), before);
}

TEST_P(TakeOverTest, EachLineThatCannotBeTakenSaysWhichAndWhyAndTheOthersAreTaken) {
  ASSERT_TRUE(take(places_));
  const auto taken = take(
      "patient,barcode,home,number,since,state\n"
      "999999,X-1,Old wing / Cellar,,,\n"
      "100042,X-2,Attic,,,\n"
      "100042,,Old wing / Cellar,,,\n"
      "100042,X-4,Old wing / Cellar,eleven,,\n"
      "100042,X-5,Old wing / Cellar,9,yesterday,\n"
      "100042,X-6,Old wing / Cellar,9,,eaten\n"
      "100042,X-7,Old wing / Cellar,9,,destroyed\n"
      "100042,X-8,Old wing / Cellar,9,,\n"
      "100042,X-9,Old wing / Cellar,9,,\n");
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->made, 1);
  ASSERT_EQ(taken->refusals.size(), 8U);
  const std::vector<std::pair<int, std::string>> expected{{2, "nobody here has the number"},
                                                          {3, "no open place 'Attic'"},
                                                          {4, "without one"},
                                                          {5, "no whole number"},
                                                          {6, "no day"},
                                                          {7, "none of missing"},
                                                          {8, "certificate"},
                                                          {10, "is there already"}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(taken->refusals[i].line, expected[i].first);
    EXPECT_NE(taken->refusals[i].reason.find(expected[i].second), std::string::npos) << taken->refusals[i].reason;
  }
  EXPECT_EQ(desk_->scan(mia_, "X-6")->kind, "unknown") << "a refused line leaves nothing behind";
}

TEST_P(TakeOverTest, ABrokenFileChangesNothingAndNamesItsLine) {
  ASSERT_TRUE(take(places_));
  for (const auto& [csv, words] : std::vector<std::pair<std::string, std::string>>{
           {"", "empty"},
           {"name,shoe\nAda,38\n", "columns"},
           {"patient,barcode,home\n100042,Y-1,Old wing / Cellar\n100042,Y-2\n", "line 3"},
           {"patient,barcode,home\n100042,Y-1,Old wing / Cellar\n100042,\"Y-2,Old wing\n", "3"},
           {"patient,barcode,home\n100042,Y-1,Old wing / Cellar\n100042,Y-\xff,Cellar\n", "UTF-8"}}) {
    const auto taken = take(csv);
    ASSERT_FALSE(taken) << csv;
    EXPECT_EQ(taken.error().kind, ErrorKind::invalid);
    EXPECT_NE((taken.error().message + taken.error().location).find(words), std::string::npos) << taken.error().message;
  }
  EXPECT_EQ(desk_->scan(mia_, "Y-1")->kind, "unknown");
}

TEST_P(TakeOverTest, ANumberOfTwoPeopleNeedsItsAssigner) {
  const auto created = resources_->create(
      system_, "Patient",
      R"({"resourceType":"Patient","name":[{"family":"Oak","given":["Eve"]}],"birthDate":"1980-01-01","identifier":[{"system":"urn:oid:1.2.9","value":"100042","type":{"coding":[{"code":"MR"}]}}]})",
      "");
  ASSERT_TRUE(created) << created.error().message;
  ASSERT_TRUE(take(places_));
  expect_counts("patient,barcode,home\n100042,Z-1,Old wing / Cellar\n", 0, 0, 1);
  expect_counts("patient,assigner,barcode,home\n100042,urn:oid:1.2.9,Z-1,Old wing / Cellar\n", 1, 0, 0);
  EXPECT_EQ(desk_->scan(mia_, "Z-1")->volume->volume.patient.key(), created->key.key());
}

TEST_P(TakeOverTest, OnlyWhoHandlesPaperTakesAnIndexOver) {
  TakeOver index(store(), *desk_, *index_, clock_, keys_);
  expect_error(index.read(only({access::Permission::read_record}), places_), ErrorKind::forbidden);
}

}  // namespace
}  // namespace charta::paper_charts
