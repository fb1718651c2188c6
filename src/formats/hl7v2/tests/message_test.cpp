// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

namespace charta::hl7v2 {
namespace {

constexpr std::string_view admission =
    "MSH|^~\\&|ADT1^1.2.3^ISO|NORTH|CHARTA|HIM|20250301120000+0100||ADT^A01^ADT_A01|MSG00001|P^T|2.5.1|||AL|NE||8859/1~UNICODE "
    "UTF-8\r"
    "EVN|A01|20250301120000\r"
    "PID|1||1001^^^NORTH&1.2.3&ISO^MR~555^^^SSA^SS||QUILL^ADA^B^JR^^^L~MARSH^ADA^^^^^M||19610402|F|||1 HIGH ST^^TOWN^OH^44101\r"
    "PV1|1|I|3W^301^A||||||||||||||||V77\r"
    "ZPI|1||kept&as^sent\r";

Message parsed(std::string_view bytes) {
  auto message = Message::parse(bytes);
  EXPECT_TRUE(message) << (message ? "" : message.error().message);
  return *std::move(message);
}

TEST(Hl7Message, ReadsTheHeader) {
  const Message message = parsed(admission);
  const Header& header = message.header();
  EXPECT_EQ(header.sending_application, "ADT1");
  EXPECT_EQ(header.sending_facility, "NORTH");
  EXPECT_EQ(header.receiving_application, "CHARTA");
  EXPECT_EQ(header.receiving_facility, "HIM");
  EXPECT_EQ(header.time, "20250301120000+0100");
  EXPECT_EQ(header.message_code, "ADT");
  EXPECT_EQ(header.trigger, "A01");
  EXPECT_EQ(header.structure, "ADT_A01");
  EXPECT_EQ(header.control_id, "MSG00001");
  EXPECT_EQ(header.processing_id, "P");
  EXPECT_EQ(header.version, "2.5.1");
  EXPECT_TRUE(header.enhanced());
  EXPECT_EQ(header.charsets, (std::vector<std::string>{"8859/1", "UNICODE UTF-8"}));
  EXPECT_EQ(header.parties, "ADT1^1.2.3^ISO|NORTH|CHARTA|HIM");
}

TEST(Hl7Message, FindsTextByItsPath) {
  const Message message = parsed(admission);
  const struct {
    std::string_view path, expected;
  } cases[] = {
      {"PID-3", "1001"},
      {"PID-3.1", "1001"},
      {"PID-3.4", "NORTH"},
      {"PID-3.4.2", "1.2.3"},
      {"PID-3[2].1", "555"},
      {"PID-3[2].5", "SS"},
      {"PID-3[3].1", ""},
      {"PID-5.2", "ADA"},
      {"PID-5[2].1", "MARSH"},
      {"PID-7", "19610402"},
      {"PID-99", ""},
      {"PID-5.99", ""},
      {"PV1-3.3", "A"},
      {"PV1-19", "V77"},
      {"PV1[2]-3", ""},
      {"MSH-1", "|"},
      {"MSH-2", "^~\\&"},
      {"MSH-9.2", "A01"},
      {"ZPI-3.1.2", "as"},
      {"OBX-1", ""},
      {"", ""},
      {"PID", ""},
      {"PID-", ""},
      {"PID-0", ""},
      {"PID-3[x].1", ""},
      {"PID[0]-3", ""},
      {"PID-3.", ""},
      {"PID-99999999999", ""},
      {"ZPI-3.2", "sent"},
      {"ZPI-3.1", "kept"},
  };
  for (const auto& c : cases) EXPECT_EQ(message.text(c.path), c.expected) << c.path;
}

TEST(Hl7Message, CountsFieldsRepetitionsAndSegments) {
  const Message message = parsed(admission);
  ASSERT_EQ(message.segments().size(), 5U);
  EXPECT_EQ(message.segments()[2].line(), 3);
  EXPECT_EQ(message.first("PID")->field_count(), 11);
  EXPECT_EQ(message.first("MSH")->field_count(), 18);
  EXPECT_EQ(message.first("PID")->field(3).repetitions().size(), 2U);
  EXPECT_TRUE(message.first("PID")->field(4).repetitions().empty());
  EXPECT_EQ(message.first("ZZZ"), nullptr);
  EXPECT_EQ(message.first("MSH")->field(2).repetitions().size(), 1U) << "MSH-2 is not split by itself";
}

TEST(Hl7Message, ASegmentWithoutItsIndexGivesTheSameFields) {
  const Message message = parsed(admission);
  for (const Segment& segment : message.segments()) {
    const Segment searched(segment.raw(), &message.delimiters(), segment.line());
    ASSERT_EQ(searched.field_count(), segment.field_count());
    for (int number = 0; number <= segment.field_count() + 1; ++number)
      EXPECT_EQ(searched.field(number).raw(), segment.field(number).raw());
  }
}

TEST(Hl7Message, TellsTheExplicitNullFromNothing) {
  const Message message = parsed("MSH|^~\\&|A\rPID|1||\"\"|x^\"\"^\r");
  EXPECT_TRUE(message.first("PID")->field(3).is_null());
  EXPECT_FALSE(message.first("PID")->field(2).is_null());
  EXPECT_EQ(message.text("PID-3"), "");
  EXPECT_TRUE(message.first("PID")->field(4).component(2).is_null());
  EXPECT_TRUE(message.first("PID")->field(4).component(3).empty());
}

TEST(Hl7Message, TakesItsDelimitersFromTheHeader) {
  const Message message = parsed("MSH^~|\\&^SENDER^^^^^^ADT~A24\rPID^1^^11~&x|22\r");
  EXPECT_EQ(message.header().trigger, "A24");
  EXPECT_EQ(message.text("PID-3.2.2"), "x");
  EXPECT_EQ(message.text("PID-3[2]"), "22");
}

TEST(Hl7Message, ShortEncodingCharactersLeaveTheRestUnused) {
  const Message message = parsed("MSH|^~|APP\rPID|1||a&b\\F\\c^d\r");
  EXPECT_EQ(message.text("PID-3.1"), "a&b\\F\\c") << "neither escapes nor subcomponents were declared";
  EXPECT_EQ(message.text("PID-3.2"), "d");
  EXPECT_EQ(message.delimiters().escape, '\0');
}

TEST(Hl7Message, KnowsTheTruncationCharacterOfVersion27) {
  const Message message = parsed("MSH|^~\\&#|APP\rPID|1||a long name#|100\\P\\ percent\r");
  EXPECT_TRUE(message.first("PID")->field(3).is_truncated());
  EXPECT_FALSE(message.first("PID")->field(4).is_truncated());
  EXPECT_EQ(message.text("PID-4"), "100# percent");
}

TEST(Hl7Message, TakesEveryLineEndAndSaysWhenItRepaired) {
  const std::string_view endings[] = {"\r", "\n", "\r\n", "\r\r", "\n\n", "\r\n\r\n"};
  for (const auto ending : endings) {
    std::string bytes = "MSH|^~\\&|APP" + std::string(ending) + "PID|1||77" + std::string(ending) + "PV1|1|I";
    const Message message = parsed(bytes);
    EXPECT_EQ(message.segments().size(), 3U);
    EXPECT_EQ(message.text("PID-3"), "77");
    EXPECT_EQ(message.line_ends_repaired(), ending.find('\n') != std::string_view::npos);
  }
}

TEST(Hl7Message, KeepsALineFeedInsideAFieldOfACarriageReturnMessage) {
  const Message message = parsed("MSH|^~\\&|APP\rOBX|1|TX|||two\nlines\rOBX|2|TX\n");
  EXPECT_EQ(message.text("OBX-5"), "two\nlines");
  EXPECT_EQ(message.segments().size(), 3U);
}

TEST(Hl7Message, ALineFeedBeforeASegmentEndsTheOneBefore) {
  const Message message = parsed("MSH|^~\\&|APP\rEVN|A01\nPID|1||77\r");
  EXPECT_EQ(message.text("PID-3"), "77");
  EXPECT_TRUE(message.line_ends_repaired());
}

TEST(Hl7Message, SkipsWhatStandsBeforeTheHeader) {
  for (const std::string_view before : {"\xEF\xBB\xBF", "\r\n", "\x0B", "  ", "\n\xEF\xBB\xBF"})
    EXPECT_EQ(parsed(std::string(before) + "MSH|^~\\&|APP\r").header().sending_application, "APP");
}

TEST(Hl7Message, RefusesWithTheKindAndThePlace) {
  const struct {
    std::string_view bytes;
    ErrorKind kind;
    std::string_view location;
  } cases[] = {
      {"", ErrorKind::missing, "MSH"},
      {"MSH", ErrorKind::missing, "MSH"},
      {"PID|1\rMSH|^~\\&|\r", ErrorKind::missing, "MSH"},
      {"MSHX^~\\&XAPP\r", ErrorKind::invalid, "MSH-1"},
      {"MSH|", ErrorKind::invalid, "MSH-2"},
      {"MSH||APP\r", ErrorKind::invalid, "MSH-2"},
      {"MSH|^^\\&|APP\r", ErrorKind::invalid, "MSH-2"},
      {"MSH|^~\\&#!|APP\r", ErrorKind::invalid, "MSH-2"},
      {"MSH|A~\\&|APP\r", ErrorKind::invalid, "MSH-2"},
      {"MSH|^~\\&|APP\rpid|1\r", ErrorKind::invalid, "line 2"},
      {"MSH|^~\\&|APP\rPID|1\rPI|1\r", ErrorKind::invalid, "line 3"},
      {"MSH|^~\\&|APP\rPIDX|1\r", ErrorKind::invalid, "line 2"},
      {"MSH|^~\\&|APP\rthis is no segment\r", ErrorKind::invalid, "line 2"},
  };
  for (const auto& c : cases) {
    const auto message = Message::parse(c.bytes);
    ASSERT_FALSE(message) << c.bytes;
    EXPECT_EQ(message.error().kind, c.kind) << c.bytes;
    EXPECT_EQ(message.error().location, c.location) << c.bytes;
    EXPECT_FALSE(message.error().message.empty());
  }
}

TEST(Hl7Message, RefusesANulByteAndNamesItsField) {
  const auto message = Message::parse(std::string_view("MSH|^~\\&|APP\rPID|1||7\0007\r", 24));
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().location, "PID-3");
}

TEST(Hl7Message, AMovedMessageKeepsItsViews) {
  Message first = parsed(admission);
  const Message second = std::move(first);
  EXPECT_EQ(second.text("PID-5.1"), "QUILL");
}

TEST(Hl7Envelope, IsReadFromAMessageThatIsOtherwiseBroken) {
  const auto envelope = read_envelope("MSH|^~\\&|APP|FAC|||20250101||ORU^R01|77|P|2.3\rgarbage \x01\x02\r");
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->header.control_id, "77");
  EXPECT_EQ(envelope->header.trigger, "R01");
  EXPECT_FALSE(read_envelope("GET / HTTP/1.1\r\n"));
}

