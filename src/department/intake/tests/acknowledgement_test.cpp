// SPDX-License-Identifier: Apache-2.0
#include "department/intake/acknowledgement.hpp"

#include <gtest/gtest.h>

#include "department/intake/message_type.hpp"
#include "tests/support/case_table.hpp"

namespace charta::intake {
namespace {

std::string code_text(hl7v2::AckCode code) {
  switch (code) {
    case hl7v2::AckCode::AA: return "AA";
    case hl7v2::AckCode::AE: return "AE";
    case hl7v2::AckCode::AR: return "AR";
    case hl7v2::AckCode::CA: return "CA";
    case hl7v2::AckCode::CE: return "CE";
    case hl7v2::AckCode::CR: return "CR";
  }
  return "?";
}

TEST(Acknowledgement, AnswersEveryCaseOfTheTable) {
  const auto cases = charta::testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/acknowledgement.case");
  ASSERT_GE(cases.size(), 20U);
  for (const auto& one : cases) {
    SCOPED_TRACE(one.title);
    ASSERT_EQ(one.lines.size(), 2U);
    const auto outcome = parse_outcome(one.lines[0].value("outcome"));
    ASSERT_TRUE(outcome);
    hl7v2::Header header;
    header.accept_ack = one.lines[0].value("msh15");
    header.application_ack = one.lines[0].value("msh16");
    std::vector<std::string> codes;
    for (const auto& answer : answers_for(header, *outcome)) codes.push_back(code_text(answer.code));
    if (codes.empty()) codes.emplace_back("none");
    EXPECT_EQ(codes, one.lines[1].words);
    if (one.lines[1].has("state")) {
      EXPECT_EQ(std::string(journal_state(*outcome)), one.lines[1].value("state"));
    }
    EXPECT_EQ(raises_alarm(*outcome), one.lines[1].has("alarm"));
  }
}

TEST(Acknowledgement, NeverAcceptsWhatIsNotKept) {
  for (const auto outcome : {Outcome::unreadable, Outcome::too_large, Outcome::unavailable}) EXPECT_NE(verdict_of(outcome), Verdict::accept);
}

hl7v2::Header header_of(std::string code, std::string trigger, std::string version = "2.5.1", std::string processing = "P") {
  hl7v2::Header header;
  header.message_code = std::move(code);
  header.trigger = std::move(trigger);
  header.version = std::move(version);
  header.processing_id = std::move(processing);
  return header;
}

TEST(MessageType, HandlesEveryTriggerThatIsPromised) {
  for (const auto& [code, triggers] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"ADT", {"A01", "A02", "A03", "A04", "A05", "A06", "A07", "A08", "A11", "A12", "A13", "A28", "A31", "A40", "A47"}},
           {"ORM", {"O01"}}, {"OMG", {"O19"}}, {"OML", {"O21"}}, {"OMI", {"O23"}}, {"ORU", {"R01"}},
           {"MDM", {"T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11"}},
           {"SIU", {"S12", "S13", "S14", "S15"}}}) {
    for (const auto& trigger : triggers) EXPECT_FALSE(unsupported(header_of(code, trigger))) << code << trigger;
  }
}

TEST(MessageType, LetsOnlySixTriggersCreateAPatient) {
  std::vector<std::string_view> creating;
  for (const auto& type : handled_types()) {
    if (type.may_create_patient) creating.push_back(type.trigger);
  }
  EXPECT_EQ(creating, (std::vector<std::string_view>{"A01", "A04", "A05", "A08", "A28", "A31"}));
}

TEST(MessageType, SaysWhichHeaderFieldIsNotSupported) {
  EXPECT_EQ(unsupported(header_of("VXU", "V04"))->location, "MSH-9");
  EXPECT_EQ(unsupported(header_of("VXU", "V04"))->ack_error, "200");
  EXPECT_EQ(unsupported(header_of("ADT", "A09"))->ack_error, "201");
  EXPECT_EQ(unsupported(header_of("ADT", "A09"))->sentence, "message type not handled yet: ADT^A09");
  EXPECT_EQ(unsupported(header_of("ADT", "A01", "2.2"))->location, "MSH-12");
  EXPECT_EQ(unsupported(header_of("ADT", "A01", "9.9"))->ack_error, "203");
  EXPECT_EQ(unsupported(header_of("ADT", "A01", "2.5", "X"))->location, "MSH-11");
}

}  // namespace
}  // namespace charta::intake
