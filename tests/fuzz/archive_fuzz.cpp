// SPDX-License-Identifier: Apache-2.0
// No bytes crash the readers of containers, and what they unfold stays within what was allowed.
#include "formats/archive/archive.hpp"
#include "tests/fuzz/property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  const auto bytes = text_of(data, size);
  const auto unfolded = charta::archive::gunzip(bytes, most);
  CHARTA_PROPERTY(!unfolded || unfolded->size() <= most);
  if (const auto entries = charta::archive::unzip(bytes, most)) {
    std::size_t total = 0;
    for (const auto& entry : *entries) total += entry.bytes.size();
    CHARTA_PROPERTY(total <= most);
  }
  return 0;
}
