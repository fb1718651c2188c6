// SPDX-License-Identifier: Apache-2.0
#include "formats/hl7v2/message.hpp"
#include "formats/hl7v2/mllp.hpp"

#include <gtest/gtest.h>

namespace charta::hl7v2 {
namespace {

const std::string first_message = "MSH|^~\\&|A||||||ADT^A01|1\rPID|1\r";
const std::string second_message = "MSH|^~\\&|A||||||ADT^A01|2\rPID|2\r";

TEST(Hl7Batch, SplitsARunOfMessages) {
  for (const std::string between : {"", "\r", "\r\n\r\n", "\n"}) {
    const std::string file = first_message + between + second_message;
    const auto batch = split_batch(file);
    ASSERT_EQ(batch.messages.size(), 2U);
    EXPECT_EQ(Message::parse(batch.messages[1])->text("PID-1"), "2");
    EXPECT_TRUE(batch.warnings.empty());
  }
}

TEST(Hl7Batch, LeavesItsEnvelopeOut) {
  const std::string file =
      "FHS|^~\\&|A\rBHS|^~\\&|A\r" + first_message + second_message + "BTS|2\rBHS|^~\\&|A\r" + first_message + "BTS|1\rFTS|2\r";
  const auto batch = split_batch(file);
  EXPECT_EQ(batch.messages.size(), 3U);
  EXPECT_EQ(batch.messages[1], second_message.substr(0, second_message.size() - 1));
  EXPECT_TRUE(batch.warnings.empty()) << batch.warnings[0];
}

TEST(Hl7Batch, TellsACountThatIsWrongAndKeepsEveryMessage) {
  const std::string file = "FHS|^~\\&|A\nBHS|^~\\&|A\n" + first_message + second_message + "BTS|3\nFTS|4\n";
  const auto batch = split_batch(file);
  EXPECT_EQ(batch.messages.size(), 2U);
  ASSERT_EQ(batch.warnings.size(), 2U);
  EXPECT_EQ(batch.warnings[0], "BTS-1 says 3 messages, counted were 2");
  EXPECT_EQ(batch.warnings[1], "FTS-1 says 4 batches, counted were 1");
}

TEST(Hl7Batch, TakesACaptureOfFrames) {
  const std::string file = mllp_frame(first_message) + mllp_frame(second_message);
  EXPECT_EQ(split_batch(file).messages.size(), 2U);
}

TEST(Hl7Batch, LeavesRemarksBetweenMessagesOutAndSaysSo) {
  const std::string file = "/* a listing */\nMSH|^~\\&|A\nPID|1\n\n// the next one\nMSH|^~\\&|B\nPID|2\n";
  const auto batch = split_batch(file);
  ASSERT_EQ(batch.messages.size(), 2U);
  EXPECT_EQ(batch.warnings, (std::vector<std::string>{"line 1: text outside any message was left out",
                                                      "line 5: text outside any message was left out"}));
  EXPECT_TRUE(Message::parse(batch.messages[0]));
}

TEST(Hl7Batch, ABrokenLineStaysWithItsMessageAndTheParserNamesIt) {
  const std::string file = "MSH|^~\\&|A\nPID|1\nbroken\nPV1|1\n";
  const auto batch = split_batch(file);
  ASSERT_EQ(batch.messages.size(), 1U);
  EXPECT_EQ(Message::parse(batch.messages[0]).error().location, "line 3");
}

TEST(Hl7Batch, DoubleSpacedLinesAreOneMessage) {
  const std::string file = "MSH|^~\\&|A\r\n\r\nPID|1\r\n\r\nPV1|1\r\n";
  const auto batch = split_batch(file);
  ASSERT_EQ(batch.messages.size(), 1U);
  EXPECT_EQ(Message::parse(batch.messages[0])->segments().size(), 3U);
}

TEST(Hl7Batch, OfNothingIsEmpty) {
  EXPECT_TRUE(split_batch("").messages.empty());
  EXPECT_TRUE(split_batch("\r\n\r\n").messages.empty());
  EXPECT_EQ(split_batch("FHS|^~\\&\rBTS\rFTS\r").messages.size(), 0U);
}

}  // namespace
}  // namespace charta::hl7v2
