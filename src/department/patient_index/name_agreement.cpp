// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/name_agreement.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace charta::patient_index {
namespace {

/// Folded words; hyphens, commas and dots part them, apostrophes do not.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : folded(name)) {
    if (c == '\'' || c == '`') continue;
    const bool joins = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80);
    if (joins) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

/// "jr", "junior" and "ii" stay apart from each other: a II need not be the son.
std::string suffix_key(std::string_view suffix) {
  const std::string key = joined(words_of(suffix), "");
  if (key == "junior") return "jr";
  if (key == "senior") return "sr";
  constexpr std::array<std::string_view, 7> generations{"jr", "sr", "i", "ii", "iii", "iv", "v"};
  return std::find(generations.begin(), generations.end(), key) != generations.end() ? key : "";
}

bool is_initial_of(const std::string& initial, const std::string& name) {
  return initial.size() == 1 && !name.empty() && name.front() == initial.front();
}

}  // namespace

std::string surname_key(std::string_view family) {
  auto words = words_of(family);
  std::sort(words.begin(), words.end());
  return joined(words, " ");
}

std::string given_key(std::string_view given) {
  const auto words = words_of(given);
  return words.empty() ? std::string() : words.front();
}

Agreement compare_surnames(std::string_view a, std::string_view b) {
  auto left = words_of(a), right = words_of(b);
  if (left.empty() || right.empty()) return Agreement::unknown;
  if (joined(left, "") == joined(right, "")) return Agreement::agrees;  // Vanderberg, Van der Berg
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  if (left == right) return Agreement::agrees;
  const auto& longer = left.size() > right.size() ? left : right;
  const auto& shorter = left.size() > right.size() ? right : left;
  return std::includes(longer.begin(), longer.end(), shorter.begin(), shorter.end()) ? Agreement::partly : Agreement::differs;
}

Agreement compare_given_names(std::string_view a, std::string_view b) {
  const auto left = words_of(a), right = words_of(b);
  if (left.empty() || right.empty()) return Agreement::unknown;
  if (left.front() == right.front() || joined(left, "") == joined(right, "")) return Agreement::agrees;
  return is_initial_of(left.front(), right.front()) || is_initial_of(right.front(), left.front()) ? Agreement::partly : Agreement::differs;
}

Agreement compare_middle_names(std::string_view a, std::string_view b) {
  const auto left = words_of(a), right = words_of(b);
  const std::size_t common = std::min(left.size(), right.size());
  if (common == 0) return Agreement::unknown;
  for (std::size_t i = 0; i < common; ++i) {
    const bool same = left[i] == right[i] || is_initial_of(left[i], right[i]) || is_initial_of(right[i], left[i]);
    if (!same) return Agreement::differs;
  }
  return Agreement::agrees;
}

Agreement compare_suffixes(std::string_view a, std::string_view b) {
  const std::string left = suffix_key(a), right = suffix_key(b);
  if (left.empty() || right.empty()) return Agreement::unknown;
  return left == right ? Agreement::agrees : Agreement::differs;
}

Agreement compare_names(const Name& a, const Name& b) {
  const auto surname = compare_surnames(a.family, b.family);
  const auto given = compare_given_names(a.given, b.given);
  const auto middle = compare_middle_names(a.middle, b.middle);
  const auto suffix = compare_suffixes(a.suffix, b.suffix);
  for (const auto part : {surname, given, middle, suffix}) {
    if (part == Agreement::differs) return Agreement::differs;
  }
  if (surname == Agreement::unknown || given == Agreement::unknown) return Agreement::unknown;
  return surname == Agreement::partly || given == Agreement::partly ? Agreement::partly : Agreement::agrees;
}

}  // namespace charta::patient_index
