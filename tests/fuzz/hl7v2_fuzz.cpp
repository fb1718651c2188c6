// SPDX-License-Identifier: Apache-2.0
// parse(print(x)) == x, every piece can be asked for, and a batch never invents bytes.
#include "formats/hl7v2/message.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

static std::size_t every_piece(const hl7v2::Message& message) {
  std::size_t characters = 0;
  for (const auto& segment : message.segments()) {
    CHARTA_PROPERTY(segment.name().size() == 3);
    const int fields = segment.field_count() < 40 ? segment.field_count() : 40;
    for (int i = 0; i <= fields + 1; ++i)
      for (const auto& repetition : segment.field(i).repetitions())
        for (int c = 1; c <= 3; ++c)
          characters += repetition.component(c).text().size() + repetition.component(c).subcomponent(2).text().size();
  }
  return characters;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = text_of(data, size);
  std::size_t batched = 0;
  for (const std::string_view one : hl7v2::split_batch(bytes).messages) batched += one.size();
  CHARTA_PROPERTY(batched <= bytes.size());
  (void)hl7v2::read_envelope(bytes);
  const auto message = hl7v2::Message::parse(bytes);
  if (!message) {
    CHARTA_PROPERTY(!message.error().message.empty());
    return 0;
  }
  (void)every_piece(*message);
  const std::string printed = message->print();
  const auto again = hl7v2::Message::parse(printed);
  CHARTA_PROPERTY(again.has_value());
  CHARTA_PROPERTY(again->print() == printed);
  (void)message->text("PID-3[2].4");
  const auto ack = hl7v2::Message::parse(hl7v2::make_ack(message->header(), message->delimiters(), hl7v2::AckCode::AE, "1",
                                                         "20250301", {{"207", "PID-3.1", "x", 'E'}}));
  CHARTA_PROPERTY(ack.has_value());
  return 0;
}
