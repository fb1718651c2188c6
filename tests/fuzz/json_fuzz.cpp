// SPDX-License-Identifier: Apache-2.0
// write(parse(x)) is a fixed point, and a copy is the same tree.
#include "formats/json/json.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto document = Document::parse(text_of(data, size));
  if (!document) {
    CHARTA_PROPERTY(!document.error().message.empty());
    return 0;
  }
  const std::string written = write(document->root());
  const auto again = Document::parse(written);
  CHARTA_PROPERTY(again.has_value());
  CHARTA_PROPERTY(write(again->root()) == written);
  CHARTA_PROPERTY(write(document->copy(document->root())) == written);
  if (const auto sorted = canonical(document->root())) {
    const auto sorted_again = Document::parse(*sorted);
    CHARTA_PROPERTY(sorted_again.has_value() && canonical(sorted_again->root()).value() == *sorted);
  }
  return 0;
}
