// SPDX-License-Identifier: Apache-2.0
// MSH-18, HL7 table 0211.
#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

namespace charta::hl7v2 {
namespace {

std::string with_set(std::string_view charset, std::string_view name) {
  return "MSH|^~\\&|APP|FAC|||20250101||ADT^A01|1|P|2.5||||||" + std::string(charset) + "\rPID|1||77||" + std::string(name) +
         "\r";
}

TEST(Hl7CharacterSets, AreConvertedToUtf8) {
  const struct {
    std::string_view declared, bytes, text;
  } cases[] = {
      {"", "M\xC3\xBCller", "Müller"},
      {"", "M\xFCller", "Müller"},
      {"ASCII", "Muller", "Muller"},
      {"8859/1", "M\xFCller", "Müller"},
      {"8859/2", "Dvo\xF8\xE1k", "Dvořák"},
      {"8859/3", "\xDEi", "Ŝi"},
      {"8859/4", "J\xE0nis", "Jānis"},
      {"8859/5", "\xB8\xD2\xD0\xDD", "Иван"},
      {"8859/6", "\xE5\xCD\xE5\xCF", "محمد"},
      {"8859/7", "\xCD\xDF\xEA\xEF\xF2", "Νίκος"},
      {"8859/8", "\xE3\xE5\xE3", "דוד"},
      {"8859/9",
       "G\xF6k\xE7"
       "e\xF0",
       "Gökçeğ"},
      {"8859/15", "L\xBDuvre \xA4", "Lœuvre €"},
      {"ISO-8859-1", "M\xFCller", "Müller"},
      {"iso_ir 100", "M\xFCller", "Müller"},
      {"WINDOWS-1252", "\x93M\xFCller\x94", "“Müller”"},
      {"UNICODE UTF-8", "M\xC3\xBCller", "Müller"},
      {"UNICODE", "M\xC3\xBCller", "Müller"},
      {"utf8", "M\xC3\xBCller", "Müller"},
      {"UNICODE UTF-16", "M\xC3\xBCller", "Müller"},  // said, and not meant: MSH was read byte by byte
      {"~ISO IR87", "Yamada\x1B$B;3ED\x1B(B", "Yamada山田"},
      {"ASCII~ISO IR87", "\x1B$B;3ED\x1B(B", "山田"},
      {"ISO IR87", "\x1B$B;3ED\x1B(B", "山田"},
      {"GB 18030-2000", "\xCD\xF5", "王"},
      {"KS X 1001", "\xB1\xE8", "김"},
      {"BIG-5", "\xA4\xFD", "王"},
      {"CNS 11643-1992", "\xC4\xA1", "一"},
      {"Shift_JIS", "\x8E\x52\x93\x63", "山田"},
  };
  for (const auto& c : cases) {
    const auto message = Message::parse(with_set(c.declared, c.bytes));
    ASSERT_TRUE(message) << c.declared << ": " << message.error().message;
    EXPECT_EQ(message->text("PID-5"), c.text) << c.declared;
  }
}

// Shift_JIS trail bytes include '|' and '\': a splitter that ran before the conversion would tear the name apart.
TEST(Hl7CharacterSets, AreConvertedBeforeTheFieldsAreSplit) {
  const auto message = Message::parse(with_set("Shift_JIS", "\x83\x7C\x83\x5C"));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->text("PID-5"), "ポソ");
}

TEST(Hl7CharacterSets, AreTakenFromThePartnerWhereTheMessageIsSilent) {
  const auto cyrillic = Message::parse(with_set("", "\xB8\xD2\xD0\xDD"), "8859/5");
  ASSERT_TRUE(cyrillic);
  EXPECT_EQ(cyrillic->text("PID-5"), "Иван");
  const auto declared = Message::parse(with_set("8859/1", "M\xFCller"), "8859/5");
  EXPECT_EQ(declared->text("PID-5"), "Müller") << "what the message says wins";
}

TEST(Hl7CharacterSets, WholeMessagesInUtf16AreSeenByTheirFirstBytes) {
  const std::string text = with_set("UNICODE UTF-16", "Müller");
  for (const char* converter : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
    const auto message = Message::parse(*from_utf8(text, converter));
    ASSERT_TRUE(message) << converter;
    EXPECT_EQ(message->text("PID-5"), "Müller") << converter;
  }
}

TEST(Hl7CharacterSets, AnUnknownOneIsRefusedAtItsField) {
  const auto message = Message::parse(with_set("KLINGON-1", "x"));
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().kind, ErrorKind::unknown_code);
  EXPECT_EQ(message.error().location, "MSH-18");
}

TEST(Hl7CharacterSets, BytesThatTheDeclaredSetLacksAreRefusedAtTheirField) {
  for (const std::string_view declared : {"ASCII", "UNICODE UTF-8"}) {
    const auto message = Message::parse(with_set(declared, "M\xFCller"));
    ASSERT_FALSE(message) << declared;
    EXPECT_EQ(message.error().kind, ErrorKind::invalid);
    EXPECT_EQ(message.error().location, "PID-5");
    EXPECT_EQ(message.error().message.find("ller"), std::string::npos) << "no PHI in an error";
  }
}

TEST(Hl7CharacterSets, PrintingSaysUtf8SoThatReadingAgainGivesTheSame) {
  const auto latin = Message::parse(with_set("8859/1", "M\xFCller"));
  ASSERT_TRUE(latin);
  const auto again = Message::parse(latin->print(), "8859/5");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->text("PID-5"), "Müller");
  EXPECT_EQ(again->text("MSH-18"), "UNICODE UTF-8");
  EXPECT_EQ(again->print(), latin->print());
  EXPECT_EQ(latin->text("MSH-18"), "8859/1") << "the tree keeps what was sent";
}

}  // namespace
}  // namespace charta::hl7v2
