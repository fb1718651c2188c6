// SPDX-License-Identifier: Apache-2.0
// Old numbers, places on a medium, the numbering of new volumes, the plan of the shelves.
#include "department/paper_charts/tests/paper_fixture.hpp"

namespace charta::paper_charts {
namespace {

class Archive : public PaperTest {
 protected:
  static OldNumber old(const std::string& value, const std::string& scheme = "other", const std::string& hospital = "") {
    OldNumber number;
    number.value = value;
    number.scheme = scheme;
    number.hospital = hospital;
    return number;
  }
  NewVolume next(PatientId whose) {
    NewVolume volume;
    volume.patient = whose;
    volume.home = room_;
    return volume;
  }
  std::vector<std::string> traced(const std::string& text) {
    const auto trace = store().read([&](store::Reader& reader) { return desk_->trace(reader, text); });
    EXPECT_TRUE(trace) << trace.error().message;
    std::vector<std::string> why;
    for (const auto& one : trace->found) why.push_back(one.why);
    return why;
  }
  PlaceId shelf(const std::string& name, PlaceId parent, std::int64_t capacity, std::int64_t walk) {
    NewPlace one;
    one.kind = "shelf";
    one.name = name;
    one.parent = parent;
    one.capacity = capacity;
    one.walk = walk;
    return *desk_->add_place(mia_, one);
  }
};
CHARTA_ON_BOTH_ENGINES(Archive);

TEST_P(Archive, AVolumeIsFoundByEachOfItsOldNumbersHoweverTheyAreWritten) {
  ASSERT_TRUE(desk_->add_old_number(mia_, folder_, old("44-10-07", "jacket", "St. Anne"), false));
  ASSERT_TRUE(desk_->add_old_number(mia_, folder_, old("K 1972/33", "serial"), false));
  for (const auto* said : {"441007", "44 10 07", "k1972.33", "K197233"}) {
    const auto answer = desk_->scan(mia_, said);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->volumes.size(), 1U) << said;
    EXPECT_EQ(answer->volumes.front().volume.id, folder_);
  }
  EXPECT_EQ(traced("441007"), (std::vector<std::string>{"old number (jacket, St. Anne)"}));
  EXPECT_EQ(desk_->view(mia_, folder_)->old_numbers.size(), 2U);
}

TEST_P(Archive, APersonsOldNumberLeadsToAllTheirVolumes) {
  const auto second = volume(ada_);
  ASSERT_TRUE(desk_->add_old_number(mia_, folder_, old("C-9", "unit", "Cottage Hospital"), true));
  const auto answer = desk_->scan(mia_, "c9");
  ASSERT_EQ(answer->volumes.size(), 2U);
  EXPECT_EQ(desk_->view(mia_, second)->old_numbers.size(), 1U);
  EXPECT_EQ(entries("paper_old_number", desk_->view(mia_, second)->old_numbers.front().key), 1);
}

TEST_P(Archive, TheSameOldNumberTwiceIsWrittenOnce) {
  EXPECT_TRUE(*desk_->add_old_number(mia_, folder_, old("44"), false));
  EXPECT_FALSE(*desk_->add_old_number(mia_, folder_, old("4-4"), false));
  expect_error(desk_->add_old_number(mia_, folder_, old(" - "), false), ErrorKind::missing, "value");
  expect_error(desk_->add_old_number(mia_, folder_, old("4", "tattoo"), false), ErrorKind::unknown_code, "scheme");
  expect_error(desk_->add_old_number(only({access::Permission::read_record}), folder_, old("4"), false), ErrorKind::forbidden);
}

TEST_P(Archive, ARollAndItsFramesAreFoundByAnyFrameWithin) {
  auto film = next(ada_);
  film.kind = "film";
  film.medium = "roll";
  film.position = "Roll 118, frames 2040-2051";
  ASSERT_TRUE(desk_->add_volume(mia_, film));
  film.patient = tom_;
  film.position = "Roll 1180, frame 2045";
  ASSERT_TRUE(desk_->add_volume(mia_, film));
  EXPECT_EQ(traced("frame 2045 of reel 118"), (std::vector<std::string>{"position Roll 118, frames 2040-2051"}));
  EXPECT_EQ(traced("roll 1180").size(), 1U);
  EXPECT_TRUE(traced("roll 118 frame 2052").empty());
}

TEST_P(Archive, ABoxIsFoundWithAllThatIsInIt) {
  const auto box = place("box", "Box 4711", vendor_);
  must(folder_, "send-off-site", box);
  EXPECT_EQ(traced("box 4711"), (std::vector<std::string>{"in Box 4711"}));
  EXPECT_TRUE(traced("box 471").empty());
}

TEST_P(Archive, ANextVolumeEndsTheOneInUseOnItsFirstDay) {
  auto second = next(ada_);
  second.cut_off = "2026-02-28";
  const auto made = desk_->add_volume(mia_, second);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(now(folder_).until_day, "2026-02-28");
  EXPECT_EQ(now(*made).from_day, "2026-02-28");
  EXPECT_EQ(now(*made).number, 2);
  EXPECT_EQ(entries("paper_volume", folder_.key()), 2);
  second.cut_off = "2026-02-01";
  expect_error(desk_->add_volume(mia_, second), ErrorKind::invalid, "cut_off");
  second.cut_off = "spring";
  expect_error(desk_->add_volume(mia_, second), ErrorKind::invalid, "cut_off");
}

TEST_P(Archive, BySerialNumberingEachAdmissionHasANumberThatSomebodySays) {
  auto rules = desk_->rules();
  rules.numbering.scheme = "serial";
  PaperService serial(store(), *index_, *encounters_, *worklists_, *ledger_, clock_, keys_, rules, {});
  expect_error(serial.add_volume(mia_, next(ada_)), ErrorKind::missing, "chart_number");
  auto said = next(ada_);
  said.chart_number = "26-00-01";
  const auto made = serial.add_volume(mia_, said);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(now(folder_).chart_number, "100042") << "what was filed stays where it is";
}

TEST_P(Archive, BySerialUnitNumberingEarlierVolumesAreBroughtForwardAndFoundByTheirOldNumber) {
  auto rules = desk_->rules();
  rules.numbering.scheme = "serial-unit";
  PaperService house(store(), *index_, *encounters_, *worklists_, *ledger_, clock_, keys_, rules, {});
  auto said = next(ada_);
  said.chart_number = "26-00-01";
  const auto made = house.add_volume(mia_, said);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(now(folder_).chart_number, "26-00-01");
  EXPECT_EQ(now(folder_).filing_key, now(*made).filing_key);
  const auto found = desk_->scan(mia_, "100042");
  ASSERT_EQ(found->volumes.size(), 1U);
  EXPECT_EQ(found->volumes.front().volume.id, folder_);
}

TEST_P(Archive, APlanOfShelvesSpreadsTheVolumesAndLeavesRoom) {
  const auto hall = place("room", "Hall", site_);
  for (int i = 1; i <= 3; ++i) shelf("Shelf " + std::to_string(i), hall, 10, i);
  for (int i = 0; i < 9; ++i) {
    auto one = next(i % 2 == 0 ? ada_ : tom_);
    one.home = hall;
    one.number = 100 + i;
    one.chart_number = "1000" + std::to_string(10 + i * 10);
    ASSERT_TRUE(desk_->add_volume(mia_, one));
  }
  const auto plan = desk_->shelf_plan(mia_, hall, 0);
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->volumes, 9);
  EXPECT_EQ(plan->capacity, 10);
  EXPECT_EQ(plan->shelves_short, 0);
  EXPECT_LE(plan->fill_percent, 40);
  ASSERT_TRUE(desk_->replan_shelves(mia_, hall, 0));
  const auto after = desk_->shelf_plan(mia_, hall, 0);
  std::int64_t standing = 0;
  for (const auto& line : after->lines) {
    EXPECT_EQ(line.volumes, line.planned.volumes) << line.shelf.name;
    standing += line.volumes;
  }
  EXPECT_EQ(standing, 9);
}

