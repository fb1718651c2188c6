// SPDX-License-Identifier: Apache-2.0
// What notes call things: the project's own words, the alphabetic index and the titles of the tabular list, found by their words
// in any order.
#pragma once
#include "department/coding/encoder/code_texts.hpp"
#include "department/coding/suggestions/suggestion_rules.hpp"

#include <span>
#include <unordered_map>

namespace charta::suggestions {

struct Found {
  std::string code, history_code, path;  ///< path: of the index, or the words of the rule
  bool is_lasting = false;
  std::size_t words = 0;
};

class Dictionary {
 public:
  explicit Dictionary(const SuggestionRules& rules);
  /// The titles of billable codes; call it before add_index(), which asks which codes are billable.
  void add_titles(const encoder::CodeTexts& tabular);
  void add_index(const encoder::CodeTexts& index);

  /// The entry of exactly these words in any order, or null.
  const Found* find(std::span<const std::string> words) const;
  static constexpr std::size_t most_words = 6;
  std::size_t size() const { return entries_.size(); }

 private:
  void add(std::vector<std::string> words, Found found, bool replaces);
  std::vector<std::string> content_of(std::string_view text) const;

  const SuggestionRules& rules_;
  std::vector<Found> entries_;
  std::unordered_map<std::string, std::uint32_t> by_words_;
  std::unordered_map<grouper::CodeKey, bool> billable_;
};

}  // namespace charta::suggestions
