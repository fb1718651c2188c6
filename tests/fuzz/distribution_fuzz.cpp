// SPDX-License-Identifier: Apache-2.0
// What printers and gateways say: read or refused; and two texts always come back out of their comparison.
#include "department/distribution/communication.hpp"
#include "department/distribution/word_diff.hpp"
#include "formats/ipp/ipp.hpp"
#include "tests/fuzz/property.hpp"

#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace charta;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string_view rest;
  if (const auto message = ipp::parse(bytes, &rest)) {
    const auto again = ipp::parse(ipp::print(*message));
    if (!again || again->groups.size() != message->groups.size() || rest.size() > size) __builtin_trap();
  }
  if (const auto copy = distribution::copy_behind(bytes); copy && distribution::communication_id(*copy) != bytes)
    __builtin_trap();
  const auto middle = size / 2;
  std::string before, now;
  for (const auto& run : distribution::compare_words(bytes.substr(0, middle), bytes.substr(middle))) {
    if (run.change != distribution::Change::added) before += run.words;
    if (run.change != distribution::Change::removed) now += run.words;
  }
  if (before != bytes.substr(0, middle) || now != bytes.substr(middle)) __builtin_trap();
  return 0;
}
