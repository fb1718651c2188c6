// SPDX-License-Identifier: Apache-2.0
#include "department/coding/grouper/grouper.hpp"

namespace charta::grouper {

std::string words_of(const Claim& claim, CodeKey code) {
  const auto number = code & ~unreadable;
  return is_unreadable(code) && number < claim.unreadable.size() ? "'" + claim.unreadable[number] + "'" : text_of(code);
}

std::string diagnosis_words(const Claim& claim, CodeKey code) {
  auto text = words_of(claim, code);
  if (!is_unreadable(code) && text.size() > 3) text.insert(3, ".");
  return text;
}

}  // namespace charta::grouper
