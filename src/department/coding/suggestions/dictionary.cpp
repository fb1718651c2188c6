// SPDX-License-Identifier: Apache-2.0
#include "department/coding/suggestions/dictionary.hpp"

#include "department/coding/encoder/words.hpp"

#include <algorithm>

namespace charta::suggestions {
namespace {

std::string key_of_words(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::string key;
  for (const auto& word : words) key += word + ' ';
  return key;
}

}  // namespace

Dictionary::Dictionary(const SuggestionRules& rules) : rules_(rules) {
  for (const auto& term : rules.terms) {
    std::vector<std::string> words;
    std::string path;
    for (const auto& word : term.words) {
      path += (path.empty() ? "" : " ") + word;
      if (!rules_.small_words.contains(word)) words.push_back(word);
    }
    add(std::move(words), {term.code, term.history_code, std::move(path), term.is_lasting, 0}, true);
  }
}

std::vector<std::string> Dictionary::content_of(std::string_view text) const {
  auto words = encoder::words_of(text);
  std::erase_if(words,
                [&](const auto& word) { return rules_.small_words.contains(word) || rules_.left_out_of_titles.contains(word); });
  return words;
}

void Dictionary::add(std::vector<std::string> words, Found found, bool replaces) {
  if (words.empty() || words.size() > most_words) return;
  found.words = words.size();
  const auto [place, is_new] = by_words_.emplace(key_of_words(std::move(words)), static_cast<std::uint32_t>(entries_.size()));
  if (!is_new && !replaces) return;
  place->second = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back(std::move(found));
}

void Dictionary::add_titles(const encoder::CodeTexts& tabular) {
  for (std::size_t at = 0; at < tabular.size(); ++at) {
    if (tabular.billable[at] == 0) continue;
    billable_.emplace(tabular.codes[at], true);
    auto words = content_of(tabular.text(at));
    if (words.size() < 2) continue;
    add(std::move(words), {grouper::text_of(tabular.codes[at]), {}, std::string(tabular.text(at)), false, 0}, false);
  }
}

void Dictionary::add_index(const encoder::CodeTexts& index) {
  for (std::size_t at = 0; at < index.size(); ++at) {
    if (!billable_.contains(index.codes[at]) || index.is_reference(at)) continue;  // a reference is coarser than what it leads to
    auto words = content_of(index.text(at));
    const bool is_word_enough =
        words.size() != 1 || std::any_of(rules_.one_word_endings.begin(), rules_.one_word_endings.end(),
                                         [&](const auto& ending) { return words.front().ends_with(ending); });
    if (!is_word_enough) continue;
    add(std::move(words), {grouper::text_of(index.codes[at]), {}, std::string(index.text(at)), false, 0}, false);
  }
}

const Found* Dictionary::find(std::span<const std::string> words) const {
  const auto found = by_words_.find(key_of_words({words.begin(), words.end()}));
  return found == by_words_.end() ? nullptr : &entries_[found->second];
}

}  // namespace charta::suggestions
