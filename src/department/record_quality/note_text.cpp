// SPDX-License-Identifier: Apache-2.0
#include "department/record_quality/note_text.hpp"

#include <algorithm>

namespace charta::record_quality {
namespace {

constexpr std::size_t longest_heading = 6, quoted_around = 60;

bool ends_a_sentence(std::string_view between) {
  for (std::size_t at = 0; at < between.size(); ++at) {
    const char c = between[at];
    if (c == '\n' || c == '\f' || c == ';' || c == '?' || c == '!') return true;
    if (c == '.' && (at + 1 >= between.size() || between[at + 1] == ' ' || between[at + 1] == '\n')) return true;
  }
  return false;
}

/// "Dr. Smith", "approx. 5", "1. left knee": a point behind a short word or a number ends nothing.
bool is_abbreviation(std::string_view word) {
  static constexpr std::string_view known[] = {"dr", "mr", "mrs", "ms", "st", "vs", "no", "approx", "e", "g", "i", "lt", "rt"};
  const bool is_number = !word.empty() && word.size() <= 2 && word.find_first_not_of("0123456789") == std::string_view::npos;
  return is_number || std::find(std::begin(known), std::end(known), word) != std::end(known);
}

bool begins_a_line(std::string_view text, std::size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\f';
}

bool is_of_capitals(std::string_view text) {
  const bool has_small = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const bool has_capital = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return has_capital && !has_small;
}

}  // namespace

Folded folded_words(std::string_view phrase) {
  Folded words;
  for (const auto& word : document_search::words_of(phrase)) words.push_back(word.folded);
  if (phrase.ends_with('*') && !words.empty()) words.back() += '*';
  return words;
}

NoteText::NoteText(std::string pages) : text_(std::move(pages)), words_(document_search::words_of(text_)) {
  for (std::size_t at = 0; at + 1 < words_.size(); ++at) {
    const auto between = std::string_view(text_).substr(words_[at].end, words_[at + 1].begin - words_[at].end);
    if (!ends_a_sentence(between)) continue;
    if (between.find('\n') == std::string_view::npos && is_abbreviation(words_[at].folded)) continue;
    sentence_ends_.push_back(at);
  }
  find_sections();
}

/// A heading is a line's first words before a colon, or a line of capitals alone.
void NoteText::find_sections() {
  sections_.push_back({"", 0, words_.size()});
  for (std::size_t at = 0; at < words_.size(); ++at) {
    if (!begins_a_line(text_, words_[at].begin)) continue;
    std::string heading;
    for (std::size_t end = at; end < words_.size() && end < at + longest_heading; ++end) {
      heading += (heading.empty() ? "" : " ") + words_[end].folded;
      const std::size_t next = end + 1 < words_.size() ? words_[end + 1].begin : text_.size();
      const auto behind = std::string_view(text_).substr(words_[end].end, next - words_[end].end);
      const auto line = behind.find('\n');
      const auto colon = behind.substr(0, line).find(':');
      const auto written = std::string_view(text_).substr(words_[at].begin, words_[end].end - words_[at].begin);
      const bool is_heading =
          colon != std::string_view::npos || (line != std::string_view::npos && is_of_capitals(written) && written.size() > 3);
      if (is_heading) {
        sections_.back().last = at;
        sections_.push_back({heading, end + 1, words_.size()});
      }
      if (is_heading || line != std::string_view::npos) break;
    }
  }
}

std::pair<std::size_t, std::size_t> NoteText::sentence_of(std::size_t word) const {
  const auto end = std::lower_bound(sentence_ends_.begin(), sentence_ends_.end(), word);
  const std::size_t first = end == sentence_ends_.begin() ? 0 : *(end - 1) + 1;
  return {first, end == sentence_ends_.end() ? words_.size() : *end + 1};
}

const std::string& NoteText::heading_of(std::size_t word) const {
  const auto found = std::find_if(sections_.rbegin(), sections_.rend(), [&](const auto& one) { return one.first_word <= word; });
  return found == sections_.rend() ? sections_.front().heading : found->heading;
}

bool NoteText::stands_at(const Folded& phrase, std::size_t word) const {
  if (phrase.empty() || word + phrase.size() > words_.size()) return false;
  for (std::size_t at = 0; at < phrase.size(); ++at) {
    const std::string_view asked = phrase[at];
    const std::string_view found = words_[word + at].folded;
    if (asked.ends_with('*') ? !found.starts_with(asked.substr(0, asked.size() - 1)) : found != asked) return false;
  }
  return true;
}

bool NoteText::has(const Folded& phrase, std::size_t first, std::size_t last) const {
  for (std::size_t at = first; at < last && at + phrase.size() <= last; ++at)
    if (stands_at(phrase, at)) return true;
  return false;
}

bool NoteText::has_heading(const std::set<std::string, std::less<>>& headings) const {
  return std::any_of(sections_.begin(), sections_.end(), [&](const auto& one) { return headings.contains(one.heading); });
}

Place NoteText::place_of(std::size_t first, std::size_t last) const {
  std::size_t begin = words_[first].begin, end = words_[last - 1].end;
  const auto page_begin = text_.rfind('\f', begin);
  const std::size_t page_from = page_begin == std::string::npos ? 0 : page_begin + 1;
  Place place;
  place.page = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(begin), '\f');
  place.from = begin - page_from;
  place.length = end - begin;
  // Whole words around it, and no further than its line.
  std::size_t left = first, right = last;
  while (left > 0 && begin - words_[left - 1].begin < quoted_around &&
         text_.find_first_of("\n\f", words_[left - 1].end) >= words_[left].begin)
    --left;
  while (right < words_.size() && words_[right].end - end < quoted_around &&
         text_.find_first_of("\n\f", words_[right - 1].end) >= words_[right].begin)
    ++right;
  place.words = text_.substr(words_[left].begin, words_[right - 1].end - words_[left].begin);
  return place;
}

}  // namespace charta::record_quality
