// SPDX-License-Identifier: Apache-2.0
// Whatever somebody types as a place on a medium or as an old number is folded to one form, and the form is its own.
#include "base/text.hpp"
#include "department/paper_charts/old_number.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const auto parts = paper_charts::parse_position(text);
  CHARTA_PROPERTY(paper_charts::position_holds(parts, parts) || parts.empty());
  const auto folded = paper_charts::position_folded(text);
  if (!parts.empty()) CHARTA_PROPERTY(paper_charts::position_folded(folded) == folded);
  const auto number = paper_charts::number_folded(text);
  // What no Latin letter stands for is kept as it comes, and is folded once on either side of a comparison.
  CHARTA_PROPERTY(!is_ascii(number) || paper_charts::number_folded(number) == number);
  return 0;
}
