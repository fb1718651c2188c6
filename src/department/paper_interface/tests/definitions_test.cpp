// SPDX-License-Identifier: Apache-2.0
// The published definitions say what the program does: every code, every example of the guide, every parameter.
#include "formats/fhir/definitions.hpp"

#include "department/paper_charts/paper_rules.hpp"
#include "department/paper_interface/paper_query.hpp"
#include "department/paper_interface/paper_resources.hpp"
#include "department/paper_interface/sent_request.hpp"
#include "department/paper_interface/tests/profile_check.hpp"
#include "record/rules/rule_pack.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace charta::paper_interface {
namespace {

using namespace paper_charts;
using testing::ProfileCheck;

const Conformance& definitions() {
  static const Conformance all = Conformance::load(CHARTA_SOURCE_FOLDER "/data/fhir/paper-charts").value();
  return all;
}

std::set<std::string> codes_of(const std::string& id) {
  std::set<std::string> codes;
  const auto document = json::Document::parse(definitions().find("CodeSystem", id)->json);
  for (const auto one : document->root()["concept"]) codes.emplace(one["code"].text());
  return codes;
}

template <class List>
std::set<std::string> as_set(const List& list) {
  std::set<std::string> all;
  for (const auto& one : list) all.emplace(one);
  return all;
}

std::string all_of(const std::vector<std::string>& wrong) {
  std::string text;
  for (const auto& one : wrong) text += one + "\n";
  return text;
}

std::string guide() {
  std::ifstream input(CHARTA_SOURCE_FOLDER "/docs/guides/paper-charts-fhir.md");
  return {std::istreambuf_iterator<char>(input), {}};
}

/// The JSON of every fenced block.
std::vector<std::string> examples() {
  std::vector<std::string> blocks;
  const std::string text = guide(), fence = "```json\n";
  for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    at += fence.size();
    const auto end = text.find("```", at);
    blocks.push_back(text.substr(at, end - at));
    at = end;
  }
  return blocks;
}

Volume some_volume() {
  Volume volume;
  volume.id = VolumeId(4242);
  volume.patient = PatientId(7);
  volume.barcode = "V0000000000042A";
  volume.chart_number = "123456";
  volume.number = 3;
  volume.from_day = "1999-01-01";
  volume.until_day = "2004-06-30";
  volume.position = "roll 118, frame 2040";
  volume.home = PlaceId(11);
  volume.place = PlaceId(12);
  volume.state = "out";
  volume.since = *Instant::parse("2026-03-01T08:00:00Z");
  volume.due_at = *Instant::parse("2026-03-04T08:00:00Z");
  volume.is_temporary = true;
  volume.version = 9;
  return volume;
}

TEST(PaperDefinitions, AreResourcesThatHoldTheRulesOfFhir) {
  EXPECT_GE(definitions().files().size(), 30U);
  for (const auto& file : definitions().files()) {
    const auto document = json::Document::parse(file.json);
    for (const auto& issue : fhir::validate(document->root()))
      EXPECT_NE(issue.severity, fhir::Issue::Severity::error) << file.url << " " << issue.path << ": " << issue.message;
  }
}

TEST(PaperDefinitions, NameEveryCodeThatTheFileRoomUsesAndNoOther) {
  EXPECT_EQ(codes_of("volume-kind"), as_set(volume_kinds()));
  EXPECT_EQ(codes_of("medium"), as_set(media()));
  EXPECT_EQ(codes_of("volume-state"), as_set(worklists::states_of(volume_machine())));
  std::set<std::string> steps{"create", "transfer-create"};
  for (const auto& step : volume_machine().transitions) steps.emplace(step.event);
  EXPECT_EQ(codes_of("movement-kind"), steps);
  for (const auto& code : codes_of("place-kind")) EXPECT_TRUE(parse_place_kind(code)) << code;
  const auto book = rules::RuleBook::load(CHARTA_SOURCE_FOLDER "/data/rules");
  const auto rules = PaperRules::read(*book, *Date::parse("2026-03-01"), "US");
  EXPECT_EQ(codes_of("purpose"), as_set(rules->loans.purposes));
  const auto set = json::Document::parse(definitions().find("ValueSet", "requisition-states")->json);
  std::set<std::string> states;
  for (const auto one : set->root()["compose"]["include"].at(0)["concept"]) states.emplace(one["code"].text());
  EXPECT_EQ(states, as_set(worklists::states_of(requisition_machine())));
}

TEST(PaperDefinitions, EveryParameterOfBasicIsUnderstoodByTheSearch) {
  for (const auto& one : definitions().words_of("Basic").parameters) {
    const auto query = read_paper_query("Basic", one.name + "=x");
    ASSERT_TRUE(query) << one.name;
    EXPECT_TRUE(query->ignored.empty()) << one.name;
    EXPECT_EQ(part_of_search("Basic", one.name + "=x"), resources::Share::Part::alone) << one.name;
    EXPECT_NE(guide().find("`" + one.name + "`"), std::string::npos) << one.name << " is not in the guide";
  }
}

