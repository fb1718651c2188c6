// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/grouper.hpp"

namespace charta::grouper {

std::string words_of(const Claim& claim, CodeKey code) {
  const auto number = code & ~unreadable;
  return is_unreadable(code) && number < claim.unreadable.size() ? "'" + claim.unreadable[number] + "'" : text_of(code);
}

}  // namespace charta::grouper
