// SPDX-License-Identifier: Apache-2.0
// What stands at a place of a message, as tables (tests/cases/paths.case). Source: HL7 v2.8.2 chapter 2, 2.5 and 2.7
#include "formats/hl7v2/message.hpp"
#include "tests/support/case_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::hl7v2 {
namespace {

using testing::CaseLine;

/// Tables cannot write HL7's explicit null, a line feed or an empty text: NULL, LF and EMPTY stand for them.
std::string plain(std::string text) {
  const std::pair<std::string, std::string> signs[] = {{"NULL", "\"\""}, {"EMPTY", ""}, {"<LF>", "\n"}};
  for (const auto& [sign, meaning] : signs)
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + meaning.size()))
      text.replace(at, sign.size(), meaning);
  return text;
}

std::string message_of(const testing::Case& one) {
  std::string text;
  for (const CaseLine& line : one.lines)
    if (line.verb == "segment") text += plain(line.words.at(0)) + "\r";
  return text.starts_with("MSH") ? text : "MSH|^~\\&|LAB|MAIN|CHARTA|HIM|20250301||ADT^A01|1|P|2.5.1\r" + text;
}

TEST(Hl7Paths, LeadWhereTheTablesSay) {
  const auto cases = testing::read_cases(CHARTA_MODULE_FOLDER "/tests/cases/paths.case");
  ASSERT_GT(cases.size(), 8U);
  for (const testing::Case& one : cases) {
    SCOPED_TRACE(one.title);
    const auto message = Message::parse(message_of(one));
    if (std::any_of(one.lines.begin(), one.lines.end(), [](const CaseLine& line) { return line.verb == "refused"; })) {
      EXPECT_FALSE(message);
      continue;
    }
    ASSERT_TRUE(message) << message.error().message;
    for (const CaseLine& line : one.lines) {
      if (line.verb == "says") {
        EXPECT_EQ(message->text(line.words.at(0)), plain(line.words.at(1))) << line.words[0];
      } else if (line.verb == "repeats") {
        const Segment* segment = message->first(line.words.at(0).substr(0, 3));
        ASSERT_NE(segment, nullptr);
        EXPECT_EQ(std::to_string(segment->field(std::stoi(line.words[0].substr(4))).repetitions().size()), line.words.at(1));
      } else {
        EXPECT_EQ(line.verb, "segment") << "the table has a word that is not known";
      }
    }
    const auto again = Message::parse(message->print());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->print(), message->print());
    for (const CaseLine& line : one.lines) {
      if (line.verb != "says") continue;
      EXPECT_EQ(again->text(line.words[0]), message->text(line.words[0])) << "after printing: " << line.words[0];
    }
  }
}

TEST(Hl7Paths, ATruncatedPieceIsToldFromAWholeOne) {
  const Delimiters with{'|', '^', '~', '\\', '&', '#'}, without{};
  EXPECT_TRUE(Piece("a long te#", &with).is_truncated());
  EXPECT_FALSE(Piece("a long text", &with).is_truncated());
  EXPECT_FALSE(Piece("number 5#", &without).is_truncated()) << "a message without the character says nothing with it";
  EXPECT_FALSE(Piece("", &with).is_truncated());
}

TEST(Hl7Paths, NothingStandsAtPlacesThatAreNone) {
  const auto message = Message::parse("MSH|^~\\&|LAB|MAIN|CHARTA|HIM|20250301||ADT^A01|1|P|2.5.1\rPID|1||7\r").value();
  for (const std::string_view path : {"", "PID", "PID-", "PID-0", "PID-x", "-3", "PID-3.0", "PID-3[0]", "PID-3[", "PID-3.",
                                      "PID[2]-3", "PID-3.1.0", "PID-99999999999", "PID--3", "pid-3", "PID 3"})
    EXPECT_EQ(message.text(path), "") << path;
}

}  // namespace
}  // namespace charta::hl7v2
