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
  std::vector<EntryWords> of_entry;
  const auto number_of = [&](std::string&& word) {
    return numbers.try_emplace(std::move(word), static_cast<std::uint32_t>(numbers.size())).first->second;
  };
  for (auto& source : sources) {
    source->first = static_cast<std::uint32_t>(of_entry.size());
    if (!source->is_index) source->places.build(source->texts->codes);
    for (std::size_t n = 0; n < source->texts->size(); ++n) {
      auto& list = of_entry.emplace_back();
      const auto text = source->texts->searched(n);
      for (auto& word : words_of(text)) list.words.push_back(number_of(std::move(word)));
      for (auto& word : words_without_hyphens(text)) list.also.push_back(number_of(std::move(word)));
    }
  }
  sort_words(numbers);
  for (auto& list : of_entry) {
    for (auto& word : list.words) word = renumbered_[word];
    for (auto& word : list.also) word = renumbered_[word];
  }
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

void Books::count_postings(std::vector<EntryWords>& of_entry) {
  const auto once_each = [](std::vector<std::uint32_t>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  std::vector<std::uint32_t> firsts;
  is_lent.assign(words.size(), 1);
  lightest.assign(words.size(), std::numeric_limits<float>::max());
  starts.assign(words.size() + 1, 0);
  for (auto& list : of_entry) {
    firsts.push_back(list.words.empty() ? UINT32_MAX : list.words.front());
    once_each(list.words);
    once_each(list.also);
    std::erase_if(list.also, [&](auto word) { return std::binary_search(list.words.begin(), list.words.end(), word); });
    for (const auto word : list.words) ++starts[word + 1];
    for (const auto word : list.also) ++starts[word + 1];
  }
  for (std::size_t n = 0; n < words.size(); ++n) {
    weights.push_back(1.0F + std::log(static_cast<float>(of_entry.size()) / static_cast<float>(starts[n + 1])));
    starts[n + 1] += starts[n];
  }
  postings.resize(starts.back());
  auto next = starts;
  for (std::uint32_t entry = 0; entry < of_entry.size(); ++entry) {
    const Source& source = source_of(entry);
    const auto at = entry - source.first;
    const float of_index = !source.is_index ? 0 : source.texts->is_reference(at) ? reference_bonus : index_bonus;
    Entry made{firsts[entry], 0, of_index + (source.texts->billable[at] != 0 ? billable_bonus : 0), source.system};
    for (const auto word : of_entry[entry].words) {
      made.weight += weights[word];
      if (!source.texts->is_reference(at)) is_lent[word] = 0;
    }
    for (const auto* list : {&of_entry[entry].words, &of_entry[entry].also})
      for (const auto word : *list) {
        postings[next[word]++] = entry;
        lightest[word] = std::min(lightest[word], made.weight);
      }
    entries.push_back(made);
  }
}

}  // namespace charta::encoder
