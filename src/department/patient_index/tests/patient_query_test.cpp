// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/patient_query.hpp"

#include <gtest/gtest.h>

namespace charta::patient_index {
namespace {

constexpr std::string_view header = "MSH|^~\\&|REG|NORTH|CHARTA|HIM|20260301080000||QBP^Q22^QBP_Q21|Q-1|P|2.5\r";

hl7v2::Message message(const std::string& rest, std::string_view trigger = "Q22") {
  std::string text(header);
  if (trigger != "Q22") text.replace(text.find("Q22"), 3, trigger);
  return std::move(hl7v2::Message::parse(text + rest).value());
}

TEST(PatientQuery, IsKnownByItsTrigger) {
  EXPECT_TRUE(is_patient_query(message("").header()));
  EXPECT_TRUE(is_patient_query(message("", "Q23").header()));
  EXPECT_FALSE(is_patient_query(message("", "Q11").header()));
}

TEST(PatientQuery, ReadsWhatIsKnownOfThePerson) {
  const auto query = read_query(
      message("QPD|IHE PDQ "
              "Query|T1|@PID.5.1.1^MARSH~@PID.5.2^ADA~@PID.7^19610402~@PID.8^F~@PID.11.5^02139|||||^^^NORTH\rRCP|I|3^RD\r"),
      {});
  ASSERT_TRUE(query) << query.error().message;
  EXPECT_EQ(query->who.names.at(0).family, "MARSH");
  EXPECT_EQ(query->who.names.at(0).given, "ADA");
  EXPECT_EQ(query->who.birth_date, Date::parse("1961-04-02"));
  EXPECT_EQ(query->who.sex, "female");
  EXPECT_EQ(query->who.postal_code, "02139");
  EXPECT_EQ(query->limit, 3U);
  EXPECT_EQ(query->domains, std::vector<std::string>{"urn:charta:assigner:NORTH"});
}

TEST(PatientQuery, SaysWhatIsWrongAndWhere) {
  const auto expect_error = [](const hl7v2::Message& question, ErrorKind kind, std::string_view location) {
    const auto query = read_query(question, {});
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().kind, kind);
    EXPECT_EQ(query.error().location, location);
  };
  expect_error(message(""), ErrorKind::missing, "QPD");
  expect_error(message("QPD|IHE PDQ Query|T1|\r"), ErrorKind::missing, "QPD-3");
  expect_error(message("QPD|IHE PDQ Query|T1|@OBX.5^1\r"), ErrorKind::invalid, "QPD-3");
  expect_error(message("QPD|IHE PIX Query|T1|\r", "Q23"), ErrorKind::missing, "QPD-3");
  expect_error(message("QPD|IHE PIX Query|T1|1001\r", "Q23"), ErrorKind::unknown_code, "QPD-3.4");
}

TEST(PatientQuery, AnAnswerTurnsThePartiesRoundAndRepeatsTheQuestion) {
  const auto question = message("QPD|IHE PDQ Query|T1|@PID.5.1.1^MARSH\r");
  QueryAnswer answer;
  QueryHit hit;
  hit.who.names.push_back({"Marsh", "Ada", "", ""});
  hit.who.identifiers = {{"urn:charta:assigner:NORTH", "1001", "MR"}, {"urn:oid:1.2.3", "77", "PI"}, {"x", "524117710", "SS"}};
  hit.who.birth_date = Date::parse("1961-04-02");
  hit.who.sex = "female";
  hit.who.city = "O'Fallon & Co";
  hit.probability = 0.98;
  hit.agrees = {"DB", "NA"};
  answer.hits.push_back(hit);
  const auto printed = hl7v2::Message::parse(print_answer(question, answer, "C-9", "20260301080001"));
  ASSERT_TRUE(printed);
  EXPECT_EQ(printed->header().sending_application, "CHARTA");
  EXPECT_EQ(printed->header().receiving_facility, "NORTH");
  EXPECT_EQ(printed->text("MSH-9.1"), "RSP");
  EXPECT_EQ(printed->text("MSH-9.2"), "K22");
  EXPECT_EQ(printed->text("MSA-1"), "AA");
  EXPECT_EQ(printed->text("MSA-2"), "Q-1");
  EXPECT_EQ(printed->text("QAK-1"), "T1");
  EXPECT_EQ(printed->text("QAK-2"), "OK");
  EXPECT_EQ(printed->first("QPD")->raw(), question.first("QPD")->raw());
  EXPECT_EQ(printed->text("PID-3[1].1"), "1001");
  EXPECT_EQ(printed->text("PID-3[1].4"), "NORTH");
  EXPECT_EQ(printed->text("PID-5.1"), "Marsh");
  EXPECT_EQ(printed->text("PID-7"), "19610402");
  EXPECT_EQ(printed->text("PID-11.3"), "O'Fallon & Co");
  EXPECT_EQ(printed->text("QRI-1"), "0.980");
  EXPECT_EQ(printed->first("QRI")->field(2).raw(), "DB~NA");
  EXPECT_EQ(printed->print().find("524117710"), std::string::npos) << "a social security number is shown nowhere by default";
}

TEST(PatientQuery, NumbersAloneAnswerTheSecondQuestion) {
  const auto question = message("QPD|IHE PIX Query|T2|1001^^^NORTH\r", "Q23");
  QueryAnswer answer;
  QueryHit hit;
  hit.who.names.push_back({"Marsh", "Ada", "", ""});
  hit.who.identifiers = {{"urn:oid:1.2.3", "77", "MR"}};
  answer.hits.push_back(hit);
  const auto printed = hl7v2::Message::parse(print_answer(question, answer, "C-9", "20260301080001"));
  ASSERT_TRUE(printed);
  EXPECT_EQ(printed->text("MSH-9.3"), "RSP_K23");
  EXPECT_EQ(printed->first("PID")->field(3).raw(), "77^^^&1.2.3&ISO^MR");
  EXPECT_EQ(printed->first("PID")->field(5).raw(), "~^^^^^^S") << "the name is not part of this answer";
}

TEST(PatientQuery, WhatIsNotKnownIsSaid) {
  const auto question = message("QPD|IHE PIX Query|T2|9^^^NORTH\r", "Q23");
  QueryAnswer answer;
  answer.acknowledgement = answer.status = "AE";
  answer.error_code = "204";
  answer.error_location = "QPD-3.1";
  answer.error_text = "no patient here has this number from this assigner";
  const auto printed = hl7v2::Message::parse(print_answer(question, answer, "C-9", "20260301080001"));
  ASSERT_TRUE(printed);
  EXPECT_EQ(printed->text("MSA-1"), "AE");
  EXPECT_EQ(printed->first("ERR")->field(2).raw(), "QPD^1^3^1^1");
  EXPECT_EQ(printed->text("ERR-3"), "204");
  EXPECT_EQ(printed->first("PID"), nullptr);
}

}  // namespace
}  // namespace charta::patient_index