TEST_P(Archive, ARoomWithTooFewShelvesSaysHowManyMore) {
  const auto hall = place("room", "Hall", site_);
  shelf("Shelf 1", hall, 2, 1);
  for (int i = 0; i < 5; ++i) {
    auto one = next(ada_);
    one.home = hall;
    one.number = 50 + i;
    one.chart_number = std::to_string(200'000 + i);
    ASSERT_TRUE(desk_->add_volume(mia_, one));
  }
  const auto plan = desk_->shelf_plan(mia_, hall, 0);
  EXPECT_EQ(plan->shelves_short, 4);
  expect_error(desk_->replan_shelves(mia_, hall, 0), ErrorKind::business_rule, "capacity");
  expect_error(desk_->shelf_plan(mia_, ward_, 0), ErrorKind::invalid, "room");
}

TEST_P(Archive, WhatIsQuietIsWhatNobodyMovedNorAskedFor) {
  auto aged = next(tom_);
  aged.made_at = Instant::parse("2010-01-01T00:00:00Z");
  const auto old_one = *desk_->add_volume(mia_, aged);
  const auto since = *Instant::parse("2021-03-01T00:00:00Z");
  const auto quiet = [&] {
    return store().read([&](store::Reader& reader) { return desk_->quiet(reader, room_, "70", "79", since, 50); });
  };
  ASSERT_EQ(quiet()->size(), 1U);
  EXPECT_EQ(quiet()->front().volume.id, old_one);
  EXPECT_TRUE(store().read([&](store::Reader& reader) { return desk_->quiet(reader, room_, "00", "69", since, 50); })->empty());
  request(tom_, ward_, worklists::Priority::routine, {old_one});
  EXPECT_TRUE(quiet()->empty());
}

}  // namespace
}  // namespace charta::paper_charts