TEST(Hl7Envelope, IsReadThoughTheCharacterSetIsUnknown) {
  const auto envelope = read_envelope("MSH|^~\\&|APP|FAC|||20250101||ORU^R01|77|P|2.3||||||KLINGON\r");
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->header.control_id, "77");
}

// The sender waits for an answer, and its message is kept; the parser alone refuses it.
TEST(Hl7Envelope, IsReadThoughAByteOfItIsNone) {
  const std::string nul(1, '\0');
  const std::string text = "MSH|^~\\&|A" + nul + "PP|FAC|||20250101||ORU^R01|7" + nul + "7|P|2.3\r";
  const auto envelope = read_envelope(text);
  ASSERT_TRUE(envelope) << envelope.error().message;
  EXPECT_EQ(envelope->header.control_id,
            "7\xEF\xBF\xBD"
            "7");
  EXPECT_EQ(envelope->header.trigger, "R01");
  const auto refused = Message::parse(text);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().location, "MSH-3");
}

// HL7 table 0354.
TEST(Hl7Structure, IsChosenByTheTriggerNotByItsName) {
  const struct {
    std::string_view code, trigger, structure;
  } cases[] = {
      {"ADT", "A01", "ADT_A01"}, {"ADT", "A04", "ADT_A01"}, {"ADT", "A08", "ADT_A01"}, {"ADT", "A13", "ADT_A01"},
      {"ADT", "A05", "ADT_A05"}, {"ADT", "A28", "ADT_A05"}, {"ADT", "A31", "ADT_A05"}, {"ADT", "A11", "ADT_A09"},
      {"ADT", "A12", "ADT_A09"}, {"ADT", "A40", "ADT_A39"}, {"ADT", "A47", "ADT_A30"}, {"MDM", "T02", "MDM_T02"},
      {"MDM", "T10", "MDM_T02"}, {"MDM", "T11", "MDM_T01"}, {"ORM", "O01", "ORM_O01"}, {"OMG", "O19", "OMG_O19"},
      {"OML", "O21", "OML_O21"}, {"OMI", "O23", "OMI_O23"}, {"ORU", "R01", "ORU_R01"}, {"SIU", "S15", "SIU_S12"},
      {"ACK", "A01", "ACK"},     {"ACK", "", "ACK"},        {"ADT", "Z99", ""},        {"ADT", "", ""},
      {"ADT", "A0", ""},         {"ADT", " A0", ""},        {"XXX", "A01", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(structure_of(c.code, c.trigger), c.structure) << c.code << '^' << c.trigger;
}

}  // namespace
}  // namespace charta::hl7v2
