// SPDX-License-Identifier: Apache-2.0
// However the network cuts the bytes, the same messages come out, and every byte is accounted for.
#include "formats/hl7v2/mllp.hpp"
#include "tests/fuzz/property.hpp"

#include <vector>

using charta::hl7v2::MllpFramer;

struct Heard {
  std::vector<std::string> messages;
  std::string noise, rest;
  bool operator==(const Heard&) const = default;
};

static Heard listen(std::string_view bytes, std::size_t piece) {
  MllpFramer framer(1 << 16);
  Heard heard;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    framer.feed(bytes.substr(at, piece));
    std::string out;
    for (auto event = framer.next(out); event != MllpFramer::Event::need_more; event = framer.next(out)) {
      if (event == MllpFramer::Event::message) heard.messages.push_back(out);
      if (event == MllpFramer::Event::noise) heard.noise += out;
    }
  }
  heard.rest = framer.take_rest();
  return heard;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 4096) return 0;
  const std::string_view bytes = text_of(data + 1, size - 1);
  const Heard whole = listen(bytes, bytes.size() + 1);
  const Heard cut = listen(bytes, 1U + data[0] % 16U);
  CHARTA_PROPERTY(whole.messages == cut.messages);
  CHARTA_PROPERTY(whole.noise + whole.rest == cut.noise + cut.rest);
  const std::string framed = charta::hl7v2::mllp_frame("MSH|^~\\&|a");
  const Heard after = listen(framed, 1U + data[0] % 16U);
  CHARTA_PROPERTY(after.messages.size() == 1 && after.messages[0] == "MSH|^~\\&|a");
  return 0;
}