TEST(PaperDefinitions, WhatIsPrintedHoldsItsProfileAndIsReadBack) {
  ProfileCheck profiles(definitions());
  VolumeRow row{some_volume(), "Main house / Ward 3", "ward", "File room"};
  VolumeWords words{"Patient/0000000000007", *Instant::parse("2026-03-01T08:00:05Z"), ""};
  const auto volume = json::Document::parse(volume_json(row, words));
  EXPECT_EQ(all_of(profiles.check(volume->root(), volume_profile)), "");
  EXPECT_TRUE(fhir::validate(volume->root()).empty()) << fhir::validate(volume->root())[0].message;
  const auto back = volume_of(volume->root());
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(volume_json(*back, words), volume_json(row, words));

  MovementRow moved;
  moved.movement.id = MovementId(99);
  moved.movement.volume = VolumeId(4242);
  moved.movement.kind = "charge-out";
  moved.movement.from = PlaceId(11);
  moved.movement.to = PlaceId(12);
  moved.movement.at = moved.movement.recorded_at = row.volume.since;
  moved.movement.by = UserId(5);
  moved.movement.purpose = "treatment";
  moved.movement.reason = "not-delivered";
  moved.movement.note = "handed to the night nurse";
  moved.movement.batch = 8;
  moved.movement.device = "phone-3";
  moved.movement.device_number = 12;
  moved.from = "File room";
  moved.to = "Ward 3";
  const MovementWords about{"Patient/0000000000007", "", 0, 0};
  const auto movement = json::Document::parse(movement_json(moved, about));
  EXPECT_EQ(all_of(profiles.check(movement->root(), movement_profile)), "");
  EXPECT_TRUE(fhir::validate(movement->root()).empty());
  EXPECT_EQ(movement_json(*movement_of(movement->root()), about), movement_json(moved, about));

  Place shelf;
  shelf.id = PlaceId(13);
  shelf.parent = PlaceId(11);
  shelf.kind = PlaceKind::shelf;
  shelf.name = "Shelf 1";
  shelf.path = "File room / Shelf 1";
  shelf.barcode = "L0000000000013C";
  const auto place = json::Document::parse(place_json(shelf));
  EXPECT_EQ(all_of(profiles.check(place->root(), place_profile)), "");
  EXPECT_TRUE(fhir::validate(place->root()).empty());
  EXPECT_EQ(place_json(*place_of(place->root())), place_json(shelf));
}

TEST(PaperDefinitions, AProfileTellsWhatIsMissingDoubledOrOfAnotherCode) {
  ProfileCheck profiles(definitions());
  VolumeRow row{some_volume(), "", "", ""};
  row.volume.kind = "scrapbook";
  row.volume.barcode.clear();
  const auto volume = json::Document::parse(volume_json(row, {"", {}, ""}));
  const auto wrong = all_of(profiles.check(volume->root(), volume_profile));
  EXPECT_NE(wrong.find("Basic.subject is missing"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("Basic.identifier:barcode is missing"), std::string::npos) << wrong;
  EXPECT_NE(wrong.find("volume-kinds"), std::string::npos) << wrong;
}

TEST(PaperGuide, EveryExampleHoldsTheProfileThatItNames) {
  ProfileCheck profiles(definitions());
  const auto blocks = examples();
  ASSERT_GE(blocks.size(), 4U);
  std::set<std::string> shown;
  for (const auto& block : blocks) {
    const auto document = json::Document::parse(block);
    ASSERT_TRUE(document) << document.error().message << block;
    const auto root = document->root();
    const std::string profile(root["meta"]["profile"].at(0).text());
    shown.insert(profile);
    EXPECT_EQ(all_of(profiles.check(root, profile)), "") << block;
    const auto issues = fhir::validate(root);
    EXPECT_TRUE(issues.empty()) << issues[0].path << issues[0].message << block;
    if (profile == requisition_profile && !root["businessStatus"]) {
      const auto sent = read_sent_request(root);
      EXPECT_TRUE(sent) << sent.error().message;
    }
  }
  EXPECT_EQ(shown.size(), 4U) << "volume, movement, place and requisition";
}

TEST(PaperGuide, ItsTablesNameEveryElementThatAProfileConstrains) {
  const std::string text = guide();
  for (const auto& file : definitions().files()) {
    if (file.type != "StructureDefinition") continue;
    EXPECT_NE(text.find(file.url), std::string::npos) << file.url;
    const auto document = json::Document::parse(file.json);
    for (const auto element : document->root()["differential"]["element"]) {
      const auto slice = element["sliceName"];
      if (file.base == "Extension" && slice) {
        EXPECT_NE(text.find("`" + std::string(slice.text()) + "`"), std::string::npos) << file.url << " " << slice.text();
      }
    }
  }
  for (const auto state : worklists::states_of(requisition_machine()))
    EXPECT_NE(text.find("`" + std::string(state) + "`"), std::string::npos) << state;
  for (const auto state : worklists::states_of(volume_machine()))
    EXPECT_NE(text.find("`" + std::string(state) + "`"), std::string::npos) << state;
}

}  // namespace
}  // namespace charta::paper_interface
