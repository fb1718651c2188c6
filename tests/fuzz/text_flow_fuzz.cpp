// SPDX-License-Identifier: Apache-2.0
// Whatever a note holds, its lines fit, its pages are not longer than a page, and no letter of it is lost but blanks.
#include "formats/pdf/text_flow.hpp"
#include "tests/fuzz/property.hpp"

#include <string>

using namespace charta;

namespace {

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\f') out += c;
  return out;
}

std::size_t letters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t columns = 1 + data[0] % 90, lines = 1 + data[1] % 60;
  const auto text = text_of(data + 2, size - 2);
  std::string kept;
  for (const auto& page : pdf::lines_in_pages(text, columns, lines)) {
    CHARTA_PROPERTY(page.size() <= lines);
    for (const auto& line : page) {
      CHARTA_PROPERTY(letters(line) <= columns);
      kept += line;
    }
  }
  CHARTA_PROPERTY(without_blanks(kept) == without_blanks(pdf::printable(text)));
  return 0;
}
