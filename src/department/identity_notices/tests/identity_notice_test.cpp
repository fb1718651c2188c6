// SPDX-License-Identifier: Apache-2.0
// What partners are told, as bytes that read back.
#include "department/identity_notices/identity_notice.hpp"

#include <gtest/gtest.h>

namespace charta::identity_notices {
namespace {

patient_index::Person person(const std::string& number, const std::string& family) {
  patient_index::Person person;
  auto& who = person.record.who;
  who.identifiers = {{"urn:oid:1.2.3", number, "MR"},
                     {"urn:oid:1.2.3", "old-" + number, "MR"},
                     {"http://hl7.org/fhir/sid/us-ssn", "524117710", "SS"}};
  person.identifier_status = {"current", "former", "current"};
  who.names.push_back({family, "Ada", "Jane", "", patient_index::NameUse::current});
  who.birth_date = Date::parse("1961-04-02");
  who.sex = "female";
  return person;
}

const Heading heading{"LAB", "MAIN", "C1", *Instant::parse("2026-01-15T12:00:00Z")};

hl7v2::Message parsed(const std::string& bytes) {
  auto message = hl7v2::Message::parse(bytes);
  EXPECT_TRUE(message) << bytes;
  return std::move(*message);
}

TEST(IdentityNotice, OfAMergeNamesBothNumbersAndTheStructureOfItsTrigger) {
  const auto message = parsed(print_merge(heading, person("1", "Marsh"), person("2", "Quill")));
  EXPECT_EQ(message.header().trigger, "A40");
  EXPECT_EQ(message.header().structure, hl7v2::structure_of("ADT", "A40"));
  EXPECT_EQ(message.header().control_id, "C1");
  EXPECT_EQ(message.text("MSH-5"), "LAB");
  EXPECT_EQ(message.text("EVN-2"), "20260115120000+0000");
  EXPECT_EQ(message.text("PID-3.1"), "1");
  EXPECT_EQ(message.first("PID")->field(3).component(4).raw(), "&1.2.3&ISO");
  EXPECT_EQ(message.text("PID-5.1"), "Marsh");
  EXPECT_EQ(message.text("PID-7"), "19610402");
  EXPECT_EQ(message.text("MRG-1.1"), "2");
  EXPECT_EQ(message.text("MRG-7.1"), "Quill");
}

TEST(IdentityNotice, TellsCurrentRecordNumbersOnly) {
  const auto bytes = print_merge(heading, person("1", "Marsh"), person("2", "Quill"));
  EXPECT_EQ(bytes.find("old-"), std::string::npos) << "a former number is nobody's business any more";
  EXPECT_EQ(bytes.find("524117710"), std::string::npos) << "a social security number is in no message";
}

TEST(IdentityNotice, OfAnUnmergeHasTwoPatients) {
  const auto message = parsed(print_unlink(heading, person("1", "Marsh"), person("2", "Quill")));
  EXPECT_EQ(message.header().structure, hl7v2::structure_of("ADT", "A37"));
  EXPECT_EQ(message.text("PID[1]-3.1"), "1");
  EXPECT_EQ(message.text("PID[2]-3.1"), "2");
}

TEST(IdentityNotice, OfAMovedVisitSaysFromWhomToWhom) {
  const VisitNumbers visit{{"urn:oid:1.2.9", "V1"}, {"urn:oid:1.2.9", "A1"}, "IMP"};
  const auto message = parsed(print_visit_move(heading, person("1", "Marsh"), person("2", "Quill"), visit));
  EXPECT_EQ(message.header().structure, hl7v2::structure_of("ADT", "A45"));
  EXPECT_EQ(message.text("PID-3.1"), "2");
  EXPECT_EQ(message.text("PID-18.1"), "A1");
  EXPECT_EQ(message.text("MRG-1.1"), "1");
  EXPECT_EQ(message.text("MRG-3.1"), "A1");
  EXPECT_EQ(message.text("MRG-5.1"), "V1");
  EXPECT_EQ(message.text("PV1-2"), "I");
  EXPECT_EQ(message.text("PV1-19.1"), "V1");
}

TEST(IdentityNotice, EscapesWhatWouldBreakTheMessage) {
  const auto message = parsed(print_merge(heading, person("1", "O|Neil^\nŁ"), person("2", "A&B~C\\D")));
  EXPECT_EQ(message.text("PID-5.1"), "O|Neil^\nŁ");
  EXPECT_EQ(message.text("MRG-7.1"), "A&B~C\\D");
}

}  // namespace
}  // namespace charta::identity_notices
