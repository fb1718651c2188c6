// SPDX-License-Identifier: Apache-2.0
// HL7 v2.8.2 chapter 2, 2.9 and 2.13: acknowledgement messages, MSA and ERR.
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

namespace charta::hl7v2 {
namespace {

Envelope sender(std::string_view version, std::string_view msh = {}) {
  const std::string line = msh.empty() ? "MSH|^~\\&|ADT1^1.2.3^ISO|NORTH|CHARTA|HIM^4.5^ISO|20250301||ADT^A01^ADT_A01|77|T|" +
                                             std::string(version) + "\r"
                                       : std::string(msh);
  return *read_envelope(line);
}

std::string ack(const Envelope& to, AckCode code, const std::vector<AckError>& errors = {}, std::string_view text = {}) {
  return make_ack(to.header, to.delimiters, code, "A-1", "20250301120000+0000", errors, text);
}

TEST(Hl7Acknowledgement, TurnsSenderAndReceiverRound) {
  EXPECT_EQ(ack(sender("2.5.1"), AckCode::AA),
            "MSH|^~\\&|CHARTA|HIM^4.5^ISO|ADT1^1.2.3^ISO|NORTH|20250301120000+0000||ACK^A01^ACK|A-1|T|2.5.1\rMSA|AA|77\r");
}

TEST(Hl7Acknowledgement, HasTheTypeOfItsVersion) {
  EXPECT_NE(ack(sender("2.3.1"), AckCode::AA).find("|ACK^A01|"), std::string::npos);
  EXPECT_NE(ack(sender("2.8"), AckCode::CA).find("|ACK^A01^ACK|"), std::string::npos);
  EXPECT_NE(ack(sender("", "MSH|^~\\&|A|B|||20250301||ACK|77"), AckCode::AA).find("|ACK|A-1|P|2.5\r"), std::string::npos);
}

TEST(Hl7Acknowledgement, UsesTheSendersDelimiters) {
  const auto to = sender("", "MSH!@%$*!ADT1@1.2!NORTH!CHARTA!HIM!20250301!!ADT@A01!7$F$7!P!2.5\r");
  EXPECT_EQ(to.header.control_id, "7!7");
  EXPECT_EQ(ack(to, AckCode::AA),
            "MSH!@%$*!CHARTA!HIM!ADT1@1.2!NORTH!20250301120000+0000!!ACK@A01@ACK!A-1!P!2.5\rMSA!AA!7$F$7\r");
}

TEST(Hl7Acknowledgement, NamesTheErrorAsItsVersionDoes) {
  const std::vector<AckError> errors{{"101", "PID-3.1", "the MRN is missing", 'E'}};
  EXPECT_NE(ack(sender("2.5"), AckCode::AE, errors)
                .find("\rERR||PID^1^3^1^1|101^Required field missing^HL70357|E||||the MRN is missing\r"),
            std::string::npos);
  EXPECT_NE(ack(sender("2.3"), AckCode::AE, errors).find("\rERR|PID^1^3^101&the MRN is missing&HL70357\r"), std::string::npos);
}

TEST(Hl7Acknowledgement, PrintsEveryPartOfALocation) {
  const struct {
    std::string_view location, erl;
  } cases[] = {
      {"PID-3", "PID^1^3^1"},
      {"OBX[2]-5", "OBX^2^5^1"},
      {"PID-3[2].4.2", "PID^1^3^2^4^2"},
      {"PID", "PID^1"},
      {"line 7", ""},
      {"", ""},
  };
  for (const auto& c : cases) {
    const auto text = ack(sender("2.5"), AckCode::AE, {{"102", std::string(c.location), "", 'W'}});
    EXPECT_NE(text.find("\rERR||" + std::string(c.erl) + "|102^Data type error^HL70357|W"), std::string::npos) << text;
  }
}

TEST(Hl7Acknowledgement, EscapesWhatItSays) {
  const auto text = ack(sender("2.5"), AckCode::AR, {{"200", "MSH-9", "a|b\r\nc", 'E'}}, "see ERR & ask");
  EXPECT_NE(text.find("\rMSA|AR|77|see ERR \\T\\ ask\r"), std::string::npos);
  EXPECT_NE(text.find("a\\F\\b\\X0D\\\\.br\\c\r"), std::string::npos);
  EXPECT_EQ(Message::parse(text)->segments().size(), 3U);
}

TEST(Hl7Acknowledgement, SaysUtf8WhenItIsNotAscii) {
  const auto plain = Message::parse(ack(sender("2.5"), AckCode::AA));
  EXPECT_EQ(plain->text("MSH-18"), "");
  const auto message = Message::parse(ack(sender("2.5"), AckCode::AE, {}, "Grüße"), "8859/5");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->text("MSH-18"), "UNICODE UTF-8");
  EXPECT_EQ(message->text("MSA-3"), "Grüße");
}

TEST(Hl7Acknowledgement, OfAHeaderWithoutPartiesUsesItsNames) {
  Header header;
  header.sending_application = "A&B";
  header.control_id = "9";
  const auto text = make_ack(header, {}, AckCode::CE, "1", "2025");
  EXPECT_TRUE(text.starts_with("MSH|^~\\&|||A\\T\\B||2025||ACK|1|P|2.5\r")) << text;
}

}  // namespace
}  // namespace charta::hl7v2
