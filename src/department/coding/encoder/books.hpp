// SPDX-License-Identifier: Apache-2.0
// What the books say, word by word: which entries have a word, and how much it weighs.
#pragma once
#include "department/coding/encoder/encoder.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace charta::encoder {

/// A word's letters as bits, and its length: what one error away must nearly share.
struct Shape {
  std::uint32_t letters = 0;
  std::uint32_t length = 0;
};
Shape shape_of(std::string_view word);

struct Books {
  struct Source {
    System system;
    bool is_index;
    std::shared_ptr<const CodeTexts> texts;
    std::uint32_t first = 0;    ///< the number of its first entry
    grouper::CodeIndex places;  ///< of a tabular list
  };
  struct Entry {
    std::uint32_t first_word = 0;
    float weight = 0;  ///< all its words'
    float bonus = 0;   ///< for where it stands
    System system = System::icd10cm;
    std::uint8_t preferred = 0;  ///< by which preferences of the phrasebook, as bits
  };
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<std::string> words;  ///< sorted
  std::vector<Shape> shapes;
  std::vector<std::uint8_t> is_lent;  ///< it stands in references and joined words alone: it may be an error for another too
  std::vector<float> weights;         ///< rare words weigh more
  std::vector<float> lightest;        ///< the least weight of an entry that has the word
  std::vector<std::uint32_t> starts, postings;
  std::vector<Entry> entries;

  /// Reads the words of all sources; once, after the last was added.
  void build();
  const Source& source_of(std::uint32_t entry) const;
  Hit hit(std::uint32_t entry, float score) const;

 private:
  bool is_billable(const Source& of, std::size_t at) const;
  void sort_words(const std::unordered_map<std::string, std::uint32_t>& numbers);
  /// The words of an entry, and those by which it is found too without weighing more.
  struct EntryWords {
    std::vector<std::uint32_t> words, also;
  };
  void count_postings(std::vector<EntryWords>& of_entry);

  std::vector<std::uint32_t> renumbered_;
};

/// What ranks an entry beside its words.
constexpr float index_bonus = 0.04F, reference_bonus = 0.03F, preference_bonus = 0.15F, billable_bonus = 0.01F,
                first_word_bonus = 0.02F;

}  // namespace charta::encoder
