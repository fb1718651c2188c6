// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2_fhir/datatypes.hpp"

#include "tests/support/case_table.hpp"
#include "tests/support/json_path.hpp"

#include <gtest/gtest.h>

namespace charta::hl7v2_fhir {
namespace {

using testing::at_path;
using testing::shown;

/// A message with one segment of which every field is given.
hl7v2::Message message_with(const std::vector<std::string>& fields) {
  std::string text = "MSH|^~\\&|LAB|MAIN|CHARTA|MAIN|20260301||ADT^A01|1|P|2.5.1||||||UNICODE UTF-8\rZZZ";
  for (const auto& field : fields) text += "|" + (field == "NULL" ? "\"\"" : field);
  auto parsed = hl7v2::Message::parse(text + "\r");
  EXPECT_TRUE(parsed) << parsed.error().message;
  return std::move(*parsed);
}

json::Value made(Elements& make, const std::string& datatype, const hl7v2::Segment& segment) {
  const auto first = segment.field(1).repetition(1);
  if (datatype == "XPN") return make.human_name(first);
  if (datatype == "XAD") return make.address(first);
  if (datatype == "XTN") return make.telecom(first, "home");
  if (datatype == "CWE") return make.concept_of(first);
  if (datatype == "CX") return make.identifier(first);
  if (datatype == "XCN") return make.person(first);
  if (datatype == "DTM") return make.date_time(segment.field(1).text());
  if (datatype == "INSTANT") return make.instant(segment.field(1).text());
  if (datatype == "NM") return make.quantity(segment.field(1).text(), segment.field(2).repetition(1));
  ADD_FAILURE() << "no datatype " << datatype;
  return {};
}

void compare(json::Value element, const testing::CaseLine& line) {
  if (line.verb == "nothing") {
    EXPECT_FALSE(element) << shown(element);
  } else if (line.verb == "absent") {
    for (const auto& path : line.words) EXPECT_EQ(shown(at_path(element, path)), "absent") << path;
  } else {
    EXPECT_TRUE(line.words.empty()) << "no place: " << line.words.front();
    for (const auto& [path, value] : line.values)
      EXPECT_EQ(shown(path == "it" ? element : at_path(element, path)), value) << path;
  }
}

TEST(Datatypes, BecomeWhatTheTableSays) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/datatypes.case");
  ASSERT_GE(cases.size(), 90U);
  Sender sender;
  sender.zone = *TimeZone::open("America/New_York");
  sender.default_assigner = "urn:charta:assigner:DEFAULT";
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title + ", line " + std::to_string(one.line));
    ASSERT_GE(one.lines.size(), 2U);
    const auto message = message_with(one.lines.front().words);
    json::Document document;
    Elements make(document, sender);
    const auto element = made(make, one.lines.front().verb, *message.first("ZZZ"));
    for (std::size_t i = 1; i < one.lines.size(); ++i) compare(element, one.lines[i]);
  }
}

TEST(EntityIds, AreComparedByNumberAndAssigner) {
  const auto message = message_with({"P100^CPOE", "P100", "P100^^1.2.3^ISO", "^CPOE"});
  const auto& segment = *message.first("ZZZ");
  Sender sender;
  sender.default_assigner = "urn:charta:assigner:OWN";
  EXPECT_EQ(entity_id(segment.field(1), sender).system, "urn:charta:assigner:CPOE");
  EXPECT_EQ(entity_id(segment.field(2), sender).system, "urn:charta:assigner:OWN");
  EXPECT_EQ(entity_id(segment.field(3), sender).system, "urn:oid:1.2.3");
  EXPECT_TRUE(entity_id(segment.field(4), sender).empty());
  EXPECT_TRUE(entity_id(segment.field(9), sender).empty());
}

TEST(Assigners, WithDifferentNamesNeverBecomeTheSame) {
  const std::vector<std::string> names{"MAIN", "main", "MA IN", "MA%20IN", "MA_IN", "MA-IN", "MÄIN", "MAIN/2", "1.2.3"};
  for (const auto& one : names) {
    for (const auto& other : names) {
      EXPECT_EQ(assigner_system(one, "", "") == assigner_system(other, "", ""), one == other) << one << " and " << other;
    }
  }
}

TEST(Assigners, AnOidUnderAnotherKindIsNotTakenForOne) {
  EXPECT_EQ(assigner_system("", "1.2.3", "ISO"), "urn:oid:1.2.3");
  EXPECT_EQ(assigner_system("", "1.2.3", ""), "urn:oid:1.2.3");
  EXPECT_NE(assigner_system("", "1.2.3", "L"), "urn:oid:1.2.3");
  for (const auto* not_an_oid : {"1..3", "1.2.", "3.2.1", ".1.2", "1"}) {
    EXPECT_FALSE(assigner_system("", not_an_oid, "ISO").starts_with("urn:oid:")) << not_an_oid;
  }
}

TEST(Elements, AnEditableCopyForgetsWhatTheStoreAdded) {
  const auto stored = json::Document::parse(
      R"({"resourceType":"Patient","id":"a","meta":{"versionId":"3","lastUpdated":"2026-01-01T00:00:00Z"}})");
  const auto labelled = json::Document::parse(R"({"resourceType":"Patient","meta":{"versionId":"3","security":[{"code":"R"}]}})");
  json::Document document;
  const Sender nobody;
  Elements make(document, nobody);
  EXPECT_EQ(shown(make.editable(stored->root())), R"({"resourceType":"Patient","id":"a"})");
  EXPECT_EQ(shown(make.editable(labelled->root())["meta"]), R"({"security":[{"code":"R"}]})");
}

TEST(Elements, ARunOfBlanksIsNoText) {
  json::Document document;
  const Sender nobody;
  Elements make(document, nobody);
  EXPECT_FALSE(make.text(" \t\r\n "));
  EXPECT_EQ(shown(make.text("  two words ")), "two words");
}

TEST(Moments, NeedSomethingThatIsATime) {
  const Sender nobody;
  EXPECT_EQ(moment("20260301083000", nobody), Instant::parse("2026-03-01T08:30:00Z"));
  EXPECT_EQ(moment(" 20260301083000 ", nobody), Instant::parse("2026-03-01T08:30:00Z"));
  EXPECT_EQ(moment("202603", nobody), Instant::parse("2026-03-01T00:00:00Z"));
  for (const auto* no_time : {"", " ", "0", "20261301", "2026-03-01", "20260301083000+9900"})
    EXPECT_FALSE(moment(no_time, nobody)) << no_time;
}

}  // namespace
}  // namespace charta::hl7v2_fhir
