// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/likeness.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <bit>

namespace charta::document_imaging {
namespace {

constexpr int all_bits = 256;
constexpr std::size_t shortest_word = 3;

unsigned digit_of(char c) {
  return static_cast<unsigned>(c >= 'a' ? c - 'a' + 10 : c - '0');
}

}  // namespace

LikePage like_page(const Page& page, const std::vector<page_reading::Word>& words) {
  LikePage like{page.id, page.batch, page.number, page.likeness, {}, {}};
  for (const auto& word : words) {
    auto text = folded(word.text);
    const bool has_digit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (has_digit) like.marks.push_back(text);
    if (text.size() >= shortest_word) like.words.push_back(std::move(text));
  }
  std::sort(like.words.begin(), like.words.end());
  std::sort(like.marks.begin(), like.marks.end());
  return like;
}

int bits_apart(const std::string& a, const std::string& b) {
  if (a.size() != all_bits / 4 || a.size() != b.size()) return all_bits;
  int apart = 0;
  for (std::size_t i = 0; i < a.size(); ++i) apart += std::popcount(digit_of(a[i]) ^ digit_of(b[i]));
  return apart;
}

int words_shared(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() && b.empty()) return 100;
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return static_cast<int>(100 * both.size() / (a.size() + b.size() - both.size()));
}

bool nearly_same(const LikePage& a, const LikePage& b, const LikenessRules& rules) {
  const int apart = bits_apart(a.likeness, b.likeness);
  const auto least_words = static_cast<std::size_t>(rules.least_words);
  if (a.words.size() < least_words || b.words.size() < least_words)
    return apart <= rules.bits_without_words && words_shared(a.words, b.words) >= rules.words_percent;
  return apart <= rules.bits && words_shared(a.words, b.words) >= rules.words_percent &&
         words_shared(a.marks, b.marks) >= rules.words_percent;
}

std::vector<SamePage> same_pages(const std::vector<LikePage>& fresh, const std::vector<LikePage>& others,
                                 const LikenessRules& rules) {
  std::vector<SamePage> found;
  const auto is_as = [&](const LikePage& page, const LikePage& other) {
    if (page.id == other.id || !nearly_same(page, other, rules)) return false;
    found.push_back({page.id, other.id, other.batch, other.number});
    return true;
  };
  for (std::size_t at = 0; at < fresh.size(); ++at) {
    const bool before = std::any_of(fresh.begin(), fresh.begin() + static_cast<std::ptrdiff_t>(at),
                                    [&](const LikePage& other) { return is_as(fresh[at], other); });
    if (!before) (void)std::any_of(others.begin(), others.end(), [&](const LikePage& other) { return is_as(fresh[at], other); });
  }
  return found;
}

}  // namespace charta::document_imaging
