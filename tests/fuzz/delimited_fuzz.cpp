// SPDX-License-Identifier: Apache-2.0
// Every row's fields, quoted and joined again, read back as the same row.
#include "formats/delimited/delimited.hpp"
#include "tests/fuzz/property.hpp"

using charta::delimited::Reader;

namespace {

std::string quoted(const std::vector<std::string_view>& row) {
  std::string text;
  for (const auto& field : row) {
    if (&field != &row.front()) text += ',';
    text += '"';
    for (const char c : field) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += '"';
  }
  return text + "\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader reader(text_of(data, size));
  for (;;) {
    const auto row = reader.next();
    if (!row || !*row) return 0;
    CHARTA_PROPERTY(!(*row)->empty());
    const std::string written = quoted(**row);
    Reader again(written);
    const auto same = again.next();
    CHARTA_PROPERTY(same.has_value() && same->has_value() && **same == **row);
  }
}
