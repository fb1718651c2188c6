// SPDX-License-Identifier: Apache-2.0
#include "department/document_search/page_words.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::document_search {
namespace {

constexpr std::size_t longest_word = 64;

bool is_letter_or_digit(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Length of a UTF-8 sequence that parts words: blanks, dashes and quotation marks of U+00A0 to U+00BF, U+2000 to U+206F, U+3000
/// to U+303F.
std::size_t parting_sequence(std::string_view text) {
  const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
  if (byte(0) == 0xC2) return byte(1) == 0xAA || byte(1) == 0xB5 || byte(1) == 0xBA ? 0 : 2;  // ª, µ and º are letters
  if (byte(0) == 0xE2 && (byte(1) == 0x80 || (byte(1) == 0x81 && byte(2) <= 0xAF))) return 3;
  if (byte(0) == 0xE3 && byte(1) == 0x80) return 3;
  return 0;
}

/// Length of an apostrophe, typewriter's or printer's (U+2019).
std::size_t apostrophe(std::string_view text) {
  if (text.starts_with('\'')) return 1;
  return text.starts_with("\xE2\x80\x99") ? 3 : 0;
}

/// How much of the text belongs to a word at its beginning; 0: nothing.
std::size_t word_length(std::string_view text, bool& is_ascii_only) {
  std::size_t at = 0;
  is_ascii_only = true;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_letter_or_digit(c)) {
      ++at;
      continue;
    }
    if (const std::size_t length = at > 0 ? apostrophe(text.substr(at)) : 0; length > 0) {
      const auto after = at + length < text.size() ? static_cast<unsigned char>(text[at + length]) : 0U;
      const bool goes_on = is_letter_or_digit(static_cast<unsigned char>(after)) ||
                           (after > 127 && parting_sequence(text.substr(at + length)) == 0);
      if (!goes_on) break;
      is_ascii_only = is_ascii_only && length == 1;
      at += length;
      continue;
    }
    if (c < 128 || parting_sequence(text.substr(at)) > 0) break;
    is_ascii_only = false;
    ++at;
  }
  return at;
}

void add_folded(std::vector<PageWord>& words, std::string_view folded, std::size_t begin, std::size_t end) {
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    if (word.size() > longest_word) {
      word.resize(longest_word + 1);  // a letter is not cut in two
      do word.pop_back();
      while (!is_valid_utf8(word));
    }
    words.push_back({word, begin, end});
    word.clear();
  };
  for (const char c : folded) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 127 || is_letter_or_digit(byte)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (c != '\'') {
      finish();
    }
  }
  finish();
}

}  // namespace

std::vector<PageWord> words_of(std::string_view text) {
  std::vector<PageWord> words;
  for (std::size_t at = 0; at < text.size();) {
    bool is_ascii_only = true;
    const auto length = word_length(text.substr(at), is_ascii_only);
    if (length == 0) {
      at += std::max<std::size_t>(1, parting_sequence(text.substr(at)));
      continue;
    }
    const auto word = text.substr(at, length);
    if (is_ascii_only)
      add_folded(words, word, at, at + length);
    else
      add_folded(words, folded(word), at, at + length);
    at += length;
  }
  return words;
}

std::string folded_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const auto& word : words_of(text)) {
    if (!out.empty()) out += ' ';
    out += word.folded;
  }
  return out;
}

}  // namespace charta::document_search
