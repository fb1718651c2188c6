// SPDX-License-Identifier: Apache-2.0
// Phrases looked for in a text, word by word: "case mix" is found in "the case-mix index", "paid" is not found in "repaid". Pure.
#pragma once
#include "department/document_search/page_words.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace charta::physician_queries {

struct Phrase {
  std::string text;                ///< as the rule has it
  std::vector<std::string> words;  ///< folded; a last word that ends in '*' begins the word of the text
  bool is_exact = false;           ///< letters as they stand: "CC" is no "cc"

  static Phrase read(std::string_view text, bool is_exact = false);
};

struct PhraseHit {
  std::size_t begin = 0, end = 0;  ///< in the text, bytes
  const Phrase* phrase = nullptr;
};

/// A text with its words, folded once.
class WordedText {
 public:
  explicit WordedText(std::string_view text) : text_(text), words_(document_search::words_of(text_)) {}

  const std::string& text() const { return text_; }
  const std::vector<document_search::PageWord>& words() const { return words_; }
  bool empty() const { return words_.empty(); }
  /// At which words the phrase begins.
  std::vector<std::size_t> places_of(const Phrase& phrase) const;
  bool has(const Phrase& phrase) const { return !places_of(phrase).empty(); }
  PhraseHit hit(const Phrase& phrase, std::size_t word) const;

 private:
  bool stands_at(const Phrase& phrase, std::size_t word) const;
  std::string text_;
  std::vector<document_search::PageWord> words_;
};

/// Every place where one of the phrases stands, in the order of the text; the longest where several begin.
std::vector<PhraseHit> hits_of(const WordedText& text, const std::vector<Phrase>& phrases);

}  // namespace charta::physician_queries
