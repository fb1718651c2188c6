// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/encoder.hpp"
#include "department/coding/encoder/words.hpp"

#include <algorithm>

namespace charta::encoder {

Result<Phrasebook> Phrasebook::read(json::Value parameters) {
  Phrasebook book;
  for (const auto entry : parameters["phrases"]) {
    std::string said;
    for (const auto& word : words_of(entry.key())) said += (said.empty() ? "" : " ") + word;
    book.phrases_[said] = words_of(entry.text());
    if (said.empty() || book.phrases_[said].empty()) return fail(ErrorKind::invalid, "a phrase of the encoder is empty");
  }
  return book;
}

std::vector<std::string> Phrasebook::said_as_the_books_do(const std::vector<std::string>& words) const {
  std::vector<std::string> said;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (std::size_t count = std::min<std::size_t>(3, words.size() - at); count > 0 && taken == 0; --count) {
      std::string phrase = words[at];
      for (std::size_t n = 1; n < count; ++n) phrase += " " + words[at + n];
      if (const auto found = phrases_.find(phrase); found != phrases_.end()) {
        said.insert(said.end(), found->second.begin(), found->second.end());
        taken = count;
      }
    }
    if (taken == 0) said.push_back(words[at]);
    at += std::max<std::size_t>(taken, 1);
  }
  return said;
}

}  // namespace charta::encoder
