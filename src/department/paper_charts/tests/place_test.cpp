// SPDX-License-Identifier: Apache-2.0
#include "department/paper_charts/place.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::paper_charts {
namespace {

TEST(Place, EveryKindReadsBackAsItselfAndIsOfOneSort) {
  for (const auto kind :
       {PlaceKind::site, PlaceKind::room, PlaceKind::bay, PlaceKind::shelf, PlaceKind::box, PlaceKind::cart, PlaceKind::borrower,
        PlaceKind::ward, PlaceKind::clinic, PlaceKind::vehicle, PlaceKind::vendor, PlaceKind::institution}) {
    EXPECT_EQ(parse_place_kind(place_kind_code(kind)), kind);
    const int sorts = (is_file(kind) ? 1 : 0) + (is_borrower(kind) ? 1 : 0) + (is_outside(kind) ? 1 : 0);
    EXPECT_EQ(sorts, kind == PlaceKind::site ? 0 : 1) << place_kind_code(kind);
  }
}

TEST(Place, AShelfStandsInABayAndNotTheOtherWay) {
  EXPECT_TRUE(may_stand_in(PlaceKind::shelf, PlaceKind::bay));
  EXPECT_TRUE(may_stand_in(PlaceKind::bay, PlaceKind::room));
  EXPECT_FALSE(may_stand_in(PlaceKind::bay, PlaceKind::shelf));
  EXPECT_FALSE(may_stand_in(PlaceKind::shelf, std::nullopt));
  EXPECT_FALSE(may_stand_in(PlaceKind::shelf, PlaceKind::ward));
  EXPECT_TRUE(may_stand_in(PlaceKind::box, PlaceKind::vendor));
  EXPECT_TRUE(may_stand_in(PlaceKind::ward, PlaceKind::site));
  EXPECT_TRUE(may_stand_in(PlaceKind::vendor, std::nullopt));
  EXPECT_FALSE(may_stand_in(PlaceKind::site, PlaceKind::site));
}

TEST(Place, IsLentAsItsClassSaysElseAsItsKind) {
  Place place;
  place.kind = PlaceKind::ward;
  EXPECT_EQ(place.loaned_as(), "ward");
  place.loan_class = "physician";
  EXPECT_EQ(place.loaned_as(), "physician");
}

std::vector<std::string> room_of(int folders) {
  std::vector<std::string> keys;
  for (int i = 0; i < folders; ++i) keys.push_back(filing_key(FilingOrder::terminal_digit, std::to_string(100'000 + i * 7)));
  std::sort(keys.begin(), keys.end());
  return keys;
}

TEST(ShelfPlan, HoldsEveryFolderAndFillsNoShelfOverItsShare) {
  const auto keys = room_of(5'000);
  const auto shelves = plan_shelves(keys, 200, 80);
  std::int64_t sum = 0;
  for (const auto& shelf : shelves) {
    EXPECT_LE(shelf.volumes, 160);
    EXPECT_LE(shelf.fill_percent, 80);
    sum += shelf.volumes;
  }
  EXPECT_EQ(sum, 5'000);
  EXPECT_GE(shelves.size(), 32U);
  EXPECT_LE(shelves.size(), 36U) << "to begin with a section costs a tenth at most";
}

TEST(ShelfPlan, AKeyIsFoundOnTheShelfThatThePlanPutItOn) {
  const auto keys = room_of(2'000);
  const auto shelves = plan_shelves(keys, 120, 80);
  std::vector<std::string> first;
  for (const auto& shelf : shelves) first.push_back(shelf.first_key);
  std::size_t shelf = 0, on_it = 0;
  for (const auto& key : keys) {
    if (static_cast<std::int64_t>(on_it) == shelves[shelf].volumes) {
      ++shelf;
      on_it = 0;
    }
    ASSERT_EQ(shelf_for(first, key), shelf);
    ++on_it;
  }
}

TEST(ShelfPlan, OfAnEmptyRoomHasNoShelves) {
  EXPECT_TRUE(plan_shelves({}, 100, 80).empty());
  EXPECT_FALSE(shelf_for({}, "56"));
  EXPECT_FALSE(shelf_for({"20"}, "10")) << "before the first shelf nothing stands";
}

}  // namespace
}  // namespace charta::paper_charts
