// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/words.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::encoder {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void add_word(std::string& word, std::vector<std::string>& words) {
  if (word.size() > 3 && word.back() == 's' && word[word.size() - 2] != 's') word.pop_back();
  if (!word.empty()) words.push_back(std::move(word));
  word.clear();
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  const std::string plain = is_ascii(text) ? lower_ascii(text) : folded(text);
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (is_word_character(plain[at])) {
      word += plain[at];
    } else if (plain[at] == '\'' && at + 1 < plain.size() && plain[at + 1] == 's' &&
               (at + 2 == plain.size() || !is_word_character(plain[at + 2]))) {
      ++at;  // Crohn's
      add_word(word, words);
    } else {
      add_word(word, words);
    }
  }
  add_word(word, words);
  return words;
}

std::vector<std::string> words_without_hyphens(std::string_view text) {
  std::vector<std::string> words;
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0;
  };
  for (auto at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    std::size_t from = at, until = at + 1;
    while (from > 0 && is_letter(from - 1)) --from;
    while (is_letter(until)) ++until;
    if (from == at || until == at + 1) continue;
    auto joined = words_of(std::string(text.substr(from, at - from)) + std::string(text.substr(at + 1, until - at - 1)));
    words.insert(words.end(), joined.begin(), joined.end());
  }
  return words;
}

bool is_one_error_away(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  if (a.size() != b.size()) return a.substr(same) == b.substr(same + 1);
  if (same == a.size() || a.substr(same + 1) == b.substr(same + 1)) return true;
  return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] && a.substr(same + 2) == b.substr(same + 2);
}

}  // namespace charta::encoder
