// SPDX-License-Identifier: Apache-2.0
#include "department/coding/encoder/books.hpp"

#include "department/coding/encoder/words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace charta::encoder {

Shape shape_of(std::string_view word) {
  Shape shape{0, static_cast<std::uint32_t>(word.size())};
  for (const char c : word) shape.letters |= 1U << (static_cast<unsigned char>(c) % 32U);
  return shape;
}

const Books::Source& Books::source_of(std::uint32_t entry) const {
  std::size_t at = sources.size() - 1;
  while (sources[at]->first > entry) --at;
  return *sources[at];
}

void Books::build() {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::vector<std::vector<std::uint32_t>> of_entry;
  for (auto& source : sources) {
    source->first = static_cast<std::uint32_t>(of_entry.size());
    if (!source->is_index) source->places.build(source->texts->codes);
    for (std::size_t n = 0; n < source->texts->size(); ++n) {
      auto& list = of_entry.emplace_back();
      for (auto& word : words_of(source->texts->text(n))) {
        const auto [place, is_new] = numbers.try_emplace(std::move(word), static_cast<std::uint32_t>(numbers.size()));
        list.push_back(place->second);
      }
    }
  }
  sort_words(numbers);
  for (auto& list : of_entry)
    for (auto& word : list) word = renumbered_[word];
  count_postings(of_entry);
  renumbered_ = {};
}

/// An index does not know which codes may be billed; the tabular list of its system does.
bool Books::is_billable(const Source& of, std::size_t at) const {
  if (!of.is_index) return of.texts->billable[at] != 0;
  for (const auto& source : sources) {
    if (source->is_index || source->system != of.system) continue;
    const auto place = source->places.find(of.texts->codes[at]);
    if (place != grouper::CodeIndex::none) return source->texts->billable[place] != 0;
  }
  return false;
}

Hit Books::hit(std::uint32_t entry, float score) const {
  const Source& source = source_of(entry);
  const auto at = entry - source.first;
  return {source.texts->codes[at], source.system, is_billable(source, at), source.is_index, source.texts->text(at), score};
}

void Books::sort_words(const std::unordered_map<std::string, std::uint32_t>& numbers) {
  std::vector<std::pair<std::string_view, std::uint32_t>> sorted(numbers.begin(), numbers.end());
  std::sort(sorted.begin(), sorted.end());
  renumbered_.resize(sorted.size());
  for (const auto& [word, old] : sorted) {
    renumbered_[old] = static_cast<std::uint32_t>(words.size());
    words.emplace_back(word);
    shapes.push_back(shape_of(word));
  }
}

void Books::count_postings(std::vector<std::vector<std::uint32_t>>& of_entry) {
  std::vector<std::uint32_t> firsts;
  lightest.assign(words.size(), std::numeric_limits<float>::max());
  starts.assign(words.size() + 1, 0);
  for (auto& list : of_entry) {
    firsts.push_back(list.empty() ? UINT32_MAX : list.front());
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    for (const auto word : list) ++starts[word + 1];
  }
  for (std::size_t n = 0; n < words.size(); ++n) {
    weights.push_back(1.0F + std::log(static_cast<float>(of_entry.size()) / static_cast<float>(starts[n + 1])));
    starts[n + 1] += starts[n];
  }
  postings.resize(starts.back());
  auto next = starts;
  for (std::uint32_t entry = 0; entry < of_entry.size(); ++entry) {
    const Source& source = source_of(entry);
    const bool is_billable_here = source.texts->billable[entry - source.first] != 0;
    Entry made{firsts[entry], 0, (source.is_index ? index_bonus : 0) + (is_billable_here ? billable_bonus : 0), source.system};
    for (const auto word : of_entry[entry]) {
      postings[next[word]++] = entry;
      made.weight += weights[word];
    }
    for (const auto word : of_entry[entry]) lightest[word] = std::min(lightest[word], made.weight);
    entries.push_back(made);
  }
}

}  // namespace charta::encoder
