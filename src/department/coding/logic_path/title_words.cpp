// SPDX-License-Identifier: Apache-2.0
#include "department/coding/logic_path/title_words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace charta::logic_path {
namespace {

using Words = std::vector<std::string>;

/// Small letters, without the marks around a word.
std::string bare_word(std::string_view word) {
  while (!word.empty() && std::string_view(",;:.()[]").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  while (!word.empty() && std::string_view("([").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  return lower_ascii(word);
}

Words words_of_title(const std::string& title) {
  Words words;
  for (const auto one : split(title, ' '))
    if (!one.empty()) words.emplace_back(one);
  return words;
}

std::optional<Side> side_said(const std::string& word, const LogicWords& words) {
  if (has_word(words.right, word)) return Side::right;
  if (has_word(words.left, word)) return Side::left;
  if (has_word(words.both, word)) return Side::both;
  if (has_word(words.unspecified, word)) return Side::unspecified;
  return std::nullopt;
}

/// A title without each of its words of one side, and one at a time: what is left may be what its neighbour says too.
struct Sided {
  Side side;
  std::vector<std::string> left_over;
};

std::string joined_but(const Words& words, std::size_t without) {
  std::string text;
  for (std::size_t n = 0; n < words.size(); ++n)
    if (n != without) text += (text.empty() ? "" : " ") + bare_word(words[n]);
  return text;
}

std::vector<Sided> readings_of(const std::string& title, const LogicWords& words) {
  const auto all = words_of_title(title);
  std::vector<Sided> found;
  for (std::size_t n = 0; n < all.size(); ++n)
    if (const auto side = side_said(bare_word(all[n]), words)) {
      const auto same = std::find_if(found.begin(), found.end(), [&](const Sided& one) { return one.side == *side; });
      if (same != found.end())
        same->left_over.push_back(joined_but(all, n));
      else
        found.push_back({*side, {joined_but(all, n)}});
    }
  return found;
}

/// Of "right hip" and "bilateral hips", "right eye" and "bilateral": the one is at the beginning of the other.
bool agrees_with(const std::vector<std::string>& left_over, const std::string& stem, bool loosely) {
  return std::any_of(left_over.begin(), left_over.end(), [&](const std::string& one) {
    return one == stem || (loosely && (stem.starts_with(one) || one.starts_with(stem)));
  });
}

/// The stem that right and left share; nothing when they do not.
std::optional<std::string> stem_of(const std::vector<std::vector<Sided>>& readings) {
  const auto left_overs = [&](Side side) {
    std::vector<std::string> all;
    for (const auto& title : readings)
      for (const auto& one : title)
        if (one.side == side) all.insert(all.end(), one.left_over.begin(), one.left_over.end());
    return all;
  };
  const auto right = left_overs(Side::right), left = left_overs(Side::left);
  for (const auto& one : right)
    if (has_word(left, one)) return one;
  return std::nullopt;
}

std::size_t shared_beginning(const Words& one, const Words& other) {
  std::size_t n = 0;
  while (n < one.size() && n < other.size() && bare_word(one[n]) == bare_word(other[n])) ++n;
  return n;
}

std::string joined(const Words& words, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t n = from; n < to; ++n) text += (text.empty() ? "" : " ") + words[n];
  while (!text.empty() && (text.back() == ',' || text.back() == ';')) text.pop_back();
  return text;
}

/// How many words all titles end with; a label that would end with "of" keeps its end.
std::size_t shared_end(const std::vector<Words>& titles, std::size_t beginning, const LogicWords& words) {
  if (titles.size() < 2) return 0;
  std::size_t shared = titles.front().size();
  for (const auto& one : titles) {
    std::size_t n = 0;
    while (n < shared && n < one.size() &&
           bare_word(one[one.size() - 1 - n]) == bare_word(titles.front()[titles.front().size() - 1 - n]))
      ++n;
    shared = n;
  }
  const auto leaves_all_whole = [&](std::size_t end) {
    return std::all_of(titles.begin(), titles.end(), [&](const Words& one) {
      return one.size() > beginning + end && !has_word(words.joining, bare_word(one[one.size() - 1 - end]));
    });
  };
  while (shared > 0 && !leaves_all_whole(shared)) --shared;
  return shared;
}

}  // namespace

std::vector<Side> sides_of(const std::vector<std::string>& titles, const LogicWords& words) {
  std::vector<std::vector<Sided>> readings;
  for (const auto& title : titles) readings.push_back(readings_of(title, words));
  const auto stem = stem_of(readings);
  std::vector<Side> sides;
  for (const auto& title : readings) {
    if (!stem) return {};
    const auto meant = std::find_if(title.begin(), title.end(), [&](const Sided& one) {
      return agrees_with(one.left_over, *stem, one.side == Side::both || one.side == Side::unspecified);
    });
    if (meant == title.end() || std::find(sides.begin(), sides.end(), meant->side) != sides.end()) return {};
    sides.push_back(meant->side);
  }
  return sides;
}

std::vector<std::string> differences(const std::string& above, const std::vector<std::string>& titles, const LogicWords& words) {
  std::vector<Words> all;
  for (const auto& title : titles) all.push_back(words_of_title(title));
  const auto parent = words_of_title(above);
  std::size_t beginning = parent.size();
  for (const auto& one : all)
    beginning = std::min(beginning, std::min(shared_beginning(one, parent), one.empty() ? 0 : one.size() - 1));
  const auto end = shared_end(all, beginning, words);
  std::vector<std::string> labels;
  for (const auto& one : all) labels.push_back(joined(one, beginning, one.size() - end));
  auto sorted = labels;
  std::sort(sorted.begin(), sorted.end());
  const bool are_told_apart = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
  return are_told_apart && !has_word(labels, "") ? labels : titles;
}

bool says_nothing(const std::string& above, const std::string& title, const LogicWords& words) {
  const auto count = [&](const std::string& text) {
    std::size_t n = 0;
    const auto small = lower_ascii(text);
    for (const auto& word : words.unspecified)
      for (auto at = small.find(word); at != std::string::npos; at = small.find(word, at + word.size())) ++n;
    return n;
  };
  return count(title) > count(above);
}

std::string check_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::string check;
  for (int n = 0; n < 3; ++n, hash /= 36U) check += "0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36U];
  return check;
}

}  // namespace charta::logic_path
