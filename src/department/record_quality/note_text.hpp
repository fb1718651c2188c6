// SPDX-License-Identifier: Apache-2.0
// A note as its checks read it: words, sentences, headings with what stands beneath them. Pure.
#pragma once
#include "department/document_search/page_words.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace charta::record_quality {

using Folded = std::vector<std::string>;  ///< folded words; a last one that ends in '*' begins the word of the text
Folded folded_words(std::string_view phrase);

struct NoteSection {
  std::string heading;                   ///< folded; empty: before the first
  std::size_t first_word = 0, last = 0;  ///< words beneath it, the heading's own left out; `last` is behind them
};

/// Where words stand: page and bytes of that page.
struct Place {
  std::int64_t page = 1;
  std::size_t from = 0, length = 0;
  std::string words;
};

class NoteText {
 public:
  /// Pages are parted by form feeds.
  explicit NoteText(std::string pages);

  const std::vector<document_search::PageWord>& words() const { return words_; }
  const std::vector<NoteSection>& sections() const { return sections_; }
  const std::string& folded(std::size_t word) const { return words_[word].folded; }
  /// Words of the sentence in which a word stands: [first, behind the last).
  std::pair<std::size_t, std::size_t> sentence_of(std::size_t word) const;
  const std::string& heading_of(std::size_t word) const;
  bool stands_at(const Folded& phrase, std::size_t word) const;
  bool has(const Folded& phrase, std::size_t first, std::size_t last) const;
  bool has_heading(const std::set<std::string, std::less<>>& headings) const;
  /// The words [first, last) with a little before and behind, as they are written.
  Place place_of(std::size_t first, std::size_t last) const;

 private:
  void find_sections();
  std::string text_;
  std::vector<document_search::PageWord> words_;
  std::vector<std::size_t> sentence_ends_;  ///< words behind which a sentence ends
  std::vector<NoteSection> sections_;
};

}  // namespace charta::record_quality
