// SPDX-License-Identifier: Apache-2.0
// Which piece speaks for whom, by what its messages said.
#include "department/overlay_repair/overlay.hpp"

#include <gtest/gtest.h>

namespace charta::overlay_repair {
namespace {

using patient_index::Demographics;

Demographics who(const std::string& family, const std::string& given, const std::string& born) {
  Demographics who;
  if (!family.empty()) who.names.push_back({family, given, "", "", patient_index::NameUse::current});
  if (!born.empty()) who.birth_date = Date::parse(born);
  return who;
}

const Demographics ada = who("Marsh", "Ada", "1961-04-02");
const Demographics tom = who("Quill", "Tom", "1970-01-02");

Witness witness(std::int64_t number, const Demographics& who, std::vector<std::pair<std::string, std::string>> resources) {
  return {MessageId(number), Instant(), "ADT^A01", "REG", who, std::move(resources)};
}
Piece piece(const std::string& type, const std::string& id, const std::string& encounter = "") {
  return {type, id, type, encounter, Instant(), {}};
}
std::vector<std::string> ids(const std::vector<Piece>& pieces) {
  std::vector<std::string> list;
  for (const auto& one : pieces) list.push_back(one.id);
  return list;
}
using Ids = std::vector<std::string>;

TEST(Overlay, IsSortedByTheDemographicsUnderWhichEachPieceCame) {
  const auto sides = sort_into_sides(ada, {witness(1, ada, {{"Encounter", "e1"}}), witness(2, tom, {{"Encounter", "e2"}})},
                                     {piece("Encounter", "e1"), piece("Encounter", "e2")});
  ASSERT_EQ(sides.sides.size(), 2U);
  EXPECT_TRUE(sides.sides[0].stays);
  EXPECT_EQ(ids(sides.sides[0].pieces), Ids{"e1"});
  EXPECT_EQ(ids(sides.sides[1].pieces), Ids{"e2"});
  EXPECT_EQ(sides.sides[1].who.current_name()->family, "Quill");
  EXPECT_EQ(sides.sides[1].pieces[0].message, MessageId(2));
}

TEST(Overlay, ThatOverwroteTheRecordStillStaysWithWhoItSaysNow) {
  const auto sides = sort_into_sides(tom, {witness(1, ada, {{"DocumentReference", "d1"}}), witness(2, tom, {})},
                                     {piece("DocumentReference", "d1")});
  ASSERT_EQ(sides.sides.size(), 2U);
  EXPECT_EQ(sides.sides[0].who.current_name()->family, "Quill");
  EXPECT_TRUE(sides.sides[0].pieces.empty());
  EXPECT_EQ(ids(sides.sides[1].pieces), Ids{"d1"});
}

TEST(Overlay, TheFirstMessageOfAPieceSpeaksForIt) {
  const auto sides = sort_into_sides(ada, {witness(1, tom, {{"Encounter", "e1"}}), witness(2, ada, {{"Encounter", "e1"}})},
                                     {piece("Encounter", "e1")});
  EXPECT_EQ(ids(sides.sides[1].pieces), Ids{"e1"});
}

TEST(Overlay, WhatNoMessageBroughtFollowsItsVisitOrIsUndecided) {
  const auto sides =
      sort_into_sides(ada, {witness(1, tom, {{"Encounter", "e1"}})},
                      {piece("DocumentReference", "d1", "e1"), piece("Encounter", "e1"), piece("DocumentReference", "d2")});
  EXPECT_EQ(ids(sides.sides[1].pieces), (Ids{"e1", "d1"}));
  EXPECT_EQ(ids(sides.undecided), Ids{"d2"});
}

TEST(Overlay, AMessageThatNamesNobodySpeaksForNobody) {
  const auto sides =
      sort_into_sides(ada, {witness(1, Demographics(), {{"DocumentReference", "d1"}})}, {piece("DocumentReference", "d1")});
  EXPECT_EQ(sides.sides.size(), 1U);
  EXPECT_EQ(ids(sides.undecided), Ids{"d1"});
}

TEST(Overlay, OnePersonIsOneSideHoweverTheNameIsSpelled) {
  EXPECT_TRUE(may_be_one(ada, who("MARSH", "ADA", "1961-04-02")));
  EXPECT_TRUE(may_be_one(ada, who("Marsh", "Ada", "")));
  EXPECT_FALSE(may_be_one(ada, who("Marsh", "Ada", "1962-04-02")));
  EXPECT_FALSE(may_be_one(ada, who("Marsh", "Tom", "1961-04-02"))) << "twins";
}

TEST(OverlayMachine, IsSoundAndLeavesByRepairOrByAReason) {
  EXPECT_EQ(worklists::check(overlay_machine()), "");
  for (const auto state : worklists::states_of(overlay_machine()))
    if (!worklists::is_final(overlay_machine(), state)) {
      EXPECT_FALSE(worklists::events_from(overlay_machine(), state).empty()) << state;
    }
}

}  // namespace
}  // namespace charta::overlay_repair
