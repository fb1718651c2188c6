// SPDX-License-Identifier: Apache-2.0
// parse(print(x)) == x for made-up messages, and no bytes whatever crash the parser.
#include "base/text.hpp"
#include "formats/hl7v2/message.hpp"
#include "formats/hl7v2/mllp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace charta::hl7v2 {
namespace {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}
  unsigned below(unsigned limit) { return random_() % limit; }

  std::string message() {
    const std::string_view msh[] = {"MSH|^~\\&|", "MSH|^~\\&#|", "MSH^~|\\&^", "MSH!@%$*!"};
    separator_ = '|';
    const auto chosen = msh[below(4)];
    separator_ = chosen.back();
    std::string bytes(chosen);
    bytes += "APP" + std::string(7, separator_) + "ID" + std::to_string(below(1000));
    const std::string_view ends[] = {"\r", "\n", "\r\n"};
    const auto end = ends[below(3)];
    for (unsigned count = below(8); count > 0; --count) (bytes += end) += segment();
    if (below(2) == 0) bytes += end;
    return bytes;
  }

 private:
  std::string segment() {
    static constexpr std::string_view names[] = {"PID", "PV1", "OBX", "ZZ1", "Z00", "NTE", "FHS"};
    std::string bytes(names[below(7)]);
    for (unsigned count = below(12); count > 0; --count) (bytes += separator_) += field();
    return bytes;
  }

  std::string field() {
    static constexpr std::string_view pieces[] = {"a", "^",  "~", "&", "\\", "\\F\\", "\\X41\\", "é", "山", "\"\"",
                                                  " ", "\t", "#", "@", "%",  "$",     "*",       "!", "|"};
    std::string bytes;
    for (unsigned count = below(6); count > 0; --count) bytes += pieces[below(19)];
    return bytes;
  }

  std::mt19937 random_;
  char separator_ = '|';
};

/// Every leaf, visited as an application would.
std::size_t walked(const Message& message) {
  std::size_t characters = 0;
  for (const Segment& segment : message.segments())
    for (int number = 1; number <= segment.field_count(); ++number)
      for (const Repetition& repetition : segment.field(number).repetitions())
        for (int component = 1; component <= 8; ++component)
          for (int subcomponent = 1; subcomponent <= 3; ++subcomponent) {
            const std::string text = repetition.component(component).subcomponent(subcomponent).text();
            EXPECT_TRUE(is_valid_utf8(text));
            characters += text.size();
          }
  return characters;
}

void expect_same(const Message& one, const Message& two) {
  ASSERT_EQ(one.segments().size(), two.segments().size());
  for (std::size_t i = 0; i < one.segments().size(); ++i) {
    ASSERT_EQ(one.segments()[i].name(), two.segments()[i].name());
    const int count = std::max(one.segments()[i].field_count(), two.segments()[i].field_count());
    for (int number = 1; number <= count; ++number) {
      if (i == 0 && number == 18) continue;  // MSH-18 says what print() wrote
      ASSERT_EQ(one.segments()[i].field(number).raw(), two.segments()[i].field(number).raw());
    }
  }
}

TEST(Hl7RoundTrip, OfMadeUpMessages) {
  Maker maker(20250301);
  for (int round = 0; round < 20000; ++round) {
    const std::string bytes = maker.message();
    const auto message = Message::parse(bytes);
    ASSERT_TRUE(message) << bytes << "\n" << message.error().message;
    const std::string printed = message->print();
    const auto again = Message::parse(printed);
    ASSERT_TRUE(again) << printed;
    expect_same(*message, *again);
    EXPECT_EQ(again->print(), printed);
    if (round % 10 == 0) walked(*message);
  }
}

TEST(Hl7RoundTrip, MutatedMessagesAreReadOrRefusedAndNothingElse) {
  Maker maker(7);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = maker.message();
    for (unsigned count = 1 + maker.below(6); count > 0 && !bytes.empty(); --count) {
      const std::size_t at = maker.below(static_cast<unsigned>(bytes.size()));
      if (maker.below(3) == 0)
        bytes.erase(at, maker.below(5));
      else
        bytes[at] = static_cast<char>(maker.below(256));
    }
    const auto message = Message::parse(bytes, maker.below(2) == 0 ? "" : "8859/1");
    if (message)
      walked(*message);
    else
      EXPECT_FALSE(message.error().message.empty());
    if (const auto envelope = read_envelope(bytes); envelope)
      make_ack(envelope->header, envelope->delimiters, AckCode::AA, "1", "2025");
    for (const auto part : split_batch(bytes).messages) EXPECT_TRUE(part.starts_with("MSH"));
  }
}

TEST(Hl7RoundTrip, NoiseIsRefused) {
  std::mt19937 random(1);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = random() % 2 == 0 ? "MSH" : "";
    for (unsigned length = random() % 200; length > 0; --length) bytes += static_cast<char>(random());
    if (const auto message = Message::parse(bytes); message) walked(*message);
  }
}

// Found by the fuzzer: the name "UNICODE UTF-8" fell apart where '-' separates repetitions.
TEST(Hl7RoundTrip, NamesUtf8EvenWhereAHyphenSeparates) {
  const auto message = Message::parse("MSH#*-!%#A#B\xFE#D#2025##ADT*A01#1#P#2.8\rPID#1\r");
  ASSERT_TRUE(message);
  const auto again = Message::parse(message->print());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->print(), message->print());
}

}  // namespace
}  // namespace charta::hl7v2
