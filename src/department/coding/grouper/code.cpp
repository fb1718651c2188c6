// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/code.hpp"

namespace charta::grouper {

void CodeIndex::build(const std::vector<CodeKey>& sorted_keys) {
  std::size_t size = 16;
  while (size < sorted_keys.size() * 2) size *= 2;
  slots_.assign(size, none);
  mask_ = size - 1;
  keys_ = sorted_keys.data();
  for (std::uint32_t n = 0; n < sorted_keys.size(); ++n) {
    std::size_t at = mixed(sorted_keys[n]) & mask_;
    while (slots_[at] != none) at = (at + 1) & mask_;
    slots_[at] = n;
  }
}

}  // namespace charta::grouper
