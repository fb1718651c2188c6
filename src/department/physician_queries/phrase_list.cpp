// SPDX-License-Identifier: Apache-2.0
#include "department/physician_queries/phrase_list.hpp"

#include <algorithm>

namespace charta::physician_queries {

Phrase Phrase::read(std::string_view text, bool is_exact) {
  Phrase phrase{std::string(text), {}, is_exact};
  for (const auto& word : document_search::words_of(text))
    phrase.words.push_back(is_exact ? std::string(text.substr(word.begin, word.end - word.begin)) : word.folded);
  if (text.ends_with('*') && !phrase.words.empty()) phrase.words.back() += '*';
  return phrase;
}

bool WordedText::stands_at(const Phrase& phrase, std::size_t word) const {
  if (phrase.words.empty() || word + phrase.words.size() > words_.size()) return false;
  for (std::size_t at = 0; at < phrase.words.size(); ++at) {
    const auto& one = words_[word + at];
    const std::string_view asked = phrase.words[at];
    const std::string_view found = phrase.is_exact ? std::string_view(text_).substr(one.begin, one.end - one.begin) : one.folded;
    if (asked.ends_with('*') ? !found.starts_with(asked.substr(0, asked.size() - 1)) : found != asked) return false;
  }
  return true;
}

std::vector<std::size_t> WordedText::places_of(const Phrase& phrase) const {
  std::vector<std::size_t> places;
  for (std::size_t word = 0; word < words_.size(); ++word)
    if (stands_at(phrase, word)) places.push_back(word);
  return places;
}

PhraseHit WordedText::hit(const Phrase& phrase, std::size_t word) const {
  return {words_[word].begin, words_[word + phrase.words.size() - 1].end, &phrase};
}

std::vector<PhraseHit> hits_of(const WordedText& text, const std::vector<Phrase>& phrases) {
  std::vector<PhraseHit> hits;
  for (const auto& phrase : phrases)
    for (const std::size_t word : text.places_of(phrase)) hits.push_back(text.hit(phrase, word));
  std::sort(hits.begin(), hits.end(), [](const PhraseHit& one, const PhraseHit& other) {
    return one.begin != other.begin ? one.begin < other.begin : one.end > other.end;
  });
  std::size_t end = 0;
  std::erase_if(hits, [&](const PhraseHit& hit) {
    if (hit.begin < end) return true;
    end = hit.end;
    return false;
  });
  return hits;
}

}  // namespace charta::physician_queries
