// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/quote.hpp"

#include <algorithm>

namespace charta::misfile_watch {
namespace {

bool stands_in(const page_reading::Word& word, const page_reading::Box& box) {
  const int x = word.box.left + word.box.width / 2, y = word.box.top + word.box.height / 2;
  return x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;
}

}  // namespace

Quote quote_of(const std::vector<ReadPage>& pages, const Sign& sign) {
  Quote quote;
  const auto page = std::find_if(pages.begin(), pages.end(), [&](const ReadPage& one) { return one.number == sign.page; });
  if (page == pages.end()) return quote;
  const auto& words = page->words;
  const auto first = std::find_if(words.begin(), words.end(), [&](const auto& word) { return stands_in(word, sign.box); });
  if (first == words.end()) return quote;
  bool begun = false;
  for (const auto& word : words) {
    if (word.line != first->line) continue;
    if (!quote.line.empty()) quote.line += ' ';
    if (stands_in(word, sign.box)) {
      if (!begun) quote.from = quote.line.size();
      begun = true;
      quote.length = quote.line.size() + word.text.size() - quote.from;
    }
    quote.line += word.text;
  }
  return quote;
}

}  // namespace charta::misfile_watch
