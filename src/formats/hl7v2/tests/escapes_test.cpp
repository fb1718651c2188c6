// SPDX-License-Identifier: Apache-2.0
// HL7 v2.8.2 chapter 2, 2.7: use of escape sequences in text fields.
#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"

#include <gtest/gtest.h>

#include <random>

namespace charta::hl7v2 {
namespace {

std::string text_of(std::string_view raw, const Delimiters& delimiters = {}) {
  return Piece(raw, &delimiters).text();
}

TEST(Hl7Escapes, AreReadAsTheTextThatTheyStandFor) {
  const struct {
    std::string_view raw, text;
  } cases[] = {
      {"plain", "plain"},
      {"a\\F\\b", "a|b"},
      {"a\\S\\b\\T\\c\\R\\d\\E\\e", "a^b&c~d\\e"},
      {"\\H\\bold\\N\\ text", "bold text"},
      {"one\\.br\\two", "one\ntwo"},
      {"one\\.sp\\two", "one\ntwo"},
      {"one\\.sp 3\\two", "one\n\n\ntwo"},
      {"one\\.sp+2\\two", "one\n\ntwo"},
      {"\\.ce\\title", "\ntitle"},
      {"a\\.sk 3\\b", "a   b"},
      {"\\.in+4\\\\.ti-2\\\\.fi\\\\.nf\\text", "text"},
      {"\\X0D0A\\", "\r\n"},
      {"\\X41\\\\X42\\C", "ABC"},
      {"caf\\XC3A9\\", "café"},
      {"caf\\XC3\\\\XA9\\", "café"},
      {"caf\\XE9\\", "café"},
      {"\\X00\\", "\xEF\xBF\xBD"},
      {"\\X4\\", "\\X4\\"},
      {"\\XGG\\", "\\XGG\\"},
      {"\\X\\", "\\X\\"},
      {"\\Zlocal\\", "\\Zlocal\\"},
      {"\\\\", "\\\\"},
      {"C:\\temp", "C:\\temp"},
      {"C:\\temp\\F\\x", "C:\\temp|x"},
      {"ends\\", "ends\\"},
      {"\\", "\\"},
      {"\\.zz\\", "\\.zz\\"},
      {"\\.sp 999999999999\\", "\n"},
      {"\"\"", ""},
      {"x\"\"", "x\"\""},
  };
  for (const auto& c : cases) EXPECT_EQ(text_of(c.raw), c.text) << c.raw;
}

TEST(Hl7Escapes, UseTheSendersOwnDelimiters) {
  const Delimiters own{'!', '@', '%', '$', '*', '\0'};
  EXPECT_EQ(text_of("a$F$b$S$c$R$d$T$e$E$", own), "a!b@c%d*e$");
  EXPECT_EQ(escape("a!b$", own), "a$F$b$E$");
}

// 2.7.3: Japanese text behind \M2442\, back to ASCII by \C2842\; Cyrillic as the right half of ISO 8859-5.
TEST(Hl7Escapes, SwitchTheCharacterSet) {
  EXPECT_EQ(text_of("YAMADA \\M2442\\;3ED\\C2842\\ x"), "YAMADA 山田 x");
  EXPECT_EQ(text_of("\\M2442\\;3ED"), "山田") << "to the field's end";
  EXPECT_EQ(text_of("\\C2D4C\\\xC2\xBF\xC3\x90\\C2842\\."), "Па.");
  EXPECT_EQ(text_of("\\M242843\\"), "") << "a switch without text is nothing";
  EXPECT_EQ(text_of("\\C99\\x"), "\\C99\\x") << "no ISO 2022 sequence";
}

TEST(Hl7Escapes, ATextThatCannotBeConvertedIsLeftAsItStands) {
  EXPECT_EQ(text_of("\\M2442\\\xC3\xA9"), "\\M2442\\\xC3\xA9");
}

TEST(Hl7Escapes, WritingAndReadingGivesTheSameText) {
  std::mt19937 random(7);
  const std::string_view alphabet = "abcXYZ|^~\\&#\r\n\t\"é. 01CMHNF\x01\x1B";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (unsigned length = random() % 12; length > 0; --length) {
      const auto at = random() % alphabet.size();
      text += static_cast<unsigned char>(alphabet[at]) < 0x80 ? std::string(1, alphabet[at]) : std::string("é");
    }
    for (const Delimiters& delimiters :
         {Delimiters{}, Delimiters{'|', '^', '~', '\\', '&', '#'}, Delimiters{'!', '@', '%', '$', '*', '\0'}}) {
      const std::string written = escape(text, delimiters);
      EXPECT_EQ(text_of(written, delimiters), text) << written;
      EXPECT_EQ(written.find(delimiters.field), std::string::npos);
      EXPECT_EQ(written.find('\r'), std::string::npos);
      EXPECT_NE(written, "\"\"");
    }
  }
}

TEST(Hl7Escapes, WithoutAnEscapeCharacterDelimitersBecomeBlanks) {
  EXPECT_EQ(escape("a|b^c", Delimiters{'|', '^', '~', '\0', '\0', '\0'}), "a b c");
}

TEST(Hl7Escapes, AnyBytesGiveValidText) {
  std::mt19937 random(11);
  const std::string_view alphabet = "\\\\\\\\\\XCM.bspkE0123456789ABCDEF42 +-br";
  for (int round = 0; round < 20000; ++round) {
    std::string raw;
    for (unsigned length = random() % 24; length > 0; --length) raw += alphabet[random() % alphabet.size()];
    EXPECT_TRUE(is_valid_utf8(text_of(raw))) << raw;
  }
}

}  // namespace
}  // namespace charta::hl7v2
